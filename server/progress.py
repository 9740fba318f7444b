"""A line per scene on stderr while a session renders; silent where stderr is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pipeline.queue.waiting import SceneJob
from pipeline.state.model import Scene

__all__ = ["SceneProgress"]


class SceneProgress:
    """Shows each scene's status; on a plain stderr it prints a line when a status changes."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._console = Console(stderr=True)
        self._live = self._console.is_terminal
        self._seen: dict[str, str] = {}
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[state]}"),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._live,
        )
        self._tasks: list[TaskID] = [
            self._bars.add_task(f"{number}. {title[:44]}", total=None, start=False, state="waiting")
            for number, title in enumerate(titles, 1)
        ]

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def update(self, scene: Scene, job: SceneJob | None) -> None:
        """Show where a scene is."""
        before = self._seen.get(scene.id)
        self._seen[scene.id] = scene.status
        if not self._live:
            if before != scene.status and scene.status in ("rendering", "ready", "error"):
                print(f"scene {scene.index + 1} ({scene.title}): {scene.status}", file=sys.stderr, flush=True)
            return
        task = self._tasks[scene.index]
        if before == "queued" and scene.status != "queued":
            self._bars.start_task(task)
        if scene.status == "ready":
            self._bars.update(
                task, total=1, completed=1, state=f"[green]ready[/] {scene.duration_frames} frames"
            )
        elif scene.status == "error":
            self._bars.update(task, total=1, completed=0, state="[red]error[/]")
        else:
            frames = f"{job.done} frames" if job and job.position is None and job.done else scene.status
            self._bars.update(
                task, total=job.total if job else None, completed=job.done if job else 0, state=frames
            )
