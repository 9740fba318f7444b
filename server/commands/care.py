"""``doctor``, ``gc``, ``config`` and ``db``: looking after an installation."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["config", "db", "doctor", "gc", "transcript"]

config = typer.Typer(help="The settings as they are.", no_args_is_help=True)
db = typer.Typer(help="The database: check and repair.", no_args_is_help=True)

_MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


def doctor(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Say what works on this machine and what to do about what doesn't. Exit code 1 on errors."""
    from server.diagnosis import diagnose

    findings = asyncio.run(diagnose())
    if as_json:
        typer.echo(json.dumps({"checks": findings}))
    else:
        for finding in findings:
            typer.echo(f"{_MARKS[finding['status']]} {finding['check']}: {finding['message']}")
            if finding["fix"]:
                typer.echo(f"    {finding['fix']}")
    if any(finding["status"] == "error" for finding in findings):
        raise typer.Exit(1)


def gc(
    keep: Annotated[
        int, typer.Option(min=1, help="How many versions of a scene keep their chunk, besides what is shown.")
    ] = 5,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Remove chunks of old versions, outdated exports, and caches that were not used for a month.

    Sources are kept: to go back to a version whose chunk is gone renders it again. Safe while others work.
    """
    from pipeline.state.database import Database
    from pipeline.sweeping import sweep
    from server.settings import load_settings

    settings = load_settings()
    home = settings.home.expanduser().resolve()
    database = Database(home / "proofreel.db")
    # A bucket's objects cost their owner money, not this disk: they stay, and so does what names them.
    swept = sweep(database, home, keep=keep if settings.chunks == "local" else None, dry_run=dry_run)
    database.close()
    if as_json:
        typer.echo(json.dumps({"dry_run": dry_run, **asdict(swept)}))
        return
    for kind, count in swept.files.items():
        typer.echo(f"{kind}: {count} files, {swept.bytes[kind] / 1e6:.1f} MB")
    typer.echo(
        f"{swept.versions} old versions {'would have' if dry_run else 'have'} no chunk any more.", err=True
    )


def transcript(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Count the calls, failures and wasted calls of a run recorded by `serve --record`."""
    from server.transcripts import read_transcript, summarize

    found = summarize(read_transcript(file))
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    typer.echo(
        f"{found.calls} calls, {found.ms / 1000:.1f} s, about {found.tokens_in} + {found.tokens_out} tokens"
    )
    for name, many in found.by_tool.items():
        typer.echo(f"  {many} {name}")
    typer.echo(f"{len(found.failures)} failed")
    for failure in found.failures:
        typer.echo(f"  {failure['call']}: {failure['said']}")
    typer.echo(f"{len(found.wasted)} wasted")
    for call in found.wasted:
        typer.echo(f"  line {call['line']} {call['call']}: {call['why']}")


@config.command("show")
def show(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every setting: its value (secrets are masked), where that is from, and what it is for."""
    from server.settings import Settings, SettingsError, load_settings, setting_origins

    try:
        values: dict[str, Any] = json.loads(load_settings().model_dump_json())
    except SettingsError:
        # What is wrong is said at the end, below the list that its reader is looking for.
        for name, field in Settings.model_fields.items() if not as_json else ():
            typer.echo(f"PROOFREEL_{name.upper()}  {field.description}")
        raise
    origins = setting_origins()
    rows: dict[str, Any] = {
        name: {"value": values[name], "origin": origins[name], "help": field.description or ""}
        for name, field in Settings.model_fields.items()
    }
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for name, row in rows.items():
        typer.echo(f"PROOFREEL_{name.upper()} = {row['value']}  ({row['origin']})  {row['help']}")


@db.command("check")
def check(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Verify ranges, statuses, versions, and each ready scene's chunk with its checksum."""
    _verify(repair=False, as_json=as_json)


@db.command("repair")
def repair(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Mend what `db check` finds: ranges are counted anew, scenes without their chunk are queued again."""
    _verify(repair=True, as_json=as_json)


def _verify(*, repair: bool, as_json: bool) -> None:
    from pipeline.chunks import open_store
    from pipeline.state.database import Database
    from pipeline.verifying import mend, verify
    from server.settings import load_settings
    from server.shares import s3_settings

    settings = load_settings()
    home = settings.home
    database = Database(home / "proofreel.db")
    store = open_store(home, s3_settings(settings) if settings.chunks == "s3" else None)
    found = verify(database, store)
    if repair:
        mend(database, found)
        found = verify(database, store)
    if as_json:
        typer.echo(json.dumps({"ok": not found, "problems": [problem.as_dict() for problem in found]}))
    else:
        for problem in found:
            typer.echo(f"{problem.scene_id or problem.session_id}: {problem.what}")
        typer.echo(f"{len(found)} problems." if found else "The database is sound.", err=True)
    if found:
        raise typer.Exit(1)
