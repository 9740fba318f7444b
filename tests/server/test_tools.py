"""The MCP tools as a client sees them, over the in-memory transport."""

from __future__ import annotations

import json

import pytest
from fastmcp.exceptions import ToolError

CODE = "from manim import *\n\n\nclass Dots(Scene):\n    def construct(self):\n        self.add(Dot())\n        self.wait()\n"


async def call(client, tool, **arguments):
    return (await client.call_tool(tool, arguments)).structured_content


async def refused(client, tool, **arguments) -> str:
    with pytest.raises(ToolError) as error:
        await client.call_tool(tool, arguments)
    return str(error.value)


async def test_every_tool_has_a_title_a_description_an_output_schema_and_annotations(client):
    tools = await client.list_tools()

    assert {tool.name for tool in tools} >= {
        "plan_lesson", "write_scene", "edit_scene", "check_scene", "render", "get_status",
        "export_video", "list_projects", "cancel", "revert_scene", "search_snippets", "lookup_api",
    }  # fmt: skip
    for tool in tools:
        assert tool.title, tool.name
        assert tool.description, tool.name
        assert tool.output_schema, tool.name
        assert tool.annotations is not None, tool.name


async def test_no_argument_of_a_tool_is_a_path_or_a_command(client):
    for tool in await client.list_tools():
        names = set(tool.input_schema["properties"])
        assert not names & {
            "path",
            "file",
            "filename",
            "out",
            "output",
            "command",
            "backend",
            "studio",
            "owner",
        }


async def test_a_lesson_becomes_a_session_with_a_next_step(client, lesson):
    session = await call(client, "plan_lesson", lesson=lesson)

    assert session["status"] == "idle"
    assert [scene["title"] for scene in session["scenes"]] == ["Round", "Area"]
    assert session["changed"] == [scene["scene_id"] for scene in session["scenes"]]
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
    ("tool", "arguments"),
    [
        ("plan_lesson", {}),
        ("plan_lesson", {"lesson": "x", "quality": "huge"}),
        ("get_status", {"session_id": "x", "wait_s": 500}),
        ("edit_scene", {"scene_id": "x", "edits": []}),
        ("list_projects", {"limit": 0}),
    ],
)
async def test_wrong_arguments_are_named_without_a_library_s_link(client, tool, arguments):
    said = await refused(client, tool, **arguments)

    assert "http" not in said
    assert "Traceback" not in said
    assert any(name in said for name in ("lesson", "quality", "wait_s", "edits", "limit"))


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

    assert found["results"][0]["code"]
    assert entry["found"]
    assert not missing["found"]
    assert "Create" in missing["text"]


async def test_guides_can_be_read(client):
    names = {str(resource.uri) for resource in await client.list_resources()}

    assert {"guide://lesson-format", "guide://lesson-schema"} <= names
    for uri in names:
        (content,) = await client.read_resource(uri)
        assert content.text
