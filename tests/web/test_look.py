"""The look holds its own rules: no inline style or script, no left or right, contrast, shapes, classes, typefaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import path as address
from django.utils import translation
from django.views.i18n import set_language

from menara.ground.page_fonts import LETTERS, script_of
from menara.web.gallery import samples

# The parts need one address only; the pages of Menara have tests of their own.
urlpatterns = [address("language/", set_language, name="set_language")]
pytestmark = pytest.mark.urls(__name__)

WEB = Path(__file__).resolve().parents[2] / "src" / "menara" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = sorted((WEB / "static" / "menara").glob("*.css"))
NAMES = [path.relative_to(WEB / "templates").as_posix() for path in TEMPLATES]


def page(**more: object) -> Mapping[str, object]:
    shell = {"languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES], "is_demonstration": True}
    return {"shell": shell, **samples(), **more}


def rendered(name: str, language: str) -> str:
    request = RequestFactory().get("/gallery/")
    request.user = AnonymousUser()
    with translation.override(language):
        return render_to_string(name, dict(page()), request=request)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles_and_breaks_no_content_security_policy(name: str) -> None:
    get_template(name)
    text = (WEB / "templates" / name).read_text()
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", text) == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", text) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_part_that_a_template_includes_exists(name: str) -> None:
    wanted = set(re.findall(r"\{% (?:include|extends) \"([^\"]+)\"", (WEB / "templates" / name).read_text()))
    assert wanted - set(NAMES) == set()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheets_know_start_and_end_but_not_left_and_right(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    physical = (
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|\b(?:left|right|top|bottom):|: (?:left|right);"
    )
    assert re.findall(physical, text) == []


def test_every_class_in_a_template_is_styled_and_every_style_is_used() -> None:
    css = "".join(path.read_text() for path in STYLES)
    css = re.sub(r"/\*.*?\*/|@font-face \{[^}]*\}|\"[^\"]*\"", "", css, flags=re.S)
    styled = set(re.findall(r"\.([a-z][a-z_-]*\d?)(?![\w%.])", css))
    used: set[str] = set()
    made: set[str] = set()  # "answer-" of class="answer-{{ answer }}"
    for path in (*TEMPLATES, *WEB.rglob("*.py")):  # a few marks are made where a word is
        for value in re.findall(r'class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"', path.read_text()):
            words = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "…", value)).split()
            made |= {word.partition("…")[0] for word in words if "…" in word}
            used |= {word for word in words if "…" not in word}
    scripted = {"has-script", "needs-script"}
    prefixes = tuple(prefix for prefix in made if prefix)
    by_kind = {"added", "removed", "moved", "changed"}  # class="what {{ change.kind }}"
    assert used - styled == set()
    assert {name for name in styled - used - scripted - by_kind if not name.startswith(prefixes)} == set()


def test_every_shape_that_is_drawn_exists() -> None:
    drawn = set(re.findall(r'id="shape-([\w]+)"', (WEB / "templates" / "parts" / "shapes.html").read_text()))
    asked = set()
    for path in TEMPLATES:
        asked |= set(re.findall(r'href="#shape-(\w+)"', path.read_text()))
    for language in ("en", "ar"):
        asked |= set(re.findall(r'href="#shape-(\w+)"', rendered("parts/gallery.html", language)))
    assert asked - drawn == set()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (WEB / "static" / "menara" / "tokens.css").read_text()))
TEXT = ("text", "quiet", "link", "gold-text", "met", "not-met", "unknown", "ink")
PAIRS = [
    *((fore, back, 4.5) for fore in TEXT for back in ("paper", "sheet", "tint")),
    *((fore, back, 4.5) for fore in ("on-ink", "on-ink-quiet", "gold-bright") for back in ("ink", "ink-raised")),
    ("not-met", "not-met-pale", 4.5),
    ("text", "not-met-pale", 4.5),
    ("ink", "gold-pale", 4.5),
    # Lines and knots that carry meaning, edges of fields: WCAG asks for 3.
    *((fore, back, 3.0) for fore in ("gold", "rule-strong") for back in ("paper", "sheet")),
]


@pytest.mark.parametrize(("fore", "back", "least"), PAIRS)
def test_contrast(fore: str, back: str, least: float) -> None:
    assert contrast(TOKENS[fore], TOKENS[back]) >= least


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_gallery_shows_every_part_in_each_language(language: str, direction: str) -> None:
    text = rendered("parts/gallery.html", language)
    assert f'<html lang="{language}" dir="{direction}">' in text
    assert re.findall(r"\{[{%#]|[%#}]\}", text) == []
    shown = (WEB / "templates" / "parts" / "gallery.html").read_text() + (WEB / "templates" / "base.html").read_text()
    for path in TEMPLATES:
        if path.parent.name == "parts" and path.name not in ("gallery.html", "htmx.html"):
            assert path.name in shown or path.name in REACHED, path.name


# Shown by the gallery through another part.
REACHED = {"answer.html", "mark.html"}


@pytest.mark.parametrize("code", ["403", "404", "500"])
def test_error_pages_need_no_context(code: str) -> None:
    assert f"<bdi>{code}</bdi>" in render_to_string(f"{code}.html", {})


def test_style_sheets_ask_for_exactly_the_typefaces_that_are_laid_out_and_for_no_letter_that_was_cut() -> None:
    faces = re.findall(r"@font-face \{(.*?)\}", (WEB / "static" / "menara" / "tokens.css").read_text(), flags=re.S)
    files = {re.search(r"fonts/([^\"]+)", face).group(1) for face in faces}  # type: ignore[union-attr]
    assert files == {
        f"{family}-{script}-{weight}-normal.woff2"
        for family, script in (
            ("ibm-plex-sans", "latin"),
            ("ibm-plex-sans", "latin-ext"),
            ("ibm-plex-sans-arabic", "arabic"),
        )
        for weight in (400, 600)
    }
    for face in faces:
        script = script_of(face)
        if not script:
            continue
        asked = set()
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
            asked |= set(range(int(first, 16), int(last or first, 16) + 1))
        assert asked == {point for first, last in LETTERS[script] for point in range(first, last + 1)}
