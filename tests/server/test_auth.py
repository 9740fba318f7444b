"""Providers out of the settings, tokens by the command, and what a server refuses to begin with."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from fastmcp.server.auth import MultiAuth
from fastmcp.server.auth.oauth_proxy import OAuthProxy
from fastmcp.server.auth.providers.jwt import RSAKeyPair, StaticTokenVerifier
from key_value.aio.stores.memory import MemoryStore

from pipeline.lesson import parse
from pipeline.state.database import Database
from pipeline.studio import Studio
from server.auth.providers import make_auth
from server.http import create_app
from server.settings import SettingsError, load_settings
from server.shares import studio_settings
from tools.context import Principal, principal_of


def settings_with(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(f"PROOFREEL_{name.upper()}", value)
    return load_settings()


@pytest.fixture
def db(home):
    return Database(home / "proofreel.db")


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"auth": "jwt"}, "PROOFREEL_AUTH_ISSUER"),
        ({"auth": "jwt", "auth_issuer": "https://x"}, "PROOFREEL_AUTH_JWKS_URL"),
        (
            {"auth": "jwt", "auth_issuer": "https://x", "auth_jwks_url": "https://x/k"},
            "PROOFREEL_AUTH_AUDIENCE",
        ),
        ({"auth": "github"}, "PROOFREEL_AUTH_CLIENT_ID"),
        ({"auth": "google", "auth_client_id": "x"}, "PROOFREEL_AUTH_CLIENT_SECRET"),
    ],
)
def test_a_provider_without_its_settings_says_which(db, monkeypatch, values, missing):
    with pytest.raises(SettingsError, match=missing):
        make_auth(settings_with(monkeypatch, **values), db)


def test_our_own_issuer_cannot_be_that_of_foreign_tokens(db, monkeypatch):
    settings = settings_with(
        monkeypatch, auth="jwt", auth_issuer="proofreel", auth_jwks_url="https://x/k", auth_audience="a"
    )

    with pytest.raises(SettingsError, match="kept for API tokens"):
        make_auth(settings, db)


@pytest.mark.parametrize("provider", ["github", "google"])
def test_oauth_clients_find_where_to_sign_in(home, monkeypatch, provider):
    settings = settings_with(
        monkeypatch,
        auth=provider,
        auth_client_id="id",
        auth_client_secret="a-secret-of-some-length",
        public_url="https://video.example",
        sandbox="none",
    )
    studio = Studio(studio_settings(settings))
    with TestClient(create_app(settings, studio), base_url="https://video.example") as http:
        refused = http.post("/mcp/", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        described = http.get("/.well-known/oauth-protected-resource/mcp/")
        also = http.get("/.well-known/oauth-protected-resource/mcp")
    asyncio.run(studio.aclose())

    assert refused.status_code == 401
    assert "oauth-protected-resource" in refused.headers["www-authenticate"]
    assert described.status_code == 200, described.text
    assert described.json()["authorization_servers"]
    assert also.json() == described.json()


class Provider(BaseHTTPRequestHandler):
    """The part of GitHub that is asked behind the browser's back: a token for a code."""

    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        known = asked.get("code") == ["sams-code"]
        said = {"access_token": "sams-token", "token_type": "bearer"} if known else {"error": "invalid_grant"}
        body = json.dumps(said).encode()
        self.send_response(200 if known else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class TestABrowser:
    """Signs in at the provider that the server trusts, through the server's own consent page."""

    @pytest.fixture
    def http(self, home, monkeypatch):
        upstream = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        settings = settings_with(
            monkeypatch,
            auth="github",
            auth_client_id="id",
            auth_client_secret="a-secret-of-some-length",
            public_url="https://video.example",
            sandbox="none",
        )
        users = {"sams-token": {"client_id": "sam", "scopes": [], "sub": "7", "login": "sam"}}
        server = OAuthProxy(
            upstream_authorization_endpoint="https://provider.example/authorize",
            upstream_token_endpoint=f"http://127.0.0.1:{upstream.server_port}/token",
            upstream_client_id="id",
            upstream_client_secret="a-secret-of-some-length",
            token_verifier=StaticTokenVerifier(users),
            base_url="https://video.example/mcp",
            client_storage=MemoryStore(),
        )
        studio = Studio(studio_settings(settings))
        auth = MultiAuth(server=server, verifiers={}, required_scopes=[])
        studio.plan(parse("---\ntitle: Sams\n---\n\n## A\n\nText.\n"), owner="github|7", quality="preview")
        app = create_app(settings, studio, auth=auth)
        with TestClient(app, base_url="https://video.example", follow_redirects=False) as http:
            yield http
        asyncio.run(studio.aclose())
        upstream.shutdown()
        upstream.server_close()

    def away(self, http) -> dict[str, str]:
        """From the page of ours to the provider's; what the provider is told."""
        consent = http.get("/login/provider?then=/s/ses_1").headers["location"]
        page = http.get(consent)
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        allowed = http.post(consent, data={**fields, "action": "approve"})
        assert allowed.headers["location"].startswith("https://provider.example/authorize")
        return {key: value[0] for key, value in parse_qs(urlsplit(allowed.headers["location"]).query).items()}

    def test_finds_the_way_on_the_sign_in_page(self, http):
        page = http.get("/login?then=/s/ses_1").text

        assert "Sign in with GitHub" in page
        assert 'href="/login/provider?then=%2Fs%2Fses_1"' in page

    def test_comes_back_signed_in_as_the_owner_that_it_is_over_mcp(self, http):
        asked = self.away(http)
        back = http.get(asked["redirect_uri"], params={"code": "sams-code", "state": asked["state"]})
        done = http.get(back.headers["location"])
        projects = http.get("/api/projects").json()["projects"]

        assert back.headers["location"].startswith("https://video.example/login/done?")
        assert (done.status_code, done.headers["location"]) == (303, "/s/ses_1")
        assert [project["title"] for project in projects] == ["Sams"]

    def test_that_did_not_set_out_here_gets_nothing_for_somebody_else_s_answer(self, http):
        asked = self.away(http)
        back = http.get(asked["redirect_uri"], params={"code": "sams-code", "state": asked["state"]})
        http.cookies.clear()

        refused = http.get(back.headers["location"])

        assert refused.status_code == 401
        assert "not finished" in refused.text
        assert http.get("/api/projects").status_code == 401

    def test_an_answer_counts_once(self, http):
        asked = self.away(http)
        back = http.get(asked["redirect_uri"], params={"code": "sams-code", "state": asked["state"]})
        kept = dict(http.cookies)
        http.get(back.headers["location"])
        http.cookies.clear()

        again = http.get(back.headers["location"], cookies=kept)

        assert again.status_code == 401


class TestJwt:
    async def test_users_of_one_name_of_two_issuers_are_two(self, monkeypatch):
        from fastmcp.server.auth.providers.jwt import JWTVerifier

        pair = RSAKeyPair.generate()

        async def principal(issuer: str) -> Principal:
            verifier = JWTVerifier(public_key=pair.public_key, issuer=issuer, audience="proofreel")
            token = await verifier.verify_token(
                pair.create_token(subject="sam", issuer=issuer, audience="proofreel", scopes=["read"])
            )
            assert token is not None
            return principal_of(token)

        first, second = await principal("https://a.example"), await principal("https://b.example")

        assert first == Principal("https://a.example|sam")
        assert first != second


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "proofreel", *arguments], capture_output=True, text=True, timeout=60
    )


def test_tokens_are_made_listed_without_their_secret_and_revoked(home):
    made = json.loads(command("token", "create", "laptop", "--owner", "sam", "--days", "3", "--json").stdout)
    listed = command("token", "list").stdout
    command("token", "revoke", made["id"])

    assert made["token"].startswith("prf_")
    assert made["token"] not in listed
    assert made["token"].encode() not in (home / "proofreel.db").read_bytes()
    assert "laptop  sam  valid" in listed
    assert "revoked" in command("token", "list").stdout


def test_without_auth_only_this_machine_is_served(home):
    refused = command("serve", "--http", "--host", "0.0.0.0", "--port", "0")

    assert refused.returncode == 2
    assert "PROOFREEL_AUTH=tokens" in refused.stderr


class TestLimits:
    @pytest.fixture
    def http(self, home, monkeypatch):
        settings = settings_with(monkeypatch, sandbox="none", rate_per_minute="5", largest_request_kb="16")
        studio = Studio(studio_settings(settings))
        with TestClient(create_app(settings, studio), base_url="http://127.0.0.1") as http:
            yield http
        asyncio.run(studio.aclose())

    def test_who_asks_too_often_is_told_when_to_come_again(self, http):
        answers = [http.get("/api/projects") for _ in range(7)]

        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
        assert int(answers[-1].headers["retry-after"]) >= 1

    @pytest.mark.parametrize("chunked", [False, True])
    @pytest.mark.parametrize("path", ["/mcp/", "/api/scenes/x/check"])
    def test_a_body_that_is_too_large_is_refused(self, http, path, chunked):
        big = b"x" * 20_000

        answer = http.post(
            path, content=iter([big]) if chunked else big, headers={"Content-Type": "application/json"}
        )

        assert answer.status_code == 413
        assert "16 KiB" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 400),
        ({"Host": "127.0.0.1", "Origin": "https://evil.example"}, 403),
    ],
)
def test_a_page_elsewhere_cannot_drive_the_server(home, monkeypatch, headers, status):
    settings = settings_with(monkeypatch, sandbox="none")
    studio = Studio(studio_settings(settings))
    with TestClient(create_app(settings, studio), base_url="http://127.0.0.1") as http:
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        answer = http.post("/mcp/", json=message, headers=headers)
    asyncio.run(studio.aclose())

    assert answer.status_code == status
