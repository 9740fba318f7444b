"""Run a scene without drawing its frames, and stop at the states that are worth a look.

Patched onto manim at ``CairoRenderer.init_scene`` and ``CairoRenderer.play`` (see :func:`install`).
A play goes through a handful of states in place of all of its frames; where an updater remembers
(it takes ``dt``, or calling it twice gives another picture than calling it once), the updaters that
do run at each frame, as in a render, so that the end states agree.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Literal, Protocol, cast

import numpy as np
from manim import Mobject, Scene, TracedPath, Wait
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from ..play import Play
from .naming import calling_frame
from .things import Aliases

__all__ = ["Moment", "Observer", "Stepper", "install"]

_STATES_WITHIN = 5
_STATES_AT_MOST = 12
_LONG_PLAY_S = 2.5
_TRACED_A_SECOND = 15
_MOST_LINKS = 3
_SURELY_LOOSE = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """A state of the scene: the start of a play, one within it, or its settled end."""

    kind: Literal["start", "within", "end"]
    play: Play
    frame: int
    """Number of the video's frame that shows the state."""
    time_s: float


class Observer(Protocol):
    """What looks at the scene. It must leave it as it is."""

    def began(self, scene: Scene, play: Play, caller: FrameType | None) -> None:
        """A play was asked for from ``caller``; its animations are compiled, not begun."""
        ...

    def saw(self, scene: Scene, moment: Moment) -> None:
        """The scene is in the state of ``moment``."""
        ...

    def ended(self, scene: Scene, play: Play) -> None:
        """The play's animations are cleaned up and its end state was seen."""
        ...


class _NoFilm(SceneFileWriter):
    """manim's writer without a film; sounds are still read, so that a missing one is still an error."""

    def begin_animation(
        self, allow_write: bool = False, *, animation_index: int, file_path: Any = None
    ) -> None:
        """Do nothing."""

    def end_animation(self, allow_write: bool = False) -> None:
        """Do nothing."""

    def write_frame(self, *_args: Any, **_kwargs: Any) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""


class Stepper:
    """One run of a scene. ``frames`` counts as a render of the same scene would."""

    def __init__(
        self,
        observer: Observer,
        fps: float,
        source: Path,
        wanted_s: list[float] | None = None,
        size: tuple[int, int] = (400, 225),
    ) -> None:
        self.observer = observer
        self.fps = fps
        self.source = source
        self.size = size
        self.wanted = {round(second * fps) for second in wanted_s or []}
        self.plays: list[Play] = []
        self.frames = 0
        self.playing: int | None = None
        self.writer: SceneFileWriter | None = None
        self._remembers: dict[tuple[int, int], tuple[bool, Any]] = {}

    @property
    def sound_ends_s(self) -> float:
        """When the last sound ends; 0 without sounds."""
        if self.writer is None or not getattr(self.writer, "includes_sound", False):
            return 0.0
        return float(cast("Any", self.writer).audio_segment.duration_seconds)

    def play(self, renderer: CairoRenderer, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Stand in for ``CairoRenderer.play``."""
        caller = calling_frame(self.source)
        self.playing = renderer.num_plays
        renderer.skip_animations = vars(renderer)["_original_skipping_status"]
        renderer.update_skipping_status()
        scene.compile_animation_data(*args, **kwargs)
        renderer.file_writer.add_partial_movie_file(None)
        play = self._new_play(renderer, scene, caller)
        self.observer.began(scene, play, caller)
        scene.begin_animations()
        if scene.is_current_animation_frozen_frame():
            self._hold(scene, play)
        else:
            self._run(renderer, scene, play)
        if renderer.skip_animations:
            play.frames = 0
        self._settle(renderer, scene, play)

    def _new_play(self, renderer: CairoRenderer, scene: Scene, caller: FrameType | None) -> Play:
        animations = scene.animations or []
        waits = len(animations) == 1 and isinstance(animations[0], Wait)
        line = caller.f_lineno if caller is not None else None
        return Play(renderer.num_plays, self.frames, 0, line, "wait" if waits else "play")

    def _hold(self, scene: Scene, play: Play) -> None:
        # As CairoRenderer.freeze_current_frame counts.
        play.frames = int(scene.duration / (1 / self.fps))
        for frame in sorted(self.wanted):
            if play.start_frame <= frame < play.start_frame + play.frames:
                self.observer.saw(scene, Moment("within", play, frame, frame / self.fps))

    def _run(self, renderer: CairoRenderer, scene: Scene, play: Play) -> None:
        assert scene.animations is not None
        scene.duration = scene.get_run_time(scene.animations)
        times = np.arange(0, scene.duration, 1 / self.fps)
        play.frames = len(times)
        stateful = self._stateful_mobjects(scene)
        step_all = bool(stateful or scene.updaters or scene.stop_condition is not None)
        chain = _Chain(scene, stateful)
        # A trace is only as smooth as what it follows, which an updater of its own may move.
        stride = max(1, round(self.fps / _TRACED_A_SECOND)) if chain.links and _traces(stateful) else 0
        looks = self._frames_to_look_at(play, scene.duration)
        begun_s = float(cast("Any", renderer).time)
        for index, second in enumerate(times):
            look = index in looks
            if look or index == 0 or (stride and index % stride == 0):
                scene.update_to_time(float(second))
            elif step_all:
                _advance(scene, float(second), stateful)
            if look or index == 0:
                chain.catch_up()
                renderer.time = begun_s + index / self.fps
                frame = play.start_frame + index
                kind = "start" if index == 0 else "within"
                self.observer.saw(scene, Moment(kind, play, frame, frame / self.fps))
            if scene.stop_condition is not None and scene.stop_condition():
                play.frames = index + 1
                break
        renderer.time = begun_s
        for animation in scene.animations:
            animation.finish()
            animation.clean_up_from_scene(scene)
        scene.update_mobjects(0)
        chain.catch_up()
        renderer.static_image = None

    def _settle(self, renderer: CairoRenderer, scene: Scene, play: Play) -> None:
        self.plays.append(play)
        self.frames += play.frames
        renderer.time += play.frames / self.fps
        frame = max(play.start_frame, self.frames - 1)
        self.observer.saw(scene, Moment("end", play, frame, self.frames / self.fps))
        self.observer.ended(scene, play)
        self.playing = None
        renderer.num_plays += 1

    def _frames_to_look_at(self, play: Play, duration: float) -> set[int]:
        count = _STATES_WITHIN
        if duration > _LONG_PLAY_S:
            count = min(_STATES_AT_MOST, math.ceil(duration * 2))
        spread = {round(part * play.frames / (count + 1)) for part in range(1, count + 1)}
        asked = {frame - play.start_frame for frame in self.wanted}
        return {index for index in spread | asked if 0 <= index < play.frames}

    def _stateful_mobjects(self, scene: Scene) -> list[tuple[Mobject, list[Any]]]:
        """The mobjects whose updaters have to run at every frame, each with those updaters."""
        found: list[tuple[Mobject, list[Any]]] = []
        for mobject in scene.get_mobject_family_members():
            if not mobject.updaters:
                continue
            stateful = [one for one in mobject.updaters if self._remembers_its_calls(mobject, one)]
            if stateful:
                found.append((mobject, stateful))
        return found

    def _remembers_its_calls(self, mobject: Mobject, updater: Any) -> bool:
        key = (id(mobject), id(updater))
        known = self._remembers.get(key)
        if known is not None:
            return known[0]
        if "dt" in inspect.signature(updater).parameters:
            answer = True
        else:
            updater(mobject)
            before = _shape_of(mobject)
            updater(mobject)
            answer = before != _shape_of(mobject)
        # The references keep the ids from being given to others.
        self._remembers[key] = (answer, (mobject, updater))
        return answer


def _shape_of(mobject: Mobject) -> list[bytes]:
    return [np.round(one.points, 6).tobytes() for one in mobject.get_family() if len(one.points)]


class _Chain:
    """Updaters that look at what other updaters move.

    In a render such a mobject lags by a frame, which nobody sees; here it would lag by a whole state, so
    the updaters that keep nothing between calls are called until the picture stands still.
    """

    def __init__(self, scene: Scene, stateful: list[tuple[Mobject, list[Any]]]) -> None:
        kept = {id(one) for _, updaters in stateful for one in updaters}
        self.links: list[tuple[Mobject, list[Any]]] = []
        for mobject in scene.get_mobject_family_members():
            calm = [one for one in mobject.updaters if id(one) not in kept]
            if calm:
                self.links.append((mobject, calm))
        self._still = 0
        """In how many states on end they moved and were where they belong at once."""
        self._moved: list[list[bytes]] | None = None

    def catch_up(self) -> None:
        """Call them again, as long as that changes anything."""
        if len(self.links) < 2 or self._still >= _SURELY_LOOSE:
            return
        before = self._shapes()
        has_moved = self._moved is not None and before != self._moved
        self._moved = before
        for turn in range(_MOST_LINKS):
            for mobject, updaters in self.links:
                for updater in () if mobject.updating_suspended else updaters:
                    updater(mobject)
            after = self._shapes()
            if after == before:
                self._still = self._still + has_moved if turn == 0 else 0
                return
            before = after

    def _shapes(self) -> list[list[bytes]]:
        return [_shape_of(mobject) for mobject, _ in self.links]


def _traces(stateful: list[tuple[Mobject, list[Any]]]) -> bool:
    return any(isinstance(mobject, TracedPath) for mobject, _ in stateful)


def _advance(scene: Scene, second: float, stateful: list[tuple[Mobject, list[Any]]]) -> None:
    """``Scene.update_to_time`` without the updaters that only look at the present."""
    dt = second - scene.last_t
    scene.last_t = second
    for animation in scene.animations or []:
        animation.update_mobjects(dt)
        animation.interpolate(second / animation.run_time if animation.run_time else 1)
    for mobject, updaters in stateful:
        if mobject.updating_suspended:
            continue
        for updater in updaters:
            if "dt" in inspect.signature(updater).parameters:
                updater(mobject, dt)
            else:
                updater(mobject)
    scene.update_self(dt)


def install(stepper: Stepper, aliases: Aliases) -> Callable[[], None]:
    """Make every scene that starts from now on run through ``stepper``; returns the way back.

    What ``become`` makes of a mobject is noted in ``aliases``: the text of one that became another
    text is the other's.
    """
    init_scene, play, become = CairoRenderer.init_scene, CairoRenderer.play, Mobject.become
    add_parts = Mobject.add_n_more_submobjects

    def noted_become(self: Mobject, mobject: Mobject, *args: Any, **kwargs: Any) -> Mobject:
        result = become(self, mobject, *args, **kwargs)
        aliases.note(self, mobject)
        return result

    def noted_parts(self: Mobject, n: int) -> Mobject | None:
        before = {id(one) for one in self.submobjects}
        result = add_parts(self, n)
        aliases.padding.update({id(one): one for one in self.submobjects if id(one) not in before})
        return result

    def init_without_film(self: CairoRenderer, scene: Any, session_spec: Any, settings: Any) -> None:
        del scene, session_spec
        self.file_writer = stepper.writer = _NoFilm(settings)
        width, height = stepper.size
        self.camera.reset_pixel_shape(height, width)

    def stepped_play(self: CairoRenderer, scene: Any, *args: Any, **kwargs: Any) -> None:
        stepper.play(self, scene, *args, **kwargs)

    def restore() -> None:
        CairoRenderer.init_scene, CairoRenderer.play, Mobject.become = init_scene, play, become
        Mobject.add_n_more_submobjects = add_parts

    patched: Any = CairoRenderer
    patched.init_scene, patched.play = init_without_film, stepped_play
    Mobject.become, Mobject.add_n_more_submobjects = noted_become, noted_parts
    return restore
