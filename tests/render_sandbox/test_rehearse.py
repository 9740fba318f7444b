"""The rehearsal job: same verdict and same end states as a render, findings one can act on, small pictures."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.mending import mended
from pipeline.obligations import finding_id
from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.jobs import rehearse, render
from render_sandbox.stage.layout.sheet import MOST_BYTES
from tests.render_sandbox.lesson_scenes import lessonkit

FORMAT = {"width": 1280, "height": 720, "fps": 30}
SMALL = {"width": 192, "height": 108, "fps": 10}


@pytest.fixture(autouse=True)
def _private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def construct(*lines: str, base: str = "Scene") -> str:
    body = "\n".join("        " + line for line in lines)
    return f"from manim import *\n\nclass Example({base}):\n    def construct(self):\n{body}\n"


def rehearsed(
    code: str, files: dict[str, bytes] | None = None, **request: Any
) -> tuple[dict[str, Any], MemoryChannel]:
    channel = MemoryChannel()
    wanted = {"scene": None, "format": FORMAT, **request}
    return rehearse.run(wanted, {"scene.py": code.encode(), **(files or {})}, channel), channel


def rules(report: dict[str, Any]) -> set[str]:
    assert report["ok"], report["error"]
    return {one["rule"] for one in report["findings"]}


def tone(seconds: float) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0\0" * int(8000 * seconds))
    return buffer.getvalue()


SPIN = construct(
    "arm = Line(ORIGIN, RIGHT)",
    "arm.add_updater(lambda m, dt: m.rotate(dt * (1 + arm.get_angle() % 1), about_point=ORIGIN))",
    "steps = Dot()",
    "steps.add_updater(lambda m: m.shift(RIGHT * 0.01))",
    "t = ValueTracker(0)",
    "label = always_redraw(lambda: Text(f'{t.get_value():.1f}').shift(UP * 2))",
    "self.add(arm, steps, label)",
    "self.play(t.animate.set_value(2), run_time=1.3)",
    "self.wait(0.7)",
    "print('STATE', round(arm.get_angle(), 4), round(steps.get_x(), 4), label.get_center().round(3))",
)


def state_printed(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("STATE")]


def test_updaters_that_remember_end_where_a_render_leaves_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert render.run(
        {"scene": None, "format": SMALL, "profile": "preview"}, {"scene.py": SPIN.encode()}, MemoryChannel()
    )["ok"]
    drawn = state_printed(capsys.readouterr().out)
    report, _ = rehearsed(SPIN, format=SMALL)
    assert report["ok"], report["error"]
    now = state_printed(capsys.readouterr().out)
    words = [
        [float(word.strip("[]")) for word in lines[0].split()[1:] if word.strip("[]")]
        for lines in (drawn, now)
    ]
    # The rehearsal asks an updater twice whether it remembers: two of its steps, no more.
    assert np.allclose(words[0], words[1], atol=0.03)


@pytest.mark.parametrize(
    "lines",
    [
        ("self.play(Create(Circle()), run_time=0.73)", "self.wait(1.27)", "self.play(Wait(0.31))"),
        ("t = ValueTracker(0)", "self.add(t)", "t.add_updater(lambda m, dt: m.increment_value(dt))",
         "self.wait_until(lambda: t.get_value() > 0.5, max_time=3)"),
        ("self.next_section('a', skip_animations=True)", "self.play(Create(Circle()))", "self.next_section('b')", "self.wait(1)"),
    ],
)  # fmt: skip
def test_frames_and_plays_are_those_of_a_render(lines: tuple[str, ...]) -> None:
    code = construct(*lines)
    drawn = render.run(
        {"scene": None, "format": SMALL, "profile": "preview"}, {"scene.py": code.encode()}, MemoryChannel()
    )
    report, _ = rehearsed(code, format=SMALL)
    assert report["frames"] == drawn["frames"]
    assert report["plays"] == drawn["plays"]


@pytest.mark.parametrize(
    "lines",
    [
        ("self.play(FadeIn(Circle()))", "self.play(FadeIn(Nothing()))"),
        (
            "d = Dot()",
            "d.add_updater(lambda m: m.move_to([0, 1]))",
            "self.add(d)",
            "self.play(FadeIn(Square()))",
        ),
        ("self.add(Circle())",),
        ("self.add_sound('missing.wav')", "self.wait()"),
    ],
)
def test_what_fails_in_a_render_fails_alike(lines: tuple[str, ...]) -> None:
    code = construct(*lines)
    drawn = render.run(
        {"scene": None, "format": SMALL, "profile": "preview"}, {"scene.py": code.encode()}, MemoryChannel()
    )
    report, _ = rehearsed(code)
    assert not drawn["ok"]
    assert not report["ok"]
    for part in ("type", "message", "line", "play"):
        assert report["error"][part] == drawn["error"][part]


def test_a_finding_says_when_where_what_and_how_to_mend_it() -> None:
    report, _ = rehearsed(
        construct(
            "title = Text('The conservation of angular momentum explained', font_size=60)",
            "self.play(Write(title))",
            "self.wait()",
        )
    )
    (finding,) = report["findings"]
    assert (finding["rule"], finding["severity"], finding["play"], finding["line"]) == (
        "text-off-frame",
        "error",
        0,
        6,
    )
    (thing,) = finding["things"]
    assert thing["name"] == "title"
    assert thing["text"].startswith("The conservation")
    assert thing["box"][0] < -7.2 < 7.2 < thing["box"][2]
    assert "scale_to_fit_width" in finding["fix"]
    assert finding["edit"]["old"] in construct(
        "title = Text('The conservation of angular momentum explained', font_size=60)"
    )


def test_the_edits_of_findings_mend_the_scene_but_for_what_was_waived() -> None:
    code = construct(
        "first = Text('kinetic energy').to_edge(LEFT)",
        "second = Text('potential energy').to_edge(RIGHT, buff=-1)",
        "note = Text('a footnote', font_size=9).to_edge(DOWN)",
        "third = Text('total energy', color='#222222').shift(UP * 2)",
        "self.play(FadeIn(first), FadeIn(second), FadeIn(note), FadeIn(third))",
        "self.wait()",
    )
    report, _ = rehearsed(code)
    assert {"text-off-frame", "tiny-text", "low-contrast"} <= rules(report)
    again, _ = rehearsed(mended(code, report["findings"]))
    assert rules(again) == set()
    faint = next(one for one in report["findings"] if one["rule"] == "low-contrast")
    spared, _ = rehearsed(mended(code, report["findings"], [finding_id(faint), "tiny-text"]))
    assert rules(spared) == {"low-contrast", "tiny-text"}


def test_what_a_loop_fills_is_mended_after_the_loop() -> None:
    code = construct(
        "labels = VGroup()",
        "for n in range(3):",
        "    line = Line(LEFT, RIGHT).shift(UP * n)",
        "    labels.add(Text(str(n), color=BLACK).next_to(line, UP))",
        "",
        "self.play(FadeIn(labels))",
        "self.wait()",
    )
    report, _ = rehearsed(code)
    fixed = mended(code, report["findings"])
    again, _ = rehearsed(fixed)
    lines = fixed.splitlines()
    filled = next(number for number, line in enumerate(lines) if "labels.add" in line)
    assert lines[filled + 1] == "        labels[0].set_color(WHITE)"
    assert rules(again) == set()


def test_a_scene_may_have_a_text_of_its_own_kind() -> None:
    code = construct("self.play(FadeIn(Loud('fine')))", "self.wait()").replace(
        "class Example", "class Loud(Text):\n    pass\n\n\nclass Example"
    )
    report, _ = rehearsed(code)
    assert report["ok"], report["error"]
    assert report["findings"] == []


def test_a_clean_scene_has_nothing_to_fix() -> None:
    code = construct("self.play(FadeIn(Text('fine')))", "self.wait()")
    report, _ = rehearsed(code)
    assert report["findings"] == []
    assert mended(code, report["findings"]) == code


@pytest.mark.parametrize("count", [1, 5, 40])
def test_the_sheet_is_small_however_long_the_scene(count: int) -> None:
    report, channel = rehearsed(
        construct(
            "squares = VGroup(*[Square(0.6, fill_opacity=1, color=random_bright_color()) for _ in range(70)]).arrange_in_grid(7)",
            "self.add(squares)",
            f"for k in range({count}):",
            "    self.play(squares.animate.rotate(0.1), run_time=0.5)",
        ),
        sheet=True,
        boxes=True,
    )
    assert report["ok"]
    sheet = channel.files["sheet.jpg"]
    assert len(sheet) <= MOST_BYTES
    assert Image.open(io.BytesIO(sheet)).width > 300


def test_single_frames_show_the_seconds_that_were_asked_for() -> None:
    report, channel = rehearsed(
        construct(
            "dot = Square(side_length=1, fill_opacity=1, color=WHITE).shift(LEFT * 5)",
            "self.add(dot)",
            "self.play(dot.animate.shift(RIGHT * 10), run_time=2, rate_func=linear)",
            "self.wait(2)",
        ),
        frames=[1.0, 3.0],
    )
    assert report["ok"]
    moving, settled = (
        np.asarray(Image.open(io.BytesIO(channel.files[f"frame-{number}.jpg"])).convert("L"))
        for number in (30, 90)
    )
    bright = [np.argwhere(one[200:] > 200)[:, 1].mean() / one.shape[1] for one in (moving, settled)]
    assert bright[0] == pytest.approx(0.5, abs=0.03)
    assert bright[1] == pytest.approx(0.85, abs=0.03)


def test_the_moments_with_faults_are_drawn_in_the_same_run() -> None:
    report, channel = rehearsed(
        construct(
            "self.add(Text('readable', font_size=40))",
            "self.wait(0.5)",
            "self.play(FadeIn(Text('tiny', font_size=8).to_edge(DOWN)))",  # known at the scene's end
            "self.play(FadeIn(Text('unreadable', font_size=40)))",  # known at once
            "self.play(FadeIn(Text('at the very end').shift(RIGHT * 6)))",
        ),
        faults=2,
    )
    assert [one["time_s"] for one in report["findings"]] == [1.5, 2.5, 3.5]
    assert sorted(channel.files) == [f"frame-{one['frame']}.jpg" for one in report["findings"][:2]]
    brightness = [
        np.asarray(Image.open(io.BytesIO(channel.files[name])).convert("L"))[200:340].mean()
        for name in sorted(channel.files)
    ]
    assert brightness[1] > 1.2 * brightness[0] > 0


def test_a_scene_that_outlasts_its_narration_is_told_so() -> None:
    lines = ("self.add(Circle())", "self.add_sound('voice/one.wav')", "self.wait(9)")
    long, _ = rehearsed(construct(*lines), {"assets/voice/one.wav": tone(2), "voice/one.wav": tone(2)})
    assert rules(long) == {"outlasts-narration"}
    fits, _ = rehearsed(construct(*lines), {"assets/voice/one.wav": tone(8), "voice/one.wav": tone(8)})
    assert rules(fits) == set()


def test_time_to_think_is_no_silence_too_many() -> None:
    lines = (
        "quiz = Quiz('Two and two?', options=['3', '4'], answer='4', pause=6, why='Count your fingers.')",
        "self.arrange(quiz)",
        "with self.say('How much is two and two?') as line: self.reveal(quiz, line)",
        "self.wait({})",
    )
    code = construct(*lines, base="LessonScene")
    code = code.replace("manim import *", "manim import *\nfrom lessonkit import LessonScene, Quiz")
    lessonkit()
    assert rules(rehearsed(code.replace("{}", "1"))[0]) == set()
    assert rules(rehearsed(code.replace("{}", "9"))[0]) == {"outlasts-narration"}


def test_no_cell_of_a_sheet_is_spent_on_a_frame_that_all_has_left() -> None:
    _, channel = rehearsed(
        construct("self.play(FadeIn(Circle()))", "self.play(FadeOut(*self.mobjects))"), sheet=True
    )
    sheet = Image.open(io.BytesIO(channel.files["sheet.jpg"]))
    assert sheet.width < 1.2 * sheet.height * 16 / 9


def test_a_scene_that_is_silent_for_most_of_its_time_is_told_so() -> None:
    lines = (
        "with self.say('A circle.'): self.play(Create(Circle()))",
        "self.wait({})",
        "with self.say('Done.'): self.wait()",
    )
    long, _ = rehearsed(construct(*lines).replace("{}", "14"))
    assert rules(long) == {"outlasts-narration"}
    fits, _ = rehearsed(construct(*lines).replace("{}", "2"))
    assert rules(fits) == set()


def test_the_camera_s_own_frame_is_what_counts() -> None:
    zoomed = construct(
        "self.camera.frame.scale(0.5)",
        "label = Text('outside of the zoomed frame', font_size=40).shift(LEFT * 3)",
        "self.play(FadeIn(label))",
        "self.wait()",
        base="MovingCameraScene",
    )
    report, _ = rehearsed(zoomed)
    assert "text-off-frame" in rules(report)


def test_fixed_labels_of_a_3d_scene_are_judged_where_they_are_drawn() -> None:
    report, _ = rehearsed(
        construct(
            "self.set_camera_orientation(phi=70 * DEGREES, theta=30 * DEGREES)",
            "title = Text('A title that is far too wide for this frame by a long way', font_size=60)",
            "self.add_fixed_in_frame_mobjects(title)",
            "self.play(Create(ThreeDAxes()))",
            base="ThreeDScene",
        )
    )
    assert rules(report) == {"text-off-frame"}


def test_a_portrait_format_has_a_narrow_frame() -> None:
    code = construct("t = Text('Wide enough for a cinema')", "self.play(Write(t))", "self.wait()")
    wide, _ = rehearsed(code)
    tall, _ = rehearsed(code, format={"width": 1080, "height": 1920, "fps": 30})
    assert rules(wide) == set()
    assert "text-off-frame" in rules(tall)


def test_names_come_from_variables_attributes_lists_and_groups() -> None:
    report, _ = rehearsed(
        construct(
            "self.title = Text('left').shift(LEFT * 8)",
            "words = VGroup(Text('one'), Text('two').shift(RIGHT * 7.5))",
            "items = [Text('up').shift(UP * 4)]",
            "self.play(FadeIn(self.title), FadeIn(words), FadeIn(items[0]))",
            "self.wait()",
        )
    )
    named = {thing["name"] for one in report["findings"] for thing in one["things"]}
    assert named == {"self.title", "words[1]", "items[0]"}


def test_a_lesson_s_scene_draws_manim_s_own_things_in_its_ink_and_leaves_manim_as_it_was() -> None:
    lessonkit()
    report, channel = rehearsed(
        "from lessonkit import LessonScene\nfrom manim import *\n\nclass Example(LessonScene):\n"
        "    theme = 'paper'\n    def construct(self):\n"
        "        self.add(Text('left open'), Square(2, fill_opacity=1).shift(4 * LEFT))\n"
        "        self.wait(0.2)\n",
        frames=[0.1],
    )
    assert report["ok"], report["error"]
    assert report["findings"] == []
    (shown,) = (Image.open(io.BytesIO(data)) for name, data in channel.files.items() if "frame" in name)
    place = (int(shown.width * (0.5 - 4 / 14.22)), shown.height // 2)
    assert max(shown.convert("L").getpixel(place), 0) < 80
    assert not rules(rehearsed(construct("self.add(Text('white on black'))", "self.wait(0.2)"))[0])


def test_faint_texts_of_the_same_colours_are_one_finding_that_names_them_all() -> None:
    report, _ = rehearsed(
        construct(
            "row = VGroup(*[Text(one, color='#222222') for one in 'ABC']).arrange(RIGHT)",
            "below = Text('below', color='#222222').to_edge(DOWN)",
            "self.play(FadeIn(row))",
            "self.play(FadeIn(below))",
        )
    )
    (faint,) = [one for one in report["findings"] if one["rule"] == "low-contrast"]
    assert faint["message"].endswith("Just as faint: `row`, `below` (3 more).")
