"""The agent sees what it drew: obligations, mending, frames, errors, through the sandbox."""

from __future__ import annotations

import asyncio
import base64
import io
from dataclasses import replace

import pytest
from fastmcp import Client
from fastmcp.exceptions import ToolError
from mcp.shared.exceptions import MCPError
from PIL import Image

from pipeline import previewing, reviewing
from pipeline.state import projects
from pipeline.studio import StudioSettings, open_studio
from server.app import create_mcp
from tools import checking

pytestmark = pytest.mark.bubblewrap

CROWDED = """from manim import *


class Crowded(Scene):
    def construct(self):
        title = Text("Supply and demand", font_size=48)
        note = Text("where they meet", font_size=48)
        self.play(Write(title), run_time=0.4)
        self.play(Write(note), run_time=0.4)
        self.wait(0.4)
"""


@pytest.fixture
async def studio(home, sandbox_settings):
    async with open_studio(StudioSettings(home, sandbox_settings)) as studio:
        yield studio


@pytest.fixture
async def client(studio):
    async with Client(create_mcp(studio)) as client:
        yield client


async def call(client, tool, **arguments):
    """A call that comes again, as the answer says, while a busy machine is still at the check."""
    for _ in range(8):
        try:
            return await client.call_tool(tool, arguments)
        except ToolError as error:
            if not str(error).startswith("still_checking"):
                raise
    raise AssertionError(f"{tool} was never answered")


async def written(client, code):
    lesson = "---\ntitle: Market\n---\n\n## One\n\n- a point\n"
    session = (await call(client, "plan_lesson", lesson=lesson, quality="preview")).structured_content
    scene_id = session["scenes"][0]["scene_id"]
    await call(
        client, "write_scene", session_id=session["session_id"], title="One", code=code,
        scene_id=scene_id, base_version=1,
    )  # fmt: skip
    return session["session_id"], scene_id


def pictures(result):
    return [base64.b64decode(one.data) for one in result.content if one.type == "image"]


async def rendered(client, studio, session_id):
    await call(client, "render", session_id=session_id, wait_s=20)
    async with asyncio.timeout(90):
        while projects.get_session(studio.db, session_id).status not in ("ready", "error"):
            await asyncio.sleep(0.05)


async def exported_video(client, session_id):
    """As an agent does it: again while it is being joined."""
    while "path" not in (
        said := (await call(client, "export_video", session_id=session_id)).structured_content
    ):
        assert said["next"].startswith("export_video again")
    return said


def counted_rehearsals(monkeypatch, asked=reviewing):
    """A list that gets one entry for each rehearsal that ``asked`` orders from now on."""
    runs, rehearse = [], asked.rehearse

    async def counted(request, *args, **kwargs):
        runs.append(request.label)
        return await rehearse(request, *args, **kwargs)

    monkeypatch.setattr(asked, "rehearse", counted)
    return runs


async def test_ready_edits_that_break_the_scene_are_taken_back(client, monkeypatch):
    _, scene_id = await written(client, CROWDED)
    rehearse = reviewing.rehearse

    async def careless(request, *args, **kwargs):
        report = await rehearse(request, *args, **kwargs)
        edit = {"old": "self.wait(0.4)", "new": "note[99].shift(UP)"}
        return replace(report, findings=[one | {"edit": edit} for one in report.findings])

    monkeypatch.setattr(reviewing, "rehearse", careless)
    fixed = await call(client, "check_scene", scene_id=scene_id, fix=True)
    (source,) = await client.read_resource(f"scene://{scene_id}/source")

    assert "IndexError" in fixed.content[0].text
    assert "taken back" in fixed.content[0].text
    assert source.text == CROWDED
    assert not [one for one in fixed.structured_content["findings"] if one.get("edit")]


async def test_a_check_that_takes_longer_than_a_call_goes_on_and_the_next_call_joins_it(client, monkeypatch):
    _, scene_id = await written(client, CROWDED)
    runs = counted_rehearsals(monkeypatch)
    monkeypatch.setattr(checking, "_WAIT_S", 0.001)

    with pytest.raises(ToolError, match="still_checking"):
        await client.call_tool("check_scene", {"scene_id": scene_id})
    monkeypatch.setattr(checking, "_WAIT_S", 25)
    checked = await call(client, "check_scene", scene_id=scene_id)

    assert "text-over-text" in checked.content[0].text
    assert len(runs) == 1


async def test_a_preview_that_was_edited_is_rendered_in_full_size_as_it_was_edited(client, studio):
    small = CROWDED.replace("self.play(Write(note), run_time=0.4)", "pass").replace("0.4", "0.1")
    session_id, scene_id = await written(client, small)

    full = (
        await call(client, "render", session_id=session_id, scene_ids=[scene_id], quality="full")
    ).structured_content
    async with asyncio.timeout(90):
        while projects.get_session(studio.db, full["session_id"]).status not in ("ready", "error"):
            await asyncio.sleep(0.05)
    again = await call(client, "render", session_id=session_id, quality="full", wait_s=0)
    replanned = await call(
        client,
        "plan_lesson",
        lesson="# Market\n\n## One\n\n- a point\n",
        session_id=session_id,
        quality="full",
    )

    assert full["session_id"] != session_id
    assert full["fps"] == 30
    assert (again.structured_content["session_id"], again.structured_content["status"]) == (
        full["session_id"],
        "ready",
    )
    (source,) = await client.read_resource(f"scene://{full['scenes'][0]['scene_id']}/source")
    assert source.text == small
    assert "render with quality=full" in replanned.structured_content["next"]


async def test_an_error_of_the_layout_blocks_the_export_until_it_is_waived_with_a_reason(
    client, studio, monkeypatch
):
    session_id, scene_id = await written(client, CROWDED)
    before = await call(client, "view_frames", scene_id=scene_id, times=[0.2, 1.0], boxes=True)
    await rendered(client, studio, session_id)

    with pytest.raises(ToolError, match="unmended_findings") as refused:
        await exported_video(client, session_id)
    assert "text-over-text" in str(refused.value)
    after = await call(client, "view_frames", scene_id=scene_id, times=[0.2, 1.0, 99], boxes=True)
    runs = counted_rehearsals(monkeypatch)
    checked = await call(client, "check_scene", scene_id=scene_id, waive={"text-over-text": "a palimpsest"})
    assert checked.structured_content["ok"] is True
    assert len(runs) == 1
    exported = await exported_video(client, session_id)
    (frame,) = await client.read_resource(f"scene://{scene_id}/frames/5")
    (video,) = await client.read_resource(f"scene://{scene_id}/video")
    with pytest.raises(MCPError, match="has no frame 9000"):
        await client.read_resource(f"scene://{scene_id}/frames/9000")

    picture = Image.open(io.BytesIO(base64.b64decode(frame.blob)))
    assert frame.mime_type == f"image/{picture.format.lower()}"
    assert picture.width > picture.height > 100
    assert video.mime_type == "video/mp4"
    assert base64.b64decode(video.blob)[4:8] == b"ftyp"
    assert exported["frames"] > 0
    history = (await call(client, "history", scene_id=scene_id)).structured_content
    assert "a palimpsest" in history["versions"][0]["change"]
    # Frames came from a rehearsal first, and from the video once there was one.
    assert (before.structured_content["rendered"], len(pictures(before))) == (False, 2)
    assert (after.structured_content["rendered"], len(pictures(after))) == (True, 1)
    for data in pictures(before) + pictures(after):
        assert len(data) <= 80_000
        assert Image.open(io.BytesIO(data)).width >= 400


async def test_what_was_waived_is_not_mended_and_what_was_not_is(client):
    code = CROWDED.replace("font_size=48)\n        self", "font_size=48, color='#222222')\n        self", 1)
    _, scene_id = await written(client, code)
    waive = {"low-contrast": "a watermark"}

    fixed = (await call(client, "check_scene", scene_id=scene_id, fix=True, waive=waive)).structured_content

    assert fixed["ok"] is True, fixed
    assert "+        note.shift(" in fixed["fixed_diff"]
    assert "set_color" not in fixed["fixed_diff"]


async def test_a_preview_of_a_change_shows_its_faults_in_one_rehearsal(client, studio, monkeypatch):
    _, scene_id = await written(client, CROWDED.replace("note)", "note.shift(DOWN))"))
    runs = counted_rehearsals(monkeypatch, previewing)

    seen = await previewing.preview(studio, scene_id, owner="local", code=CROWDED)

    assert [one["rule"] for one in seen.report.findings] == ["text-over-text"]
    assert list(seen.frames) == [seen.report.findings[0]["frame"]]
    assert len(runs) == 1


async def test_what_is_mechanical_is_mended_and_an_error_comes_with_its_lines_and_the_api(client):
    _, scene_id = await written(client, CROWDED)

    fixed = (await call(client, "check_scene", scene_id=scene_id, fix=True)).structured_content

    assert fixed["ok"] is True, fixed
    assert fixed["version"] == 3
    assert "+        note.shift(" in fixed["fixed_diff"]

    edits = [{"old": "Write(note)", "new": "Write(note, run_time=[][0])"}]
    await call(client, "edit_scene", scene_id=scene_id, edits=edits)
    brief = await call(client, "check_scene", scene_id=scene_id)
    full = await call(client, "check_scene", scene_id=scene_id, detail="full")

    assert "traceback" not in brief.structured_content["error"]
    assert "traceback" in full.structured_content["error"]
    assert "self.play(Write(note, run_time=[][0])" in brief.content[0].text
    assert "api: animation Write" in brief.content[0].text
