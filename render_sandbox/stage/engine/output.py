"""The file writer that takes manim's frames: one chunk for the whole scene instead of a file per play.

Patched onto manim at ``CairoRenderer.init_scene`` and ``CairoRenderer.play`` (see :func:`install`).
"""

from __future__ import annotations

import ctypes
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from manim import config
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.sounds import get_full_sound_file_path

from ..play import Play
from ..scene_source import calling_line
from .audio import Mix, read_clip
from .chunk import ChunkFile
from .painter import Painter
from .profiles import Profile, VideoFormat
from .reuse import LastVersion, describe, setup_digest

__all__ = [
    "TARGETS",
    "ChunkWriter",
    "NoFramesError",
    "Recording",
    "configure_manim",
    "configure_size",
    "in_our_words",
    "install",
]

TARGETS = (
    "manim.manager:Manager.render",
    "manim.renderer.cairo_renderer:CairoRenderer.init_scene",
    "manim.renderer.cairo_renderer:CairoRenderer.play",
    "manim.renderer.cairo_renderer:CairoRenderer.scene_finished",
    "manim.scene.scene_file_writer:SceneFileWriter",
)
"""What this module knows by heart."""

_PROGRESS_EVERY_S = 0.25


class NoFramesError(Exception):
    """The scene ended without a single play or wait."""


class Recording:
    """What one render is asked for and what came of it; the writer fills it in."""

    def __init__(
        self,
        path: Path,
        video: VideoFormat,
        profile: Profile,
        source: Path,
        on_progress: Callable[[int, int], None] = lambda _frames, _play: None,
    ) -> None:
        self.path = path
        self.video = video
        self.profile = profile
        self.source = source
        self.on_progress = on_progress
        self.native: ctypes.CDLL | None = None
        self.whole_frames = True
        self.last_version: LastVersion | None = None
        self.reused = 0
        self.description = b""
        self.plays: list[Play] = []
        self.captions: list[dict[str, Any]] = []
        self.frames = 0
        self.audio_samples = 0
        self.encode_wait_s = 0.0
        self.cpu_s: dict[str, float] = {}
        self.playing: int | None = None
        self.writer: ChunkWriter | None = None

    def abort(self) -> None:
        """Drop what was encoded so far."""
        if self.writer is not None:
            self.writer.abort_encode_jobs()

    def report(self) -> dict[str, Any]:
        """The part of the job's report that the writer knows."""
        return {
            "frames": self.frames,
            "reused_frames": self.reused,
            "plays": [asdict(play) for play in self.plays],
            "audio_samples": self.audio_samples,
            "captions": self.captions,
        }


class ChunkWriter(SceneFileWriter):
    """manim's writer with a :class:`ChunkFile` in place of segments and their concatenation."""

    def __init__(self, settings: Any, recording: Recording) -> None:
        super().__init__(settings)
        self.recording = recording
        self._chunk = ChunkFile(recording.path, recording.video, recording.profile, recording.whole_frames)
        self._painter = Painter(
            self._chunk.encoder, recording.video, recording.native, recording.last_version
        )
        self._key_next = False
        self._mix = Mix()
        self._open = self._aborted = False
        self._reported = 0.0
        recording.writer = self

    def add_sound(
        self, sound_file: Any, time: float | None = None, gain: float | None = None, **kwargs: Any
    ) -> None:
        """Lay a sound file on the time line, exact to the sample."""
        clip = read_clip(get_full_sound_file_path(sound_file, self.settings.assets_dir))
        gain_db = gain or 0.0
        gain_db += kwargs.get("gain_to_background") or 0.0
        self._mix.add(clip, self._mix.end_s if time is None else time, gain_db)
        self.includes_sound = True

    def add_audio_segment(
        self, new_segment: Any, time: float | None = None, gain_to_background: float | None = None
    ) -> None:
        """Lay a pydub segment on the time line, through a private file."""
        path = self.recording.path.with_suffix(".segment.wav")
        new_segment.export(str(path), format="wav")
        try:
            self.add_sound(path, time, gain_to_background)
        finally:
            path.unlink()

    # The parameters are manim's, whether used or not.
    # ruff: noqa: ARG002

    def begin_animation(
        self, allow_write: bool = False, *, animation_index: int, file_path: Any = None
    ) -> None:
        """Let frames in, unless the play is skipped; the first that moves is a keyframe."""
        self._open = self._key_next = allow_write

    def end_animation(self, allow_write: bool = False) -> None:
        """Let no more frames in."""
        self._open = False

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """Take one frame, which the caller must not change any more."""
        if not self._open or repeat <= 0:
            return
        begun = time.perf_counter()
        # A wait goes on with the picture that the play before left: no keyframe makes it better.
        self._painter.write(pixels, repeat, self._key_next and repeat == 1)
        self._key_next = False
        now = time.perf_counter()
        recording = self.recording
        recording.encode_wait_s += now - begun
        recording.frames += repeat
        if now - self._reported > _PROGRESS_EVERY_S:
            self._reported = now
            recording.on_progress(recording.frames, recording.playing or 0)

    def is_already_cached(self, hash_invocation: str) -> bool:
        """Nothing is: manim's play cache is off."""
        return False

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Drop the chunk; nothing may keep the process from ending."""
        if self._aborted:
            return
        self._aborted = True
        self._painter.abort()
        self._chunk.abort()

    def finish(self) -> None:
        """Write the chunk."""
        begun = time.perf_counter()
        recording = self.recording
        pictures = self._painter.finish()
        recording.frames = len(pictures)
        recording.reused = self._painter.reused
        recording.cpu_s = self._painter.cpu_s
        setup = setup_digest(recording.video, recording.profile)
        recording.description = describe(setup, self._painter.digests)
        if not pictures:
            raise NoFramesError(
                "every play of the scene is skipped, so it has no frames: don't skip all sections"
            )
        recording.audio_samples = self._chunk.finish(pictures, self._mix)
        recording.captions = [_caption(subtitle) for subtitle in self.subcaptions]
        self.final_file_path = recording.path
        recording.encode_wait_s += time.perf_counter() - begun


def _caption(subtitle: Any) -> dict[str, Any]:
    """A subtitle as data. ``proprietary`` may carry word times as JSON, ``[[seconds, word], …]``."""
    return {
        "start_s": round(subtitle.start.total_seconds(), 6),
        "end_s": round(subtitle.end.total_seconds(), 6),
        "text": subtitle.content,
        "words": _words(subtitle.proprietary),
    }


def _words(text: str) -> list[Any]:
    try:
        words: Any = json.loads(text) if text else []
    except ValueError:
        return []
    return cast("list[Any]", words) if isinstance(words, list) else []


def install(recording: Recording) -> Callable[[], None]:
    """Make every scene that starts from now on write into ``recording``; returns the way back."""
    init_scene, play = CairoRenderer.init_scene, CairoRenderer.play

    def init_with_chunk(
        self: CairoRenderer, _scene: Any, _session_spec: Any, file_writer_settings: Any
    ) -> None:
        self.file_writer = ChunkWriter(file_writer_settings, recording)

    def recorded_play(self: CairoRenderer, scene: Any, *args: Any, **kwargs: Any) -> None:
        index, start = self.num_plays, recording.frames
        line = calling_line(recording.source)
        recording.playing = index
        play(self, scene, *args, **kwargs)
        recording.playing = None
        kind = "wait" if _is_wait(scene) else "play"
        recording.plays.append(Play(index, start, recording.frames - start, line, kind))

    def restore() -> None:
        CairoRenderer.init_scene, CairoRenderer.play = init_scene, play

    patched: Any = CairoRenderer
    patched.init_scene, patched.play = init_with_chunk, recorded_play
    return restore


def _is_wait(scene: Any) -> bool:
    from manim import Wait

    return len(scene.animations) == 1 and isinstance(scene.animations[0], Wait)


def in_our_words(error: BaseException) -> BaseException:
    """manim's error for a scene without plays speaks of command line options: say what to do instead."""
    if isinstance(error, RuntimeError) and "has no play calls" in str(error):
        return NoFramesError(
            "the scene never plays or waits, so it has no frames: add self.wait() at its end"
        )
    return error


def configure_manim(video: VideoFormat, folder: Path) -> None:
    """Set manim's global configuration for one render below ``folder``."""
    settings: Mapping[str, Any] = {
        "renderer": "cairo",
        "format": "mp4",
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "WARNING",
        "media_dir": str(folder / "media"),
        "assets_dir": str(folder / "assets"),
        "notify_outdated_version": False,
    }
    for name, value in settings.items():
        setattr(config, name, value)
    configure_size(video)
    # As manim's own quality flags do: 8 units high, and as wide as the picture's shape says.
    config.frame_width = config.frame_height * video.width / video.height


def configure_size(video: VideoFormat) -> None:
    """Set the size in pixels and the frame rate."""
    config.pixel_width, config.pixel_height = video.width, video.height
    config.frame_rate = int(video.fps) if video.fps.denominator == 1 else float(video.fps)
