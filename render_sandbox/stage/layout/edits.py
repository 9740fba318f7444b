"""Mechanical edits: where in the source a finding's fix goes, as an exact replacement."""

from __future__ import annotations

import ast
import re
from typing import Any

from .findings import Edit, Finding, direction

__all__ = ["Editor"]

_NAME = re.compile(r"^(self\.)?[A-Za-z_]\w*(\[\d+\])*$")
_MOVERS = {"text-off-frame", "figure-off-frame", "text-over-text", "text-over-line"}


class Editor:
    """Finds the places in one source. Whatever isn't certain gets no edit."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = source.splitlines(keepends=True)
        self._statements: list[ast.stmt] = []
        self._loops: list[ast.For | ast.While] = []
        """Outermost loops: what is made in them is there after them."""
        try:
            self._collect(ast.parse(source), in_loop=False)
        except SyntaxError:
            self._statements = []

    def _collect(self, node: ast.AST, *, in_loop: bool) -> None:
        for child in ast.iter_child_nodes(node):
            loops = in_loop or isinstance(child, (ast.For, ast.While))
            if isinstance(child, (ast.Assign, ast.AnnAssign, ast.Expr)) and not in_loop:
                self._statements.append(child)
            if isinstance(child, (ast.For, ast.While)) and not in_loop:
                self._loops.append(child)
            self._collect(child, in_loop=loops)

    def edit(self, finding: Finding) -> Edit | None:
        """The edit that would mend a finding, or None."""
        hint: dict[str, Any] = finding.hint or {}
        if finding.rule in _MOVERS:
            return self._move(finding, hint)
        if finding.rule == "tiny-text":
            return self._after_making(finding, 0, f".scale({hint['factor']:.2f})", hint["target"])
        if finding.rule == "low-contrast" and "color" in hint:
            return self._recolour(finding, f".set_color({hint['color']})")
        if finding.rule == "text-hidden":
            cover = finding.things[1]["name"]
            above = f"{cover}.z_index + 1" if _NAME.match(cover) else "1"
            return self._before_play(finding, f"{finding.things[0]['name']}.set_z_index({above})")
        if finding.rule in {"curve-undersampled", "curve-joins-jump"}:
            return self._replot(finding, hint)
        if finding.rule == "fast-motion" and finding.line is not None:
            return self._in_statement(
                finding.line, r"run_time\s*=\s*[\d.]+", f"run_time={hint['run_time']:.1f}"
            )
        if finding.rule == "empty-frame" and finding.line is not None:
            return self._in_statement(finding.line, r"\.wait\(\s*[\d.]+\s*\)", ".wait(1)")
        return None

    def _move(self, finding: Finding, hint: dict[str, Any]) -> Edit | None:
        index = finding.keys.index(hint["mover"]) if hint.get("mover") in finding.keys else 0
        factor = float(hint.get("factor", 1.0))
        if factor < 0.6 and finding.rule == "text-off-frame":
            split = self._split(finding, index)
            if split is not None:
                return split
        steps = f".scale({factor:.3f})" if factor < 1 else ""
        shift = hint.get("shift") or (0.0, 0.0)
        if max(abs(shift[0]), abs(shift[1])) >= 0.005:
            steps += f".shift({direction(*shift)})"
        return self._after_making(finding, index, steps) if steps else None

    def _split(self, finding: Finding, index: int) -> Edit | None:
        """Break a long ``Text`` at the space nearest to its middle."""
        made = self._made(finding.things[index]["name"], finding.line)
        if made is None:
            return None
        for node in ast.walk(made):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and node.args:
                literal = ast.get_source_segment(self._source, node.args[0]) or ""
                inner = literal[1:-1]
                spaces = [one.start() for one in re.finditer(" ", inner)]
                plain = (
                    literal[:1] in {'"', "'"}
                    and not literal.startswith(('"""', "'''"))
                    and "\\n" not in literal
                )
                if plain and spaces:
                    at = min(spaces, key=lambda one: abs(one - len(inner) / 2))
                    return self._once(literal, f"{literal[0]}{inner[:at]}\\n{inner[at + 1 :]}{literal[-1]}")
        return None

    def _after_making(
        self, finding: Finding, index: int, steps: str, target: str | None = None
    ) -> Edit | None:
        """A line after the last statement before the play that makes or places the thing."""
        name = finding.things[index]["name"] if target is None else target
        made = self._made(name, finding.line)
        if made is None:
            return None
        return self._lines_after(made, [f"{name}{steps}"])

    def _recolour(self, finding: Finding, steps: str) -> Edit | None:
        """A line for each thing that is made where the first one is."""
        names = [thing["name"] for thing in finding.things]
        made = self._made(names[0], finding.line)
        if made is None:
            return None
        together = [name for name in dict.fromkeys(names) if self._made(name, finding.line) is made]
        return self._lines_after(made, [f"{name}{steps}" for name in together])

    def _lines_after(self, made: ast.stmt, lines: list[str]) -> Edit | None:
        """Lines behind a statement; of a loop no more is quoted than makes its end unmistakable."""
        added = "".join(f"{' ' * made.col_offset}{line}\n" for line in lines)
        last = made.end_lineno or made.lineno
        looped = isinstance(made, (ast.For, ast.While))
        for first in range(last if looped else made.lineno, made.lineno - 1, -1):
            text = "".join(self._lines[first - 1 : last])
            text = text if text.endswith("\n") else text + "\n"
            if (edit := self._once(text, text + added)) is not None:
                return edit
        return None

    def _before_play(self, finding: Finding, line: str) -> Edit | None:
        if finding.line is None or not _NAME.match(finding.things[0]["name"]):
            return None
        play = self._at(finding.line)
        if play is None:
            return None
        text = self._text(play)
        return self._once(text, f"{' ' * play.col_offset}{line}\n{text}")

    def _made(self, name: str, before: int | None) -> ast.stmt | None:
        if not _NAME.match(name):
            return None
        base = re.sub(r"\[.*", "", name)
        found: ast.stmt | None = None
        for statement in self._statements:
            if before is not None and statement.lineno >= before:
                continue
            if _places(statement, base) and (found is None or statement.lineno > found.lineno):
                found = statement
        for loop in self._loops:
            ends = loop.end_lineno or loop.lineno
            over = before is None or ends < before
            if over and (found is None or ends > found.lineno) and _fills(loop, base):
                found = loop
        # Two statements on one line, or a body on its header's line, can't take a line after them.
        if found is not None and self._lines[found.lineno - 1][: found.col_offset].strip():
            return None
        if found is not None and "always_redraw" in ast.unparse(found):
            return None  # the next redraw would undo it
        return found

    def _replot(self, finding: Finding, hint: dict[str, Any]) -> Edit | None:
        made = self._made(finding.things[0]["name"], finding.line)
        if made is None:
            return None
        calls = [
            one for one in ast.walk(made)
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "plot"
        ]  # fmt: skip
        if len(calls) != 1:
            return None
        call = calls[0]
        wanted = {"use_smoothing": "False"}
        if "x_range" in hint:
            low, high, step = hint["x_range"]
            wanted["x_range"] = f"[{low:.6g}, {high:.6g}, {step:.2g}]"
        else:
            wanted["discontinuities"] = "[" + ", ".join(f"{one:.6g}" for one in hint["discontinuities"]) + "]"
            wanted["dt"] = f"{hint['dt']:.2g}"
        old = ast.get_source_segment(self._source, call) or ""
        parts = [
            ast.get_source_segment(self._source, one) or ""
            for one in call.args[: 1 if "x_range" in wanted else 9]
        ]
        parts += [
            f"{keyword.arg}={ast.get_source_segment(self._source, keyword.value)}"
            for keyword in call.keywords
            if keyword.arg not in wanted
        ]
        parts += [f"{key}={value}" for key, value in wanted.items()]
        function = ast.get_source_segment(self._source, call.func) or ""
        return self._once(old, f"{function}({', '.join(parts)})")

    def _in_statement(self, line: int, pattern: str, replacement: str) -> Edit | None:
        statement = self._at(line)
        if statement is None:
            return None
        text = self._text(statement)
        changed, count = re.subn(pattern, replacement, text)
        return self._once(text, changed) if count == 1 else None

    def _at(self, line: int) -> ast.stmt | None:
        around = [one for one in self._statements if one.lineno <= line <= (one.end_lineno or one.lineno)]
        return around[-1] if around else None

    def _text(self, statement: ast.stmt) -> str:
        text = "".join(self._lines[statement.lineno - 1 : statement.end_lineno])
        return text if text.endswith("\n") else text + "\n"

    def _once(self, old: str, new: str) -> Edit | None:
        return Edit(old, new) if old and old != new and self._source.count(old) == 1 else None


def _fills(loop: ast.For | ast.While, base: str) -> bool:
    """Whether a loop makes, fills or places ``base``."""
    return any(isinstance(one, ast.stmt) and _places(one, base) for one in ast.walk(loop) if one is not loop)


def _places(statement: ast.stmt, base: str) -> bool:
    """Whether a statement makes ``base`` or calls one of its methods for their effect."""
    if isinstance(statement, ast.Assign):
        return any(ast.unparse(target) == base for target in statement.targets)
    if isinstance(statement, ast.AnnAssign):
        return ast.unparse(statement.target) == base
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    node: ast.AST = statement.value
    while isinstance(node, (ast.Call, ast.Attribute)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == base:
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id == base
