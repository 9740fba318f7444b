"""From a lesson to scene drafts, and what a draft's chunk depends on (its content address)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

from pipeline.lesson import Lesson, compile_scene, from_plan
from pipeline.lesson.model import Scene as LessonScene
from pipeline.narration.errors import VoiceMissing
from pipeline.narration.voice import Voice, VoiceSettings, open_voice
from pipeline.state.model import Session, VideoFormat
from pipeline.state.versions import SceneDraft
from render_sandbox.fingerprint import stage_fingerprint

__all__ = [
    "Quality",
    "blocks_draft",
    "code_draft",
    "content_address",
    "lesson_draft",
    "settings_of",
    "video_format",
    "voice_of",
]

Quality = Literal["preview", "full"]

_SIZES: dict[tuple[str, Quality], tuple[int, int]] = {
    ("landscape", "full"): (1920, 1080),
    ("landscape", "preview"): (854, 480),
    ("portrait", "full"): (1080, 1920),
    ("portrait", "preview"): (480, 854),
    ("square", "full"): (1080, 1080),
    ("square", "preview"): (480, 480),
}


def video_format(shape: str, quality: Quality) -> VideoFormat:
    """The frame size and rate of a lesson's ``format`` at a quality."""
    width, height = _SIZES[shape, quality]
    fps, profile = (30, "final") if quality == "full" else (15, "preview")
    return VideoFormat(width, height, fps, profile)


def settings_of(lesson: Lesson, voice: str = "none") -> dict[str, Any]:
    """What all scenes of a lesson share; ``voice`` speaks where the lesson names no voice."""
    shared = lesson.model_dump(
        mode="json",
        include={"theme", "format", "voice", "language", "math", "author", "sources"},
        exclude_none=True,
    )
    shared.setdefault("voice", {"engine": voice})
    shared["voice"].pop("line", None)
    return shared


def voice_of(settings: Mapping[str, Any], own: VoiceSettings | None = None) -> Voice | None:
    """The voice that a session's settings name. ``own`` is this installation's: what it has is given to its
    engine and to no other, so that a lesson can't send a key to somebody else.

    Raises:
        VoiceMissing: it is not on this machine.
    """
    chosen = dict(settings.get("voice") or {})
    wanted = VoiceSettings(**chosen, language=settings.get("language", "en"))
    own = own or VoiceSettings()
    if wanted.engine == "piper":
        wanted = replace(wanted, name=_piper_file(wanted.name, own))
    if wanted.engine == own.engine:
        name = wanted.name or own.name
        wanted = replace(own, name=name, language=wanted.language, speed=wanted.speed)
    return open_voice(wanted)


def _piper_file(name: str, own: VoiceSettings) -> str:
    """The voice file that a lesson means: one of those beside the installation's own, by name."""
    if own.engine != "piper" or not own.name:
        raise VoiceMissing(
            "This installation has no Piper voice.",
            fix="Set PROOFREEL_VOICE=piper and PROOFREEL_VOICE_NAME=FILE.onnx.",
        )
    if not name:
        return own.name
    known = {path.stem: path for path in sorted(Path(own.name).parent.glob("*.onnx"))}
    if name not in known:
        raise VoiceMissing(
            f"There is no Piper voice {name!r} here.",
            fix=f"Name one of {', '.join(known) or 'none'}, or leave it out.",
        )
    return str(known[name])


def lesson_draft(
    lesson: Lesson,
    scene: LessonScene,
    *,
    form: VideoFormat,
    settings: Mapping[str, Any],
    assets: Mapping[str, str],
) -> SceneDraft:
    """A scene of a lesson as a draft. ``assets`` maps each picture's path to the sha256 of its bytes."""
    compiled = compile_scene(lesson, scene)
    used = {f"assets/{path}": assets[path] for path in compiled.assets if path in assets}
    return SceneDraft(
        title=scene.title,
        kind="blocks",
        code=compiled.code,
        digest=content_address(compiled.code, form, settings, used),
        blocks=[_plain(block) for block in scene.blocks],
        line_map=compiled.line_map,
        assets=used,
    )


def blocks_lesson(
    title: str, scene_title: str, blocks: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]
) -> Lesson:
    """A lesson of one scene out of blocks as data, with a session's settings.

    Raises:
        LessonError: every mistake in the blocks, each with its place.
    """
    known = {key: settings[key] for key in ("theme", "format", "language", "math") if key in settings}
    scene = {"title": scene_title, "blocks": list(blocks)}
    return from_plan({"title": title, "scenes": [scene], **known}, "blocks")


def blocks_draft(
    session: Session, scene_title: str, blocks: Sequence[Mapping[str, Any]], assets: Mapping[str, str]
) -> SceneDraft:
    """Blocks as data as a draft of a scene of ``session``; ``assets`` are those that the scene has already.

    Raises:
        LessonError: every mistake in the blocks, each with its place.
    """
    lesson = blocks_lesson(session.title, scene_title, blocks, session.settings)
    kept = {name.removeprefix("assets/"): sha256 for name, sha256 in assets.items()}
    return lesson_draft(lesson, lesson.scenes[0], form=session.format, settings=session.settings, assets=kept)


def _plain(block: Any) -> dict[str, Any]:
    """A block as data that a person may edit: no defaults, no places in a file."""
    data: dict[str, Any] = block.model_dump(mode="json", exclude_defaults=True)
    return {"kind": block.kind} | _without_lines(data)


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        return {key: _without_lines(item) for key, item in items.items() if key not in ("line", "kind")}
    if isinstance(value, list):
        entries = cast("list[Any]", value)
        return [_without_lines(entry) for entry in entries]
    return value


def code_draft(
    title: str, code: str, *, form: VideoFormat, settings: Mapping[str, Any], assets: Mapping[str, str]
) -> SceneDraft:
    """Hand-written code as a draft."""
    return SceneDraft(
        title=title,
        kind="code",
        code=code,
        digest=content_address(code, form, settings, assets),
        assets=dict(assets),
    )


def content_address(
    code: str, form: VideoFormat, settings: Mapping[str, Any], assets: Mapping[str, str]
) -> str:
    """The sha256 of everything that a chunk depends on: two scenes with one address have one chunk."""
    relevant = {key: settings.get(key) for key in ("theme", "math", "voice", "language")}
    parts = [
        code,
        [form.width, form.height, form.fps, form.profile],
        relevant,
        dict(assets),
        stage_fingerprint(),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
