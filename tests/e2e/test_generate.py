"""``proofreel generate`` and ``edit`` as a user runs them. The model's answers are scripted; all else is real."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest

from ..replay import calls, replaying, says
from .command import proofreel

pytestmark = [
    pytest.mark.bubblewrap,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap: apt install bubblewrap"),
]

PLAN = {
    "title": "Dots",
    "scenes": [
        {
            "title": "Idea",
            "goal": "Know it.",
            "visual": "A line of text.",
            "blocks": "- A dot has no size\n",
            "cites": [{"source": "S1", "place": "Dots", "quote": "A dot has no size"}],
        }
    ],
}


@pytest.fixture
def run(tmp_path):
    async def command(*arguments: str, **settings: str):
        settings = {"PROOFREEL_SANDBOX": "bubblewrap", "PROOFREEL_VOICE": "none", **settings}
        done = await asyncio.to_thread(proofreel, *arguments, cwd=tmp_path, **settings)
        return done.returncode, done.stdout, done.stderr

    return command


async def test_a_sentence_and_a_document_become_a_video_that_names_its_source(run, tmp_path):
    (tmp_path / "notes.md").write_text("# Dots\nA dot has no size.\n")
    script = {"plan": [calls("submit_plan", **PLAN)]}
    async with replaying(script) as server:
        key = {"PROOFREEL_DIRECTOR_KEY": "sk-scripted", "PROOFREEL_DIRECTOR_URL": server.url}
        command = ("generate", "What is a dot?", "--source", "notes.md", "--quality", "preview", "--json")
        code, out, err = await run(*command, **key)

    assert code == 0, err
    told = json.loads(out)
    assert told["status"] == "done"
    assert told["turns"] == 1
    assert "sk-scripted" not in out + err
    video = tmp_path / told["video"]
    import av

    with av.open(str(video)) as container:
        assert "notes.md (Dots)" in container.metadata["comment"]
        assert container.streams.video[0].frames > 0


async def test_without_a_key_the_command_says_the_three_ways(run):
    code, out, err = await run("generate", "What is a dot?")

    assert code == 1
    assert out == ""
    for way in ("proofreel serve", "PROOFREEL_DIRECTOR_KEY", "proofreel make"):
        assert way in err


async def test_a_refused_key_says_which_setting_to_look_at(run):
    refused = says("never")
    refused.faults = ["401"]
    async with replaying({"plan": [refused]}) as server:
        key = {"PROOFREEL_DIRECTOR_KEY": "sk-wrong", "PROOFREEL_DIRECTOR_URL": server.url}
        code, _, err = await run("generate", "What is a dot?", **key)

    assert code == 1
    assert "PROOFREEL_DIRECTOR_KEY" in err
    assert "Traceback" not in err
