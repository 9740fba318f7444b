"""The scene that blocks live in: a title, a stage below it, and blocks revealed in time with words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from manim import (
    RIGHT,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    GrowFromEdge,
    Line,
    Mobject,
    Rectangle,
    Scene,
    ThreeDScene,
    VGroup,
    config,
    linear,
)

from .arranging import Beat, plan
from .block import Block, Part, fade_in
from .defaults import wear
from .frame import Area, body_size, safe_area, unit
from .motion import APPEAR, CLOSE, EASE, LEAVE, LINGER
from .prose import Prose, balanced, longest_word
from .solo import Solo, alone
from .speech import Narrated, SpokenLine, mean_silence, reading_time
from .theme import Theme, current_theme, use_theme

__all__ = ["LessonScene"]

_SHORTEST = 0.3
"""Seconds that a step takes however little time there is."""
_BAND, _ABOVE, _FRONT = 1000, 1001, 1e6
"""The z-index of a title's band, of a title on it, and of what is before everything."""


class LessonScene(Narrated):
    """A scene of a lesson. Set ``theme`` to draw in a theme other than the session's.

    Manim's shapes and texts are in its ink and typeface unless they name others. ``self.design`` has its
    colours (``ink``, ``muted``, ``accent``, six ``accents``…), ``self.area`` the room below the title.
    """

    theme: ClassVar[str] = ""
    closing: ClassVar[float] = CLOSE
    """Seconds in which the last picture dissolves into the background; 0: it stands until the cut."""

    def setup(self) -> None:
        """Take the theme on."""
        super().setup()
        self.design: Theme = use_theme(self.theme) if self.theme else current_theme()
        camera: Any = self.camera
        camera.background_color = self.design.background
        self._put_off = wear(self.design)
        self.area: Area = safe_area()
        """Where blocks go: the safe area, below the title once there is one."""
        self._beats: list[Beat] = []
        self._beat = -1
        self._on_stage: list[Mobject] = []
        self._in_turn = False
        self._solo: Solo | None = None

    def tear_down(self) -> None:
        """Let the last picture go, and leave manim as it was."""
        if self.closing > 0 and self.mobjects and self.renderer.num_plays:
            self.play(_curtain(self, self.closing))
        self._put_off()
        super().tear_down()

    def title(self, text: str, *, band: bool = False) -> VGroup:
        """Write the scene's title at the top and leave it there.

        ``band`` puts a strip of the background behind it, for pictures that fill the frame: what is drawn
        later goes below it.
        """
        area = safe_area()
        heading = _heading(text, area)
        bar = Line((area.left, 0, 0), (area.left + 0.9 * unit(), 0, 0), color=self.design.accent)
        bar.set_stroke(width=6 * unit())
        heading.place(area.left, area.top)
        right = heading.right_to_left
        if right:
            heading.shift((area.right - heading.get_right()[0], 0, 0))
            bar.shift((area.right - bar.get_right()[0], 0, 0))
        bar.shift((0, area.top - heading.ruled_height - 0.1 * unit(), 0))
        self.area = area.below(bar.get_y() - 1.3 * body_size())
        if band:
            self.add(_band(bar.get_y() - 0.5 * body_size()))
            Group(heading, bar).set_z_index(_ABOVE)
        self.play(
            fade_in(heading),
            GrowFromEdge(bar, -RIGHT if not right else RIGHT, run_time=APPEAR, rate_func=EASE),
        )
        return VGroup(heading, bar)

    def arrange(self, *blocks: Block, in_turn: bool = False) -> None:
        """Lay blocks out on the stage: together where they fit, else as a sequence of pictures.

        ``in_turn``: the blocks that are revealed first have the whole picture until others come by
        ``reveal``; then they move aside.
        """
        self._beats = plan(blocks, self.area)
        self._beat = -1
        self._in_turn = in_turn
        self._solo = None

    def reveal(self, block: Block, line: SpokenLine | None = None, part: int | None = None) -> None:
        """Let a block appear step by step, in time with a line; ``part`` picks one step."""
        steps = self._steps(block)
        if part is not None:
            numbers = [number if one.number is None else one.number for number, (*_, one) in enumerate(steps)]
            steps = [step for step, number in zip(steps, numbers, strict=True) if number == part]
        self._perform(steps, line)

    def reveal_all(self, blocks: Sequence[Block], line: SpokenLine | None = None) -> None:
        """Let several blocks appear one after another during one line."""
        self._perform([step for block in blocks for step in self._steps(block)], line)

    def narrate(self, text: str) -> None:
        """Say a line over the picture as it is."""
        with self.say(text):
            pass

    def clear_stage(self) -> None:
        """Let everything but the title go."""
        if self._on_stage:
            self.play(*[FadeOut(mobject, run_time=LEAVE) for mobject in self._on_stage])
        self._on_stage = []
        self._solo = None

    def linger(self) -> None:
        """Leave the last picture standing for a moment."""
        self.wait(LINGER)

    def _steps(self, block: Block) -> list[tuple[int, Mobject, Part]]:
        """The beat, the page's mobject and the part of each step."""
        return [
            (number, page.mobject, part)
            for number, beat in enumerate(self._beats)
            for owner, page in beat.pages
            if owner is block
            for part in page.parts
        ]

    def _perform(self, steps: list[tuple[int, Mobject, Part]], line: SpokenLine | None) -> None:
        late = next((at for at, (*_, part) in enumerate(steps) if part.after_line), len(steps))
        if line is not None and late < len(steps):
            self._perform(steps[:late], line)
            line.until(line.duration)
            self._perform(steps[late:], None)
            return
        self._make_way(steps)
        moments = _moments([part for _, _, part in steps], line)
        for number, ((beat, page, part), moment) in enumerate(zip(steps, moments, strict=True)):
            if line is not None and moment is not None:
                line.until(moment)
            if beat != self._beat:
                self.clear_stage()
                self._beat = beat
                self._take_place(steps[number:])
            begun = float(self.time)
            entering = part.enter()
            animations = [entering] if isinstance(entering, Animation) else list(entering)
            if line is not None:
                _hurry(animations, line, moments[number + 1] if number + 1 < len(moments) else None)
            if animations:
                self.play(*animations)
            if page not in self._on_stage:
                self._on_stage.append(page)
            if part.hold:
                self.wait(part.hold)
            if line is None:
                self.wait(max(0.3, 0.7 * reading_time(part.text)))
            if part.after_line:
                mean_silence(float(self.time) - begun)

    def _take_place(self, coming: list[tuple[int, Mobject, Part]]) -> None:
        """Give the whole picture to those of its blocks that come now, if the others come later."""
        pages = self._beats[self._beat].pages
        now = {id(part) for *_, part in coming}
        first = [(block, page) for block, page in pages if all(id(part) in now for part in page.parts)]
        seen = [page for _, page in pages if any(id(part) in now for part in page.parts)]
        if self._in_turn and len(first) == len(seen) < len(pages):
            self._solo = alone(first, self.area)
            if self._solo is not None:
                self._solo.take_place()

    def _make_way(self, coming: list[tuple[int, Mobject, Part]]) -> None:
        """Let what was alone go to its place, if something comes beside it."""
        if self._solo is None or not coming or coming[0][0] != self._beat:
            return
        if coming[0][1] not in self._solo.group.submobjects:
            self.play(self._solo.make_way())
            self._solo = None


class _Curtain(FadeIn):
    """Something comes over everything, and nothing is left behind it."""

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Remove what can't be seen any more."""
        super().clean_up_from_scene(scene)
        scene.clear()


def _curtain(scene: Scene, seconds: float) -> Animation:
    """The background over all of the frame: one shape to draw, and nothing shines through another."""
    camera: Any = scene.camera
    frame: Any = getattr(camera, "frame", None)
    size = (camera.frame_width, camera.frame_height) if frame is None else (frame.width, frame.height)
    cloth = Rectangle(width=1.02 * float(size[0]), height=1.02 * float(size[1]))
    cloth.move_to(camera.frame_center if frame is None else frame)
    cloth.set_fill(camera.background_color, 1).set_stroke(width=0).set_z_index(_FRONT)
    if isinstance(scene, ThreeDScene):
        scene.add_fixed_in_frame_mobjects(cloth)
    return _Curtain(cloth, run_time=seconds, rate_func=linear)


def _hurry(animations: list[Animation], line: SpokenLine, following: str | float | None) -> None:
    """Shorten what would run into the next step, or beyond the line's end."""
    until = (
        line.duration
        if following is None
        else line.marks[following]
        if isinstance(following, str)
        else following
    )
    room = max(_SHORTEST, until - line.elapsed)
    for animation in animations:
        animation.run_time = min(animation.run_time, room)


def _moments(parts: list[Part], line: SpokenLine | None) -> list[str | float | None]:
    """When each part appears during a line: at its marks, else in proportion to what there is to read."""
    if line is None:
        return [None] * len(parts)
    marks: list[str | float | None] = list(line.marks)
    if len(marks) >= len(parts):
        return marks[: len(parts)]
    if len(marks) == len(parts) - 1 and marks:
        return [0.0, *marks]
    weights = [0.6 + reading_time(part.text) for part in parts]
    total = sum(weights) or 1.0
    return [0.9 * line.duration * sum(weights[:index]) / total for index in range(len(parts))]


def _band(lower: float) -> Rectangle:
    """A strip of the background from the frame's top down to y = ``lower``."""
    upper = float(config.frame_height) / 2
    strip = Rectangle(width=float(config.frame_width), height=upper - lower)
    strip.set_fill(current_theme().background, 1).set_stroke(width=0).set_z_index(_BAND)
    return strip.move_to((0, (upper + lower) / 2, 0))


def _heading(text: str, area: Area) -> Prose:
    """The title, at the largest size that takes at most two lines."""
    design = current_theme()
    widest = longest_word(text, size=1, weight=design.title_weight, font=design.title_font)
    size = max(0.3 * unit(), min(0.56 * unit(), 0.98 * area.width / max(widest, 1e-6)))
    while True:
        heading = balanced(
            text,
            size=size,
            width=area.width,
            font=design.title_font,
            weight=design.title_weight,
            leading=1.18,
        )
        if len(heading.lines) <= 2 or size < 0.3 * unit():
            return heading
        size *= 0.86
