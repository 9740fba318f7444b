"""Between the scene and the encoder: a thread that paints pictures in the order they come in."""

from __future__ import annotations

import ctypes
import threading
import time
from dataclasses import dataclass, field
from queue import Queue

import numpy as np

from .picture import Picture, Pixels
from .profiles import VideoFormat
from .reuse import UNKNOWN, LastVersion
from .video import EncodedFrame, VideoEncoder

__all__ = ["Painter"]

_PICTURES = 12  # waiting to be painted
_BUFFERS = 4  # frames painted and not yet encoded; 33 MB of 1080p


@dataclass(frozen=True, slots=True)
class _Work:
    """For the encoder's thread: pixels (None is the picture before again), or pictures taken over, the
    last of which stays for ``repeat`` frames more."""

    pixels: Pixels | None
    repeat: int
    key: bool
    borrowed: bool = False
    taken: list[EncodedFrame] = field(default_factory=list[EncodedFrame])


class Painter:
    """Takes frames (pictures, or pixels that manim drew) and hands them painted to the encoder's thread.

    An error on either thread comes out at the next call of :meth:`write` or :meth:`finish`.
    """

    def __init__(
        self,
        encoder: VideoEncoder,
        video: VideoFormat,
        native: ctypes.CDLL | None,
        last_version: LastVersion | None = None,
    ) -> None:
        self.digests: list[bytes] = []
        """Of the frames so far; to be read after :meth:`finish`."""
        self.reused = 0
        """Frames that came from the last version."""
        self.cpu_s: dict[str, float] = {}
        """Processor time of each thread once it has ended; x264's own threads come on top."""
        self._last_version = last_version
        self._encoder = encoder
        self._native = native
        self._shape = (video.height, video.width, 4)
        self._error: BaseException | None = None
        self._aborted = False
        self._last = b""
        self._frames: Queue[tuple[Picture | Pixels, int, bool] | None] = Queue(_PICTURES)
        self._painted: Queue[_Work | None] = Queue(_BUFFERS)
        self._free: Queue[Pixels] = Queue()
        self._made = 0
        # Daemons: a scene that dies in the middle must not keep the process from ending.
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for work, name in ((self._paint_all, "painter"), (self._encode_all, "encoder"))
        ]
        for thread in self._threads:
            thread.start()

    def write(self, frame: Picture | Pixels, repeat: int = 1, key: bool = False) -> None:
        """Hand over a frame that stays for ``repeat``, a keyframe if asked; it must not change any more."""
        self._raise()
        self._frames.put((frame, repeat, key))

    def finish(self) -> list[EncodedFrame]:
        """Wait for both threads and return the chunk's pictures."""
        self._join()
        self._raise()
        return self._encoder.finish()

    def abort(self) -> None:
        """Drop what is under way and end the threads."""
        self._aborted = True
        self._join()

    def _join(self) -> None:
        self._frames.put(None)
        for thread in self._threads:
            thread.join()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _paint_all(self) -> None:
        while (item := self._frames.get()) is not None:
            if self._error is None and not self._aborted:
                try:
                    self._paint(*item)
                except BaseException as error:  # carried to the scene's thread
                    self._error = error
        self.cpu_s["paint"] = time.thread_time()
        self._painted.put(None)

    def _paint(self, frame: Picture | Pixels, repeat: int, key: bool) -> None:
        if not isinstance(frame, Picture):
            self._last = b""
            self.digests += [UNKNOWN] * repeat
            self._painted.put(_Work(frame, repeat, key))
            return
        digest = frame.digest
        self.digests += [digest] * repeat
        if self._last_version is not None and (taken := self._last_version.take(digest, repeat, key)):
            self.reused += repeat
            self._painted.put(_Work(None, repeat - len(taken), False, taken=taken))
            self._last = b""  # the encoder hasn't seen it
            return
        if digest == self._last:
            self._painted.put(_Work(None, repeat, key))
            return
        assert self._native is not None
        buffer = self._buffer()
        frame.paint(buffer, self._native)
        self._last = digest
        self._painted.put(_Work(buffer, repeat, key, borrowed=True))

    def _buffer(self) -> Pixels:
        if self._free.empty() and self._made < _BUFFERS + 2:
            self._made += 1
            return np.empty(self._shape, np.uint8)
        return self._free.get()

    def _encode_all(self) -> None:
        while (work := self._painted.get()) is not None:
            try:
                if self._error is None and not self._aborted:
                    self._encode(work)
            except BaseException as error:  # carried to the scene's thread
                self._error = error
            if work.borrowed and work.pixels is not None:
                self._free.put(work.pixels)
        self.cpu_s["feed"] = time.thread_time()

    def _encode(self, work: _Work) -> None:
        if work.taken:
            self._encoder.take_over(work.taken, work.repeat)
            return
        if work.key:
            self._encoder.start_anew()
        self._encoder.write(work.pixels, work.repeat)
