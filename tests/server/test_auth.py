"""Providers out of the settings, tokens by the command, and what a server refuses to begin with."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient
from fastmcp.server.auth.providers.jwt import RSAKeyPair

from pipeline.state.database import Database
from pipeline.studio import Studio
from server.auth.providers import make_auth
from server.http import create_app
from server.settings import SettingsError, load_settings
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
    studio = Studio(settings.studio())
    with TestClient(create_app(settings, studio), base_url="https://video.example") as http:
        refused = http.post("/mcp/", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        described = http.get("/.well-known/oauth-protected-resource/mcp/")
    asyncio.run(studio.aclose())

    assert refused.status_code == 401
    assert "oauth-protected-resource" in refused.headers["www-authenticate"]
    assert described.status_code == 200, described.text
    assert described.json()["authorization_servers"]


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
        studio = Studio(settings.studio())
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
    studio = Studio(settings.studio())
    with TestClient(create_app(settings, studio), base_url="http://127.0.0.1") as http:
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        answer = http.post("/mcp/", json=message, headers=headers)
    asyncio.run(studio.aclose())

    assert answer.status_code == status
