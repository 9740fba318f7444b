"""``proofreel generate`` and ``proofreel edit``: a model makes or changes the video."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from pipeline.director import Director
    from pipeline.director.director import Progress
    from pipeline.studio import Studio

__all__ = ["edit", "generate"]


def generate(
    prompt: Annotated[str, typer.Argument(help='What to explain: "Why does the harmonic series diverge?"')],
    source: Annotated[
        list[Path] | None,
        typer.Option(
            "--source",
            "-s",
            exists=True,
            help="Take the facts from this: Markdown, PDF, saved web page, source folder, diff.",
        ),
    ] = None,
    workflow: Annotated[
        Literal["topic", "paper", "codebase", "pull-request", "algorithm"],
        typer.Option(help="What kind of thing is explained."),
    ] = "topic",
    scenes: Annotated[int | None, typer.Option(min=1, max=24, help="How many scenes.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where the video goes.")] = None,
    quality: Annotated[
        Literal["preview", "full"], typer.Option(help="preview: 480p15; full: 1080p30.")
    ] = "full",
    resume: Annotated[bool, typer.Option(help="Go on with the same prompt's unfinished run.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Make a video from one sentence: plan, write, look, mend, render, with nobody in the loop.

    Needs a model: PROOFREEL_DIRECTOR_KEY. Ctrl-C stops; the same command goes on where it stopped, and
    pays for no answer twice.
    """
    from pipeline.director.director import GenerateRequest
    from pipeline.director.sources import read_sources

    documents = read_sources(source or [])

    def begin(director: Director, owner: str) -> str:
        request = GenerateRequest(prompt, owner, quality, scenes, workflow, documents)
        known = director.find_unfinished(request) if resume else None
        return known or director.generate(request)

    async def finish(studio: Studio, progress: Progress) -> dict[str, Any]:
        session_id = progress.generation.session_id
        if session_id is None or progress.generation.status != "done":
            return {}
        export = await studio.export(session_id, owner=studio.settings.owner)
        target = export.copy_to(out or Path(export.path.name))
        return {"video": str(target), "seconds": round(export.frames / export.fps, 3)}

    _run(begin, finish, as_json=as_json, go_on="The same command goes on where it stopped.")


def edit(
    scene: Annotated[str, typer.Argument(help="The scene's id: scn_…")],
    prompt: Annotated[str, typer.Argument(help="What to change.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Change one scene as the prompt says; the others are not touched. Needs PROOFREEL_DIRECTOR_KEY."""

    def begin(director: Director, owner: str) -> str:
        return director.edit(scene, prompt, owner=owner)

    async def finish(studio: Studio, progress: Progress) -> dict[str, Any]:
        del studio, progress
        return {}

    _run(begin, finish, as_json=as_json, go_on="The next command that has a model goes on with it.")


def _run(
    begin: Callable[[Director, str], str], finish: Callable[..., Any], *, as_json: bool, go_on: str
) -> None:
    from server.logs import configure_logging
    from server.settings import load_settings
    from server.shares import studio_settings

    settings = load_settings()
    configure_logging(settings)

    async def run() -> tuple[Progress, dict[str, Any]]:
        from pipeline.studio import open_studio
        from server.directing import directing

        async with open_studio(studio_settings(settings)) as studio, directing(settings, studio):
            director = studio.require_director()
            generation_id = begin(director, studio.settings.owner)
            progress = await director.wait(generation_id, _Teller().tell)
            return progress, await finish(studio, progress)

    try:
        progress, made = asyncio.run(run())
    except KeyboardInterrupt:
        typer.echo(f"Stopped. {go_on}", err=True)
        raise typer.Exit(130) from None
    _report(progress, made, as_json=as_json)
    if progress.generation.status != "done":
        raise typer.Exit(1)


class _Teller:
    """A line on stderr whenever something has changed."""

    def __init__(self) -> None:
        self._last: object = None

    def tell(self, progress: Progress) -> None:
        settled = [record.outcome for record in progress.scenes if record.outcome != "working"]
        now = (progress.stage, len(settled), progress.spent.turns)
        if now == self._last:
            return
        self._last = now
        what = (
            "planning" if progress.stage == "planning" else f"{len(settled)} of {len(progress.scenes)} scenes"
        )
        print(f"{what}; {_cost(progress)}", file=sys.stderr, flush=True)


def _report(progress: Progress, made: dict[str, Any], *, as_json: bool) -> None:
    generation = progress.generation
    document = {
        "generation": generation.id,
        "session": generation.session_id,
        "status": generation.status,
        "error": generation.error,
        "scenes": [
            {"scene": r.scene_id, "outcome": r.outcome, "note": r.note, "first_shot": r.first_shot}
            for r in progress.scenes
        ],
        "turns": progress.spent.turns,
        "tokens": progress.spent.tokens,
        "usd": progress.spent.usd,
        **made,
    }
    if as_json:
        typer.echo(json.dumps(document))
        return
    if generation.error:
        typer.echo(f"{generation.error['message']}\nFix: {generation.error.get('fix', '')}", err=True)
    for record in progress.scenes:
        if record.outcome == "fallback":
            typer.echo(f"Scene {record.place + 1} shows its planned blocks: {record.note}", err=True)
    typer.echo(made.get("video") or f"{generation.status}: session {generation.session_id}")
    typer.echo(_cost(progress), err=True)


def _cost(progress: Progress) -> str:
    spent = progress.spent
    money = "" if spent.usd is None else f", ${spent.usd:.3f}"
    answers = "1 answer" if spent.turns == 1 else f"{spent.turns} answers"
    return f"{answers}, {spent.tokens:,} tokens{money}"
