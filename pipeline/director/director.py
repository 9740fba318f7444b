"""Generations and edits as they are asked for: begun, waited for, cancelled, taken up again after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.director.errors import DirectorError
from pipeline.director.generation_work import GenerationWork
from pipeline.director.keeping import Keeper
from pipeline.director.ledger import Generation, Ledger, SceneRecord, Spent
from pipeline.director.model import Model
from pipeline.director.settings import DirectorSettings
from pipeline.director.sources import Document
from pipeline.director.toolbox import ToolBox
from pipeline.queue import jobs
from pipeline.state import scenes
from pipeline.studio import Quality, Studio

__all__ = ["Director", "GenerateRequest", "Progress", "require_prompt"]

_LOOK_EVERY_S = 0.5
_SHORTEST_PROMPT = 3


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """What to make a video of."""

    prompt: str
    owner: str
    quality: Quality = "full"
    scene_count: int | None = None
    workflow: str = ""
    """One of ``workflows.WORKFLOWS``; empty: the topic as it is."""
    documents: list[Document] = field(default_factory=list[Document])
    session_id: str | None = None
    """Fill this session instead of making one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a generation stands."""

    generation: Generation
    stage: Literal["planning", "scenes", "done"]
    scenes: list[SceneRecord]
    spent: Spent


class Director:
    """Runs the model over one studio with the server's tools; close it when done."""

    def __init__(
        self, studio: Studio, tools_of: Callable[[str], ToolBox], settings: DirectorSettings
    ) -> None:
        self.settings = settings
        self.ledger = Ledger(studio.db)
        self._studio = studio
        self._model = Model(settings)
        work = GenerationWork(studio, tools_of, settings, self._model, self.ledger)
        self._keeper = Keeper(self.ledger, work.run)

    async def aclose(self) -> None:
        """Stop what runs; it is taken up again by the next :meth:`resume`, here or in another process."""
        await self._keeper.aclose()
        await self._model.aclose()

    def generate(self, request: GenerateRequest) -> str:
        """Begin a generation in the background. Returns its id.

        Raises:
            DirectorError: the prompt says nothing.
        """
        require_prompt(request.prompt)
        return self._start(self.ledger.begin("generate", request.owner, _kept(request), request.session_id))

    def edit(self, scene_id: str, prompt: str, *, owner: str) -> str:
        """Begin to change one scene as the prompt says. Returns the generation's id.

        Raises:
            DirectorError: the prompt says nothing.
            NotFound: there is no such scene, or it is not ``owner``'s.
        """
        require_prompt(prompt)
        scene = scenes.get_scene(self._studio.db, scene_id, owner=owner)
        generation_id = self.ledger.begin("edit", owner, {"prompt": prompt}, scene.session_id)
        self.ledger.attach(generation_id, scene.session_id, [scene])
        return self._start(generation_id)

    def find_unfinished(self, request: GenerateRequest) -> str | None:
        """A generation of the same request that runs or stopped before its end; it goes on.

        Where another process has it, it goes on there.
        """
        kept = _kept(request)
        for found in self.ledger.unfinished(request.owner):
            if found.kind == "generate" and found.request == kept:
                if found.status == "failed":
                    self.ledger.reopen(found.id)
                return self._start(found.id)
        return None

    def resume(self) -> list[str]:
        """Take up what other processes left running, now and from now on. Returns what was found now."""
        return self._keeper.resume()

    def cancel(self, generation_id: str, *, owner: str) -> bool:
        """Stop a generation; the scenes keep what they have. Returns whether it was running."""
        generation = self.ledger.get(generation_id, owner=owner)
        if generation.status != "running":
            return False
        self._cancel(generation)
        if generation.session_id:
            jobs.cancel(self._studio.db, generation.session_id)
        return True

    def cancel_session(self, session_id: str) -> None:
        """Stop every generation that works on a session; the renders are the caller's."""
        for generation in self.ledger.running():
            if generation.session_id == session_id:
                self._cancel(generation)

    def _cancel(self, generation: Generation) -> None:
        # Another process that has it sees at its next beat that it is no longer running.
        self.ledger.end(generation.id, "cancelled")
        self._keeper.stop(generation.id)

    def _start(self, generation_id: str) -> str:
        self._keeper.start(generation_id)
        return generation_id

    async def wait(
        self, generation_id: str, on_progress: Callable[[Progress], None] | None = None
    ) -> Progress:
        """Until it has ended, however it did, here or in the process that has it."""
        while True:
            progress = self.progress(generation_id)
            if on_progress:
                on_progress(progress)
            task = self._keeper.task(generation_id)
            if task is not None:
                await asyncio.wait({task}, timeout=_LOOK_EVERY_S)
            elif progress.generation.status != "running":
                return progress
            else:
                await asyncio.sleep(_LOOK_EVERY_S)

    def progress(self, generation_id: str, *, owner: str | None = None) -> Progress:
        """Where it stands: stage, scenes, tokens and cost."""
        generation = self.ledger.get(generation_id, owner=owner)
        records = self.ledger.scenes(generation_id)
        stage = "done" if generation.status != "running" else "scenes" if records else "planning"
        return Progress(generation, stage, records, self.ledger.spent(generation_id))


def require_prompt(prompt: str) -> None:
    """Refuse a prompt that says nothing: what would come of it has to be paid for."""
    if len(prompt.strip()) < _SHORTEST_PROMPT:
        raise DirectorError("prompt is empty.", fix="Say in a sentence what is wanted.")


def _kept(request: GenerateRequest) -> dict[str, Any]:
    return {
        "prompt": request.prompt,
        "quality": request.quality,
        "scene_count": request.scene_count,
        "workflow": request.workflow,
        "documents": [
            [document.title, [[passage.place, passage.text] for passage in document.passages]]
            for document in request.documents
        ],
    }
