"""Leave to upload one object, once: what a worker without credentials gets, and how it uses it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import httpx

from pipeline.state.model import now_ms
from proofreel.errors import ProofreelError

__all__ = ["TicketRefused", "UploadTicket", "send"]

_ATTEMPTS = 5
_TIMEOUT = httpx.Timeout(60, connect=10)
_PIECE = 1 << 20
_EXISTS = 412


class TicketRefused(ProofreelError):
    """The upload did not happen: too big, expired, other bytes than announced, or the store is away."""

    code = "ticket_refused"


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """One PUT of one key. ``url`` is a secret until it expires: it is the leave itself."""

    url: str
    headers: dict[str, str]
    """To be sent exactly so: they are part of what was signed."""
    expires_at_ms: int
    max_bytes: int

    def __repr__(self) -> str:
        parts = urlsplit(self.url)
        return f"UploadTicket({parts.scheme}://{parts.netloc}{parts.path}, until {self.expires_at_ms})"

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, for the way to another machine."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The opposite of :meth:`as_dict`."""
        return cls(data["url"], dict(data["headers"]), int(data["expires_at_ms"]), int(data["max_bytes"]))


def send(ticket: UploadTicket, path: Path) -> bool:
    """Upload a file with a ticket; retried where the network or the store fails.

    Returns whether it was written now; False: the key had an object already. Whether that one has the
    announced bytes is for the side that gave the ticket to see.

    Raises:
        TicketRefused: the file is bigger than the ticket allows, the ticket expired, or the store refused.
    """
    size = path.stat().st_size
    if size > ticket.max_bytes:
        raise TicketRefused(
            f"{path.name} has {size} bytes; the ticket allows {ticket.max_bytes}.",
            fix="Ask for a new ticket.",
        )
    if ticket.url.startswith("file:"):
        return _place(ticket, path)
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client:
        return _put(client, ticket, path, size)


def _put(client: httpx.Client, ticket: UploadTicket, path: Path, size: int) -> bool:
    said = ""
    for attempt in range(_ATTEMPTS):
        _require_time(ticket)
        if attempt:
            time.sleep(min(8.0, 0.2 * 2**attempt) * random.uniform(0.5, 1.5))  # noqa: S311
        try:
            headers = {**ticket.headers, "Content-Length": str(size)}
            answer = client.put(ticket.url, headers=headers, content=_pieces(path))
        except httpx.TransportError as error:
            said = type(error).__name__
            continue
        if answer.is_success:
            return True
        if answer.status_code == _EXISTS:
            return False
        said = f"HTTP {answer.status_code}"
        if answer.status_code < 500 and answer.status_code not in (409, 429):
            break
    raise TicketRefused(f"The upload of {path.name} was refused: {said}.", fix="Ask for a new ticket.")


def _require_time(ticket: UploadTicket) -> None:
    if now_ms() >= ticket.expires_at_ms:
        raise TicketRefused("The ticket has expired.", fix="Ask for a new one right before the upload.")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _place(ticket: UploadTicket, path: Path) -> bool:
    """The same on this machine's own disk: whole or not at all, and never over what is there."""
    _require_time(ticket)
    target = Path(unquote(urlsplit(ticket.url).path))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy, path.open("rb") as file:
            shutil.copyfileobj(file, copy, _PIECE)
            copy.flush()
            os.fsync(copy.fileno())
        temporary.chmod(0o644)
        with contextlib.suppress(FileExistsError):
            os.link(temporary, target)
            return True
        return False
    finally:
        temporary.unlink(missing_ok=True)
