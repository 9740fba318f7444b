"""Between the scene and the encoder: a thread that paints pictures in the order they come in."""

from __future__ import annotations

import ctypes
import threading
from queue import Queue

import numpy as np

from .picture import Picture, Pixels
from .profiles import VideoFormat
from .video import EncodedFrame, VideoEncoder

__all__ = ["Painter"]

_PICTURES = 12  # waiting to be painted
_BUFFERS = 4  # frames painted and not yet encoded; 33 MB of 1080p


class Painter:
    """Takes frames (pictures, or pixels that manim drew) and hands them painted to the encoder's thread.

    An error on either thread comes out at the next call of :meth:`write` or :meth:`finish`.
    """

    def __init__(self, encoder: VideoEncoder, video: VideoFormat, native: ctypes.CDLL | None) -> None:
        self._encoder = encoder
        self._native = native
        self._shape = (video.height, video.width, 4)
        self._error: BaseException | None = None
        self._aborted = False
        self._last = b""
        self._frames: Queue[tuple[Picture | Pixels, int] | None] = Queue(_PICTURES)
        self._painted: Queue[tuple[Pixels | None, int, bool] | None] = Queue(_BUFFERS)
        self._free: Queue[Pixels] = Queue()
        self._made = 0
        # Daemons: a scene that dies in the middle must not keep the process from ending.
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for work, name in ((self._paint_all, "painter"), (self._encode_all, "encoder"))
        ]
        for thread in self._threads:
            thread.start()

    def write(self, frame: Picture | Pixels, repeat: int = 1) -> None:
        """Hand over a frame that stays for ``repeat``; it must not change afterwards."""
        self._raise()
        self._frames.put((frame, repeat))

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
        self._painted.put(None)

    def _paint(self, frame: Picture | Pixels, repeat: int) -> None:
        if not isinstance(frame, Picture):
            self._last = b""
            self._painted.put((frame, repeat, False))
            return
        if frame.digest == self._last:
            self._painted.put((None, repeat, False))
            return
        assert self._native is not None
        buffer = self._buffer()
        frame.paint(buffer, self._native)
        self._last = frame.digest
        self._painted.put((buffer, repeat, True))

    def _buffer(self) -> Pixels:
        if self._free.empty() and self._made < _BUFFERS + 2:
            self._made += 1
            return np.empty(self._shape, np.uint8)
        return self._free.get()

    def _encode_all(self) -> None:
        while (item := self._painted.get()) is not None:
            pixels, repeat, borrowed = item
            try:
                if self._error is None and not self._aborted:
                    self._encoder.write(pixels, repeat)
            except BaseException as error:  # carried to the scene's thread
                self._error = error
            if borrowed and pixels is not None:
                self._free.put(pixels)
