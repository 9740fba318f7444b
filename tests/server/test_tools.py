"""The MCP tools as a client sees them, over the in-memory transport."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from fastmcp import Client
from fastmcp.exceptions import ToolError

from pipeline.state import scenes
from pipeline.state.model import SceneStatus
from pipeline.state.transitions import advance
from pipeline.state.versions import get_version
from server.app import create_mcp

STEPS = (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING)

CODE = "from manim import *\n\n\nclass Dots(Scene):\n    def construct(self):\n        self.add(Dot())\n        self.wait()\n"


async def call(client, tool, **arguments):
    return (await client.call_tool(tool, arguments)).structured_content


async def refused(client, tool, **arguments) -> str:
    with pytest.raises(ToolError) as error:
        await client.call_tool(tool, arguments)
    return str(error.value)


async def test_a_lesson_becomes_a_session_with_a_next_step(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)

    assert session["status"] == "idle"
    assert [scene["title"] for scene in session["scenes"]] == ["Round", "Area"]
    assert "render" in session["next"]


async def test_the_same_model_as_json_gives_the_same_scenes(client):
    plan = {
        "title": "Circles",
        "scenes": [{"title": "Area", "blocks": [{"kind": "math", "tex": "A = \\pi r^2"}]}],
    }

    session = await call(client, "plan_lesson", lesson=json.dumps(plan))

    assert [scene["title"] for scene in session["scenes"]] == ["Area"]


async def test_every_mistake_in_a_lesson_is_reported_with_its_line(client):
    broken = "---\ntitle: x\ntheme: purple\n---\n\n## One\n\n```plot\ncurves: [\n```\n\n## Two\n\n```nonsense-block\n```\n"

    said = await refused(client, "plan_lesson", lesson=broken)

    assert said.startswith("lesson_invalid")
    assert "lesson:3" in said
    assert "midnight" in said
    assert "lesson:10" in said
    assert "lesson:14" in said


async def test_planning_again_into_the_session_changes_only_what_changed(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)

    again = await call(
        client, "plan_lesson", lesson=lesson.replace("r^2", "r^3"), session_id=session["session_id"]
    )

    assert again["changed"] == [session["scenes"][1]["scene_id"]]
    assert [scene["version"] for scene in again["scenes"]] == [1, 2]


async def test_planning_again_at_another_quality_keeps_the_session_s_format_and_addresses(
    client, studio, lesson
):
    session = await call(client, "plan_lesson", lesson=lesson, quality="full")

    again = await call(
        client, "plan_lesson", lesson=lesson, quality="preview", session_id=session["session_id"]
    )

    assert again["changed"] == []
    assert again["fps"] == 30


async def test_written_code_is_checked_at_once_and_mended_by_the_findings_edit(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)
    code = CODE.replace("self.add(Dot())", "self.play(ShowCreation(Circle()))")

    written = await call(client, "write_scene", session_id=session["session_id"], title="Dots", code=code)
    edits = [finding["edit"] for finding in written["findings"] if finding.get("edit")]
    assert edits, written["findings"]
    mended = await call(client, "edit_scene", scene_id=written["scene_id"], edits=edits, base_version=1)

    assert [finding["severity"] for finding in written["findings"]] == ["error"]
    assert mended["version"] == 2
    assert mended["findings"] == []


async def test_an_edit_on_an_old_version_shows_what_changed_since(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)
    scene = await call(client, "write_scene", session_id=session["session_id"], title="Dots", code=CODE)
    await call(
        client, "edit_scene", scene_id=scene["scene_id"], edits=[{"old": "Dot()", "new": "Dot(color=RED)"}]
    )

    said = await refused(
        client,
        "edit_scene",
        scene_id=scene["scene_id"],
        edits=[{"old": "self.wait()", "new": "self.wait(2)"}],
        base_version=1,
    )

    assert said.startswith("stale_version")
    assert "+        self.add(Dot(color=RED))" in said


async def test_an_unknown_session_brings_the_nearest(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)

    said = await refused(client, "get_status", session_id="ses_none")

    assert said.startswith("not_found")
    assert session["session_id"] in said


@pytest.mark.parametrize(
    ("tool", "arguments", "right"),
    [
        ("plan_lesson", {}, "lesson: is required"),
        ("plan_lesson", {"lesson": "x", "quality": "huge"}, "quality: must be one of 'preview' or 'full'"),
        ("get_status", {"session_id": "x", "wait_s": 500}, "wait_s: must be at most 25"),
        ("edit_scene", {"scene_id": "x", "edits": []}, "edits: must have at least 1 items"),
        ("list_projects", {"limit": 0}, "limit: must be at least 1"),
        ("render", {"session": "x"}, "session: there is no such argument. Did you mean 'session_id'?"),
        ("plan_lessons", {}, "there is no tool 'plan_lessons'. Did you mean 'plan_lesson'?"),
    ],
)
async def test_wrong_arguments_come_with_what_is_right(client, tool, arguments, right):
    said = await refused(client, tool, **arguments)

    assert right in said
    assert "http" not in said
    assert "Traceback" not in said


async def test_an_unknown_scene_brings_the_nearest_with_its_title(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)
    scene = session["scenes"][1]

    said = await refused(client, "history", scene_id=scene["scene_id"][:-2])

    assert said.startswith("not_found")
    assert f"{scene['scene_id']} (Area)" in said


async def test_history_is_paged_and_shows_differences_when_asked(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)
    scene = await call(client, "write_scene", session_id=session["session_id"], title="Dots", code=CODE)
    edits = [{"old": "Dot()", "new": "Dot(color=RED)"}]
    await call(client, "edit_scene", scene_id=scene["scene_id"], edits=edits)

    first = await call(client, "history", scene_id=scene["scene_id"], detail="full", limit=1)
    rest = await call(client, "history", scene_id=scene["scene_id"], offset=first["next_offset"])

    assert [version["version"] for version in first["versions"] + rest["versions"]] == [2, 1]
    assert first["versions"][0]["current"]
    assert "+        self.add(Dot(color=RED))" in first["versions"][0]["diff"]
    assert "diff" not in rest["versions"][0]


async def test_a_session_says_what_rendering_it_will_take(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)

    assert session["estimate_s"] >= 1


async def test_while_it_renders_a_poll_tells_of_what_is_not_ready_and_counts_the_rest(client, studio, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)
    done, drawn = scenes.list_scenes(studio.db, session["session_id"])
    with studio.db.transaction() as tx:
        for scene, steps in ((done, STEPS), (drawn, STEPS[:2])):
            for step in steps:
                advance(tx, scene.id, step, version=1)
    made = replace(get_version(studio.db, done.id, 1), chunk_key="x.mp4", sha256="a" * 64, frames=10)
    scenes.finish_scene(studio.db, done.id, 1, made)

    poll = await call(client, "get_status", session_id=session["session_id"])
    full = await call(client, "get_status", session_id=session["session_id"], detail="full")

    assert (poll["status"], poll["ready"]) == ("rendering", 1)
    assert [scene["scene_id"] for scene in poll["scenes"]] == [drawn.id]
    assert [scene["status"] for scene in full["scenes"]] == ["ready", "rendering"]
    assert "ready" not in full


class TestScenesThatALessonNoLongerHas:
    """Planning a shorter lesson into a session deletes scenes: somebody has to agree."""

    SHORTER = "---\ntitle: Circles\n---\n\n## Round\n\nA circle is round.\n"

    async def test_are_named_to_a_client_that_cannot_ask(self, client, lesson):
        session = await call(client, "plan_lesson", lesson=lesson)

        said = await refused(client, "plan_lesson", lesson=self.SHORTER, session_id=session["session_id"])
        after = await call(client, "get_status", session_id=session["session_id"])
        confirmed = await call(
            client, "plan_lesson", lesson=self.SHORTER, session_id=session["session_id"], confirm=True
        )

        assert said.startswith("not_confirmed")
        assert "'Area'" in said
        assert len(after["scenes"]) == 2
        assert len(confirmed["scenes"]) == 1

    @pytest.mark.parametrize("mode", ["auto", "legacy"])
    @pytest.mark.parametrize(("agrees", "left"), [(True, 1), (False, 2)])
    async def test_are_asked_about_where_the_client_can_ask(self, studio, lesson, mode, agrees, left):
        asked = []

        async def answer(message, response_type, params, context):
            asked.append(message)
            return {"confirm": agrees} if mode == "auto" else {"value": agrees}

        async with Client(create_mcp(studio), elicitation_handler=answer, mode=mode) as client:
            session = await call(client, "plan_lesson", lesson=lesson)
            arguments = {"lesson": self.SHORTER, "session_id": session["session_id"]}
            if agrees:
                await call(client, "plan_lesson", **arguments)
            else:
                assert "the user said no" in await refused(client, "plan_lesson", **arguments)
            after = await call(client, "get_status", session_id=session["session_id"])

        assert "'Area'" in asked[0]
        assert len(after["scenes"]) == left


async def test_without_a_sandbox_rendering_is_refused_with_the_way_out(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)

    said = await refused(client, "render", session_id=session["session_id"])

    assert said.startswith("sandbox_backend_missing")
    assert "Fix:" in said


async def test_a_video_that_is_not_ready_says_which_scenes_are_missing(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)

    said = await refused(client, "export_video", session_id=session["session_id"])

    assert "Round" in said or "sandbox_backend_missing" in said


async def test_projects_are_paged(client, lesson):
    for number in range(3):
        await call(client, "plan_lesson", lesson=lesson.replace("Circles", f"Circles {number}"))

    page = await call(client, "list_projects", limit=2)
    rest = await call(client, "list_projects", limit=2, offset=page["next_offset"])

    titles = [project["title"] for project in page["projects"] + rest["projects"]]
    assert sorted(titles) == ["Circles 0", "Circles 1", "Circles 2"]
    assert rest.get("next_offset") is None


async def test_snippets_and_the_api_are_found(client):
    found = await call(client, "search_snippets", query="tangent line to a curve")
    entry = await call(client, "lookup_api", symbol="Axes.plot")
    missing = await call(client, "lookup_api", symbol="ShowCreation")
    kit = await call(client, "lookup_api", symbol="LessonScene")

    assert found["results"][0]["code"]
    assert entry["found"]
    assert not missing["found"]
    assert "Create" in missing["near"]
    assert "reveal_all" in kit["text"]


async def test_guides_can_be_read(client):
    names = {str(resource.uri) for resource in await client.list_resources()}

    assert {"guide://lesson-format", "guide://lesson-schema"} <= names
    for uri in names:
        (content,) = await client.read_resource(uri)
        assert content.text


async def test_a_call_that_takes_too_long_says_so_and_what_to_do():
    import asyncio

    from fastmcp import FastMCP
    from fastmcp.tools.function_tool import FunctionTool

    from server.errors import ActionableErrors

    async def slow() -> str:
        await asyncio.sleep(30)
        return "late"

    mcp = FastMCP("slow", middleware=[ActionableErrors()], mask_error_details=True)
    mcp.add_tool(FunctionTool.from_function(slow, timeout=0.05))

    async with Client(mcp) as client:
        said = await refused(client, "slow")

    assert said.startswith("timeout: ")
    assert "get_status" in said
