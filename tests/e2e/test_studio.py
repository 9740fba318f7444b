"""A lesson through the real pipeline: sandbox, queue, store, export."""

from __future__ import annotations

import asyncio
import io

import av
import pytest

from pipeline.exporting import NotReady
from pipeline.lesson import parse
from pipeline.state import projects, scenes
from pipeline.state.model import SceneStatus
from pipeline.state.versions import get_version
from pipeline.studio import StudioSettings, open_studio

pytestmark = pytest.mark.bubblewrap


@pytest.fixture
async def studio(home, sandbox_settings):
    async with open_studio(StudioSettings(home, sandbox_settings)) as studio:
        yield studio


async def settle(studio, session_id, *, seconds=90):
    async with asyncio.timeout(seconds):
        while projects.get_session(studio.db, session_id).status not in ("ready", "error"):
            await asyncio.sleep(0.05)
    return scenes.list_scenes(studio.db, session_id)


async def make(studio, text):
    plan = studio.plan(parse(text, "lesson.md"), owner="local", quality="preview", source_name="lesson.md")
    await studio.render(plan.session.id, owner="local")
    return plan.session.id, await settle(studio, plan.session.id)


def renders(studio):
    return studio.db.rows("SELECT COUNT(DISTINCT chunk_key) FROM scene_versions")[0][0]


def measure(path):
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        frames = sum(1 for packet in container.demux(video) if packet.size)
        length = float(audio.duration * audio.time_base)
        return frames, frames / float(video.average_rate), length, container.chapters()


async def test_a_lesson_becomes_one_video_whose_frames_are_the_sum_of_its_scenes(studio, lesson):
    session_id, found = await make(studio, lesson)

    export = await studio.export(session_id, owner="local")

    frames, seconds, audio_seconds, chapters = measure(export.path)
    assert [scene.status for scene in found] == [SceneStatus.READY] * 3
    assert frames == export.frames == sum(scene.duration_frames for scene in found)
    assert abs(seconds - audio_seconds) < 1 / 15
    assert [chapter["metadata"]["title"] for chapter in chapters] == ["First", "Second", "Third"]


async def test_every_chunk_is_h264_with_48_khz_aac_and_no_b_frames(studio, lesson):
    _, found = await make(studio, lesson)

    for scene in found:
        version = get_version(studio.db, scene.id, scene.version)
        with av.open(io.BytesIO(studio.store.get(version.chunk_key))) as container:
            video, audio = container.streams.video[0], container.streams.audio[0]
            assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
            assert audio.codec_context.sample_rate == 48_000
            assert not video.codec_context.has_b_frames
            assert sum(1 for packet in container.demux(video) if packet.size) == scene.duration_frames


async def test_the_same_lesson_again_renders_nothing(studio, lesson):
    session_id, _ = await make(studio, lesson)
    before = renders(studio)

    again, found = await make(studio, lesson)

    assert (again, renders(studio)) == (session_id, before)
    assert all(scene.version == 1 for scene in found)


async def test_the_same_lesson_in_another_session_is_ready_as_soon_as_it_is_planned(studio, lesson):
    await make(studio, lesson)
    before = renders(studio)

    plan = studio.plan(parse(lesson), owner="local", quality="preview")

    assert all(scene.status is SceneStatus.READY for scene in plan.scenes)
    assert await studio.render(plan.session.id, owner="local") == []
    assert renders(studio) == before


async def test_a_scene_that_raises_is_an_error_with_both_lines_and_the_others_are_ready(studio, lesson):
    broken = lesson.replace("self.play(Create(Square()), run_time=0.6)", "nothing = 1\nCreate(Squaer())")
    bad_line = next(n for n, line in enumerate(broken.splitlines(), 1) if "Squaer" in line)

    session_id, found = await make(studio, broken)

    error = found[1].error
    assert [scene.status.value for scene in found] == ["ready", "error", "ready"]
    assert (error["lesson_line"], error["lesson"]) == (bad_line, "lesson.md")
    code_line = get_version(studio.db, found[1].id, 1).code.splitlines()[error["line"] - 1]
    assert "Squaer" in code_line
    with pytest.raises(NotReady, match="Second"):
        await studio.export(session_id, owner="local")


async def test_mending_the_lesson_renders_only_the_broken_scene(studio, lesson):
    _, broken = await make(studio, lesson.replace("Create(Square())", "Create(Squaer())"))

    _, mended = await make(studio, lesson)

    assert [scene.status.value for scene in mended] == ["ready"] * 3
    assert [scene.version for scene in mended] == [1, 2, 1]
    assert [scene.id for scene in mended] == [scene.id for scene in broken]


async def test_an_endless_scene_is_stopped_and_says_which_limit(home, sandbox_settings, lesson):
    from dataclasses import replace

    from render_sandbox.job import Limits

    strict = replace(sandbox_settings, limits=Limits(wall_s=6))
    endless = lesson.replace("self.play(Create(Square()), run_time=0.6)", "while True:\n    pass")
    async with open_studio(StudioSettings(home, strict)) as studio:
        _, found = await make(studio, endless)

    assert [scene.status.value for scene in found] == ["ready", "error", "ready"]
    assert found[1].error["code"] == "sandbox_limit"
    assert "time" in found[1].error["message"]


async def test_cancelling_stops_the_running_scene_and_leaves_what_is_ready(studio, lesson):
    slow = lesson.replace("self.play(Create(Square()), run_time=0.6)", "while True:\n    pass")
    plan = studio.plan(parse(slow), owner="local", quality="preview")
    await studio.render(plan.session.id, owner="local")
    async with asyncio.timeout(60):
        while scenes.list_scenes(studio.db, plan.session.id)[1].status is not SceneStatus.RENDERING:
            await asyncio.sleep(0.05)

    studio.cancel(plan.session.id, owner="local", scene_id=plan.scenes[1].id)

    found = await settle(studio, plan.session.id)
    assert found[1].error["code"] == "cancelled"
    assert found[0].status is SceneStatus.READY
