"""What hasn't changed since the last version is taken from its chunk; nothing stale is."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import av
import numpy as np
import pytest

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.engine import native
from render_sandbox.stage.jobs import probe, render

FORM = {"width": 192, "height": 108, "fps": 10}
CODE = """from manim import *

class Example(Scene):
    def construct(self):
        np.random.seed(SEED)
        square = Square(color=BLUE)
        self.play(Create(square))
        self.wait(1.6)
        dot = always_redraw(lambda: Dot(np.random.uniform(-2, 2, 3)))
        self.add(dot)
        self.play(square.animate.shift(RIGHT))
        self.remove(dot)
        self.play(Rotate(square, PI / 4))
        self.play(Write(Text("WORD")), run_time=0.7)
        self.wait(0.5)
"""


@pytest.fixture(autouse=True)
def _ready(tmp_path, monkeypatch):
    if native.load() is None:
        pytest.skip("paint.so is not built: python -m render_sandbox.stage.engine.native")
    monkeypatch.chdir(tmp_path)


def make(code: str, last: dict[str, bytes] | None = None, profile: str = "final", **form: int):
    channel = MemoryChannel()
    files = {f"reuse/{name}": data for name, data in (last or {}).items()}
    request = {"format": {**FORM, **form}, "profile": profile}
    report = render.run(request, {"scene.py": code.encode(), **files}, channel)
    assert report["ok"], report
    return report, channel.files


def version(word: str = "one", seed: int = 1) -> str:
    return CODE.replace("WORD", word).replace("SEED", str(seed))


def frames(chunk: bytes) -> list[Any]:
    with av.open(BytesIO(chunk)) as container:
        return [frame.to_ndarray(format="gray").astype(int) for frame in container.decode(video=0)]


def test_an_unchanged_scene_is_the_same_file_without_encoding():
    _, first = make(version())
    report, second = make(version(), first)
    assert report["reused_frames"] == report["frames"]
    assert second == first


def test_a_changed_last_play_reuses_all_before_it_and_shows_the_new_one():
    _, first = make(version())
    report, second = make(version("two"), first)
    _, fresh = make(version("two"))
    assert report["reused_frames"] >= 46  # all but the text
    assert probe.run({"expect": FORM}, {"chunk.mp4": second["chunk.mp4"]}, MemoryChannel())["ok"]
    pairs = list(zip(frames(second["chunk.mp4"]), frames(fresh["chunk.mp4"]), strict=True))
    assert max(np.abs(a - b).mean() for a, b in pairs) < 1.5


def test_another_random_number_is_another_picture():
    _, first = make(version(seed=1))
    report, second = make(version(seed=2), first)
    _, fresh = make(version(seed=2))
    assert [play["frames"] for play in report["plays"]] == [10, 16, 10, 10, 7, 5]
    assert report["reused_frames"] == report["frames"] - 10
    pairs = list(zip(frames(second["chunk.mp4"]), frames(fresh["chunk.mp4"]), strict=True))
    assert max(np.abs(a - b).mean() for a, b in pairs) < 1.5


def test_a_longer_wait_is_made_of_the_old_one():
    _, first = make(version())
    report, second = make(version().replace("self.wait(1.6)", "self.wait(2.7)"), first)
    assert report["frames"] == 58 + 11
    assert report["reused_frames"] >= 58
    assert len(frames(second["chunk.mp4"])) == report["frames"]


def test_a_chunk_of_another_profile_or_a_broken_one_is_not_used():
    _, first = make(version())
    assert make(version(), first, profile="preview")[0]["reused_frames"] == 0
    assert make(version(), {**first, "frames.bin": b"short"})[0]["reused_frames"] == 0
    assert make(version(), {**first, "chunk.mp4": b"nonsense"})[0]["reused_frames"] == 0
    assert make(version(), first, width=256, height=144)[0]["reused_frames"] == 0
