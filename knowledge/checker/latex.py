"""A cheap look at formulas: environments, macros nobody has.

manim itself repairs odd braces and a lonely left or right delimiter, so nothing is said of those.
Where the caller gives a ``formula_check`` (the real math engine), that has the last word.
"""

from __future__ import annotations

import ast
import re

from knowledge.api.store import ManimClass
from knowledge.checker.arguments import Arguments
from knowledge.checker.run import Run
from knowledge.checker.values import Text

__all__ = ["check_block_formulas", "check_formula"]

_TOKENS = re.compile(r"\\(?:begin|end)\s*\{([^}]*)\}|\\[a-zA-Z]+|\\.", re.DOTALL)

_UNSUPPORTED = {
    "includegraphics": "Use ImageMobject.",
    "usepackage": "Packages can't be loaded inside a formula.",
    "documentclass": "A formula has no preamble.",
    "tikz": "Draw it with manim.",
}

_PLAIN = frozenset(("Matrix", "MathTable", "BraceLabel", "Title", "BulletedList"))


def latex_problem(tex: str) -> str | None:
    """Return what is wrong with a formula, ``None`` when nothing is seen."""
    opened: list[str] = []
    for match in _TOKENS.finditer(tex):
        text = match.group()
        if text.startswith("\\begin"):
            opened.append(match.group(1))
        elif text.startswith("\\end"):
            if not opened or opened.pop() != match.group(1):
                return f"\\end{{{match.group(1)}}} closes an environment that isn't open."
        elif text[1:] in _UNSUPPORTED:
            return f"{text} can't be used: {_UNSUPPORTED[text[1:]]}"
    if opened:
        return f"\\begin{{{opened[-1]}}} is never closed."
    return None


def check_formula(run: Run, cls: ManimClass, given: Arguments) -> None:
    """Check the literal strings of a formula."""
    texts = [(n, v) for n, v in given.places if isinstance(v, Text) and v.value is not None]
    for node, value in texts:
        _control_characters(run, node, value)
    if cls.name in _PLAIN or len(texts) != len(given.places) or not texts or given.open_places:
        return
    joined = " ".join(v.value or "" for _, v in texts)
    problem = latex_problem(joined)
    if problem is not None and cls.name == "MathTex":
        _unsettable(run, texts[0][0], problem)
    elif run.formula_check is not None and cls.name in ("MathTex", "SingleStringMathTex", "Tex"):
        if cls.name == "Tex":
            if re.search(r"\\\\|\\begin|%|#|&", joined):
                return
            joined = rf"\text{{{joined}}}"
        said = run.formula_check(_repaired(joined))
        if said:
            _unsettable(run, texts[0][0], said)


def check_block_formulas(run: Run, tree: ast.Module) -> None:
    """Check the literal formulas of a lesson's blocks: lessonkit's ``Formula`` sets each by itself.

    What ``Formula`` makes isn't known to the reference, so that nothing else here sees them.
    """
    if run.formula_check is None or "lessonkit" not in run.source:
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Formula"):
            continue
        for given in node.args:
            if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
                continue
            said = run.formula_check(given.value)
            if said:
                _unsettable(run, given, said)


def _unsettable(run: Run, node: ast.expr, said: str) -> None:
    run.report("latex", node, f"This formula can't be set: {said}", "Correct the LaTeX.")


def _repaired(tex: str) -> str:
    """Repair a formula as manim does before it is set: lonely delimiters and odd braces."""
    sides = [len(re.findall(rf"\\{side}(?=[(){{}}\[\]|.\\])", tex)) for side in ("left", "right")]
    if sides[0] != sides[1]:
        tex = tex.replace("\\left", "\\big").replace("\\right", "\\big")
    odd = len(re.findall(r"(?<!\\)\{", tex)) - len(re.findall(r"(?<!\\)\}", tex))
    return "{" * -odd + tex + "}" * odd


def _control_characters(run: Run, node: ast.expr, value: Text) -> None:
    text = value.value or ""
    if any(c in text for c in "\x07\x08\x0b\x0c\t\r"):
        segment = ast.get_source_segment(run.source, node) or ""
        new = f"r{segment}" if segment[:1] in "\"'" and "\\\\" not in segment else ""
        run.report(
            "not-raw",
            node,
            "A backslash was read as an escape, so that a macro's first letter is lost.",
            'Write a raw string: r"...".',
            replace=(node, new) if new else None,
        )
