"""``proofreel worker``: render for a server on another machine, or beside this one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

__all__ = ["worker"]


def worker(
    redis: Annotated[
        str | None, typer.Option(help="The server's Redis; by default PROOFREEL_QUEUE_URL.")
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            "-c", "--concurrency", min=1, max=64, help="Scenes at once; by default PROOFREEL_WORKERS."
        ),
    ] = None,
    grace: Annotated[
        float, typer.Option(min=0, help="Seconds that scenes have to end after SIGTERM.")
    ] = 60.0,
) -> None:
    """Render scenes for a server whose PROOFREEL_QUEUE is `celery`. Start as many as you like, anywhere.

    Needs the extra `proofreel[celery]`, a Redis that server and workers reach, and the sandbox
    (`proofreel doctor`). A worker holds no credentials and no state: it may be killed at any time, and
    its scene goes to another. Server and workers must be of the same version; others are not given work.

    On the server: `PROOFREEL_QUEUE=celery PROOFREEL_QUEUE_URL=redis://HOST:6379/0 proofreel serve --http`

    On each worker: `proofreel worker --redis redis://HOST:6379/0 --concurrency 2` (a URL with a password
    belongs into PROOFREEL_QUEUE_URL: arguments can be seen by other users of the machine)

    Ctrl-C gives back what is under way and stops. SIGTERM lets it end first, for at most --grace seconds.
    Whoever reaches the Redis can have code run in the workers' sandboxes: give it a password, and TLS
    (rediss://) outside a private network.
    """
    from pipeline.queue.remote import require_installed

    require_installed()
    from pipeline.observing.traces import tracing
    from pipeline.queue.remote.program import run_worker
    from render_sandbox.sandbox import open_sandbox
    from server.logs import configure_logging
    from server.settings import load_settings
    from server.shares import studio_settings

    settings = load_settings()
    configure_logging(settings)
    url = redis or settings.queue_url.get_secret_value()
    slots = concurrency or settings.workers
    sandbox = replace(studio_settings(settings).sandbox, workers=slots)
    with tracing(settings.otel_endpoint):
        run_worker(
            url,
            lambda: open_sandbox(sandbox),
            slots=slots,
            grace_s=grace,
            on_ready=lambda name: typer.echo(f"Worker {name} is ready: {slots} scenes at once.", err=True),
        )
    typer.echo("The worker has stopped; nothing of it is left.", err=True)
