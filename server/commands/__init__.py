"""The parts of the command line: one module per thing that a person wants done.

A module has plain functions that typer reads; ``register`` mounts them.
"""

from __future__ import annotations

import typer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Mount every command."""
    from server.commands import (
        care,
        demo,
        directing,
        install,
        knowledge,
        make,
        publish,
        serve,
        sessions,
        sync,
        token,
        worker,
    )
    from server.commands.sandbox import app as sandbox

    app.command()(demo.demo)
    app.command()(make.make)
    app.command("list")(sessions.list_sessions)
    app.command()(sessions.export)
    app.command()(sessions.delete)
    app.command()(directing.generate)
    app.command()(directing.edit)
    app.command()(knowledge.check)
    app.command()(knowledge.search)
    app.command()(knowledge.api)
    app.command()(serve.serve)
    app.command()(publish.publish)
    app.command()(sync.sync)
    app.command()(worker.worker)
    app.command()(install.install)
    app.command()(install.skills)
    app.command()(care.doctor)
    app.command()(care.gc)
    app.command()(care.transcript)
    app.add_typer(care.config, name="config")
    app.add_typer(care.db, name="db")
    app.add_typer(publish.storage, name="storage")
    app.add_typer(sandbox, name="sandbox")
    app.add_typer(token.app, name="token")
