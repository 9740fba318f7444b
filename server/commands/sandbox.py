"""``proofreel sandbox``: run one scene file in isolation, build the worker image, look at what is there."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from proofreel.errors import ProofreelError
from render_sandbox.errors import SandboxError
from render_sandbox.job import Job, Outcome
from render_sandbox.sandbox import SandboxSettings, open_sandbox

__all__ = ["app"]

app = typer.Typer(help="Isolation: run a scene, build the image, see what works.", no_args_is_help=True)

_FORMAT = {"width": 854, "height": 480, "fps": 15}
_JSON = typer.Option("--json", help="One JSON document on standard output.")


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help="A Manim scene file.", exists=True, dir_okay=False)],
    backend: Annotated[str, typer.Option(help="docker, bubblewrap, auto, or host (no isolation).")] = "",
    time_limit: Annotated[float, typer.Option(help="Seconds.", min=0.1)] = 120.0,
    scene: Annotated[str, typer.Option(help="The class, if the file has several.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where to put the video.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Render one file in the sandbox and say what came of it. Exit code 1: the scene or a limit failed."""
    settings = _settings(backend)
    limits = replace(settings.limits, wall_s=time_limit)
    request = {"scene": scene or None, "format": _FORMAT, "profile": "preview"}
    job = Job("render", request, {"scene.py": file.read_bytes()}, limits, file.name)
    try:
        outcome = asyncio.run(_run_once(replace(settings, workers=1), job))
    except SandboxError as error:
        _tell({"ok": False, "error": error.as_dict()}, str(error), as_json)
        raise typer.Exit(1) from None
    ok = outcome.report["ok"] is True
    if ok and output is not None:
        output.write_bytes(outcome.files.get("chunk.mp4", b""))
    sizes = {name: len(data) for name, data in outcome.files.items()}
    document = {**outcome.report, "files": sizes, "wall_s": round(outcome.seconds, 3), "log": outcome.log}
    _tell(document, _summary(outcome), as_json)
    if not ok:
        raise typer.Exit(1)


@app.command()
def build(
    without_registry: Annotated[
        bool, typer.Option(help="Make the root file system with mmdebstrap instead of pulling an image.")
    ] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Build the Docker image that workers run."""
    from render_sandbox.docker_build import build_image

    try:
        built = build_image(without_registry=without_registry, say=lambda line: print(line, file=sys.stderr))
    except SandboxError as error:
        _tell({"ok": False, "error": error.as_dict()}, str(error), as_json)
        raise typer.Exit(1) from None
    _tell({"ok": True, **asdict(built)}, f"{built.image} ({built.seconds:.0f} s)", as_json)


@app.command()
def status(as_json: Annotated[bool, _JSON] = False) -> None:
    """Which backends work here, and what is weaker than it could be. Exit code 1: none."""
    settings = _settings("")
    found = {name: asyncio.run(_try(replace(settings, backend=name))) for name in ("docker", "bubblewrap")}
    ok = any(entry["ok"] for entry in found.values())
    lines = [_line(name, entry) for name, entry in found.items()]
    _tell({"ok": ok, "configured": settings.backend, "backends": found}, "\n".join(lines), as_json)
    if not ok:
        raise typer.Exit(1)


async def _run_once(settings: SandboxSettings, job: Job) -> Outcome:
    async with open_sandbox(settings) as sandbox:
        return await sandbox.run(job)


async def _try(settings: SandboxSettings) -> dict[str, Any]:
    """Start one worker for real."""
    try:
        async with open_sandbox(replace(settings, workers=1)) as sandbox:
            await sandbox.ready()
            return {"ok": True, "notes": list(sandbox.status().notes)}
    except SandboxError as error:
        return {"ok": False, "error": error.as_dict()}


def _settings(backend: str) -> SandboxSettings:
    from server.settings import load_settings

    try:
        settings = load_settings().studio().sandbox
    except ProofreelError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    if not backend:
        return settings
    if backend not in ("auto", "docker", "bubblewrap", "host", "none"):
        raise typer.BadParameter(f"{backend!r} is no backend", param_hint="--backend")
    return replace(settings, backend=backend)


def _summary(outcome: Outcome) -> str:
    report = outcome.report
    if report["ok"]:
        return f"{report.get('frames')} frames in {outcome.seconds:.2f} s"
    error: Any = report.get("error")
    where = f" (line {error['line']})" if isinstance(error, dict) and error.get("line") else ""
    said = f"{error.get('type')}: {error.get('message')}" if isinstance(error, dict) else str(error)
    return f"The scene failed{where}: {said}"


def _line(name: str, entry: dict[str, Any]) -> str:
    if entry["ok"]:
        return f"{name}: works" + "".join(f"; {note}" for note in entry["notes"])
    return f"{name}: {entry['error']['message']} {entry['error']['fix']}".strip()


def _tell(document: dict[str, Any], text: str, as_json: bool) -> None:
    print(json.dumps(document, default=str) if as_json else text)
