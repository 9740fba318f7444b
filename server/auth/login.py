"""A token becomes a cookie, so that a browser may open the pages: an API token, or a provider's user."""

from __future__ import annotations

from html import escape
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from server.auth.gate import COOKIE
from server.auth.signing_in import BrowserSignIn

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>proofreel: sign in</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px system-ui;max-width:26rem;margin:15vh auto}
input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin:.4rem 0}
.provider{display:block;padding:.6rem;border:1px solid;border-radius:.4rem;text-align:center}</style>
<h1>proofreel</h1>PROVIDER<form method="post"><label>API token <input name="token" type="password"
autocomplete="off" required autofocus></label><button>Sign in</button></form>
<p role="alert">SAID</p></html>"""


_PROVIDER = '<p><a class="provider" href="HREF">Sign in with NAME</a></p><p>or</p>'
_KEPT = "proofreel_sign_in"
"""What a browser keeps while it is at the provider."""
_AWAY_S = 600


@router.get("/login")
async def login_page(request: Request, token: str = "", then: str = "/") -> Response:
    """Ask for a token, or take the one in the address."""
    return await _signed_in(request, token, then) if token else _page(request, then)


@router.post("/login")
async def login(request: Request, token: Annotated[str, Form()], then: str = "/") -> Response:
    """Check a token and remember it."""
    return await _signed_in(request, token, then)


@router.get("/login/provider")
async def go_to_provider(request: Request, then: str = "/") -> Response:
    """Send the browser to whom this server trusts."""
    sign_in: BrowserSignIn | None = request.app.state.sign_in
    if sign_in is None:
        return _page(request, then, "This server takes API tokens only.", 404)
    address, kept = await sign_in.begin(_own(then))
    response = RedirectResponse(address, 303, headers={"Referrer-Policy": "no-referrer"})
    secure = request.url.scheme == "https"
    # Lax: it has to be there when the provider sends the browser back.
    response.set_cookie(
        _KEPT, kept, max_age=_AWAY_S, path="/login", httponly=True, samesite="lax", secure=secure
    )
    return response


@router.get("/login/done")
async def come_back(request: Request, code: str = "", state: str = "") -> Response:
    """Take the browser in that the provider sends back."""
    sign_in: BrowserSignIn | None = request.app.state.sign_in
    done = await sign_in.end(code, state, request.cookies.get(_KEPT, "")) if sign_in else None
    if done is None:
        return _page(request, "/", "That sign-in was not finished. Try again.", 401)
    response = await _signed_in(request, done.token, done.then, done.lasts_s)
    response.delete_cookie(_KEPT, path="/login")
    return response


def _page(request: Request, then: str, said: str = "", status: int = 200) -> Response:
    sign_in: BrowserSignIn | None = request.app.state.sign_in
    provider = ""
    if sign_in is not None:
        there = f"/login/provider?{urlencode({'then': _own(then)})}"
        provider = _PROVIDER.replace("HREF", escape(there)).replace("NAME", escape(sign_in.provider))
    return HTMLResponse(_PAGE.replace("PROVIDER", provider).replace("SAID", escape(said)), status)


async def _signed_in(request: Request, token: str, then: str, lasts_s: int | None = None) -> Response:
    auth = request.app.state.auth
    if auth is not None and await auth.verify_token(token) is None:
        return _page(request, then, "This token is not valid.", 401)
    response = RedirectResponse(_own(then), 303, headers={"Referrer-Policy": "no-referrer"})
    if auth is not None:
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, token, max_age=lasts_s, httponly=True, samesite="strict", secure=secure)
    return response


def _own(then: str) -> str:
    """Only pages of our own: "//host" would be somebody else's."""
    return then if then.startswith("/") and not then.startswith(("//", "/\\")) else "/"
