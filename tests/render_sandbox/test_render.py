"""The render job, run in this process: what a scene's chunk is, and how a failing scene is described."""

from __future__ import annotations

import threading
from io import BytesIO
from typing import Any

import av
import numpy as np
import pytest

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.jobs import probe, render

SMALL = {"width": 192, "height": 108, "fps": 10}


@pytest.fixture(autouse=True)
def _private_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def render_scene(code: str, files: dict[str, bytes] | None = None, **request: Any):
    channel = MemoryChannel()
    wanted = {"scene": None, "format": SMALL, "profile": "final", **request}
    report = render.run(wanted, {"scene.py": code.encode(), **(files or {})}, channel)
    return report, channel


def chunk_of(channel: MemoryChannel) -> dict[str, bytes]:
    return {"chunk.mp4": channel.files["chunk.mp4"]}


def construct(*lines: str, base: str = "Scene") -> str:
    body = "\n".join("        " + line for line in lines)
    return f"from manim import *\n\nclass Example({base}):\n    def construct(self):\n{body}\n"


def test_a_chunk_has_the_format_of_the_design_and_counts_its_own_frames():
    report, channel = render_scene(construct("self.play(Create(Circle()), run_time=2.6)", "self.wait(0.9)"))
    assert report["ok"]
    figures = probe.run({"expect": SMALL}, chunk_of(channel), channel)
    assert figures["ok"], figures
    assert figures["frames"] == report["frames"] == 35
    assert figures["keyframe_every"] == 20  # two seconds
    assert figures["audio"]["samples"] == report["audio_samples"] == 35 * 4800


def test_the_moov_box_comes_before_the_data():
    _, channel = render_scene(construct("self.wait()"))
    data = channel.files["chunk.mp4"]
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_plays_say_where_they_are_in_the_chunk_and_in_the_file():
    report, _ = render_scene(
        construct("s = Square()", "self.play(Create(s))", "self.wait(0.5)", "self.play(s.animate.shift(UP))")
    )
    assert report["plays"] == [
        {"index": 0, "start_frame": 0, "frames": 10, "line": 6, "kind": "play"},
        {"index": 1, "start_frame": 10, "frames": 5, "line": 7, "kind": "wait"},
        {"index": 2, "start_frame": 15, "frames": 10, "line": 8, "kind": "play"},
    ]


def test_progress_counts_frames():
    _, channel = render_scene(construct("self.play(Create(Square()))"))
    assert channel.messages
    assert all(message["frames"] <= 10 for message in channel.messages)


def test_subcaptions_become_captions_with_word_times():
    report, _ = render_scene(
        construct(
            "self.play(Create(Square()), subcaption='a square')",
            "self.add_subcaption('two words', duration=1)",
            'self.renderer.file_writer.subcaptions[-1].proprietary = \'[[1.0, "two"], [1.5, "words"]]\'',
            "self.wait()",
        )
    )
    assert report["captions"] == [
        {"start_s": 0.0, "end_s": 1.0, "text": "a square", "words": []},
        {"start_s": 1.0, "end_s": 2.0, "text": "two words", "words": [[1.0, "two"], [1.5, "words"]]},
    ]


def wav(seconds: float, frequency: float = 440.0, rate: int = 44_100) -> bytes:
    times = np.arange(int(seconds * rate)) / rate
    tone = (np.sin(2 * np.pi * frequency * times) * 12_000).astype(np.int16)
    buffer = BytesIO()
    with av.open(buffer, "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def heard(data: bytes) -> np.ndarray:
    with av.open(BytesIO(data)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def test_a_sound_is_heard_where_the_scene_put_it_and_silence_elsewhere():
    report, channel = render_scene(
        construct("self.wait(1)", "self.add_sound('ding')", "self.wait(1)"), {"assets/ding.wav": wav(0.3)}
    )
    assert report["ok"], report
    sound = np.abs(heard(channel.files["chunk.mp4"]))
    loud = np.flatnonzero(sound > 0.1)
    assert abs(loud[0] / 48_000 - 1.0) < 0.01
    assert abs(loud[-1] / 48_000 - 1.3) < 0.01


def test_a_sound_longer_than_the_scene_is_cut_with_it():
    report, channel = render_scene(
        construct("self.add_sound('voice/a.wav')", "self.wait(1)"), {"voice/a.wav": wav(3)}
    )
    assert probe.run({}, chunk_of(channel), channel)["audio"]["samples"] == report["audio_samples"] == 48_000


def test_an_error_is_described_with_its_line_play_and_surroundings():
    report, channel = render_scene(
        construct(
            "self.wait(0.2)", "circle = Circle()", "self.play(Create(circle), run_time='long')", "self.wait()"
        )
    )
    error = report["error"]
    assert not report["ok"]
    assert (error["type"], error["line"], error["play"]) == ("TypeError", 7, 1)
    assert [line for line, _ in error["excerpt"]] == ["4", "5", "6", "7", "8"]
    assert "scene.py" in error["traceback"]
    assert "manim" not in error["traceback"]
    assert "chunk.mp4" not in channel.files


def test_an_error_inside_an_updater_names_the_updaters_line():
    report, _ = render_scene(
        construct(
            "dot = Dot()",
            "dot.add_updater(lambda m: m.missing)",
            "self.add(dot)",
            "self.play(Create(Square()))",
        )
    )
    assert report["error"]["line"] == 6


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        ("from manim import *\nclass A(Scene)\n    pass\n", "SyntaxError", 2),
        ("import does_not_exist\n", "ModuleNotFoundError", 1),
        ("from manim import *\n", "SceneChoiceError", None),
        ("from manim import *\nclass A(Scene): pass\nclass B(Scene): pass\n", "SceneChoiceError", None),
        (construct("pass"), "NoFramesError", None),
        (construct("raise SystemExit(3)"), "SystemExit", 5),
    ],
)
def test_files_that_cannot_be_rendered_are_described(code, kind, line):
    report, _ = render_scene(code)
    assert (report["error"]["type"], report["error"]["line"]) == (kind, line)


def test_a_named_scene_is_chosen_and_a_base_class_is_not_a_candidate():
    code = construct("self.wait(0.5)") + "\nclass Derived(Example):\n    pass\n"
    assert render_scene(code)[0]["frames"] == 5
    assert render_scene(code, scene="Example")[0]["frames"] == 5
    assert "Derived" in render_scene(code, scene="Missing")[0]["error"]["message"]


def test_the_sessions_format_wins_over_the_files_config():
    report, channel = render_scene(
        "import manim\nmanim.config.pixel_width = 640\nmanim.config.frame_rate = 60\n"
        + construct("self.wait(1)")
    )
    assert report["frames"] == 10
    assert probe.run({"expect": SMALL}, chunk_of(channel), channel)["ok"]


def test_skipped_sections_have_no_frames():
    report, _ = render_scene(
        construct(
            "self.next_section(skip_animations=True)", "self.wait(1)", "self.next_section()", "self.wait(0.4)"
        )
    )
    assert [play["frames"] for play in report["plays"]] == [0, 4]


def test_a_failing_scene_leaves_no_thread_behind():
    render_scene(construct("self.play(Create(Circle()), run_time=0.5)", "1 / 0"))
    assert [thread.name for thread in threading.enumerate() if thread.name == "encoder"] == []


@pytest.mark.parametrize("fps", [1, 15, 24, 60, 29.97])
def test_every_rate_gives_sound_as_long_as_the_picture(fps):
    wanted = {"width": 64, "height": 36, "fps": fps}
    report, channel = render_scene(
        construct("self.play(Create(Circle()), run_time=1.1)", "self.wait(1.3)"), format=wanted
    )
    figures = probe.run({"expect": wanted}, chunk_of(channel), channel)
    assert figures["ok"], figures
    assert abs(figures["audio"]["samples"] / 48_000 - figures["frames"] / fps) < 1e-3
    assert figures["frames"] == report["frames"]


def test_formulas_need_no_tex():
    report, _ = render_scene(construct("self.play(Write(MathTex(r'a^2 + b^2')))"))
    assert report["ok"], report
