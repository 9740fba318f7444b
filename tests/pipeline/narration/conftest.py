"""Voices for tests: espeak-ng where it is installed, one that beeps at known times, and a provider's server."""

from __future__ import annotations

import ctypes
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from pipeline.narration.sound import RATE
from pipeline.narration.voice import Speech

WORD_S = 0.4
GAP_S = 0.2


class Beeper:
    """Each word is a tone of 0.4 s after 0.2 s of silence: its sound is known to the sample."""

    def __init__(self) -> None:
        self.spoken: list[str] = []

    identity = "beeper 1"

    async def speak(self, text: str) -> Speech:
        self.spoken.append(text)
        count = len(text.split())
        tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(WORD_S * RATE)) / RATE)
        silence = np.zeros(round(GAP_S * RATE))
        samples = np.concatenate([part for _ in range(count) for part in (silence, tone)])
        starts = tuple(GAP_S + index * (WORD_S + GAP_S) for index in range(count))
        return Speech(samples.astype(np.float32), starts)


@pytest.fixture
def beeper() -> Beeper:
    return Beeper()


@dataclass
class Asked:
    """A request as it arrived."""

    path: str
    headers: Any
    body: Any


class Provider(ThreadingHTTPServer):
    """An HTTP server that answers as it was told, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def answers(self, content: bytes, kind: str, status: int = 200, promised: int | None = None) -> None:
        """From now on; ``promised`` is the length it says, where that isn't the content's."""
        self.answer = (content, kind, status, len(content) if promised is None else promised)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        self.server.asked.append(Asked(self.path, self.headers, json.loads(self.rfile.read(length))))
        content, kind, status, promised = self.server.answer
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(promised))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def espeak():
    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        pytest.skip("espeak-ng: apt install espeak-ng")
    from pipeline.narration.espeak import EspeakVoice

    return EspeakVoice("en")
