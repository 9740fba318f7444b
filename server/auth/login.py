"""A token becomes a cookie, so that a browser may open the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from server.auth.gate import COOKIE

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>proofreel: sign in</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px system-ui;max-width:26rem;margin:15vh auto}
input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin:.4rem 0}</style>
<h1>proofreel</h1><form method="post"><label>API token <input name="token" type="password"
autocomplete="off" required autofocus></label><button>Sign in</button></form>
<p role="alert">SAID</p></html>"""


@router.get("/login")
async def login_page(request: Request, token: str = "", then: str = "/") -> Response:
    """Ask for a token, or take the one in the address."""
    return await _signed_in(request, token, then) if token else HTMLResponse(_PAGE.replace("SAID", ""))


@router.post("/login")
async def login(request: Request, token: Annotated[str, Form()], then: str = "/") -> Response:
    """Check a token and remember it."""
    return await _signed_in(request, token, then)


async def _signed_in(request: Request, token: str, then: str) -> Response:
    auth = request.app.state.auth
    if auth is not None and await auth.verify_token(token) is None:
        return HTMLResponse(_PAGE.replace("SAID", "This token is not valid."), 401)
    # Only pages of our own: "//host" would be somebody else's.
    own = then if then.startswith("/") and not then.startswith(("//", "/\\")) else "/"
    response = RedirectResponse(own, 303, headers={"Referrer-Policy": "no-referrer"})
    if auth is not None:
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
    return response
