"""Bring a list of a summit into the records: see what it would change, then change exactly that, or nothing.

A list corrects and adds, and takes nothing away. The same list twice changes nothing. The rules are those of the forms.
"""
