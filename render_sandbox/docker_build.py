"""Building the worker image: the environment from the Dockerfile or by hand, then the stage on it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException

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


def build_image(*, without_registry: bool, say: Callable[[str], None], latex: bool = False) -> Built:
    """Build what is missing; changed stage code alone takes about a second.

    ``say`` hears of each step. Superseded images of ours are removed.

    Raises:
        BackendMissing: no Docker engine answers.
        SandboxError: the build failed; the message has the end of what it said.
    """
    begun = time.monotonic()
    stage = SandboxSettings().stage
    tag = environment_tag(latex=latex)
    try:
        client: Any = docker.from_env(timeout=600)
        client.ping()
    except (DockerException, OSError) as error:
        raise BackendMissing(f"No Docker engine answers: {error}", fix="Start Docker first.") from None
    try:
        missing = not client.images.list(tag)
        if missing:
            say(f"building {tag} (a few minutes)")
            if without_registry:
                _by_hand(tag, latex)
            else:
                _by_engine(client, tag, latex, stage, say)
        image = build_stage(client, stage, latex=latex)
    except DockerException as error:
        raise SandboxError(f"The image was not built: {error}", fix=_FIX) from None
    finally:
        client.close()
    return Built(image, tag, missing, round(time.monotonic() - begun, 1))


_FIX = "On a machine without an image registry: proofreel sandbox build --without-registry."


def _by_engine(client: Any, tag: str, latex: bool, stage: Path, say: Callable[[str], None]) -> None:
    """Let the engine work through the Dockerfile, telling of each step."""
    said: deque[str] = deque(maxlen=40)
    lines = client.api.build(
        fileobj=io.BytesIO(build_context(stage)),
        custom_context=True,
        dockerfile="render_sandbox/Dockerfile",
        target="environment",
        buildargs={"LATEX": "1"} if latex else {},
        tag=tag,
        rm=True,
        forcerm=True,
        decode=True,
    )
    for line in lines:
        text = str(line.get("stream", "")).strip()
        if "error" in line:
            end = "\n".join(said)[-3000:]
            raise SandboxError(f"The image was not built: {str(line['error']).strip()}\n{end}", fix=_FIX)
        if text.startswith("Step "):
            say(text.splitlines()[0])
        elif text:
            said.append(text)


def _by_hand(tag: str, latex: bool) -> None:
    """Make the image's root file system on this machine and import it."""
    script = Path(__file__).parent / "image" / "rootfs.sh"
    # uv is in this environment, and may be nowhere else.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "PATH": path, "LATEX": "1" if latex else ""}
    try:
        process = subprocess.Popen(
            [str(script), tag], stdout=subprocess.DEVNULL, env=environment, start_new_session=True
        )
    except OSError as error:
        raise SandboxError(f"The root file system was not made: {error}", fix=_BY_HAND_FIX) from None
    with process:
        try:
            code = process.wait(timeout=_BY_HAND_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            raise SandboxError(
                f"The root file system was not made within {_BY_HAND_S} s.",
                fix="Look whether the mirror of Debian's packages answers.",
            ) from None
        except BaseException:
            # Also at Ctrl-C: the script removes its half-made folder, then ends.
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
    if code:
        raise SandboxError(
            f"The root file system was not made: {script.name} ended with {code}.", fix=_BY_HAND_FIX
        )


_BY_HAND_S = 1800
_BY_HAND_FIX = "It needs root, mmdebstrap, uv, a C compiler, libcairo2-dev and libpango1.0-dev."
