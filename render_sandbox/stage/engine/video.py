"""RGBA frames in, H.264 packets out: one encoder for a whole scene.

A frame that stays is encoded until it looks as good as it will; from then on the chunk says "as before"
(see :mod:`.stills`), so a wait costs the same however long it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame

from .conversion import Converter
from .picture import Pixels
from .profiles import Profile, VideoFormat, gop_frames, still_frames
from .stills import Stills

__all__ = ["EncodedFrame", "VideoEncoder", "configure"]

_BT601, _BT709, _LIMITED = 6, 1, 1  # as numbered in ISO 23091-2


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """One coded picture; pictures are in display order because there are no B-frames."""

    data: bytes
    key: bool


class VideoEncoder:
    """Encode frames with ``context`` (see :func:`configure`; global headers) to a chunk's pictures."""

    def __init__(
        self, context: VideoCodecContext, video: VideoFormat, profile: Profile, whole_frames: bool = False
    ) -> None:
        self._pictures: list[EncodedFrame] = []
        self._context = context
        self._video = video
        context.open(strict=False)
        self._stills = Stills(bytes(context.extradata or b""))
        self._settled = profile.settled
        self._still_group = still_frames(video.fps)
        self._converter = Converter(video, whole_frames)
        self._frame: VideoFrame | None = None
        # For each frame in the encoder, the place of the chunk that its picture goes to.
        self._places: deque[int] = deque()
        self._fed = 0
        self._key_next = True

    def write(self, pixels: Pixels | None, repeat: int = 1) -> None:
        """Add a picture that stays for ``repeat`` frames; None is the one before again."""
        if pixels is not None:
            self._frame = self._converter.convert(pixels)
        if self._frame is None:
            raise ValueError("there is no picture before the first")
        for begun in range(0, repeat, self._still_group):
            stays = min(repeat - begun, self._still_group)
            fed = min(stays, self._settled)
            for _ in range(fed):
                self._feed(self._frame)
            if stays > fed:
                self._pictures += [_STILL] * (stays - fed)
                # The decoder will have seen more frames than the encoder: start anew.
                self._key_next = True

    def take_over(self, pictures: Sequence[EncodedFrame], stays: int = 0) -> None:
        """Add pictures that were encoded before; the last ``stays`` for so many frames more.

        The first is a keyframe or follows the last taken over.
        """
        self._pictures += [*pictures, *[_STILL] * stays]
        self._key_next = True

    def start_anew(self) -> None:
        """Make the next picture a keyframe."""
        self._key_next = True

    def finish(self) -> list[EncodedFrame]:
        """Flush the encoder and return all pictures."""
        self._take(_encode(self._context, None))
        if self._places:
            raise RuntimeError("the encoder kept a frame to itself")
        since_key = 0
        for place, picture in enumerate(self._pictures):
            since_key = 0 if picture.key else since_key + 1
            if picture is _STILL:
                self._pictures[place] = EncodedFrame(self._stills.picture(since_key), key=False)
        return self._pictures

    def _feed(self, frame: VideoFrame) -> None:
        frame.pts = self._fed
        frame.time_base = 1 / self._video.fps
        frame.pict_type = PictureType.I if self._key_next else PictureType.NONE
        self._key_next = False
        self._fed += 1
        self._places.append(len(self._pictures))
        self._pictures.append(_STILL)
        self._take(_encode(self._context, frame))

    def _take(self, packets: list[Any]) -> None:
        for packet in packets:
            self._pictures[self._places.popleft()] = EncodedFrame(bytes(packet), packet.is_keyframe)


_STILL = EncodedFrame(b"", key=False)
"""Stands for the picture before until its number is known."""


def _encode(context: VideoCodecContext, frame: VideoFrame | None) -> list[Any]:
    return cast("list[Any]", context.encode(frame))


def configure(context: VideoCodecContext, video: VideoFormat, profile: Profile) -> None:
    """Set an unopened libx264 context to the chunk format with this profile's effort."""
    gop = gop_frames(video.fps, profile)
    context.width, context.height = video.width, video.height
    context.pix_fmt = "yuv420p"
    context.framerate = video.fps
    context.time_base = 1 / video.fps
    context.thread_count = profile.threads
    # manim's frames become YUV by BT.601; saying so keeps players from guessing BT.709 for HD.
    context.colorspace, context.color_range = _BT601, _LIMITED
    context.color_primaries = context.color_trc = _BT709
    context.options = {
        "preset": profile.preset,
        "crf": str(profile.crf),
        "g": str(gop),
        "bf": "0",
        "forced-idr": "1",
        "sc_threshold": "0",
        "x264-params": ":".join(
            filter(None, [f"threads={profile.threads}:lookahead-threads=1:sliced-threads=0", profile.x264])
        ),
    }
