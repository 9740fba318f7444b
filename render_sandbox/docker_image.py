"""The image that Docker workers run: an environment, kept by its lists, and a thin layer with the stage.

Tags are hashes of content, so an image is never out of date: changed stage code means another tag and
about a second of building, a changed requirement another environment.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any

from render_sandbox.errors import BackendMissing
from render_sandbox.fingerprint import hash_files, requirements_file, stage_files

__all__ = ["build_context", "build_stage", "environment_tag", "find_image", "worker_tag"]

_HERE = Path(__file__).parent
_ENVIRONMENT_FILES = ("Dockerfile", "image/packages.txt", "image/slim.sh")
_STAGE_LAYER = """\
FROM {environment}
COPY render_sandbox /stage/render_sandbox
RUN ["/opt/worker/bin/python", "-m", "compileall", "-q", "/stage"]
LABEL proofreel.image=worker
"""


def environment_tag() -> str:
    """The name of the image with manim and its libraries."""
    lists = [requirements_file(), *(_HERE / name for name in _ENVIRONMENT_FILES)]
    return f"proofreel-environment:{hash_files((path.name, path.read_bytes()) for path in lists)}"


def worker_tag(stage: Path) -> str:
    """The name of the image with this stage on this environment."""
    content = [("environment", environment_tag().encode()), ("layer", _STAGE_LAYER.encode())]
    content += stage_files(stage)
    return f"proofreel-worker:{hash_files(content)}"


def find_image(client: Any, stage: Path) -> str:
    """The worker image for this stage, its thin layer built if only that is missing.

    Raises:
        BackendMissing: the environment was never built.
    """
    tag = worker_tag(stage)
    if client.images.list(tag):
        return tag
    if not client.images.list(environment_tag()):
        raise BackendMissing(
            "The worker's Docker image is not built.",
            fix="Run 'proofreel sandbox build' (a few minutes, once).",
            image=tag,
        )
    build_stage(client, stage)
    return tag


def build_stage(client: Any, stage: Path) -> str:
    """Put the stage on the environment image; returns the new tag."""
    tag = worker_tag(stage)
    layer = _STAGE_LAYER.format(environment=environment_tag())
    files = [("Dockerfile", layer.encode()), *stage_files(stage)]
    client.images.build(
        fileobj=_tar(files), custom_context=True, tag=tag, rm=True, forcerm=True, network_mode="none"
    )
    return tag


def build_context(stage: Path) -> bytes:
    """A tar archive in which the Dockerfile finds everything, from a checkout or an installation."""
    files = [("requirements/worker.txt", requirements_file().read_bytes())]
    files += [(f"render_sandbox/{name}", (_HERE / name).read_bytes()) for name in _ENVIRONMENT_FILES]
    return _tar([*files, *stage_files(stage)]).getvalue()


def _tar(files: list[tuple[str, bytes]]) -> io.BytesIO:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            entry.mode = 0o755 if name.endswith(".sh") else 0o644
            tar.addfile(entry, io.BytesIO(data))
    archive.seek(0)
    return archive
