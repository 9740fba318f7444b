"""Whether a value is a colour."""

from __future__ import annotations

import ast
import re

from knowledge.api.names import nearest
from knowledge.api.store import load_renames
from knowledge.checker.classes import is_mobject
from knowledge.checker.run import Run
from knowledge.checker.values import ApiFunction, Function, Items, Number, Text, Value, describe

__all__ = ["check_color"]

_HEX = re.compile(r"(#|0x)([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def check_color(run: Run, node: ast.expr, value: Value, name: str = "color") -> None:
    """Report a string that is no colour, or a thing that can't be one."""
    if isinstance(value, Items):
        for item in value.items or ():
            if isinstance(item, Text):
                check_color(run, item.node or node, item, name)
            elif isinstance(item, Number) and item.value is not None and not item.whole:
                _no_color(run, node, value, name, "Write rgb_to_color([r, g, b]), with numbers from 0 to 1.")
                return
    elif isinstance(value, Text):
        _named(run, node, value.value)
    elif is_mobject(value):
        _no_color(run, node, value, name, "Use m.get_color().")
    elif isinstance(value, Function | ApiFunction):
        _no_color(run, node, value, name, "Call it: add ().")
    elif isinstance(value, Number) and value.value is not None and not value.whole:
        _no_color(run, node, value, name, "Use a constant such as BLUE, or a hex code such as '#58C4DD'.")


def _named(run: Run, node: ast.expr, text: str | None) -> None:
    if text is None or text.upper() in run.api.colors or _HEX.fullmatch(text):
        return
    constants = run.api.names & run.api.colors
    rename = load_renames().get(text.upper().replace(" ", "_"), "")
    close = [rename] if rename else nearest(text.replace(" ", ""), constants, cutoff=0.6)
    fix = "Use a constant such as BLUE, or a hex code such as '#58C4DD'."
    if rename:
        fix = f"Use {rename}."
    elif close:
        fix = f"Closest: {', '.join(close)}."
    sure = rename in constants
    run.report(
        "unknown-color", node, f"There is no colour {text!r}.", fix, replace=(node, rename) if sure else None
    )


def _no_color(run: Run, node: ast.expr, value: Value, name: str, fix: str) -> None:
    run.report("wrong-kind", node, f"{name} wants a colour, not {describe(value)}.", fix)
