"""``proofreel sandbox``: run one scene file in isolation, build the worker image, look at what is there."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from proofreel.errors import ProofreelError
from proofreel.printable import printable
from render_sandbox.errors import ChunkRejected, SandboxError
from render_sandbox.job import Job, Outcome
from render_sandbox.sandbox import SandboxSettings, open_sandbox
from render_sandbox.settings import BackendName

__all__ = ["app"]

app = typer.Typer(help="Isolation: run a scene, build the image, see what works.", no_args_is_help=True)

_FORMAT = {"width": 854, "height": 480, "fps": 15}
_JSON = typer.Option("--json", help="One JSON document on standard output.")


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help="A Manim scene file.", exists=True, dir_okay=False)],
    backend: Annotated[
        Literal["auto", "docker", "bubblewrap", "host"] | None,
        typer.Option(help="Instead of the one in the settings. host: no isolation."),
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds.", min=0.1)] = 120.0,
    scene: Annotated[str, typer.Option(help="The class, if the file has several.")] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to put the video.", dir_okay=False)
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Render one file in the sandbox and say what came of it. Exit code 1: the scene or a limit failed."""
    if output is not None and not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}", param_hint="--output")
    settings = _settings(backend)
    limits = replace(settings.limits, wall_s=time_limit)
    request = {"scene": scene or None, "format": _FORMAT, "profile": "preview"}
    job = Job("render", request, {"scene.py": file.read_bytes()}, limits, file.name)
    try:
        outcome = asyncio.run(_render(replace(settings, workers=1), job, as_json))
        ok = outcome.report["ok"] is True
        if ok and output is not None:
            _store(output, outcome.files["chunk.mp4"])
    except SandboxError as error:
        _refuse(error, as_json)
    sizes = {name: len(data) for name, data in outcome.files.items()}
    document = {**outcome.report, "files": sizes, "wall_s": round(outcome.seconds, 3), "log": outcome.log}
    if outcome.log.strip() and not as_json:
        print(outcome.log.strip(), file=sys.stderr)
    _tell(document, _summary(outcome), as_json, ok=ok)
    if not ok:
        raise typer.Exit(1)


@app.command()
def build(
    without_registry: Annotated[
        bool, typer.Option(help="Make the root file system with mmdebstrap instead of pulling an image.")
    ] = False,
    latex: Annotated[bool, typer.Option("--latex", help="With TeX, 600 MB more: for `math: latex`.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Build the Docker image that workers run; images that it supersedes are removed."""
    from render_sandbox.docker_build import build_image

    try:
        built = build_image(
            without_registry=without_registry, latex=latex, say=lambda line: print(line, file=sys.stderr)
        )
    except SandboxError as error:
        _refuse(error, as_json)
    _tell({"ok": True, **asdict(built)}, f"{built.image} ({built.seconds:.0f} s)", as_json)


@app.command()
def status(as_json: Annotated[bool, _JSON] = False) -> None:
    """Which backends work here, and what is weaker than it could be. Exit code 1: none."""
    settings = _settings(None)
    found = {name: asyncio.run(_try(replace(settings, backend=name))) for name in ("docker", "bubblewrap")}
    ok = any(entry["ok"] for entry in found.values())
    lines = [_line(name, entry) for name, entry in found.items()]
    _tell({"ok": ok, "configured": settings.backend, "backends": found}, "\n".join(lines), as_json, ok=ok)
    if not ok:
        raise typer.Exit(1)


@app.command()
def door(
    listen: Annotated[Path, typer.Option(help="The socket to make, for DOCKER_HOST=unix://… of a server.")],
    engine: Annotated[str, typer.Option(help="The engine's own address.")] = "unix:///var/run/docker.sock",
    name: Annotated[str, typer.Option(help="Marks its containers: no other are seen.")] = "proofreel",
) -> None:
    """Stand between a server and the Docker engine: it can make workers, and nothing else of the engine.

    For a server in a container. Needs PROOFREEL_IMAGE, as the server does: workers are made of it alone.
    """
    import signal
    import threading

    from render_sandbox.docker_door import DoorRules, open_door
    from server.logs import configure_logging
    from server.settings import SettingsError, load_settings

    settings = load_settings()
    configure_logging(settings)
    if settings.image is None:
        raise SettingsError("A door needs to know the one image.", fix="Set PROOFREEL_IMAGE, here and there.")
    rules = DoorRules(settings.image, name, cpus=settings.cpus)
    rules = replace(rules, memory_mb=max(rules.memory_mb, settings.memory_mb))
    ends = (signal.SIGTERM, signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with open_door(listen, engine, rules) as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        print(f"The door at {listen} is open.", file=sys.stderr, flush=True)
        signal.sigwait(ends)
        opened.shutdown()


async def _render(settings: SandboxSettings, job: Job, quiet: bool) -> Outcome:
    """Render; a second worker says whether what came out is the video that it should be."""

    def show(message: Mapping[str, Any]) -> None:
        frames = message.get("frames")
        if type(frames) is int:
            print(f"\r{frames} frames", end="\r", file=sys.stderr, flush=True)

    async with open_sandbox(settings) as sandbox:
        outcome = await sandbox.run(job, show if sys.stderr.isatty() and not quiet else None)
        if outcome.report["ok"] is not True:
            return outcome
        files = {"chunk.mp4": outcome.files.get("chunk.mp4", b"")}
        probe = await sandbox.run(Job("probe", {"expect": _FORMAT}, files, label=f"probe of {job.label}"))
    if probe.report["ok"] is not True:
        error: Any = probe.report.get("error") or {}
        reason = error.get("message", "no video came out")
        raise ChunkRejected(
            f"What {job.label} sent as its video was refused: {reason}.",
            fix="Scenes must draw through manim only.",
        )
    return replace(outcome, report={**outcome.report, "frames": probe.report.get("frames")})


def _store(path: Path, video: bytes) -> None:
    try:
        path.write_bytes(video)
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--output") from None


async def _try(settings: SandboxSettings) -> dict[str, Any]:
    """Start one worker for real."""
    try:
        async with open_sandbox(replace(settings, workers=1)) as sandbox:
            await sandbox.ready()
            return {"ok": True, "notes": list(sandbox.status().notes)}
    except SandboxError as error:
        return {"ok": False, "error": error.as_dict()}


def _settings(backend: BackendName | None) -> SandboxSettings:
    from server.settings import load_settings
    from server.shares import studio_settings

    try:
        settings = studio_settings(load_settings()).sandbox
    except ProofreelError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    return settings if backend is None else replace(settings, backend=backend)


def _summary(outcome: Outcome) -> str:
    report = outcome.report
    if report["ok"]:
        return f"{report.get('frames')} frames in {outcome.seconds:.2f} s"
    error: Any = report.get("error")
    where = f" (line {error['line']})" if isinstance(error, dict) and error.get("line") else ""
    said = f"{error.get('type')}: {error.get('message')}" if isinstance(error, dict) else str(error)
    return printable(f"The scene failed{where}: {said}")


def _line(name: str, entry: dict[str, Any]) -> str:
    if entry["ok"]:
        return f"{name}: works" + "".join(f"; {note}" for note in entry["notes"])
    return f"{name}: {entry['error']['message']} {entry['error']['fix']}".strip()


def _tell(document: dict[str, Any], text: str, as_json: bool, *, ok: bool = True) -> None:
    if as_json:
        print(json.dumps(document, default=str))
    else:
        print(text, file=sys.stdout if ok else sys.stderr)


def _refuse(error: SandboxError, as_json: bool) -> NoReturn:
    """End with the error: as a document on standard output, or as every other command does."""
    if not as_json:
        raise error
    print(json.dumps({"ok": False, "error": error.as_dict()}, default=str))
    raise typer.Exit(1)
