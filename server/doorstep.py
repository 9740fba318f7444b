"""Answers a client's ``initialize`` over stdio while the server behind it is still being imported.

FastMCP takes about half a second of processor time to import, and a host that starts ten servers waits for
all of them before its user may type. What ``initialize`` says never depends on the request but for the
protocol's version, so it is kept in ``handshake.json`` (a test holds it equal to what the server itself
says). The message goes on to the server all the same; only its own answer to it is left out.

Only the standard library is imported here.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import sys
import threading
from pathlib import Path
from typing import Any, Final

__all__ = ["HANDSHAKE_VERSIONS", "Doorstep", "early_answer"]

HANDSHAKE_VERSIONS: Final = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
"""Versions of the protocol that begin with ``initialize``."""

_HANDSHAKE: Final = Path(__file__).with_name("handshake.json")
_READ: Final = 65536
_FIRST_LINE_S: Final = 0.05


def early_answer(line: bytes) -> dict[str, Any] | None:
    """The response to a line that is an ``initialize`` request of a known version, else ``None``."""
    try:
        message: Any = json.loads(line)
        version = message["params"]["protocolVersion"]
        if message["method"] != "initialize" or version not in HANDSHAKE_VERSIONS:
            return None
        result: dict[str, Any] = json.loads(_HANDSHAKE.read_bytes())
        return {"jsonrpc": "2.0", "id": message["id"], "result": {"protocolVersion": version, **result}}
    except (ValueError, KeyError, TypeError, OSError):
        return None


class Doorstep:
    """Stands between the client's pipes and descriptors 0 and 1 of this process."""

    def __init__(self) -> None:
        self._stdin, self._stdout = os.dup(0), os.dup(1)
        self._answered: Any = None
        self._out: threading.Thread | None = None

    def open(self) -> None:
        """Answer the first line if it is there and is the handshake; put pipes in the place of 0 and 1."""
        first = self._first_line() if select.select([self._stdin], [], [], _FIRST_LINE_S)[0] else b""
        in_read, in_write = os.pipe()
        os.dup2(in_read, 0)
        os.close(in_read)
        threading.Thread(target=self._bring_in, args=(first, in_write), daemon=True).start()
        if self._answered is None:
            return
        out_read, out_write = os.pipe()
        os.dup2(out_write, 1)
        os.close(out_write)
        self._out = threading.Thread(target=self._bring_out, args=(out_read,), daemon=True)
        self._out.start()

    def close(self) -> None:
        """Let what the server wrote reach the client."""
        if self._out is None:
            return
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        os.dup2(2, 1)
        self._out.join(timeout=2)

    def _first_line(self) -> bytes:
        got = b""
        while b"\n" not in got:
            more = os.read(self._stdin, _READ)
            if not more:
                return got
            got += more
        answer = early_answer(got.partition(b"\n")[0])
        if answer is not None:
            self._answered = answer["id"]
            _write_all(self._stdout, json.dumps(answer, separators=(",", ":")).encode() + b"\n")
        return got

    def _bring_in(self, first: bytes, target: int) -> None:
        try:
            data = first or os.read(self._stdin, _READ)
            while data:
                _write_all(target, data)
                data = os.read(self._stdin, _READ)
        except OSError:
            pass  # the server is gone; so will this process be
        finally:
            os.close(target)

    def _bring_out(self, source: int) -> None:
        """Lines as they come, but for the server's own answer to what has been answered."""
        waiting = b""
        while data := os.read(source, _READ):
            if self._answered is None:
                _write_all(self._stdout, data)
                continue
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                if self._is_second_answer(line):
                    self._answered = None
                else:
                    _write_all(self._stdout, line + b"\n")
            if self._answered is None and waiting:
                _write_all(self._stdout, waiting)
                waiting = b""

    def _is_second_answer(self, line: bytes) -> bool:
        if self._answered is None:
            return False
        try:
            message: Any = json.loads(line)
        except ValueError:
            return False
        return message.get("id") == self._answered and "method" not in message


def _write_all(target: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(target, view) :]
