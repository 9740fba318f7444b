"""Join chunks into one MP4 by copying their packets, with chapters, captions and a title.

Request: ``fps``; ``chapters`` (``title``, ``start_frame``, ``frames``); ``captions`` (``start_s``, ``end_s``,
``text``, on the whole video's clock); ``title``; ``description``. Files: the chunks, joined in the order of
their names.
Report: ``frames``, ``audio_samples``, ``duration_s``; file: ``video.mp4``.

Nothing drifts: picture *n* of the whole is shown at *n*/fps, and each chunk's sound starts on the AAC
packet nearest to its first picture, at most 11 ms off however many chunks there are. A chunk's priming
packet is kept (it takes the place of the packet before it), so that its first packet decodes as it did
in the chunk.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError
from av.packet import Packet
from av.subtitles.subtitle import SubtitleSet

from ..channel import Channel
from ..engine.chunk import MP4_OPTIONS, TICKS_PER_FRAME

__all__ = ["Chunk", "StitchError", "run", "stitch"]

_BLOCK = 1024
_ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


class StitchError(Exception):
    """The chunks don't make one video; the message says which one and why."""


@dataclass(frozen=True, slots=True)
class _Picture:
    data: bytes
    key: bool


@dataclass(frozen=True, slots=True)
class Chunk:
    """The packets of one chunk, and the file they come from (a pattern for the whole's streams)."""

    name: str
    data: bytes
    pictures: tuple[_Picture, ...]
    sound: tuple[bytes, ...]
    """AAC packets; the first is the priming packet, of the 1024 samples before the start."""
    video_setup: tuple[Any, ...]
    audio_setup: tuple[Any, ...]
    rate: int


def run(request: Mapping[str, Any], files: Mapping[str, bytes], channel: Channel) -> dict[str, Any]:
    """Join ``files`` and send ``video.mp4``."""
    target = Path.cwd() / "video.mp4"
    try:
        chunks = [read_chunk(name, files[name]) for name in sorted(files)]
        report = stitch(chunks, target, request)
    except (FFmpegError, StitchError) as error:
        return {"ok": False, "error": {"type": type(error).__name__, "message": str(error)}}
    channel.file("video.mp4", target)
    target.unlink()
    return {"ok": True, **report}


def read_chunk(name: str, data: bytes) -> Chunk:
    """Take a chunk apart. Raises :class:`StitchError` for what isn't one."""
    pictures: list[_Picture] = []
    sound: list[bytes] = []
    with av.open(io.BytesIO(data), "r", format="mov") as container:
        if not container.streams.video or not container.streams.audio:
            raise StitchError(f"{name} lacks a video or an audio stream")
        video, audio = container.streams.video[0], container.streams.audio[0]
        for packet in container.demux(video, audio):
            if not packet.size:
                continue
            if packet.stream is video:
                pictures.append(_Picture(bytes(packet), packet.is_keyframe))
            else:
                if not sound and (packet.pts or 0) >= 0:
                    raise StitchError(f"{name} has sound without a priming packet")
                sound.append(bytes(packet))
        if not pictures or not pictures[0].key or not sound:
            raise StitchError(f"{name} is empty or doesn't start with a keyframe")
        picture, voice = video.codec_context, audio.codec_context
        return Chunk(
            name,
            data,
            tuple(pictures),
            tuple(sound),
            (picture.name, picture.width, picture.height, video.average_rate, picture.extradata),
            (voice.name, voice.sample_rate, voice.channels, voice.extradata),
            voice.sample_rate,
        )


def stitch(chunks: Sequence[Chunk], target: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    """Write ``target`` from chunks of one format; returns the report. Raises :class:`StitchError`."""
    _check_alike(chunks)
    fps = Fraction(request["fps"]).limit_denominator(1001)
    pictures = [picture for chunk in chunks for picture in chunk.pictures]
    sound, samples = _line_up(chunks, fps)
    cues: Sequence[Mapping[str, Any]] = request.get("captions") or []
    options = {**MP4_OPTIONS, "video_track_timescale": str(fps.numerator * TICKS_PER_FRAME)}
    with (
        av.open(io.BytesIO(chunks[0].data), "r", format="mov") as pattern,
        av.open(str(target), "w", format="mp4", options=options) as container,
    ):
        video: Any = container.add_stream_from_template(pattern.streams.video[0])
        audio: Any = container.add_stream_from_template(pattern.streams.audio[0])
        captions: Any = container.add_stream("mov_text") if cues else None
        if title := request.get("title"):
            container.metadata["title"] = str(title)
        if description := request.get("description"):
            container.metadata["description"] = container.metadata["comment"] = str(description)
        container.set_chapters(_chapters(request.get("chapters") or [], fps))
        timed: list[tuple[float, Packet[Any]]] = []
        timed += _picture_packets(pictures, fps, video)
        timed += _sound_packets(sound, samples, chunks[0].rate, audio)
        if captions is not None:
            timed += _caption_packets(cues, captions)
        for _, packet in sorted(timed, key=lambda pair: pair[0]):
            container.mux(packet)
    return {
        "frames": len(pictures),
        "audio_samples": samples,
        "duration_s": float(len(pictures) / fps),
    }


def _check_alike(chunks: Sequence[Chunk]) -> None:
    if not chunks:
        raise StitchError("there are no chunks")
    first = chunks[0]
    for chunk in chunks[1:]:
        if chunk.video_setup != first.video_setup or chunk.audio_setup != first.audio_setup:
            raise StitchError(f"{chunk.name} is encoded differently from {first.name}: render it again")


def _line_up(chunks: Sequence[Chunk], fps: Fraction) -> tuple[list[bytes], int]:
    """Lay the chunks' sound on one grid of packets; the first packet is the priming of the whole."""
    line: list[bytes] = []
    frames = 0
    rate = chunks[0].rate
    for chunk in chunks:
        start = round(frames * rate / fps / _BLOCK)
        if len(line) < start:
            raise StitchError(f"the chunk before {chunk.name} has less sound than picture")
        line[start:] = chunk.sound
        frames += len(chunk.pictures)
    samples = round(frames * rate / fps)
    line = line[: 1 + -(-samples // _BLOCK)]
    return line, min(samples, (len(line) - 1) * _BLOCK)


def _picture_packets(
    pictures: Sequence[_Picture], fps: Fraction, stream: Any
) -> list[tuple[float, Packet[Any]]]:
    timed: list[tuple[float, Packet[Any]]] = []
    for number, picture in enumerate(pictures):
        packet = _packet(picture.data, stream, 1 / fps, number, 1)
        packet.is_keyframe = picture.key
        timed.append((float(number / fps), packet))
    return timed


def _sound_packets(
    line: Sequence[bytes], samples: int, rate: int, stream: Any
) -> list[tuple[float, Packet[Any]]]:
    timed: list[tuple[float, Packet[Any]]] = []
    for number, data in enumerate(line, start=-1):
        at = number * _BLOCK
        packet = _packet(data, stream, Fraction(1, rate), at, min(_BLOCK, samples - at))
        packet.is_keyframe = True
        timed.append((at / rate, packet))
    return timed


def _caption_packets(cues: Sequence[Mapping[str, Any]], stream: Any) -> list[tuple[float, Packet[Any]]]:
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.codec_context.time_base = Fraction(1, 1000)
    timed: list[tuple[float, Packet[Any]]] = []
    for cue in sorted(cues, key=lambda cue: float(cue["start_s"])):
        start, end = round(float(cue["start_s"]) * 1000), round(float(cue["end_s"]) * 1000)
        if end <= start:
            continue
        text = str(cue["text"]).replace("\r", "").replace("\n", "\\N").replace("{", "(").replace("}", ")")
        line = f"0,0,Default,,0,0,0,,{text}".encode()
        subtitle = SubtitleSet.create(line, start=0, end=end - start, pts=start * 1000)
        encoded = stream.codec_context.encode_subtitle(subtitle)
        packet = _packet(bytes(encoded), stream, Fraction(1, 1000), start, end - start)
        packet.is_keyframe = True
        timed.append((start / 1000, packet))
    return timed


def _packet(data: bytes, stream: Any, time_base: Fraction, at: int, duration: int) -> Packet[Any]:
    packet: Packet[Any] = Packet(data)
    packet.stream = stream
    packet.time_base = time_base
    packet.pts = packet.dts = at
    packet.duration = duration
    return packet


def _chapters(chapters: Sequence[Mapping[str, Any]], fps: Fraction) -> list[Any]:
    return [
        {
            "id": number,
            "start": int(chapter["start_frame"]),
            "end": int(chapter["start_frame"]) + int(chapter["frames"]),
            "time_base": 1 / fps,
            "metadata": {"title": str(chapter["title"])},
        }
        for number, chapter in enumerate(chapters)
    ]
