"""Frames of the scene's last version that haven't changed, taken from its chunk instead of encoded anew.

A frame is known by the digest of all that is drawn in it, so nothing stale can come of it: what a text, a
random number or an updater made different this time has another digest. A run of coded pictures is taken
from a keyframe of the old chunk on, as far as the digests agree; P-frames look back only.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

import av

from .profiles import Profile, VideoFormat
from .video import EncodedFrame

__all__ = ["UNKNOWN", "LastVersion", "describe", "setup_digest"]

DIGEST_BYTES = 16
UNKNOWN = bytes(DIGEST_BYTES)
"""Stands for a frame that manim drew itself."""

_REVISION = 1  # of what a digest says; raise it with any change to capture, picture or paint.c


def setup_digest(video: VideoFormat, profile: Profile) -> bytes:
    """Stands for everything but the frame that decides over a coded picture."""
    what = (_REVISION, video, profile, sorted(av.library_versions.items()))
    return hashlib.blake2b(repr(what).encode(), digest_size=DIGEST_BYTES).digest()


def describe(setup: bytes, digests: Sequence[bytes]) -> bytes:
    """What to keep beside a chunk so that the next version can reuse it."""
    return setup + b"".join(digests)


class LastVersion:
    """The chunk of the last version and the digests of its frames."""

    def __init__(self, chunk: bytes, description: bytes, setup: bytes) -> None:
        """Raises ``ValueError`` or ``av.FFmpegError`` where the two don't belong together or to ``setup``."""
        if description[:DIGEST_BYTES] != setup:
            raise ValueError("the last version was encoded otherwise")
        body = description[DIGEST_BYTES:]
        self._digests = [body[at : at + DIGEST_BYTES] for at in range(0, len(body), DIGEST_BYTES)]
        self._pictures = _read(chunk)
        if len(self._digests) != len(self._pictures):
            raise ValueError("the digests are not those of the chunk")
        self._keys: dict[bytes, int] = {}
        for number, (digest, picture) in enumerate(zip(self._digests, self._pictures, strict=True)):
            if picture.key and digest != UNKNOWN:
                self._keys.setdefault(digest, number)
        self._at: int | None = None

    def take(self, digest: bytes, count: int, fresh: bool) -> list[EncodedFrame]:
        """At most ``count`` coded pictures of the next frame; as many as there are, or none.

        ``fresh`` asks for a keyframe; otherwise they may follow those that were taken last.
        """
        start = None if fresh or self._at is None else self._at + 1
        if start is None or not self._is(start, digest):
            start = self._keys.get(digest)
        if start is None:
            self._at = None
            return []
        end = start + 1
        while end < start + count and self._is(end, digest):
            end += 1
        self._at = end - 1
        return self._pictures[start:end]

    def _is(self, number: int, digest: bytes) -> bool:
        return number < len(self._digests) and self._digests[number] == digest


def _read(chunk: bytes) -> list[EncodedFrame]:
    with av.open(io.BytesIO(chunk), "r", format="mov") as container:
        packets = container.demux(container.streams.video[0])
        return [
            EncodedFrame(_with_start_codes(bytes(packet)), packet.is_keyframe)
            for packet in packets
            if packet.size
        ]


def _with_start_codes(data: bytes) -> bytes:
    """From MP4's way of separating units (their length before each) to the encoder's (a mark)."""
    units: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + 4
        at = start + int.from_bytes(data[at:start])
        units.append(data[start:at])
    if at != len(data):
        raise ValueError("a picture of the last version is cut off")
    return b"".join(b"\x00\x00\x00\x01" + unit for unit in units)
