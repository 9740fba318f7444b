"""One chunk: the container that a scene's pictures and sound end up in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import av
from av.packet import Packet

from . import audio
from .profiles import Profile, VideoFormat
from .video import EncodedFrame, VideoEncoder, configure

if TYPE_CHECKING:
    from av.container import OutputContainer

__all__ = ["MP4_OPTIONS", "TICKS_PER_FRAME", "ChunkFile"]

MP4_OPTIONS = {"movflags": "+faststart", "movie_timescale": "48000"}
# The time scale lets the edit list say the sound's length to the sample.
TICKS_PER_FRAME = 512  # of the video time line, in each frame


class ChunkFile:
    """An MP4 under way: :attr:`encoder` collects pictures, :meth:`finish` adds sound and writes."""

    def __init__(self, path: Path, video: VideoFormat, profile: Profile, whole_frames: bool = False) -> None:
        options = {**MP4_OPTIONS, "video_track_timescale": str(video.fps.numerator * TICKS_PER_FRAME)}
        self._container: OutputContainer = av.open(str(path), "w", format="mp4", options=options)
        self._fps = video.fps
        self._video = self._container.add_stream("libx264", rate=video.fps)
        configure(self._video.codec_context, video, profile)
        self._audio = self._container.add_stream("aac", rate=audio.SAMPLE_RATE)
        self._audio.codec_context.layout = audio.AUDIO_LAYOUT
        self.encoder = VideoEncoder(self._video.codec_context, video, profile, whole_frames)

    def finish(self, pictures: list[EncodedFrame], mix: audio.Mix) -> int:
        """Write everything; returns how many samples of sound the chunk plays."""
        total = audio.samples_of(len(pictures), self._fps)
        self._container.start_encoding()
        sound = audio.encode(self._audio.codec_context, mix, total)
        written = 0
        # Interleave by time: what plays together lies together.
        for packet in sound:
            until = (packet.pts or 0) / audio.SAMPLE_RATE * self._fps
            while written < len(pictures) and written <= until:
                self._mux(pictures[written], written)
                written += 1
            packet.stream = self._audio
            self._container.mux(packet)
        for number in range(written, len(pictures)):
            self._mux(pictures[number], number)
        self._container.close()
        return total

    def abort(self) -> None:
        """Close without writing anything of use."""
        self._container.close()

    def _mux(self, picture: EncodedFrame, number: int) -> None:
        packet = cast("Any", Packet(picture.data))
        packet.stream = self._video
        packet.time_base = 1 / self._fps
        packet.pts = packet.dts = number
        packet.duration = 1
        packet.is_keyframe = picture.key
        self._container.mux(packet)
