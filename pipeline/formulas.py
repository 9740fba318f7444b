"""Asks MathJax for the mistakes of a formula on this machine: nothing is drawn, nothing of a scene runs.

One engine in one thread of its own serves the whole process: it is bound to the thread that made it,
and takes 40 MB. Formulas come from code that isn't trusted; the engine has no file, network or clock,
and limits of memory, time and length.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

from render_sandbox.stage.math.engine import MathError, texerror
from render_sandbox.stage.math.letters import masked

__all__ = ["formula_error", "formulas_checkable"]

_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="formulas")


def formula_error(tex: str) -> str | None:
    """What MathJax has against a formula of ``MathTex``; None where it has nothing, or isn't there."""
    if not formulas_checkable():
        return None
    return _thread.submit(_ask, tex).result()


@cache
def formulas_checkable() -> bool:
    """Whether the engine and its bundle are there (the ``render`` extra, and ``make setup``)."""
    try:
        _thread.submit(texerror, "x").result()
    except MathError:
        return False
    return True


def _ask(tex: str) -> str | None:
    try:
        return texerror(masked(tex))
    except MathError as error:
        return error.said
