"""Which studio and which owner a tool call works for."""

from __future__ import annotations

from typing import Any

from fastmcp.dependencies import Depends
from fastmcp.server.dependencies import get_access_token, get_context

from pipeline.studio import Studio

__all__ = ["Owner", "TheStudio", "current_owner", "current_studio"]


def current_studio() -> Studio:
    """The studio that the server's lifespan opened."""
    studio = get_context().lifespan_context["studio"]
    assert isinstance(studio, Studio)
    return studio


def current_owner() -> str:
    """Who is calling: the subject of the access token, or the studio's only owner."""
    token = get_access_token()
    if token is None:
        return current_studio().settings.owner
    return str(token.claims.get("sub") or token.client_id)


TheStudio: Any = Depends(current_studio)
Owner: Any = Depends(current_owner)
