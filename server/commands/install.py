"""``proofreel install`` and ``proofreel skills``: what an MCP client gets to work with proofreel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["install", "skills"]


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


def skills(
    into: Annotated[
        Path | None, typer.Option(help="The folder of an agent's skills; else that of Claude Code.")
    ] = None,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take them out again.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that say something else.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Give an agent the skills for making videos: a SKILL.md file for each way, in a folder of its own."""
    from server.clients.skills import AGENT_SKILLS, place_skills, remove_skills

    folder = (into or AGENT_SKILLS).expanduser()
    done = remove_skills(folder) if uninstall else place_skills(folder, force=force)
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "skills": {one.name: one.done for one in done}}))
        return
    for one in done:
        typer.echo(f"{folder / one.name / 'SKILL.md'}: {one.done}", err=True)
    if any(one.done == "kept" for one in done):
        typer.echo("What was kept says something else than ours; --force replaces it.", err=True)
