"""HMAC signatures between proofreel and the services around it, the same in both directions.

``X-Signature: hex(HMAC_SHA256(secret, timestamp + "." + raw body))``, ``X-Timestamp`` in epoch
milliseconds. Everything here works on raw bytes: JSON that was read and written again is another body.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.state.model import now_ms
from proofreel.errors import ProofreelError

__all__ = [
    "SIGNATURE_HEADER",
    "TIMESTAMP_HEADER",
    "WINDOW_MS",
    "MemoryReplays",
    "ReplayStore",
    "SignatureRefused",
    "sign",
    "signed_headers",
    "verify",
]

SIGNATURE_HEADER = "X-Signature"
TIMESTAMP_HEADER = "X-Timestamp"
WINDOW_MS = 5 * 60 * 1000
"""How far a timestamp may be off, in either direction."""

_TIMESTAMP = re.compile(r"[1-9][0-9]{0,15}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")


class SignatureRefused(ProofreelError):
    """A request is not signed, or not so that it can be trusted.

    ``details["reason"]`` is ``missing``, ``malformed``, ``stale``, ``wrong`` or ``replayed``.
    """

    code = "signature_refused"


class ReplayStore(Protocol):
    """Remembers signatures for as long as their timestamps would be accepted."""

    def claim(self, signature: str, *, until_ms: int) -> bool:
        """Note a signature that was verified; False: it was there already.

        ``until_ms``: from then on its timestamp is stale, and the store may forget it.
        """
        ...


class MemoryReplays:
    """A :class:`ReplayStore` of one process. It grows with verified requests only, and for one window."""

    def __init__(self) -> None:
        self._until: dict[str, int] = {}
        self._lock = threading.Lock()
        self._swept_ms = 0

    def __len__(self) -> int:
        return len(self._until)

    def claim(self, signature: str, *, until_ms: int) -> bool:
        """See :class:`ReplayStore`."""
        now = now_ms()
        with self._lock:
            if now - self._swept_ms > 1000:
                self._until = {known: until for known, until in self._until.items() if until >= now}
                self._swept_ms = now
            if signature in self._until:
                return False
            self._until[signature] = until_ms
            return True


def sign(secret: str, body: bytes, timestamp: str) -> str:
    """The signature of a body, as 64 lower-case hex digits. ``timestamp`` goes in as it is sent."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed_headers(secret: str, body: bytes, *, at_ms: int | None = None) -> dict[str, str]:
    """The two headers that sign a request with this body."""
    timestamp = str(now_ms() if at_ms is None else at_ms)
    return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: sign(secret, body, timestamp)}


def verify(
    secrets: Sequence[str],
    body: bytes,
    headers: Mapping[str, str],
    replays: ReplayStore,
    *,
    at_ms: int | None = None,
) -> None:
    """Accept a request that one of ``secrets`` signed a moment ago and that was not seen before.

    Several secrets are valid at once while they are exchanged. ``headers`` must find names in any case,
    as those of Starlette and httpx do.

    Raises:
        SignatureRefused: what is wrong with it, never what would be right.
    """
    timestamp, signature = headers.get(TIMESTAMP_HEADER), headers.get(SIGNATURE_HEADER)
    if not timestamp or not signature:
        raise _refused("missing", f"The request needs {TIMESTAMP_HEADER} and {SIGNATURE_HEADER}.")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise _refused("malformed", f"{TIMESTAMP_HEADER} is not epoch milliseconds.")
    # One spelling only: a second one would be a second, unseen signature of the same request.
    if not _SIGNATURE.fullmatch(signature):
        raise _refused("malformed", f"{SIGNATURE_HEADER} is not 64 lower-case hex digits.")
    off = int(timestamp) - (now_ms() if at_ms is None else at_ms)
    if abs(off) > WINDOW_MS:
        side = "behind" if off < 0 else "ahead of"
        raise _refused("stale", f"{TIMESTAMP_HEADER} is {abs(off) // 1000} s {side} this clock.")
    if not _matches(secrets, body, timestamp, signature):
        raise _refused("wrong", "The signature does not fit the body and the timestamp.")
    if not replays.claim(signature, until_ms=int(timestamp) + WINDOW_MS):
        raise _refused("replayed", "A request with this signature was accepted before.")


def _matches(secrets: Sequence[str], body: bytes, timestamp: str, signature: str) -> bool:
    # All are compared, so that the time taken does not tell which of them is nearer.
    found = [hmac.compare_digest(sign(secret, body, timestamp), signature) for secret in secrets if secret]
    return any(found)


def _refused(reason: str, message: str) -> SignatureRefused:
    fix = 'Sign timestamp + "." + the raw body with HMAC-SHA256, with a clock that is right, anew each time.'
    return SignatureRefused(message, fix=fix, reason=reason)
