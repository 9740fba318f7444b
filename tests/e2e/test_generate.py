"""``proofreel generate`` and ``edit`` as a user runs them. The model's answers are scripted; all else is real."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location(
    "replay", Path(__file__).parents[1] / "pipeline" / "director" / "replay.py"
)
assert spec is not None
assert spec.loader is not None
replay = importlib.util.module_from_spec(spec)
sys.modules["replay"] = replay
spec.loader.exec_module(replay)

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


async def proofreel(home: Path, cwd: Path, *arguments: str, **settings: str):
    env = {name: value for name, value in os.environ.items() if not name.startswith("PROOFREEL_")}
    env |= {
        "PROOFREEL_HOME": str(home),
        "PROOFREEL_SANDBOX": "bubblewrap",
        "PROOFREEL_VOICE": "none",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "proofreel",
        *arguments,
        cwd=cwd,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_a_sentence_and_a_document_become_a_video_that_names_its_source(home, tmp_path):
    (tmp_path / "notes.md").write_text("# Dots\nA dot has no size.\n")
    script = {"plan": [replay.calls("submit_plan", **PLAN)]}
    async with replay.replaying(script) as server:
        key = {"PROOFREEL_DIRECTOR_KEY": "sk-scripted", "PROOFREEL_DIRECTOR_URL": server.url}
        command = ("generate", "What is a dot?", "--source", "notes.md", "--quality", "preview", "--json")
        code, out, err = await proofreel(home, tmp_path, *command, **key)

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


async def test_without_a_key_the_command_says_the_three_ways(home, tmp_path):
    code, out, err = await proofreel(home, tmp_path, "generate", "What is a dot?")

    assert code == 1
    assert out == ""
    for way in ("proofreel serve", "PROOFREEL_DIRECTOR_KEY", "proofreel make"):
        assert way in err


async def test_a_refused_key_says_which_setting_to_look_at(home, tmp_path):
    refused = replay.says("never")
    refused.faults = ["401"]
    async with replay.replaying({"plan": [refused]}) as server:
        key = {"PROOFREEL_DIRECTOR_KEY": "sk-wrong", "PROOFREEL_DIRECTOR_URL": server.url}
        code, _, err = await proofreel(home, tmp_path, "generate", "What is a dot?", **key)

    assert code == 1
    assert "PROOFREEL_DIRECTOR_KEY" in err
    assert "Traceback" not in err
