"""The worker image: what goes into it, and which superseded ones are removed."""

from __future__ import annotations

import io
import re
import secrets
import shlex
import tarfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import yaml

from render_sandbox import docker_image
from render_sandbox.docker_image import build_context, environment_tag, prune_images, worker_tag
from render_sandbox.sandbox import SandboxSettings

ROOT = Path(__file__).parents[2]
STAGE = SandboxSettings().stage


def test_the_build_context_holds_everything_that_the_dockerfile_copies() -> None:
    with tarfile.open(fileobj=io.BytesIO(build_context(STAGE))) as tar:
        names = tar.getnames()
    text = (ROOT / "render_sandbox" / "Dockerfile").read_text().replace("\\\n", " ")
    copies = [shlex.split(line)[1:-1] for line in text.splitlines() if line.startswith("COPY render")]
    copies += [["requirements/worker.txt"]]
    for source in (source for sources in copies for source in sources):
        assert any(name == source or name.startswith(f"{source}/") for name in names), source
        assert (ROOT / source).exists()
    assert not any("node_modules" in name or "__pycache__" in name for name in names)


def test_compose_builds_what_the_dockerfile_has() -> None:
    root = Path(__file__).parents[2]
    build = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))["services"]["worker-image"]["build"]
    text = (root / build["context"] / build["dockerfile"]).read_text("utf-8")

    assert f" AS {build['target']}\n" in text
    assert set(build["args"]) == set(re.findall(r"^ARG (\w+)", text, re.MULTILINE))


def test_every_requirement_of_the_image_is_pinned_by_hash() -> None:
    lines = (ROOT / "requirements" / "worker.txt").read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[a-z0-9._-]+==[^ ]+ (;.*)?\\", package), package


def test_tex_makes_another_environment_and_another_worker() -> None:
    assert environment_tag(latex=True) != environment_tag()
    assert worker_tag(STAGE, latex=True) != worker_tag(STAGE)


@pytest.fixture
def engine() -> Any:
    import docker
    from docker.errors import DockerException

    try:
        client = docker.from_env()
        client.ping()
    except (DockerException, OSError) as error:
        pytest.skip(f"{error} (start a Docker engine)")
    return client


@pytest.fixture
def family(engine: Any) -> Generator[str]:
    """A name under which images can be made and pruned without touching the real ones."""
    name = f"prooftest{secrets.token_hex(4)}"
    yield name
    for container in engine.containers.list(all=True, filters={"label": f"{name}.image"}):
        container.remove(force=True)
    for image in engine.api.images(filters={"label": f"{name}.image"}):
        engine.api.remove_image(image["Id"], force=True)


def make(engine: Any, family: str, tag: str, kind: str = "worker", *, label: bool = True) -> str:
    """An image of one small file, on nothing."""
    archive = io.BytesIO()
    lines = ["FROM scratch", "COPY Dockerfile /" + secrets.token_hex(8), 'CMD ["/none"]']
    lines += [f"LABEL {family}.image={kind}"] if label else []
    text = "\n".join(lines).encode()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        entry = tarfile.TarInfo("Dockerfile")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    archive.seek(0)
    engine.images.build(fileobj=archive, custom_context=True, tag=tag, rm=True)
    return tag


def ours(family: str, number: int, kind: str = "worker") -> str:
    return f"{family}-{kind}:{number:012x}"


@pytest.mark.docker
def test_superseded_images_go_and_the_newest_few_stay(engine: Any, family: str) -> None:
    old = [make(engine, family, ours(family, n)) for n in range(4)]
    old_base = make(engine, family, ours(family, 1, "environment"), "environment")
    time.sleep(1.1)  # the engine tells ages in seconds
    new = [make(engine, family, ours(family, n + 100)) for n in range(docker_image.KEPT_WORKERS)]
    bases = [
        make(engine, family, ours(family, n + 100, "environment"), "environment")
        for n in range(docker_image.KEPT_ENVIRONMENTS)
    ]
    assert set(prune_images(engine, in_use=(old[0],), family=family)) == {*old[1:], old_base}
    for tag in (old[0], *new, *bases):
        assert engine.images.list(tag), f"{tag} stays"
    for tag in (*old[1:], old_base):
        assert not engine.images.list(tag), f"{tag} is gone"
    assert prune_images(engine, in_use=(old[0],), family=family) == []


@pytest.mark.docker
def test_an_image_of_another_project_or_under_a_container_stays(engine: Any, family: str) -> None:
    theirs = [
        make(engine, family, f"{family}-theirs:1"),  # built on ours, so with our label
        make(engine, family, f"{family}-worker:latest"),
        make(engine, family, ours(family, 1), label=False),
    ]
    held = make(engine, family, ours(family, 2))
    engine.containers.create(held, labels={f"{family}.image": "held"})
    gone = make(engine, family, ours(family, 3))
    time.sleep(1.1)
    for n in range(docker_image.KEPT_WORKERS):
        make(engine, family, ours(family, n + 100))
    assert prune_images(engine, family=family) == [gone]
    for tag in (*theirs, held):
        assert engine.images.list(tag), f"{tag} stays"
    engine.images.remove(theirs[2])
