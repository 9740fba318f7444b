"""FastMCP's auth provider out of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastmcp.server.auth import AuthProvider, MultiAuth, OAuthProvider

from pipeline.state.database import Database
from server.auth.tokens import ApiTokenVerifier
from server.settings import Settings, SettingsError
from tools.context import OUR_ISSUER

if TYPE_CHECKING:
    from pydantic import SecretStr

    from server.auth.signing_in import BrowserSignIn

__all__ = ["make_auth", "make_sign_in"]


def make_auth(settings: Settings, db: Database) -> AuthProvider | None:
    """How clients prove who they are; ``None`` where anyone on this machine is the owner.

    API tokens are accepted beside each of the others.

    Raises:
        SettingsError: the provider chosen needs settings that are not there.
    """
    tokens = ApiTokenVerifier(db)
    match settings.auth:
        case "none":
            return None
        case "tokens":
            return MultiAuth(verifiers={"api-tokens": tokens}, base_url=_mcp_url(settings))
        case "jwt":
            from fastmcp.server.auth.providers.jwt import JWTVerifier

            if _required(settings, "auth_issuer") == OUR_ISSUER:
                raise SettingsError(f"PROOFREEL_AUTH_ISSUER: {OUR_ISSUER!r} is kept for API tokens.")
            verifier = JWTVerifier(
                jwks_uri=_required(settings, "auth_jwks_url"),
                issuer=settings.auth_issuer,
                audience=_required(settings, "auth_audience"),
            )
            return MultiAuth(verifiers={"jwt": verifier, "api-tokens": tokens}, base_url=_mcp_url(settings))
        case "github":
            from fastmcp.server.auth.providers.github import GitHubProvider

            server = GitHubProvider(
                client_id=_required(settings, "auth_client_id"),
                client_secret=_secret(settings),
                base_url=_public(settings),
                cache_ttl_seconds=300,
            )
        case "google":
            from fastmcp.server.auth.providers.google import GoogleProvider

            server = GoogleProvider(
                client_id=_required(settings, "auth_client_id"),
                client_secret=_secret(settings),
                base_url=_public(settings),
                required_scopes=["openid", "https://www.googleapis.com/auth/userinfo.email"],
                cache_ttl_seconds=300,
            )
    return MultiAuth(server=server, verifiers={"api-tokens": tokens}, required_scopes=[])


def make_sign_in(settings: Settings, auth: AuthProvider | None) -> BrowserSignIn | None:
    """How browsers sign in at the provider; ``None`` where there is none to sign in at."""
    server = auth.server if isinstance(auth, MultiAuth) else None
    if not isinstance(server, OAuthProvider) or settings.public_url is None:
        return None
    from server.auth.signing_in import BrowserSignIn

    names = {"github": "GitHub", "google": "Google"}
    return BrowserSignIn(server, settings.public_url, names.get(settings.auth, "your provider"))


def _mcp_url(settings: Settings) -> str | None:
    return f"{settings.public_url.rstrip('/')}/mcp" if settings.public_url else None


def _public(settings: Settings) -> str:
    _required(settings, "public_url")
    url = _mcp_url(settings)
    assert url
    return url


def _secret(settings: Settings) -> str:
    _required(settings, "auth_client_secret")
    secret = settings.auth_client_secret
    assert secret is not None
    return secret.get_secret_value()


def _required(settings: Settings, name: str) -> str:
    value: str | SecretStr | None = getattr(settings, name)
    if not value:
        raise SettingsError(
            f"PROOFREEL_AUTH={settings.auth} needs PROOFREEL_{name.upper()}.",
            fix="Set it in the environment or in proofreel.toml.",
        )
    return str(value)
