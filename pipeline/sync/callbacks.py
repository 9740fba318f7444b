"""One signed request to the deployment, and what its answer means."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from pipeline.signing import signed_headers
from pipeline.sync.settings import SyncSettings
from proofreel.errors import ProofreelError

__all__ = ["Callbacks", "Receipt", "Unreached", "Untaken"]

_PATHS = {"scene": "/callbacks/scene-updated", "session": "/callbacks/session-updated"}

_BEYOND_HEALING = frozenset({400, 413, 415, 422})
"""Answers that another try can't change. Others heal: a secret is exchanged, functions are deployed."""

_REPLAYED = 409


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the deployment has of the session's numbers."""

    received: int
    """Every number up to here."""
    latest: int


class Unreached(ProofreelError):
    """It didn't arrive, or nobody knows; ``retry_after_s`` is what the deployment asks for."""

    code = "sync_unreached"

    def __init__(self, message: str, *, fix: str = "", retry_after_s: float = 0) -> None:
        super().__init__(message, fix=fix)
        self.retry_after_s = retry_after_s


class Untaken(ProofreelError):
    """The deployment will never take this as it is."""

    code = "sync_untaken"


class Callbacks:
    """Sends updates. The client is the caller's, who closes it."""

    def __init__(self, settings: SyncSettings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._client = client

    async def send(
        self, kind: Literal["scene", "session"], updates: Sequence[dict[str, Any]]
    ) -> Receipt | None:
        """Send 1 to 100 updates of one session; ``None``: they had arrived by a request before.

        Raises:
            Unreached: worth another try.
            Untaken: not.
        """
        body = json.dumps({"updates": updates}, separators=(",", ":"), ensure_ascii=False).encode()
        headers = signed_headers(self._settings.secret, body)
        headers |= {"Content-Type": "application/json", "X-Correlation-Id": str(uuid.uuid4())}
        url = self._settings.url.rstrip("/") + _PATHS[kind]
        try:
            answer = await self._client.post(
                url, content=body, headers=headers, timeout=self._settings.timeout_s
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreached(f"{url} can't be reached: {str(error) or type(error).__name__}.") from error
        return _receipt(answer)


def _receipt(answer: httpx.Response) -> Receipt | None:
    if answer.status_code == _REPLAYED:
        return None
    said = _said(answer)
    if answer.status_code in _BEYOND_HEALING:
        raise Untaken(f"The deployment refuses it ({answer.status_code}): {said}.")
    if not answer.is_success:
        raise Unreached(
            f"The deployment answered {answer.status_code}: {said}.",
            fix=_FIXES.get(answer.status_code, ""),
            retry_after_s=_retry_after(answer),
        )
    try:
        given = answer.json()
        return Receipt(int(given["received"]), int(given["latest"]))
    except (ValueError, KeyError, TypeError) as error:
        # A proxy's page, for example: nothing says that the functions have seen the updates.
        raise Unreached(
            "Something answered that isn't the deployment's functions.", fix=_FIXES[404]
        ) from error


_FIXES = {
    401: "The first of sync_secrets must be the deployment's PROOFREEL_SECRET or PROOFREEL_PREVIOUS_SECRET, "
    "and the clock must be right.",
    404: "sync_url is the deployment's address that ends in .convex.site; deploy the functions of convex/.",
    503: "Set PROOFREEL_SECRET on the deployment.",
}


def _said(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["message"])
    except (ValueError, KeyError, TypeError):
        return answer.text[:200] or "nothing more"


def _retry_after(answer: httpx.Response) -> float:
    try:
        return min(3600.0, max(0.0, float(answer.headers.get("Retry-After", "0"))))
    except ValueError:
        return 0.0
