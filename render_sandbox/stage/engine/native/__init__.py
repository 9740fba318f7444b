"""The compiled part: painting a list of shapes in one call, without Python's lock.

``python -m render_sandbox.stage.engine.native`` compiles ``paint.c`` to ``paint.so`` beside it. What can
compile pycairo (a C compiler, cairo's headers) can compile this. Without it the engine leaves drawing
to manim.
"""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path

__all__ = ["LIBRARY", "build", "load"]

_FOLDER = Path(__file__).parent
_SOURCE = _FOLDER / "paint.c"
LIBRARY = _FOLDER / "paint.so"


def build(library: Path = LIBRARY) -> Path:
    """Compile, unless the library is newer than its source. Raises ``OSError`` or ``CalledProcessError``."""
    if library.is_file() and library.stat().st_mtime >= _SOURCE.stat().st_mtime:
        return library
    asked = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "cairo"], check=True, capture_output=True, text=True
    )
    finished = library.with_suffix(".new")
    # No contraction to fused operations: the same numbers as Python's on every machine.
    flags = ["-O2", "-Wall", "-shared", "-fPIC", "-ffp-contract=off", "-o", str(finished), str(_SOURCE)]
    subprocess.run(["cc", *flags, *asked.stdout.split()], check=True)
    return finished.replace(library)


def load(library: Path = LIBRARY) -> ctypes.CDLL | None:
    """The compiled library, or None where there is none that fits this machine."""
    try:
        native = ctypes.CDLL(str(library))
    except OSError:
        return None
    pointer, size = ctypes.c_void_p, ctypes.c_int64
    native.paint.argtypes = [
        pointer,
        ctypes.c_int,
        ctypes.c_int,
        pointer,
        pointer,
        pointer,
        size,
        pointer,
        pointer,
    ]
    native.paint.restype = ctypes.c_int
    return native
