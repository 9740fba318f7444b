"""Mathematics in scenes: manim's ``MathTex`` and ``Tex`` set by MathJax in an embedded engine, or by TeX.

``install("mathjax")`` makes every math mobject of manim 0.22 work without TeX; ``install("latex")``
gives manim its own way back. ``warm()`` loads the engine before the first formula needs it.

======================  =========================================================================
``engine``              MathJax in QuickJS: a formula in, shapes out. Imports neither manim nor numpy
``shapes``              outlines of glyphs, rules and frames as cubic Bézier curves
``template``            what a LaTeX preamble means to MathJax
``manim_patch``         the hook in manim: shapes become mobjects, marks become its parts
``bundle/``             the Node project that makes ``mathjax.js`` (not in git: see its build.mjs)
======================  =========================================================================
"""

from __future__ import annotations

from .engine import MathError, texerror

__all__ = ["MathError", "install", "texerror", "warm"]


def install(engine: str = "mathjax") -> None:
    """Choose what sets formulas in this process: ``"mathjax"`` or ``"latex"``.

    Raises ``MathError`` where the engine isn't there: no ``mathjax.js``, no ``latex`` or ``dvisvgm``.
    """
    from . import manim_patch

    manim_patch.install(engine)


def warm() -> None:
    """Load MathJax and set one formula, so that the first of a scene costs what all others cost."""
    from . import manim_patch

    manim_patch.warm()
