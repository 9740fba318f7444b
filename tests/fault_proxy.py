"""A proxy before an S3 service that does to requests what networks and services do.

``faults`` is a list; each matching request takes the next. A fault is one of

- ``503``       answered so, without asking the service
- ``nobucket``  answered as if the bucket did not exist
- ``reset``     the connection is reset after the request was read
- ``lost``      the service does the work, then the connection is reset: the answer is lost
- ``flip``      one bit of the request's body is another on the way
- ``cut``       the answer's body ends half-way
- ``garble``    one bit of the answer's body is another
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Faults:
    """What will happen, and what came by."""

    endpoint: str
    method: str = "PUT"
    """Only requests with this method and ``part`` in their path are touched."""
    part: str = ".mp4?"
    faults: list[str] = field(default_factory=list)
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    """Method, path, and bytes of the body, of every request."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, method: str, path: str, size: int) -> str:
        with self.lock:
            self.seen.append((method, path, size))
            touched = method == self.method and self.part in f"{path}?"
            return self.faults.pop(0) if touched and self.faults else ""

    def sent_bytes(self) -> int:
        return sum(size for method, _, size in self.seen if method == "PUT")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    target: str
    state: Faults


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _pass(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        fault = self.server.state.next(self.command, self.path, length)
        if fault == "reset":
            return self._reset()
        if fault == "503":
            return self._answer(503, [], b"<Error><Code>SlowDown</Code></Error>", 0)
        if fault == "nobucket":
            return self._answer(404, [], b"<Error><Code>NoSuchBucket</Code></Error>", 0)
        if fault == "flip":
            body = _flip(body)
        status, headers, data = _ask(self.server.target, self.command, self.path, dict(self.headers), body)
        if fault == "lost":
            return self._reset()
        if fault == "garble":
            data = _flip(data)
        return self._answer(status, headers, data, len(data) // 2 if fault == "cut" else 0)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass  # noqa: N815

    def _answer(self, status: int, headers: list[tuple[str, str]], data: bytes, cut: int) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        known = dict(headers).get("Content-Length")
        self.send_header("Content-Length", str(known if self.command == "HEAD" and known else len(data)))
        self.end_headers()
        self.wfile.write(data[:cut] if cut else data)
        if cut:
            self.wfile.flush()
            self._reset()

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, ValueError, OSError):
            super().handle()

    def finish(self) -> None:
        with contextlib.suppress(ConnectionError, ValueError, OSError):
            super().finish()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextlib.contextmanager
def fault_proxy(upstream: str) -> Iterator[Faults]:
    """Runs in threads of this process, on a free port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.target = urlsplit(upstream).netloc
    server.state = Faults(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.state
    finally:
        server.shutdown()
        server.server_close()


def _ask(
    target: str, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    # The Host header stays that of the proxy: it is part of what was signed.
    connection = http.client.HTTPConnection(target, timeout=60)
    kept = {name: value for name, value in headers.items() if name.lower() != "expect"}
    connection.request(method, path, body or None, kept)
    answer = connection.getresponse()
    data = answer.read()
    found = answer.status, answer.getheaders(), data
    connection.close()
    return found


def _flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
