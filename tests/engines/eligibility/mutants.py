"""Small faults put into the source of rules, one at a time.

Only what decides is changed: bodies of functions and the ``asked`` of a rule. Texts, annotations, docstrings and what a
change ``says`` in plain names are left alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import CodeType

Put = Callable[[ast.AST], None]

OTHERS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
TWINS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "zeros": "ones", "ones": "zeros"}
ALL_MET = ast.parse("Bits(np.ones(roster.size, dtype=bool), np.ones(roster.size, dtype=bool))", mode="eval").body


@dataclass(frozen=True)
class Mutant:
    """``name`` says where and what: ``function: before -> after``, numbered where a function repeats itself."""

    function: str
    name: str
    code: CodeType


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module of rules, in the order of its lines."""
    tree = ast.parse(source)
    seen: Counter[str] = Counter()
    for function, place, put in _places(tree):
        for before, after, put_there in _changes(place, put, function):
            name = f"{function}: {_first_line(before)} -> {_first_line(after)}"
            seen[name] += 1
            number = f" #{seen[name]}" if seen[name] > 1 else ""
            put_there(
                after if hasattr(after, "lineno") else ast.fix_missing_locations(ast.copy_location(after, before))
            )
            code = compile(tree, "<mutant>", "exec")
            put_there(before)
            yield Mutant(function, name + number, code)


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0]


def _places(tree: ast.Module) -> Iterator[tuple[str, ast.AST, Put]]:
    """What decides: statements of functions, and the ``asked`` of each rule, each with how to put another there."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name != "_rule":
            for i, statement in enumerate(node.body):
                if not _is_docstring(statement):
                    yield node.name, statement, partial(node.body.__setitem__, i)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "RULES":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "Rule":
                    words = {word.arg: word for word in call.keywords}
                    if "asked" in words:
                        function = f"asked of {ast.unparse(words['test'].value)}"
                        yield function, words["asked"].value, partial(setattr, words["asked"], "value")


def _is_docstring(statement: ast.AST) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _changes(place: ast.AST, put: Put, function: str) -> Iterator[tuple[ast.AST, ast.AST, Put]]:
    """What each node may become, and how to put it there."""
    for node, put_there in list(_deciding(place, put)):
        for other in _others(node, function):
            yield node, other, put_there


def _others(node: ast.AST, function: str) -> Iterator[ast.AST]:
    yield from _other_logic(node)
    yield from _other_values(node)
    if isinstance(node, ast.Return) and node.value and not function.startswith("_") and function != "joined_earlier":
        yield ast.Return(ALL_MET)


def _other_logic(node: ast.AST) -> Iterator[ast.AST]:
    """Another comparison, and for or, a term dropped, a negation removed, a branch always or never taken."""
    match node:
        case ast.Compare(ops=[op]):
            for other in OTHERS[type(op)]:
                yield ast.Compare(node.left, [other()], node.comparators)
        case ast.BinOp(op=op) if type(op) in SWAPPED:
            yield ast.BinOp(node.left, SWAPPED[type(op)](), node.right)
            if isinstance(op, ast.BitAnd | ast.BitOr):
                yield node.left
                yield node.right
        case ast.AugAssign(op=op) if type(op) in SWAPPED:
            yield ast.AugAssign(node.target, SWAPPED[type(op)](), node.value)
            yield ast.Pass()
            yield ast.copy_location(ast.Assign([node.target], node.value), node)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
            for dropped in range(len(values)):
                rest = [value for i, value in enumerate(values) if i != dropped]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(op=ast.Not() | ast.Invert() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.If():
            for value in (True, False):
                yield ast.If(ast.Constant(value), node.body, node.orelse)


def _other_values(node: ast.AST) -> Iterator[ast.AST]:
    """A number off by one, the least for the most, an entry left out."""
    match node:
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Call(func=ast.Name(id=name)) if name in TWINS:
            yield ast.Call(ast.Name(TWINS[name], ast.Load()), node.args, node.keywords)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name)) if name in TWINS:
            yield ast.Call(ast.Attribute(node.func.value, TWINS[name], ast.Load()), node.args, node.keywords)
        case ast.Dict(keys=[_, *_] as keys, values=values):
            for dropped in range(len(keys)):
                rest = [(k, v) for i, (k, v) in enumerate(zip(keys, values, strict=True)) if i != dropped]
                yield ast.Dict([k for k, _ in rest], [v for _, v in rest])


def _deciding(place: ast.AST, put: Put) -> Iterator[tuple[ast.AST, Put]]:
    """Every node that runs: annotations do not, and ``dtype=`` decides nothing."""
    if isinstance(place, ast.keyword) and place.arg == "dtype":
        return
    yield place, put
    for name, value in ast.iter_fields(place):
        if name in ("annotation", "returns"):
            continue
        if isinstance(value, list):
            for i, child in enumerate(value):
                if isinstance(child, ast.AST) and not _is_docstring(child):
                    yield from _deciding(child, partial(value.__setitem__, i))
        elif isinstance(value, ast.AST):
            yield from _deciding(value, partial(setattr, place, name))
