"""The image that Docker workers run: an environment, kept by its lists, and a thin layer with the stage.

Tags are hashes of content, so an image is never out of date: changed stage code means another tag and
about a second of building, a changed requirement another environment.
"""

from __future__ import annotations

import io
import logging
import re
import tarfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from docker.errors import DockerException

from render_sandbox.errors import BackendMissing
from render_sandbox.fingerprint import hash_files, requirements_file, stage_files

__all__ = ["build_context", "build_stage", "environment_tag", "find_image", "prune_images", "worker_tag"]

log = logging.getLogger("proofreel.sandbox")

_HERE = Path(__file__).parent
_ENVIRONMENT_FILES = ("Dockerfile", "image/packages.txt", "image/slim.sh")
_LATEX_FILE = "image/packages-latex.txt"
KEPT_WORKERS, KEPT_ENVIRONMENTS = 5, 3
_STAGE_LAYER = """\
FROM {environment}
COPY render_sandbox /stage/render_sandbox
RUN ["/opt/worker/bin/python", "-m", "compileall", "-q", "/stage"]
LABEL proofreel.image=worker
"""


def environment_tag(*, latex: bool = False) -> str:
    """The name of the image with manim and its libraries, perhaps with TeX."""
    names = (*_ENVIRONMENT_FILES, *([_LATEX_FILE] if latex else []))
    lists = [requirements_file(), *(_HERE / name for name in names)]
    return f"proofreel-environment:{hash_files((path.name, path.read_bytes()) for path in lists)}"


def worker_tag(stage: Path, *, latex: bool = False) -> str:
    """The name of the image with this stage on this environment."""
    content = [("environment", environment_tag(latex=latex).encode()), ("layer", _STAGE_LAYER.encode())]
    content += stage_files(stage)
    return f"proofreel-worker:{hash_files(content)}"


def find_image(client: Any, stage: Path, *, latex: bool = False) -> str:
    """The worker image for this stage, its thin layer built if only that is missing.

    Raises:
        BackendMissing: the environment was never built.
    """
    tag = worker_tag(stage, latex=latex)
    if client.images.list(tag):
        return tag
    if not client.images.list(environment_tag(latex=latex)):
        raise BackendMissing(
            "The worker's Docker image is not built.",
            fix=f"Run 'proofreel sandbox build{' --latex' if latex else ''}' (a few minutes, once).",
            image=tag,
        )
    return build_stage(client, stage, latex=latex)


def build_stage(client: Any, stage: Path, *, latex: bool = False) -> str:
    """Put the stage on the environment image; returns the new tag. Images that it supersedes are removed."""
    tag = worker_tag(stage, latex=latex)
    layer = _STAGE_LAYER.format(environment=environment_tag(latex=latex))
    files = [("Dockerfile", layer.encode()), *stage_files(stage)]
    client.images.build(
        fileobj=_tar(files), custom_context=True, tag=tag, rm=True, forcerm=True, network_mode="none"
    )
    prune_images(client, in_use=(tag, environment_tag(latex=latex)))
    return tag


def prune_images(client: Any, *, in_use: Collection[str] = (), family: str = "proofreel") -> list[str]:
    """Remove our old images but for the newest few of each kind; returns the names that went.

    Ours are those with our label *and* a name that only this module gives. Of these, one that ``in_use``
    names, or a container or another image stands on, stays: nothing is forced.
    """
    removed: list[str] = []
    # Workers first: an environment can go only when nothing stands on it.
    for kind, kept in (("worker", KEPT_WORKERS), ("environment", KEPT_ENVIRONMENTS)):
        images: list[dict[str, Any]] = client.api.images(filters={"label": f"{family}.image={kind}"})
        ours = re.compile(rf"{re.escape(family)}-{kind}:[0-9a-f]{{12}}")
        names = [
            name
            for image in sorted(images, key=_age)
            for name in image["RepoTags"] or ()
            if ours.fullmatch(name)
        ]
        removed += [name for name in names[kept:] if name not in in_use and _remove(client, name)]
    return removed


def _age(image: dict[str, Any]) -> int:
    return -int(image["Created"])


def _remove(client: Any, name: str) -> bool:
    try:
        client.images.remove(name)
    except DockerException as error:  # in use, or another process was quicker
        log.debug("%s stays: %s", name, error)
        return False
    log.info("removed the superseded image %s", name)
    return True


def build_context(stage: Path) -> bytes:
    """A tar archive in which the Dockerfile finds everything, from a checkout or an installation."""
    files = [("requirements/worker.txt", requirements_file().read_bytes())]
    names = (*_ENVIRONMENT_FILES, _LATEX_FILE)
    files += [(f"render_sandbox/{name}", (_HERE / name).read_bytes()) for name in names]
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
