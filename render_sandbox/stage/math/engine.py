r"""MathJax in an embedded JavaScript engine: a formula in, shapes and marks out.

The engine is quickjs-ng, from the package ``edwh-quickjs-ng``, measured with this bundle on CPython 3.11:

====================  =========  ========  ==========  ========  ==========================================
package               installed  load      a formula   memory    health
====================  =========  ========  ==========  ========  ==========================================
edwh-quickjs-ng       7 MB       100 ms    3.2 ms      +18 MB    engine of 2026, abi3 wheels for 3.10 to 3.14
quickjs               6 MB       --        --          --        engine of 2021, can't run MathJax 4
jsrun (V8)            69 MB      115 ms    1.5 ms      +73 MB    one author, moves fast
mini-racer (V8)       82 MB      150 ms    2.1 ms      +91 MB    maintained
====================  =========  ========  ==========  ========  ==========================================

A sandbox holds several warm workers, so 60 MB each weigh more than two milliseconds a formula.

MathJax is version 4: maintained, and its New Computer Modern font has outlines for accented Latin,
Greek and Cyrillic text too, where version 3 leaves those to the browser's fonts.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

__all__ = ["Mark", "MathError", "Part", "Shape", "plain", "texerror", "typeset"]

BUNDLE = Path(__file__).with_name("mathjax.js")
"""The script that ``bundle/build.mjs`` makes."""

MEMORY_LIMIT = 512 * 1024 * 1024
STACK_LIMIT = 4 * 1024 * 1024
LONGEST = 20_000
"""Characters of a formula."""
TIME_LIMIT_S = 10.0
"""Seconds of processor time for one formula: a thousand times what an ordinary one takes."""


class MathError(ValueError):
    """A formula that can't be set; the message names the formula and what the engine said.

    A ``ValueError``, because that is what manim raises where LaTeX fails.
    """

    def __init__(self, said: str, *, tex: str = "") -> None:
        shown = tex if len(tex) <= 200 else tex[:200] + "…"
        super().__init__(f"{said} in the formula {shown!r}" if tex else said)
        self.said = said
        self.tex = tex


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a group named ``name`` opens; a mark without a name closes the innermost one."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """One outline: a ``path`` (``d``) or a ``rect``, ``line``, ``ellipse``, ``circle`` (``box``), y up.

    ``matrix`` is SVG's (a, b, c, d, e, f) and leads to thousandths of an em; ``width`` is the pen of a
    stroked outline, 0 for a filled one; ``clip`` is (x0, y0, x1, y1) after the matrix.
    """

    tag: str
    matrix: tuple[float, float, float, float, float, float]
    d: str = ""
    box: tuple[float, ...] = ()
    width: float = 0.0
    clip: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What manim shows as one mobject: a glyph, a rule, a frame. ``colour`` is CSS, None for the default."""

    parts: tuple[Part, ...]
    colour: str | None = None


Item: TypeAlias = Mark | Shape

_contexts = threading.local()


def typeset(
    tex: str,
    *,
    environment: str | None = "align*",
    preamble: Sequence[str] = (),
    packages: Sequence[str] = (),
) -> list[Item]:
    """Set ``tex`` as LaTeX would inside ``environment`` (None and ``center`` mean text).

    ``preamble`` holds definitions, one command each, ``packages`` the LaTeX packages asked for. The
    items come in the order in which TeX would ship them. Raises ``MathError``.
    """
    answer = _call("typeset", tex, environment, preamble, packages)
    if "error" in answer:
        raise MathError(f"MathJax: {answer['error']['message']}", tex=plain(tex))
    return [_item(item) for item in answer["items"]]


def texerror(
    tex: str,
    *,
    environment: str | None = "align*",
    preamble: Sequence[str] = (),
    packages: Sequence[str] = (),
) -> str | None:
    """What MathJax has against ``tex``, or None; raises only where the engine is missing."""
    error = _call("check", tex, environment, preamble, packages)["error"]
    return error["message"] if error else None


def _call(
    function: str, tex: str, environment: str | None, preamble: Sequence[str], packages: Sequence[str]
) -> dict[str, Any]:
    request = {"tex": tex, "environment": environment, "preamble": list(preamble), "packages": list(packages)}
    if len(tex) > LONGEST:
        return {"error": {"message": f"{len(tex):,} characters are more than {LONGEST:,}"}}
    context = _context()
    try:
        return json.loads(context.get(function)(json.dumps(request)))
    except context.error as error:
        _contexts.context = None  # what a limit cut short may be broken
        raise MathError(f"MathJax failed: {error}", tex=plain(tex)) from error


@dataclass(frozen=True, slots=True)
class _Context:
    get: Any
    error: type[Exception]


def _context() -> _Context:
    """The engine of this thread: QuickJS knows the stack of the thread that made it, and no other."""
    context: _Context | None = getattr(_contexts, "context", None)
    if context is None:
        context = _contexts.context = _load()
    return context


def _load() -> _Context:
    try:
        import quickjs  # pyright: ignore[reportMissingTypeStubs]
    except ImportError as error:
        raise MathError("MathJax needs the package edwh-quickjs-ng: install proofreel[render].") from error
    if not BUNDLE.is_file():
        raise MathError(f"{BUNDLE.name} isn't built: run `make setup` in a checkout.")
    library: Any = quickjs
    context: Any = library.Context()
    context.set_memory_limit(MEMORY_LIMIT)
    context.set_max_stack_size(STACK_LIMIT)
    context.set_time_limit(TIME_LIMIT_S)
    context.eval(BUNDLE.read_text(encoding="utf-8"))
    return _Context(context.get, library.JSException)


def _item(item: dict[str, Any]) -> Item:
    mark = item.get("mark")
    if mark is not None:
        return Mark(mark[1:] or None)
    return Shape(tuple(_part(part) for part in item["parts"]), item["colour"])


def _part(part: dict[str, Any]) -> Part:
    clip = part.get("clip")
    return Part(
        tag=part["tag"],
        matrix=tuple(part["matrix"]),
        d=part.get("d", ""),
        box=tuple(part.get("box", ())),
        width=part.get("width", 0.0),
        clip=tuple(clip) if clip else None,
    )


def plain(tex: str) -> str:
    """``tex`` without manim's marks, as its author wrote it."""
    plain = tex.replace(r"\special{dvisvgm:raw </g>}", "")
    while (start := plain.find(r"\special{dvisvgm:raw <g id='")) >= 0:
        plain = plain[:start] + plain[plain.index("}", start) + 1 :]
    return plain.strip()
