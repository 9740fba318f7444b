"""A lesson through everything that a user's lesson goes through: state, queue, sandbox, decoding, store."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import structlog

from pipeline.lesson import parse
from pipeline.state import projects, scenes
from pipeline.state.watching import watch
from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import Sandbox, SandboxSettings

__all__ = ["LessonTimes", "settle", "through_the_queue"]


_ENDS = ("ready", "error")


@dataclass(frozen=True, slots=True)
class LessonTimes:
    """Seconds of a lesson: rendered from nothing, and asked for again without a change."""

    first_s: float
    again_s: float
    size: int
    """Bytes of all chunks."""


async def settle(sandbox: Sandbox, settings: SandboxSettings) -> None:
    """Wait until the pool is as it is in a server that has had nothing to do for a while."""
    await sandbox.ready()
    while sandbox.status().warm < settings.workers + settings.spare:  # noqa: ASYNC110
        await asyncio.sleep(0.1)  # the pool tells nobody


async def through_the_queue(
    sources: Mapping[str, str], quality: Literal["preview", "full"], home: Path, settings: SandboxSettings
) -> LessonTimes:
    """Make a lesson of manim scenes in a studio at ``home``."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    body = "\n\n".join(f"## {title}\n\n```manim\n{source}```" for title, source in sources.items())
    lesson = parse(f"---\ntitle: Benchmark\nvoice: none\n---\n\n{body}\n")
    async with open_studio(StudioSettings(home, settings)) as studio:
        await settle(await studio.sandbox(), settings)

        async def made() -> float:
            begun = time.perf_counter()
            session = studio.plan(lesson, owner="local", quality=quality, source_name="benchmark.md").session
            await studio.render(session.id, owner="local")
            with watch(studio.db, session.id) as changes:
                while (status := projects.get_session(studio.db, session.id).status) not in _ENDS:
                    changes.forget()
                    await changes.wait(0.05)
            seconds = time.perf_counter() - begun
            if status == "error":
                errors = [scene.error for scene in scenes.list_scenes(studio.db, session.id)]
                raise SystemExit(f"the lesson failed: {errors}")
            return seconds

        first_s, again_s = await made(), await made()
    size = sum(path.stat().st_size for path in (home / "chunks").rglob("*.mp4"))
    return LessonTimes(first_s, again_s, size)
