"""The harness of the director: it reads published lists, counts rightly, and goes on where it stopped."""

from __future__ import annotations

import json
import shutil

import pytest

from benchmarks.director.figures import compared, summed_up, wilson
from benchmarks.director.prompts import UnreadablePrompts, read_prompts
from benchmarks.director.scripted import scripted
from benchmarks.director.trials import Trial, read_rows, run_arm, trial_file
from pipeline.director import DirectorSettings
from pipeline.studio import StudioSettings
from render_sandbox.sandbox import SandboxSettings

from ..replay import replaying


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_our_own_lists_are_json_lines(tmp_path):
    path = written(
        tmp_path, "own.jsonl", '{"prompt": "Why?"}\n\n{"id": "b", "prompt": "How?", "group": "x"}\n'
    )

    assert [(p.id, p.text, p.group) for p in read_prompts(path)] == [
        ("own-1", "Why?", ""),
        ("b", "How?", "x"),
    ]


def test_theorems_are_asked_by_name_and_statement(tmp_path):
    entry = {
        "theorem": "Heron's formula",
        "description": "The area from three sides.",
        "difficulty": "Easy",
        "remark": "",
        "subfield": "Geometry",
    }
    row = entry | {"uid": "math_12", "subject": "Math"}

    (local,) = read_prompts(written(tmp_path, "math.json", [entry]))
    (hosted,) = read_prompts(written(tmp_path, "rows.jsonl", json.dumps(row)))

    assert (local.id, local.text) == ("math-1", "Heron's formula: The area from three sides.")
    assert (hosted.id, hosted.group) == ("math_12", "math easy")


def test_topics_of_mmmc_are_read_from_both_of_its_files(tmp_path):
    row = {"id": 7, "category": "Topology", "video": "7.mp4", "main_topics": ["Möbius strips", "Knots"]}

    topics = read_prompts(written(tmp_path, "long_video_topics_list.json", ["Space-filling curves"]))
    rows = read_prompts(written(tmp_path, "metadata.jsonl", json.dumps(row)))

    assert [p.text for p in topics] == ["Space-filling curves"]
    assert [(p.id, p.text, p.group) for p in rows] == [
        ("7.1", "Möbius strips", "Topology"),
        ("7.2", "Knots", "Topology"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no prompt"),
        ("not JSON", "neither"),
        ('{"question": "Why?"}', "none of the formats"),
        ('{"id": 1, "prompt": "a"}\n{"id": 1, "prompt": "b"}', "twice"),
        ('{"prompt": "a"}\n{"text": "b"}', "entry 2"),
    ],
)
def test_what_is_no_list_of_prompts_says_where(tmp_path, content, said):
    with pytest.raises(UnreadablePrompts, match=said):
        read_prompts(written(tmp_path, "list.jsonl", content))


def test_a_share_of_few_has_a_wide_interval():
    # Against the published figures: Newcombe 1998, table I, method 3.
    for hits, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)
    # Against SciPy 1.17: binomtest(hits, of).proportion_ci(0.95, method="wilson").
    for hits, of, low, high in (
        (81, 263, 0.255289, 0.366210),
        (1, 29, 0.006113, 0.171755),
        (29, 29, 0.883030, 1.0),
        (225, 240, 0.899453, 0.961762),
        (938, 1000, 0.921312, 0.951336),
    ):
        assert wilson(hits, of) == pytest.approx((low, high), abs=1e-6)


def row(name, *scenes, status="done", **more):
    return {"id": name, "status": status, "tokens": 10, "usd": None, "seconds": 1.0, "turns": 2} | {
        "scenes": [
            {"coded": coded, "first_shot": first, "outcome": outcome, "ready": True, "findings": found}
            for coded, first, outcome, found in scenes
        ],
        **more,
    }


BLOCKS = (False, None, "accepted", 0)
AT_ONCE = (True, True, "accepted", 0)
MENDED = (True, False, "accepted", 1)
GAVE_UP = (True, None, "fallback", 0)


def test_rates_are_of_the_scenes_that_were_coded_and_one_without_a_verdict_was_not_right_at_once():
    rows = [row("a", BLOCKS, AT_ONCE), row("b", MENDED, GAVE_UP), row("c", status="failed")]

    figures = summed_up(rows)

    assert figures["completed"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert figures["first_shot"]["value"] == pytest.approx(1 / 3, abs=1e-6)
    assert figures["after_repair"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert figures["fallback"]["value"] == pytest.approx(1 / 3, abs=1e-6)
    assert figures["findings_left_per_scene"]["value"] == 0.25
    assert figures["usd"] is None
    for figure in (found for found in figures.values() if isinstance(found, dict)):
        assert figure["low"] <= figure["value"] <= figure["high"]


def test_arms_are_compared_over_the_prompts_that_both_have():
    base = [row(str(n), AT_ONCE) for n in range(20)] + [row("only here", GAVE_UP)]
    arm = [row(str(n), MENDED, tokens=30) for n in range(20)]

    differs = compared(arm, base)

    assert (differs["first_shot"]["value"], differs["first_shot"]["high"]) == (-1, -1)
    assert differs["after_repair"]["value"] == 0
    assert differs["tokens"]["value"] == 20


@pytest.mark.bubblewrap
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap: apt install bubblewrap")
async def test_a_run_that_stopped_goes_on_and_asks_for_nothing_twice(tmp_path):
    prompts = read_prompts(written(tmp_path, "own.jsonl", '{"prompt": "Why?"}\n{"prompt": "Who?"}'))
    studio = StudioSettings(tmp_path, SandboxSettings(backend="bubblewrap", workers=1))
    async with replaying(scripted) as replay:
        director = DirectorSettings("sk-scripted", "scripted", replay.url)
        trial = Trial("full", tmp_path / "out", director, studio, parallel=1)
        await run_arm(trial, prompts[:1])
        asked = len(replay.bodies)
        with trial_file(trial).open("a") as file:
            file.write('{"id": "own-2", "cut')  # the process died while it wrote
        assert len(read_rows(trial)) == 1

        rows = await run_arm(trial, prompts)
        again = len(replay.bodies)
        assert await run_arm(trial, prompts) == rows

    assert [(found["id"], found["status"]) for found in rows] == [("own-1", "done"), ("own-2", "done")]
    assert all(scene["ready"] for found in rows for scene in found["scenes"])
    assert asked == rows[0]["turns"]
    assert len(replay.bodies) == again == rows[0]["turns"] + rows[1]["turns"]
