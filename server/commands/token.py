"""``token``: API tokens for clients of ``serve --http``."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(help="API tokens for `serve --http` with PROOFREEL_AUTH set.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json")]


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What it is for, e.g. laptop.")],
    owner: Annotated[str, typer.Option(help="Whose projects it opens.")] = "local",
    days: Annotated[int | None, typer.Option(min=1, help="Valid so long; else until it is revoked.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="It may look, not change.")] = False,
    as_json: Json = False,
) -> None:
    """Make a token. It is shown once and kept only as a hash."""
    from pipeline.state.model import now_ms
    from pipeline.state.tokens import create_token

    until = now_ms() + days * 86_400_000 if days else None
    token, secret = create_token(
        _database(), owner=owner, name=name, can_write=not read_only, expires_at=until
    )
    if as_json:
        typer.echo(json.dumps({**asdict(token), "token": secret}))
        return
    typer.echo(secret)
    typer.echo(f"{token.id} for {owner}. It is not shown again.", err=True)


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Every token, newest first, without its secret."""
    from pipeline.state.tokens import list_tokens

    tokens = list_tokens(_database())
    if as_json:
        typer.echo(json.dumps({"tokens": [asdict(token) for token in tokens]}))
        return
    for token in tokens:
        state = "valid" if token.is_valid() else "revoked" if token.revoked_at else "expired"
        used = _day(token.used_at) if token.used_at else "never used"
        rights = "" if token.can_write else "  read only"
        typer.echo(f"{token.id}  {token.name}  {token.owner}  {state}  {used}{rights}")


@app.command("revoke")
def revoke(token_id: Annotated[str, typer.Argument(help="The id from `token list`.")]) -> None:
    """End a token at once."""
    from pipeline.state.tokens import revoke_token

    token = revoke_token(_database(), token_id)
    typer.echo(f"{token.id} ({token.name}) opens nothing any more.", err=True)


def _database():
    from pipeline.state.database import Database
    from server.settings import load_settings

    return Database(load_settings().home / "proofreel.db")


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()
