"""One arm of a run: every prompt through the director, over a home of its own; resumed where it stopped."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from benchmarks.director.prompts import Prompt
from pipeline.director import Director, DirectorSettings, GenerateRequest
from pipeline.director.director import Progress
from pipeline.reviewing import check_scene
from pipeline.state import scenes
from pipeline.state.model import Scene, SceneStatus
from pipeline.state.reviews import find_review
from pipeline.state.versions import get_version
from pipeline.studio import Studio, StudioSettings, open_studio
from proofreel.errors import ProofreelError
from server.app import create_mcp
from server.directing import McpTools

__all__ = ["ARMS", "Trial", "read_rows", "run_arm"]

ARMS: dict[str, dict[str, Any]] = {
    "full": {},
    "no-snippets": {"snippets": False},
    "no-memory": {"memory": False},
    "no-rehearsal": {"rehearse": False},
    "whole-scene": {"whole_scene_repair": True},
}
"""What is different in each; memory is learnt within an arm, from its earlier prompts."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How an arm is run."""

    arm: str
    out: Path
    director: DirectorSettings
    studio: StudioSettings
    """Its home is replaced by the arm's."""
    parallel: int = 2
    quality: Literal["preview", "full"] = "preview"
    scene_count: int | None = None


def read_rows(trial: Trial) -> list[dict[str, Any]]:
    """What is done already. A line that a crash cut short is not there."""
    rows: list[dict[str, Any]] = []
    if trial_file(trial).exists():
        for line in trial_file(trial).read_text("utf-8").splitlines():
            try:
                rows.append(json.loads(line))
            except ValueError:
                continue
    return rows


def trial_file(trial: Trial) -> Path:
    """Where an arm's rows are, one JSON object for each prompt that has ended."""
    return trial.out / f"{trial.arm}.jsonl"


async def run_arm(
    trial: Trial, prompts: Sequence[Prompt], on_row: Callable[[Mapping[str, Any]], None] | None = None
) -> list[dict[str, Any]]:
    """Run the prompts that have no row yet. Returns every row, in the order of the prompts."""
    known = {row["id"] for row in read_rows(trial)}
    left = [prompt for prompt in prompts if prompt.id not in known]
    trial.out.mkdir(parents=True, exist_ok=True)
    if left:
        await _run(trial, left, on_row)
    rows = {row["id"]: row for row in read_rows(trial)}
    return [rows[prompt.id] for prompt in prompts if prompt.id in rows]


async def _run(
    trial: Trial, prompts: Sequence[Prompt], on_row: Callable[[Mapping[str, Any]], None] | None
) -> None:
    settings = replace(trial.director, **ARMS[trial.arm])
    async with open_studio(replace(trial.studio, home=trial.out / trial.arm)) as studio:
        tools = McpTools(create_mcp(studio), studio.settings.owner)
        director = Director(studio, lambda _: tools, settings)
        slots = asyncio.Semaphore(trial.parallel)

        async def one(prompt: Prompt) -> None:
            async with slots:
                row = await _row(trial, studio, director, prompt)
                _append(trial_file(trial), row)
                if on_row:
                    on_row(row)

        try:
            async with asyncio.TaskGroup() as group:
                for prompt in prompts:
                    group.create_task(one(prompt))
        finally:
            await director.aclose()
            await tools.aclose()


def _append(path: Path, row: Mapping[str, Any]) -> None:
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read() != b"\n":
                file.write(b"\n")  # a line that a crash cut short
        file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


async def _row(trial: Trial, studio: Studio, director: Director, prompt: Prompt) -> dict[str, Any]:
    owner = studio.settings.owner
    request = GenerateRequest(prompt.text, owner, trial.quality, trial.scene_count)
    begun = time.monotonic()
    generation_id = director.find_unfinished(request) or director.generate(request)
    progress = await director.wait(generation_id)
    spent, generation = progress.spent, progress.generation
    return {
        "arm": trial.arm,
        "id": prompt.id,
        "group": prompt.group,
        "prompt": prompt.text,
        "generation": generation.id,
        "session": generation.session_id,
        "status": generation.status,
        "error": generation.error,
        # A run that was resumed has what it took in every process.
        "seconds": round(max(time.monotonic() - begun, generation.worked_ms / 1000), 3),
        "turns": spent.turns,
        "tokens": spent.tokens,
        "output_tokens": spent.output_tokens,
        "cache_read_tokens": spent.cache_read_tokens,
        "usd": spent.usd,
        "scenes": [await _scene(studio, progress, place) for place in range(len(progress.scenes))],
    }


async def _scene(studio: Studio, progress: Progress, place: int) -> dict[str, Any]:
    record = progress.scenes[place]
    scene = scenes.get_scene(studio.db, record.scene_id)
    version = get_version(studio.db, scene.id, scene.version)
    return {
        "scene": scene.id,
        "title": scene.title,
        # Whether the model was asked for code: blocks alone are rendered as they are planned.
        "coded": version.kind == "code" or record.outcome == "fallback" or record.first_shot is not None,
        "first_shot": record.first_shot,
        "outcome": record.outcome,
        "note": record.note,
        "ready": scene.status is SceneStatus.READY,
        "findings": await _findings_left(studio, scene),
    }


async def _findings_left(studio: Studio, scene: Scene) -> int | None:
    """Layout errors that are in what is shown; ``None`` where it cannot be told."""
    found = find_review(studio.db, scene)
    if found is None:
        try:
            _, report = await check_scene(studio, scene.id, owner=studio.settings.owner, sheet=False)
        except ProofreelError:
            return None
        found = report.findings
    return sum(one.get("stage") == "layout" and one.get("severity") == "error" for one in found)
