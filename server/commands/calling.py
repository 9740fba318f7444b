"""How the person who reads a hint can call this command again."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

__all__ = ["own_command"]


def own_command() -> str:
    """``proofreel`` where it is on the path, else the way in which it was called."""
    if shutil.which("proofreel"):
        return "proofreel"
    called = Path(sys.argv[0])
    return f"{sys.executable} -m proofreel" if called.name == "__main__.py" else str(called)
