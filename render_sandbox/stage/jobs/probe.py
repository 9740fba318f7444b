"""Decode an untrusted chunk, every frame of it, and say what it is.

The decoder is told to fail at the first fault instead of hiding it. Request: ``expect`` (``width``,
``height``, ``fps``; each may be missing). Report: the figures, ``ok``, and ``error`` where it isn't.
File: ``poster.jpg``, the picture with the most in it, small.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.error import FFmpegError
from av.video.stream import VideoStream

from ..channel import Channel

__all__ = ["ChunkFault", "examine", "run"]

_STRICT = {"err_detect": "crccheck+bitstream+buffer+explode"}
_MAX_PIXELS = 7680 * 4320
_POSTER_WIDTH = 640
_LOOKS_PER_S = 2
"""How often a picture is looked at that may stand for the chunk."""


class ChunkFault(Exception):
    """The file isn't a sound chunk; the message says in which way."""


def run(request: Mapping[str, Any], files: Mapping[str, bytes], channel: Channel) -> dict[str, Any]:
    """Examine the only file of the job."""
    (data,) = files.values()
    poster = _Poster()
    try:
        report = examine(data, poster)
        _compare(report, request.get("expect") or {})
    except (FFmpegError, ChunkFault, ValueError) as error:
        return {"ok": False, "error": {"type": type(error).__name__, "message": str(error)}}
    channel.file("poster.jpg", poster.jpeg())
    return {"ok": True, **report, "error": None}


class _Poster:
    """Keeps the picture with the most edges: a scene begins, and often ends, with an empty frame."""

    def __init__(self) -> None:
        self._edges = -1
        self._frame: Any = None

    def look(self, frame: Any) -> None:
        """A frame that may be it. Of equals the first is kept."""
        luma = frame.planes[0]
        rows = np.frombuffer(luma, np.uint8).reshape(-1, luma.line_size)[::4, : frame.width].astype(np.int16)
        edges = int(np.abs(np.diff(rows, axis=1)).sum())
        if edges > self._edges:
            self._edges, self._frame = edges, frame

    def jpeg(self) -> bytes:
        """At most 640 pixels wide."""
        image = self._frame.to_image()
        image.thumbnail((_POSTER_WIDTH, _POSTER_WIDTH))
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=80, optimize=True)
        return buffer.getvalue()


def examine(data: bytes, poster: _Poster | None = None) -> dict[str, Any]:
    """Decode everything and return the figures. Raises ``ChunkFault`` or ``av.FFmpegError``."""
    with av.open(io.BytesIO(data), "r", format="mov", options=_STRICT) as container:
        if len(container.streams.video) != 1 or len(container.streams.audio) != 1:
            raise ChunkFault("a chunk has one video and one audio stream")
        video, audio = container.streams.video[0], container.streams.audio[0]
        _make_strict(video, audio)
        figures = _decode(container, video, audio, poster or _Poster())
        samples = min(figures["samples"], _declared_samples(audio))
        context = video.codec_context
        fps = video.average_rate or Fraction(0)
        if fps <= 0:
            raise ChunkFault("the pictures have no rate")
        return {
            "frames": figures["frames"],
            "width": context.width,
            "height": context.height,
            "fps": float(fps),
            "codec": context.name,
            "pix_fmt": context.pix_fmt,
            "has_b_frames": bool(context.has_b_frames),
            "keyframe_every": figures["keyframe_every"],
            "audio": {
                "rate": audio.codec_context.sample_rate,
                "channels": audio.codec_context.channels,
                "samples": samples,
                "codec": audio.codec_context.name,
            },
            "duration_s": float(figures["frames"] / fps),
        }


def _declared_samples(audio: AudioStream) -> int:
    """What is to be heard; the last packet may hold a little more."""
    if audio.duration is None or audio.time_base is None:
        raise ChunkFault("the sound has no length")
    return round(audio.duration * audio.time_base * audio.codec_context.sample_rate)


def _make_strict(video: VideoStream, audio: AudioStream) -> None:
    context = video.codec_context
    for stream in (video, audio):
        if stream.codec_context is None:  # pyright: ignore[reportUnnecessaryComparison]  # there is none for it
            raise ChunkFault("a stream is in a codec that nobody knows")
    if context.width * context.height > _MAX_PIXELS:
        raise ChunkFault(f"{context.width}x{context.height} is more than this decodes")
    context.thread_count = 1
    context.options = {**_STRICT, "ec": "0"}
    audio.codec_context.options = dict(_STRICT)


def _decode(container: Any, video: VideoStream, audio: AudioStream, poster: _Poster) -> dict[str, int]:
    frames = keyframes = samples = packets = since_key = longest = 0
    expected = None
    look_every = max(round((video.average_rate or 1) / _LOOKS_PER_S), 1)
    for packet in container.demux(video, audio):
        is_video = packet.stream is video
        if is_video and packet.size:
            packets += 1
            since_key = 1 if packet.is_keyframe else since_key + 1
            longest = max(longest, since_key)
        for frame in packet.decode():
            if frame.is_corrupt:
                raise ChunkFault(f"frame {frames} is corrupt")
            if not is_video:
                samples += frame.samples
                continue
            if (frame.width, frame.height, frame.format.name) != (expected or _shape(frame)):
                raise ChunkFault(f"frame {frames} changes the size or the pixel format")
            expected = _shape(frame)
            keyframes += frame.key_frame
            if frames % look_every == 0:
                poster.look(frame)
            frames += 1
    if keyframes == 0:
        raise ChunkFault("there is no picture, or none that stands by itself")
    if packets != frames:
        raise ChunkFault(f"{packets} coded pictures gave {frames} frames")
    return {"frames": frames, "samples": samples, "keyframe_every": longest}


def _shape(frame: Any) -> tuple[int, int, str]:
    return frame.width, frame.height, frame.format.name


def _compare(report: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    for name in ("width", "height"):
        if name in expect and report[name] != expect[name]:
            raise ChunkFault(f"{name} is {report[name]}, not {expect[name]}")
    if "fps" in expect and abs(report["fps"] - float(expect["fps"])) > 1e-3:
        raise ChunkFault(f"{report['fps']:g} frames a second, not {float(expect['fps']):g}")
    wanted = {"codec": "h264", "pix_fmt": "yuv420p", "has_b_frames": False}
    for name, value in wanted.items():
        if report[name] != value:
            raise ChunkFault(f"{name} is {report[name]}, not {value}")
    sound = report["audio"]
    if (sound["codec"], sound["rate"]) != ("aac", 48_000):
        raise ChunkFault(f"the sound is {sound['codec']} at {sound['rate']} Hz, not AAC at 48000 Hz")
    frame_s = 1 / report["fps"]
    if abs(sound["samples"] / sound["rate"] - report["duration_s"]) >= frame_s:
        raise ChunkFault("sound and picture differ in length by a frame or more")
