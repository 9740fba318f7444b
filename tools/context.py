"""Which studio a tool call works for, and for whom."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastmcp.dependencies import Depends
from fastmcp.server.dependencies import get_access_token, get_context

from pipeline.state.history import DIRECTOR
from pipeline.studio import Studio

if TYPE_CHECKING:
    from fastmcp.server.auth import AccessToken

__all__ = [
    "ACTING_FOR",
    "OUR_ISSUER",
    "READ",
    "WRITE",
    "Owner",
    "Principal",
    "TheStudio",
    "current_author",
    "current_owner",
    "current_principal",
    "current_studio",
    "principal_of",
]

ACTING_FOR: ContextVar[str | None] = ContextVar("acting_for", default=None)
"""Whom this process itself works for: the director, for the owner of a generation."""

READ: Final = "read"
WRITE: Final = "write"
OUR_ISSUER: Final = "proofreel"
"""The issuer of API tokens; the settings refuse it as the issuer of JWTs."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: the owner of projects, and whether it may change them."""

    owner: str
    can_write: bool = True


def principal_of(token: AccessToken) -> Principal:
    """The principal that a verified token stands for.

    An API token names its owner; everybody else is who they are at who vouches for them, so that two
    issuers' users of one name stay two.
    """
    claims = token.claims
    subject = claims.get("sub")
    if claims.get("iss") == OUR_ISSUER:
        return Principal(str(subject), WRITE in token.scopes)
    issuer = claims.get("iss") or ("github" if "login" in claims else "oauth")
    return Principal(f"{issuer}|{subject}" if subject else f"{issuer}|client:{token.client_id}")


def current_studio() -> Studio:
    """The studio that the server's lifespan opened."""
    studio = get_context().lifespan_context["studio"]
    assert isinstance(studio, Studio)
    return studio


def current_principal() -> Principal:
    """Who is calling: whom the access token stands for, or the studio's only owner."""
    if owner := ACTING_FOR.get():
        return Principal(owner)
    token = get_access_token()
    return Principal(current_studio().settings.owner) if token is None else principal_of(token)


def current_author() -> str:
    """As whose work a change made by a tool is noted: the director's, or some agent's."""
    return DIRECTOR if ACTING_FOR.get() else "agent"


def current_owner() -> str:
    """The owner whose projects this call is about."""
    return current_principal().owner


TheStudio: Any = Depends(current_studio)
Owner: Any = Depends(current_owner)
