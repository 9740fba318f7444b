"""One scene from brief to chunk: the model works with the tools, the director believes only its own check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.director import wording
from pipeline.director.conversation import Conversation, blocks_of
from pipeline.director.errors import BudgetSpent
from pipeline.director.ledger import Ledger
from pipeline.director.memory import Pitfall, PitfallMemory
from pipeline.director.settings import DirectorSettings
from pipeline.director.toolbox import OF_THE_SCENE, ToolAnswer, ToolBox, bind
from pipeline.editing import unified_diff
from pipeline.queue import jobs
from pipeline.state import scenes
from pipeline.state.model import Scene, SceneStatus
from pipeline.state.watching import watch
from pipeline.state.writing import begin_writing, end_writing
from pipeline.studio import Studio

__all__ = ["SceneTask", "SceneWork"]

_LONGEST_RESULT = 12_000
_CHANGES = ("write_scene", "edit_scene")
_LOOK_AGAIN_S = 1.0
"""Another process that writes does not ring."""
_GOES_ON = "still_checking:"
"""How the tool's answer begins while a check goes on that the next call joins."""


@dataclass(frozen=True, slots=True)
class SceneTask:
    """Which scene, for whom, and which version is safe to go back to."""

    generation_id: str
    session_id: str
    scene_id: str
    owner: str
    brief: str | list[dict[str, Any]]
    """The first message: text, or blocks with pictures."""
    base_version: int
    may_stop_early: bool = False
    """Whether a scene that is right may be kept though its budget ended: not of an edit half made."""


@dataclass(frozen=True, slots=True)
class _Failure:
    rule: str
    symptom: str
    code: str


class SceneWork:
    """Drives one scene's conversation until the scene is ready or a limit is reached."""

    def __init__(
        self,
        task: SceneTask,
        talk: Conversation,
        *,
        studio: Studio,
        toolbox: ToolBox,
        ledger: Ledger,
        memory: PitfallMemory,
        settings: DirectorSettings,
    ) -> None:
        self._task = task
        self._talk = talk
        self._studio = studio
        self._toolbox = toolbox
        self._ledger = ledger
        self._memory = memory
        self._settings = settings
        self._failures: list[_Failure] = []
        self._version = task.base_version

    async def run(self) -> None:
        """Until the scene is right and rendered. It is shown as being written while the model has it.

        Raises:
            BudgetSpent: a limit of the scene, or of the generation, is reached.
            ModelRefused: the model declined.
            ModelUnavailable: the model does not answer.
        """
        await settled(self._studio, self._task.scene_id)
        begin_writing(self._studio.db, self._task.scene_id)
        try:
            if not self._talk.messages:
                self._talk.say(self._task.brief)
            self._version = self._scene().version
            try:
                while not await self._step():
                    pass
            except BudgetSpent:
                if not await self._is_good_enough():
                    raise
        finally:
            end_writing(self._studio.db, self._task.scene_id)

    async def _step(self) -> bool:
        """One message further. Returns whether the scene is done."""
        if self._talk.waits_for_model:
            answer = await self._talk.answer()
            if answer.cut:
                self._talk.say(wording.CUT)
        elif calls := self._talk.last_calls:
            self._talk.say([await self._result_of(call) for call in calls])
        else:
            return await self._verify()
        return False

    async def _verify(self) -> bool:
        """The model says it is done: is it?"""
        report = await self._report()
        self._ledger.note_first_shot(
            self._task.generation_id, self._task.scene_id, passed=bool(report.get("ok"))
        )
        if report.get("ok") and not self._looked() and report.get("images"):
            self._talk.say(_with_images(f"{wording.LOOK} This is what it drew.", report["images"]))
            return False
        if report.get("ok"):
            report = await self._rendered()
        if report.get("ok"):
            self._learn()
            return True
        await self._send_back(report)
        return False

    async def _is_good_enough(self) -> bool:
        """Whether what a model called done is right as it stands, now that it may say no more."""
        if not self._task.may_stop_early or not self._talk.count(wording.LOOK):
            return False
        report = await self._report()
        if report.get("ok"):
            report = await self._rendered()
        return bool(report.get("ok"))

    async def _report(self) -> dict[str, Any]:
        """What our own check says; mechanical layout faults are mended by it without the model."""
        if self._source() == self._planned():
            return {
                "ok": False,
                "note": "The scene is as it was: no write_scene or edit_scene was carried out.",
            }
        if not self._settings.rehearse:
            return {"ok": True}
        answer = await self._call("check_scene", {"scene_id": self._task.scene_id, "fix": True})
        self._version = self._scene().version
        if answer.failed:
            return {"ok": False, "note": answer.text[:2_000]}
        note = f"Mended already: \n{answer.data['fixed_diff']}" if answer.data.get("fixed_diff") else ""
        return {**answer.data, "images": answer.images, "note": note}

    async def _rendered(self) -> dict[str, Any]:
        """Render it and wait."""
        task = self._task
        end_writing(self._studio.db, task.scene_id)
        await self._studio.render(task.session_id, owner=task.owner, scene_ids=[task.scene_id])
        scene = await settled(self._studio, task.scene_id)
        if scene.status is SceneStatus.READY:
            return {"ok": True}
        begin_writing(self._studio.db, task.scene_id)
        if scene.error is None:
            return {"ok": False, "note": "Its render was taken from it: the scene was changed meanwhile."}
        return {"ok": False, "error": scene.error}

    async def _send_back(self, report: Mapping[str, Any]) -> None:
        repairs = self._talk.count(wording.REPAIR)
        most = self._settings.budget.scene_repairs
        if repairs >= most:
            raise BudgetSpent(
                f"The scene is not right after {most} repairs: {_first_wrong(report)}",
                fix="Edit it by hand or by prompt.",
                limit="scene_repairs",
            )
        code = self._source()
        found = _failures_in(report, code)
        tried = [
            f"{old.rule}: {old.symptom[:120]}"
            for old in self._failures
            if old.rule in {f.rule for f in found}
        ]
        self._failures += found
        self._talk.say(
            wording.repair(
                report,
                code,
                self._recalled(found),
                await self._api_entry(report),
                whole_scene=self._settings.whole_scene_repair,
                tried=tried[-4:],
            )
        )

    async def _result_of(self, call: Mapping[str, Any]) -> dict[str, Any]:
        name = str(call["name"])
        arguments: Any = call["input"]
        if name not in self._talk.offered:
            # Called though it was never offered: what a document or a snippet ordered, or a slip.
            has = ", ".join(sorted(self._talk.offered))
            answer = ToolAnswer(f"There is no tool {name!r} here. There are {has}.", failed=True)
        elif not isinstance(arguments, dict):
            answer = ToolAnswer("The arguments are not an object. Call again with an object.", failed=True)
        else:
            bound = bind(name, arguments, self._task.scene_id, self._task.session_id)  # pyright: ignore[reportUnknownArgumentType]
            if name == "write_scene":
                bound.setdefault("title", self._scene().title)
            if name in _CHANGES:
                bound["base_version"] = self._version
            answer = await self._call(name, bound)
            if name in OF_THE_SCENE:
                # What the model has seen by now: a refused change told it what somebody else did.
                self._version = self._scene().version
        content: list[dict[str, Any]] = [
            {"type": "text", "text": answer.text[:_LONGEST_RESULT] or "(nothing)"}
        ]
        content += [wording.image(media, data) for media, data in answer.images]
        result = {"type": "tool_result", "tool_use_id": call["id"], "content": content}
        return result | ({"is_error": True} if answer.failed else {})

    async def _call(self, name: str, arguments: Mapping[str, Any]) -> ToolAnswer:
        """A tool's answer. A check that outlasts a call is waited for: to ask again would cost a turn."""
        while True:
            answer = await self._toolbox.call(name, arguments)
            if not (answer.failed and answer.text.startswith(_GOES_ON)):
                return answer

    async def _api_entry(self, report: Mapping[str, Any]) -> str:
        """The reference of what the scene stumbled over."""
        said = " ".join(
            [str(_error_of(report).get("message", ""))]
            + [str(found.get("message", "")) for found in report.get("findings", [])[:2]]
        )
        name = re.search(r"'([A-Z]\w+)' object|\b([A-Z]\w+)\.(?:__init__|\w+)\(\)|name '(\w+)'", said)
        if name is None:
            return ""
        answer = await self._toolbox.call("lookup_api", {"symbol": next(filter(None, name.groups()))})
        return "" if answer.failed else answer.text[:1_500]

    def _looked(self) -> bool:
        """Whether the model has seen a picture of the scene since its last change."""
        seen = False
        for message in self._talk.messages:
            for block in blocks_of(message):
                if block.get("type") == "tool_use" and block["name"] in _CHANGES:
                    seen = False
                inner: Any = block.get("content") if block.get("type") == "tool_result" else [block]
                parts: list[dict[str, Any]] = inner or []
                seen = seen or any(part.get("type") == "image" for part in parts)
        return seen

    def _recalled(self, found: Sequence[_Failure]) -> list[Pitfall]:
        if not self._settings.memory:
            return []
        return [
            pitfall
            for failure in found[:3]
            for pitfall in self._memory.recall(failure.rule, failure.symptom, 1)
        ]

    def _learn(self) -> None:
        if not self._settings.memory:
            return
        code = self._source()
        for failure in self._failures:
            self._memory.learn(
                failure.rule, failure.symptom, unified_diff(failure.code, code, "wrong", "right")
            )

    def _scene(self) -> Scene:
        return scenes.get_scene(self._studio.db, self._task.scene_id)

    def _source(self) -> str:
        return self._studio.source(self._task.scene_id, owner=self._task.owner).code

    def _planned(self) -> str:
        return self._studio.source(
            self._task.scene_id, owner=self._task.owner, version=self._task.base_version
        ).code


async def settled(studio: Studio, scene_id: str) -> Scene:
    """The scene once it is ready, in error, or waits for nobody: it is not rendered, or no longer."""
    with watch(studio.db, scenes.get_scene(studio.db, scene_id).session_id) as changes:
        while True:
            changes.forget()
            version = str(scenes.get_scene(studio.db, scene_id).version)
            wanted = jobs.is_wanted(studio.db, scene_id, version)
            scene = scenes.get_scene(studio.db, scene_id)
            if scene.status in (SceneStatus.READY, SceneStatus.ERROR) or not wanted:
                return scene
            await changes.wait(_LOOK_AGAIN_S)


def _failures_in(report: Mapping[str, Any], code: str) -> list[_Failure]:
    found = [
        _Failure(str(entry["rule"]), str(entry["message"]), code)
        for entry in report.get("findings", [])
        if entry.get("severity") == "error"
    ]
    if error := report.get("error"):
        found.insert(0, _Failure(str(error.get("type", "Error")), str(error.get("message", "")), code))
    return found


def _error_of(report: Mapping[str, Any]) -> Mapping[str, Any]:
    error: Mapping[str, Any] | None = report.get("error")
    return error or {}


def _first_wrong(report: Mapping[str, Any]) -> str:
    found = _failures_in(report, "")
    return found[0].symptom[:200] if found else str(report.get("note", "it cannot be checked"))[:200]


def _with_images(text: str, images: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    advice = (
        "If anything is unreadable, unbalanced or not what is spoken, mend it; else say that it is right."
    )
    return [
        {"type": "text", "text": f"{text} {advice}"},
        *(wording.image(media, data) for media, data in images),
    ]
