"""Which files make up a Python environment: what a sandbox must show of the machine, and no more."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from render_sandbox.errors import BackendMissing

__all__ = ["environment_paths"]

_ASK = """
import json, sys, sysconfig
print(json.dumps([sys.prefix, sys.base_prefix, sys.executable, sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]))
"""
_SHARED = {Path("/"), Path("/usr"), Path("/usr/local"), Path("/opt"), Path("/home"), Path("/root")}


def environment_paths(python: Path) -> list[Path]:
    """The folders and files to bind for this interpreter, outermost only.

    A prefix that holds other things as well (``/usr``) is narrowed to its libraries and the binary.

    Raises:
        BackendMissing: the interpreter can't be asked, or lacks manim.
    """
    try:
        said = subprocess.run([python, "-I", "-c", _ASK], capture_output=True, timeout=30, check=True)
        prefix, base, executable, *libraries = (Path(path) for path in json.loads(said.stdout))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise BackendMissing(
            f"{python} is not a Python that workers can use: {error}",
            fix="Set the sandbox's python to an environment with the 'render' extra installed.",
        ) from None
    if not any((library / "manim").is_dir() for library in libraries):
        raise BackendMissing(
            f"manim is not installed in {prefix}.",
            fix="Install the extra: pip install 'proofreel[render]'; or set the sandbox's python.",
        )
    wanted = [path for path in (prefix, base) if path not in _SHARED]
    wanted += [*libraries, *_links(python), *_links(executable)]
    return _outermost(path for path in wanted if path.exists())


def _links(program: Path) -> Iterable[Path]:
    """The program and every link on the way to its file: where one is missing it cannot be started."""
    yield program
    while program.is_symlink():
        program = program.parent / program.readlink()
        yield program
    yield program.resolve()


def _outermost(paths: Iterable[Path]) -> list[Path]:
    kept: list[Path] = []
    for path in sorted(set(paths), key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(outer) for outer in kept):
            kept.append(path)
    return kept
