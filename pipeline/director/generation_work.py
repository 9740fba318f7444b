"""One generation or edit from its request to its end: the plan, the scenes side by side, the outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import structlog

from pipeline.director import wording
from pipeline.director.conversation import Conversation, Purse
from pipeline.director.errors import ModelRefused
from pipeline.director.ledger import Generation, Ledger, SceneRecord, TakenOver
from pipeline.director.memory import PitfallMemory
from pipeline.director.model import Model
from pipeline.director.neighbours import look_around
from pipeline.director.plan import Plan, plan_tool, problems_of_plan, read_plan, to_lesson
from pipeline.director.scene_work import SceneTask, SceneWork, settled
from pipeline.director.settings import DirectorSettings
from pipeline.director.sources import Document, Passage
from pipeline.director.toolbox import ToolBox, bound_to_scene
from pipeline.director.workflows import workflow_text
from pipeline.state import projects, scenes
from pipeline.state.history import DIRECTOR
from pipeline.state.model import SceneStatus
from pipeline.state.versions import list_versions
from pipeline.studio import Studio
from proofreel.errors import ProofreelError

__all__ = ["GenerationWork"]

log = structlog.get_logger(__name__)

_FORMAT_GUIDE = "guide://lesson-format"


@dataclass(frozen=True, slots=True)
class _Run:
    """What all steps of one generation share."""

    generation: Generation
    toolbox: ToolBox
    purse: Purse


class GenerationWork:
    """How generations are worked on, one call of :meth:`run` each; they share the slots for scenes."""

    def __init__(
        self,
        studio: Studio,
        tools_of: Callable[[str], ToolBox],
        settings: DirectorSettings,
        model: Model,
        ledger: Ledger,
    ) -> None:
        from knowledge.api import PINNED

        self._studio = studio
        self._tools_of = tools_of
        self._settings = settings
        self._model = model
        self._ledger = ledger
        self._memory = PitfallMemory(studio.db, PINNED)
        self._slots = asyncio.Semaphore(settings.concurrency)

    async def run(self, generation_id: str) -> None:
        """Work on it until it has ended, or is another process's."""
        generation = self._ledger.get(generation_id)
        purse = Purse(self._ledger, generation_id, self._settings.budget)
        run = _Run(generation, self._tools_of(generation.owner), purse)
        try:
            if generation.kind == "edit":
                await self._edit(run)
            else:
                await self._generate(run)
        except* TakenOver:
            log.warning("generation_taken_over", generation_id=generation_id)
        except* ProofreelError as errors:
            self._ledger.end(generation_id, "failed", _first(errors).as_dict())
        except* Exception as errors:
            log.exception("generation_crashed", generation_id=generation_id)
            error = _first(errors)
            self._ledger.end(
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
        if not self._ledger.scenes(generation.id):
            self._make_session(generation, plan, documents)
        session = projects.get_session(self._studio.db, self._session_of(generation.id))
        async with asyncio.TaskGroup() as group:
            for record in self._ledger.scenes(generation.id):
                if record.outcome != "working":
                    continue
                brief = None
                if plan.scenes[record.place].needs_code:
                    brief = wording.scene_brief(plan, record.place, session.format)
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
                answer = await talk.answer()
                if answer.cut:
                    talk.say(wording.CUT)
                    continue
            calls = talk.last_calls
            plan, problems = read_plan(calls[0]["input"]) if calls else (None, ["Call submit_plan."])
            if plan is not None:
                problems = problems_of_plan(plan, documents, request["scene_count"])
                if not problems:
                    return plan
            if talk.turns > self._settings.budget.plan_repairs:
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
        self._ledger.attach(generation.id, made.session.id, made.scenes)

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
                    self._ledger.settle(generation.id, record.scene_id, "accepted")
                    return
            try:
                self._back(record, generation.owner)
                await self._render_plan(generation, record, "fallback" if note else "accepted", note)
            except Exception as error:
                said = f"{note} {_told(error, record.scene_id)}".strip()
                self._ledger.settle(generation.id, record.scene_id, "failed", said)

    async def _work(self, run: _Run, record: SceneRecord, brief: str | list[dict[str, Any]]) -> None:
        """The model's work on one scene, until it is right and rendered."""
        generation, thread = run.generation, f"scene:{record.place}"
        run.purse.begin(thread)
        system = wording.guide("edit" if generation.kind == "edit" else "scene")
        tools = bound_to_scene(await run.toolbox.list(), snippets=self._settings.snippets)
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
            ledger=self._ledger,
            memory=self._memory,
            settings=self._settings,
        ).run()

    def _conversation(self, run: _Run, thread: str, system: str, tools: list[dict[str, Any]]) -> Conversation:
        return Conversation(self._model, self._ledger, run.purse, run.generation.id, thread, system, tools)

    async def _render_plan(
        self, generation: Generation, record: SceneRecord, outcome: Literal["accepted", "fallback"], note: str
    ) -> None:
        """Render a scene from its blocks. What they cannot show is an error that a person can act on."""
        session_id = self._session_of(generation.id)
        await self._studio.render(session_id, owner=generation.owner, scene_ids=[record.scene_id])
        scene = await settled(self._studio, record.scene_id)
        if scene.status is SceneStatus.READY:
            self._ledger.settle(generation.id, record.scene_id, outcome, note)
        else:
            said = (scene.error or {}).get("message", "its render failed")
            self._ledger.settle(generation.id, record.scene_id, "failed", f"{note} {said}".strip())

    def _back(self, record: SceneRecord, owner: str) -> None:
        """Make the scene what it was before the model's work, or what somebody else made of it since."""
        now = self._studio.source(record.scene_id, owner=owner)
        others = [
            found.version
            for found in list_versions(self._studio.db, record.scene_id)
            if found.version > record.base_version and found.author not in (DIRECTOR, "system")
        ]
        safe = max(others, default=record.base_version)
        before = self._studio.source(record.scene_id, owner=owner, version=safe)
        if now.code != before.code:
            self._studio.revert(record.scene_id, owner=owner, version=before.version, author=DIRECTOR)

    async def _edit(self, run: _Run) -> None:
        generation = run.generation
        await self._studio.sandbox()
        (record,) = self._ledger.scenes(generation.id)
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
            self._ledger.settle(generation.id, record.scene_id, "failed", str(error))
            raise
        self._ledger.settle(generation.id, record.scene_id, "accepted")
        self._end(generation)

    def _end(self, generation: Generation) -> None:
        failed = [record for record in self._ledger.scenes(generation.id) if record.outcome == "failed"]
        error = None
        if failed:
            numbers = ", ".join(str(record.place + 1) for record in failed)
            error = {
                "code": "scenes_failed",
                "message": f"Scene {numbers} could not be made: {failed[0].note}",
                "fix": "Edit the scene, then render; the others are ready.",
            }
        self._ledger.end(generation.id, "failed" if failed else "done", error)

    def _session_of(self, generation_id: str) -> str:
        session_id = self._ledger.get(generation_id).session_id
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


def _documents(kept: list[Any]) -> list[Document]:
    return [
        Document(f"S{number}", title, [Passage(place, text) for place, text in passages])
        for number, (title, passages) in enumerate(kept, 1)
    ]
