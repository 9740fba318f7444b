"""What decides a picture: the code that draws, and the packages it runs on, as files and as a hash.

The Docker image's tags and the content address of a chunk both come from here: what makes another image
makes another address.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

__all__ = ["hash_files", "requirements_file", "stage_files", "stage_fingerprint"]

_HERE = Path(__file__).parent


def requirements_file() -> Path:
    """What the environment holds: from a checkout's lists, or as shipped in this package."""
    checkout = _HERE.parent / "requirements" / "worker.txt"
    return checkout if checkout.exists() else _HERE / "worker-requirements.txt"


def stage_files(stage: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file that goes into a sandbox, in order."""
    yield "render_sandbox/__init__.py", (stage.parent / "__init__.py").read_bytes()
    for path in sorted(_files(stage)):
        yield f"render_sandbox/stage/{path.relative_to(stage).as_posix()}", path.read_bytes()


def _files(stage: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(stage):
        # Not even looked into: the packages of a build are thousands of files.
        folders[:] = [name for name in folders if name not in ("__pycache__", "node_modules")]
        yield from (path for name in names if (path := Path(folder, name)).is_file())


def hash_files(files: Iterable[tuple[str, bytes]]) -> str:
    """Twelve hexadecimal digits that stand for names and contents."""
    digest = hashlib.sha256()
    for name, data in files:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:12]


@cache
def stage_fingerprint() -> str:
    """Stands for the stage beside this module, its built parts and fonts included, and its packages."""
    packages = ("requirements", requirements_file().read_bytes())
    return hash_files([packages, *stage_files(_HERE / "stage")])
