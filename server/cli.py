"""The ``proofreel`` command. Each command imports what it needs when it runs, so that help is instant."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from proofreel import __version__

__all__ = ["app", "main"]


class _Commands(TyperGroup):
    """Says what Ctrl-C means here; typer itself would end without a word."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo("Stopped. What was ready is kept; run the same command to go on.", err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    name="proofreel",
    cls=_Commands,
    help="Animated explainer videos from a Markdown lesson, or made by an LLM agent over MCP.\n\n"
    "Start with `proofreel demo`, then `proofreel make LESSON.md`. `proofreel doctor` says what works here.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(show: bool) -> None:
    if show:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Settings come from PROOFREEL_* variables, .env and proofreel.toml: see `proofreel config show`."""
    del version


def main() -> None:
    """Run the command; a known error is one message on stderr and exit code 1."""
    from proofreel.errors import ProofreelError
    from server import commands

    commands.register(app)
    try:
        app()
    except ProofreelError as error:
        typer.echo(f"{error.code}: {error.message}", err=True)
        if error.fix:
            typer.echo(f"Fix: {error.fix}", err=True)
        sys.exit(2 if error.code == "settings" else 1)


if __name__ == "__main__":
    main()
