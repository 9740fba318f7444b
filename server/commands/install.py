"""``proofreel install``: write the configuration of an MCP client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["install"]


def install(
    client: Annotated[
        Literal["claude-desktop", "claude-code", "cursor", "vscode", "windsurf", "zed"],
        typer.Argument(help="Which client is to start proofreel."),
    ],
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take proofreel out again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the change and make none.")] = False,
    file: Annotated[
        Path | None, typer.Option(help="Another file of the client, e.g. a project's .mcp.json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Let an MCP client start proofreel. Its file as it was is kept; nothing else in it is changed."""
    from server.clients import CLIENTS, change_for, launch, write

    known = CLIENTS[client]
    entry = None if uninstall else known.entry(*launch())
    change = change_for(file or known.file(), known.key, entry)
    backup = write(change) if change.needed and not dry_run else None
    if as_json:
        told = {
            "client": client,
            "file": str(change.file),
            "changed": change.needed,
            "written": change.needed and not dry_run,
            "backup": str(backup) if backup else None,
            "entry": entry,
        }
        typer.echo(json.dumps(told))
    elif not change.needed:
        typer.echo(f"{change.file}: nothing to change.", err=True)
    elif dry_run:
        typer.echo(change.diff(), nl=False)
    else:
        typer.echo(f"{change.file} is written." + (f" As it was: {backup}" if backup else ""), err=True)
        typer.echo(f"{known.title}: {known.then}", err=True)
