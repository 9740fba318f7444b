"""Generations and edits: begun, run side by side, taken up again after a crash, cancelled."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

import structlog

from pipeline.director import wording
from pipeline.director.conversation import Conversation, Purse
from pipeline.director.errors import ModelRefused
from pipeline.director.ledger import Generation, Ledger, SceneRecord, Spent, TakenOver
from pipeline.director.memory import PitfallMemory
from pipeline.director.model import Model
from pipeline.director.neighbours import look_around
from pipeline.director.plan import Plan, plan_tool, problems_of_plan, read_plan, to_lesson
from pipeline.director.scene_work import SceneTask, SceneWork, settled
from pipeline.director.settings import DirectorSettings
from pipeline.director.sources import Document, Passage
from pipeline.director.toolbox import ToolBox, bound_to_scene
from pipeline.director.workflows import workflow_text
from pipeline.planning import voice_of
from pipeline.queue import jobs
from pipeline.queue.jobs import worker_name
from pipeline.state import projects, scenes
from pipeline.state.model import SceneStatus
from pipeline.studio import Quality, Studio
from proofreel.errors import ProofreelError

__all__ = ["Director", "GenerateRequest", "Progress"]

log = structlog.get_logger(__name__)

_FORMAT_GUIDE = "guide://lesson-format"
_LOOK_EVERY_S = 0.5
_BEAT_S = 5.0


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


@dataclass(frozen=True, slots=True)
class _Run:
    """What all steps of one generation share."""

    generation: Generation
    toolbox: ToolBox
    purse: Purse


class Director:
    """Runs the model over one studio with the server's tools; close it when done."""

    def __init__(
        self, studio: Studio, tools_of: Callable[[str], ToolBox], settings: DirectorSettings
    ) -> None:
        from knowledge.api import PINNED

        self.settings = settings
        self.ledger = Ledger(studio.db)
        self._studio = studio
        self._tools_of = tools_of
        self._model = Model(settings)
        self._memory = PitfallMemory(studio.db, PINNED)
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._holder = f"{worker_name().rpartition('/')[0]}/{uuid4().hex[:8]}"
        self._keeper: asyncio.Task[None] | None = None

    async def aclose(self) -> None:
        """Stop what runs; it is taken up again by the next :meth:`resume`, here or in another process."""
        tasks = [*self._running.values(), *([self._keeper] if self._keeper else [])]
        for task in tasks:
            task.cancel("closing")
        await asyncio.gather(*tasks, return_exceptions=True)
        self.ledger.release(self._holder)
        await self._model.aclose()

    def generate(self, request: GenerateRequest) -> str:
        """Begin a generation in the background. Returns its id."""
        return self._start(self.ledger.begin("generate", request.owner, _kept(request), request.session_id))

    def edit(self, scene_id: str, prompt: str, *, owner: str) -> str:
        """Begin to change one scene as the prompt says. Returns the generation's id."""
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
                if found.id not in self._running:
                    self._start(found.id)
                return found.id
        return None

    def resume(self) -> list[str]:
        """Take up what other processes left running, now and from now on. Returns what was found now."""
        self._keep()
        return self._take_up()

    def _take_up(self) -> list[str]:
        left = [found.id for found in self.ledger.running() if found.id not in self._running]
        return [found for found in left if self._start(found) in self._running]

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
        if task := self._running.get(generation.id):
            task.cancel("cancelled")

    async def wait(
        self, generation_id: str, on_progress: Callable[[Progress], None] | None = None
    ) -> Progress:
        """Until it has ended, however it did, here or in the process that has it."""
        while True:
            progress = self.progress(generation_id)
            if on_progress:
                on_progress(progress)
            task = self._running.get(generation_id)
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

    # How it runs

    def _start(self, generation_id: str) -> str:
        """Work on a generation, unless another process has it."""
        if self.ledger.take(generation_id, self._holder):
            task = asyncio.create_task(self._run(generation_id), name=generation_id)
            self._running[generation_id] = task
            task.add_done_callback(lambda _: self._running.pop(generation_id, None))
            self._keep()
        return generation_id

    def _keep(self) -> None:
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep_alive(), name="director")

    async def _keep_alive(self) -> None:
        """Hold what runs here, let go of what is lost, take up what a process that died has left."""
        last = time.monotonic()
        while True:
            await asyncio.sleep(_BEAT_S)
            now = time.monotonic()
            try:
                kept = self.ledger.beat(self._holder, round((now - last) * 1000))
                last = now
                for generation_id in set(self._running) - kept:
                    self._running[generation_id].cancel("lost")
                self._take_up()
            except sqlite3.OperationalError:
                log.exception("director_beat_failed")  # a full disk or a long lock: tried again

    async def _run(self, generation_id: str) -> None:
        generation = self.ledger.get(generation_id)
        purse = Purse(self.ledger, generation_id, self.settings.budget)
        run = _Run(generation, self._tools_of(generation.owner), purse)
        try:
            if generation.kind == "edit":
                await self._edit(run)
            else:
                await self._generate(run)
        except* TakenOver:
            log.warning("generation_taken_over", generation_id=generation_id)
        except* ProofreelError as errors:
            self.ledger.end(generation_id, "failed", _first(errors).as_dict())
        except* Exception as errors:
            log.exception("generation_crashed", generation_id=generation_id)
            error = _first(errors)
            self.ledger.end(
                generation_id,
                "failed",
                {
                    "code": "internal",
                    "message": f"{type(error).__name__}: {error}",
                    "fix": "Run it again: what was answered is kept. If it repeats, report it with the log.",
                },
            )

    async def _generate(self, run: _Run) -> None:
        generation = run.generation
        await self._studio.sandbox()  # without one nothing is paid for
        documents = _documents(generation.request["documents"])
        plan = await self._plan(run, documents)
        if not self.ledger.scenes(generation.id):
            self._make_session(generation, plan, documents)
        session = projects.get_session(self._studio.db, self._session_of(generation.id))
        spoken = voice_of(session.settings, self._studio.settings.voice) is not None
        async with asyncio.TaskGroup() as group:
            for record in self.ledger.scenes(generation.id):
                if record.outcome != "working":
                    continue
                brief = None
                if plan.scenes[record.place].needs_code:
                    brief = wording.scene_brief(plan, record.place, session.format, spoken=spoken)
                group.create_task(self._scene(run, record, brief))
        self._end(generation)

    async def _plan(self, run: _Run, documents: list[Document]) -> Plan:
        """The plan of a conversation that may have been held already."""
        request = run.generation.request
        system = wording.guide("plan") + await run.toolbox.guide(_FORMAT_GUIDE)
        talk = self._conversation(run, "plan", system, [plan_tool()])
        if not talk.messages:
            talk.say(
                wording.plan_brief(
                    request["prompt"], documents, request["scene_count"], workflow_text(request["workflow"])
                )
            )
        while True:
            if talk.waits_for_model:
                answer = await talk.answer(must_call="submit_plan")
                if answer.cut:
                    talk.say(wording.CUT)
                    continue
            calls = talk.last_calls
            plan, problems = read_plan(calls[0]["input"]) if calls else (None, ["Call submit_plan."])
            if plan is not None:
                problems = problems_of_plan(plan, documents, request["scene_count"])
                if not problems:
                    return plan
            if talk.turns > self.settings.budget.plan_repairs:
                raise ModelRefused(
                    f"No usable plan after {talk.turns} answers: {problems[0]}",
                    fix="Say the topic more narrowly, or choose a stronger model.",
                )
            said = wording.plan_problems(problems)
            results = [
                {"type": "tool_result", "tool_use_id": call["id"], "content": said, "is_error": True}
                for call in calls
            ]
            talk.say(results or said)

    def _make_session(self, generation: Generation, plan: Plan, documents: list[Document]) -> None:
        made = self._studio.plan(
            to_lesson(plan, documents),
            owner=generation.owner,
            quality=generation.request["quality"],
            session_id=generation.session_id,
        )
        self.ledger.attach(generation.id, made.session.id, made.scenes)

    async def _scene(self, run: _Run, record: SceneRecord, brief: str | None) -> None:
        """One scene to ``accepted``, ``fallback`` or ``failed``, whatever happens to it.

        Without a brief its planned blocks are what is wanted.
        """
        async with self._slots:
            generation, note = run.generation, ""
            if brief is not None:
                try:
                    await self._work(run, record, brief)
                except TakenOver:
                    raise
                except Exception as error:
                    note = _told(error, record.scene_id)
                else:
                    self.ledger.settle(generation.id, record.scene_id, "accepted")
                    return
            try:
                self._back(record, generation.owner)
                await self._render_plan(generation, record, "fallback" if note else "accepted", note)
            except Exception as error:
                said = f"{note} {_told(error, record.scene_id)}".strip()
                self.ledger.settle(generation.id, record.scene_id, "failed", said)

    async def _work(self, run: _Run, record: SceneRecord, brief: str | list[dict[str, Any]]) -> None:
        """The model's work on one scene, until it is right and rendered."""
        generation, thread = run.generation, f"scene:{record.place}"
        run.purse.begin(thread)
        system = wording.guide("edit" if generation.kind == "edit" else "scene")
        tools = bound_to_scene(await run.toolbox.list(), snippets=self.settings.snippets)
        task = SceneTask(
            generation.id,
            self._session_of(generation.id),
            record.scene_id,
            generation.owner,
            brief,
            record.base_version,
            may_stop_early=generation.kind == "generate",
        )
        await SceneWork(
            task,
            self._conversation(run, thread, system, tools),
            studio=self._studio,
            toolbox=run.toolbox,
            ledger=self.ledger,
            memory=self._memory,
            settings=self.settings,
        ).run()

    def _conversation(self, run: _Run, thread: str, system: str, tools: list[dict[str, Any]]) -> Conversation:
        return Conversation(self._model, self.ledger, run.purse, run.generation.id, thread, system, tools)

    async def _render_plan(
        self, generation: Generation, record: SceneRecord, outcome: Literal["accepted", "fallback"], note: str
    ) -> None:
        """Render a scene from its blocks. What they cannot show is an error that a person can act on."""
        session_id = self._session_of(generation.id)
        await self._studio.render(session_id, owner=generation.owner, scene_ids=[record.scene_id])
        scene = await settled(self._studio, record.scene_id)
        if scene.status is SceneStatus.READY:
            self.ledger.settle(generation.id, record.scene_id, outcome, note)
        else:
            said = (scene.error or {}).get("message", "its render failed")
            self.ledger.settle(generation.id, record.scene_id, "failed", f"{note} {said}".strip())

    def _back(self, record: SceneRecord, owner: str) -> None:
        """Make the scene what it was before the model's work."""
        now = self._studio.source(record.scene_id, owner=owner)
        before = self._studio.source(record.scene_id, owner=owner, version=record.base_version)
        if now.code != before.code:
            self._studio.revert(record.scene_id, owner=owner, version=before.version, author="director")

    async def _edit(self, run: _Run) -> None:
        generation = run.generation
        await self._studio.sandbox()
        (record,) = self.ledger.scenes(generation.id)
        scene = scenes.get_scene(self._studio.db, record.scene_id)
        source = self._studio.source(scene.id, owner=generation.owner, version=record.base_version)
        seen = await look_around(self._studio.db, run.toolbox, scene)
        brief = wording.edit_brief(generation.request["prompt"], scene.title, source.code, seen)
        try:
            await self._work(run, record, brief)
        except TakenOver:
            raise
        except Exception as error:
            self._back(record, generation.owner)
            self.ledger.settle(generation.id, record.scene_id, "failed", str(error))
            raise
        self.ledger.settle(generation.id, record.scene_id, "accepted")
        self._end(generation)

    def _end(self, generation: Generation) -> None:
        failed = [record for record in self.ledger.scenes(generation.id) if record.outcome == "failed"]
        error = None
        if failed:
            numbers = ", ".join(str(record.place + 1) for record in failed)
            error = {
                "code": "scenes_failed",
                "message": f"Scene {numbers} could not be made: {failed[0].note}",
                "fix": "Edit the scene, then render; the others are ready.",
            }
        self.ledger.end(generation.id, "failed" if failed else "done", error)

    def _session_of(self, generation_id: str) -> str:
        session_id = self.ledger.get(generation_id).session_id
        assert session_id is not None
        return session_id


def _told(error: Exception, scene_id: str) -> str:
    """What a person is told of a scene's failure; what nobody foresaw goes into the log as well."""
    if isinstance(error, ProofreelError):
        return str(error)
    log.error("scene_work_crashed", scene_id=scene_id, exc_info=error)
    return f"{type(error).__name__}: {error}"


def _first(errors: BaseExceptionGroup[Any]) -> Any:
    """The first of the errors that ended a generation."""
    found: Any = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return found  # pyright: ignore[reportUnknownVariableType]


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


def _documents(kept: list[Any]) -> list[Document]:
    return [
        Document(f"S{number}", title, [Passage(place, text) for place, text in passages])
        for number, (title, passages) in enumerate(kept, 1)
    ]
