"""Building the worker image: the environment from the Dockerfile or by hand, then the stage on it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docker
from docker.errors import BuildError, DockerException

from render_sandbox.docker_image import build_context, build_stage, environment_tag
from render_sandbox.errors import BackendMissing, SandboxError
from render_sandbox.settings import SandboxSettings

__all__ = ["Built", "build_image"]


@dataclass(frozen=True, slots=True)
class Built:
    """An image and how long it took, in seconds; ``environment_built`` is False if only the stage was new."""

    image: str
    environment: str
    environment_built: bool
    seconds: float


def build_image(*, without_registry: bool, say: Callable[[str], None]) -> Built:
    """Build what is missing; changed stage code alone takes about a second.

    Raises:
        BackendMissing: no Docker engine answers.
        SandboxError: the build failed; the message has the end of what it said.
    """
    begun = time.monotonic()
    stage = SandboxSettings().stage
    tag = environment_tag()
    try:
        client = docker.from_env(timeout=600)
        client.ping()
    except (DockerException, OSError) as error:
        raise BackendMissing(f"No Docker engine answers: {error}", fix="Start Docker first.") from None
    try:
        missing = not client.images.list(tag)
        if missing and without_registry:
            _by_hand(tag)
        elif missing:
            say(f"building {tag} (a few minutes)")
            image = client.images.build(
                fileobj=io.BytesIO(build_context(stage)),
                custom_context=True,
                dockerfile="render_sandbox/Dockerfile",
                target="environment",
                tag=tag,
                rm=True,
            )
            say(f"built {image[0].short_id}")
        image_tag = build_stage(client, stage)
    except BuildError as error:
        said = "".join(str(line.get("stream", "")) for line in error.build_log)[-2000:]
        raise SandboxError(f"The image was not built: {error.msg}\n{said}", fix=_FIX) from None
    except DockerException as error:
        raise SandboxError(f"The image was not built: {error}", fix=_FIX) from None
    finally:
        client.close()
    return Built(image_tag, tag, missing, round(time.monotonic() - begun, 1))


_FIX = "On a machine without an image registry: proofreel sandbox build --without-registry."


def _by_hand(tag: str) -> None:
    script = Path(__file__).parent / "image" / "rootfs.sh"
    # uv is in this environment, and may be nowhere else.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "PATH": path}
    try:
        subprocess.run(
            [str(script), tag], check=True, timeout=1800, stdout=subprocess.DEVNULL, env=environment
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SandboxError(
            f"The root file system was not made: {error}",
            fix="It needs root, mmdebstrap, uv, a C compiler, libcairo2-dev and libpango1.0-dev.",
        ) from None
