"""Narration in a rendered chunk: sound and picture meet at the marks."""

from __future__ import annotations

import asyncio
import ctypes
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest

av = pytest.importorskip("av", reason="PyAV: uv sync --extra render")

from pipeline.narration.cache import SpeechCache  # noqa: E402
from pipeline.narration.track import narrate  # noqa: E402
from render_sandbox.stage.channel import MemoryChannel  # noqa: E402
from render_sandbox.stage.jobs import rehearse, render  # noqa: E402

FPS = 30
FORMAT = {"width": 192, "height": 108, "fps": FPS}
FRAME = 1 / FPS

# A white square appears at each mark; before each mark the voice pauses, so that its onset can be heard.
SCENE = """
from manim import *

class Marked(Scene):
    def construct(self):
        with self.say("Look at this. <mark a/>Tomorrow, <mark b/>pigs, <mark c/>dogs.") as line:
            for name, place in (("a", LEFT), ("b", ORIGIN), ("c", RIGHT)):
                line.until(name)
                self.add(Square(2, fill_opacity=1, color=WHITE).shift(4 * place))
                self.wait(0.1)
        with self.say("So. <mark d/>Done.") as line:
            line.until("d")
            self.add(Square(2, fill_opacity=1, color=WHITE).shift(2 * UP))
"""


@pytest.fixture(autouse=True)
def _private_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def espeak():
    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        pytest.skip("espeak-ng: apt install espeak-ng")
    from pipeline.narration.espeak import EspeakVoice

    return EspeakVoice("en")


def rendered(code, track):
    channel = MemoryChannel()
    request = {"scene": None, "format": FORMAT, "profile": "preview", "voice": track and track.table}
    files = {"scene.py": code.encode(), **(track.files if track else {})}
    report = render.run(request, files, channel)
    assert report["ok"], report
    return report, channel.files["chunk.mp4"]


def frames_of(data):
    with av.open(BytesIO(data)) as container:
        return [float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]


def sound_of(data):
    parts = []
    with av.open(BytesIO(data)) as container:
        for frame in container.decode(audio=0):
            first = round(float(frame.pts * frame.time_base) * frame.sample_rate)
            block = frame.to_ndarray().mean(axis=0)
            parts.append(block[max(0, -first) :])
    return np.concatenate(parts)


def appearances(brightness):
    """The frames in which the picture becomes brighter."""
    return [index + 1 for index, (one, two) in enumerate(pairwise(brightness)) if two > one + 2]


def onsets(samples, quiet_s=0.06):
    """The seconds at which sound begins after at least ``quiet_s`` of near silence."""
    window = 240
    samples = np.concatenate([np.zeros(2 * round(quiet_s * 48000)), samples])
    usable = samples[: len(samples) // window * window].reshape(-1, window)
    loud = np.sqrt((usable**2).mean(axis=1)) > 0.02 * np.sqrt((samples**2).mean()) * 5
    need = round(quiet_s * 48000 / window)
    return [
        index * window / 48000 - 2 * quiet_s
        for index in range(need, len(loud))
        if loud[index] and not loud[index - need : index].any()
    ]


def test_a_marked_word_is_heard_within_two_frames_of_its_picture(espeak, tmp_path):
    track = asyncio.run(narrate(SCENE, espeak, SpeechCache(tmp_path / "kept")))
    report, data = rendered(SCENE, track)
    shown = appearances(frames_of(data))
    heard = onsets(sound_of(data))
    assert len(shown) == 4
    for frame in shown:
        assert min(abs(second - frame * FRAME) for second in heard) <= 2 * FRAME, (frame * FRAME, heard)
    assert [caption["text"] for caption in report["captions"]] == [
        "Look at this. Tomorrow, pigs, dogs.",
        "So. Done.",
    ]


def test_captions_of_the_report_stand_where_the_lines_are_heard(espeak, tmp_path):
    track = asyncio.run(narrate(SCENE, espeak, SpeechCache(tmp_path / "kept")))
    report, data = rendered(SCENE, track)
    heard = onsets(sound_of(data))
    for caption in report["captions"]:
        assert min(abs(second - caption["start_s"]) for second in heard) <= 3 * FRAME
        assert caption["words"][0][0] >= caption["start_s"]
        assert caption["words"][-1][0] < caption["end_s"]


def test_without_a_voice_a_line_lasts_as_long_as_it_takes_to_read():
    report, data = rendered(SCENE, None)
    assert len(appearances(frames_of(data))) == 4
    assert not sound_of(data).any()
    assert [caption["text"] for caption in report["captions"]] == [
        "Look at this. Tomorrow, pigs, dogs.",
        "So. Done.",
    ]
    assert report["frames"] > 3 * FPS


def test_a_mark_that_the_line_has_not_is_the_scenes_error():
    code = SCENE.replace('line.until("d")', 'line.until("z")')
    channel = MemoryChannel()
    request = {"scene": None, "format": FORMAT, "profile": "preview", "voice": None}
    report = render.run(request, {"scene.py": code.encode()}, channel)
    assert not report["ok"]
    assert report["error"]["message"] == "The line has no mark 'z'; it has d."
    assert report["error"]["line"] == 12


def test_a_rehearsal_lasts_as_long_as_the_render(espeak, tmp_path):
    track = asyncio.run(narrate(SCENE, espeak, SpeechCache(tmp_path / "kept")))
    request = {"scene": None, "format": FORMAT, "profile": "preview", "voice": track.table}
    rehearsed = rehearse.run(request, {"scene.py": SCENE.encode(), **track.files}, MemoryChannel())
    report, _ = rendered(SCENE, track)
    assert rehearsed["ok"], rehearsed
    assert rehearsed["frames"] == report["frames"]


def test_a_line_within_a_line_begins_when_that_one_has_ended():
    code = (
        SCENE.replace("class Marked(Scene):\n    def construct", "class Marked(Scene):\n    def shown")
        + """
    def construct(self):
        with self.say("Around it."):
            self.shown()
"""
    )
    report, _ = rendered(code, None)
    around, *within = report["captions"]
    assert around["text"] == "Around it."
    assert len(within) == 2
    assert within[0]["start_s"] >= around["end_s"]
    assert within[1]["start_s"] >= within[0]["end_s"]
