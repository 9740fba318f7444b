"""Bytecode of what workers import. They may write none; where an installer left it out (uv does unless it is
told otherwise), every worker would compile all of manim again, for several seconds.
"""

from __future__ import annotations

import logging
import os
import subprocess
from pathlib import Path

from render_sandbox.environment import worker_environment

__all__ = ["compile_once"]

log = logging.getLogger("proofreel.sandbox")

_COMPILE = "import os; os.nice(10); from render_sandbox.stage import worker; worker.warm()"
"""What a module is compiled by is its import: so it is what a worker imports, all of it and no more."""
_LAST = "reflect"
"""The kind of job that is loaded last: what was broken off goes on the next time."""


def compile_once(python: Path, stage: Path) -> subprocess.Popen[bytes] | None:
    """Begin to compile the stage and its environment for ``python`` in the background, if that was not done.

    Only trusted code is imported: the stage's own and what its environment has installed.
    """
    if any((stage / "jobs" / "__pycache__").glob(f"{_LAST}.*.pyc")) or not os.access(stage, os.W_OK):
        return None
    environment = worker_environment(str(stage.parents[1]), str(stage))
    del environment["PYTHONDONTWRITEBYTECODE"]
    log.info("compiling what workers import, once; they start slowly until then")
    try:
        return subprocess.Popen(
            [python, "-P", "-c", _COMPILE],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("what workers import could not be compiled: %s", error)
        return None
