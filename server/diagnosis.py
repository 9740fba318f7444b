"""What works on this machine: the checks behind ``proofreel doctor``."""

from __future__ import annotations

import asyncio
import importlib.metadata
import importlib.util
import os
import shutil
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from server.settings import Settings

__all__ = ["Check", "diagnose"]


_SYNC_LAG_S = 300


class Check(TypedDict):
    """One line of the diagnosis."""

    check: str
    status: Literal["ok", "warning", "error"]
    message: str
    fix: str


async def diagnose() -> list[Check]:
    """Every check, in the order in which a person would mend them."""
    from server.settings import SettingsError, load_settings

    checks = [_python()]
    try:
        settings = load_settings()
    except SettingsError as error:
        return [*checks, _check("settings", "error", error.message, error.fix)]
    checks += [_check("settings", "ok", f"home is {settings.home}"), _home(settings), _database(settings)]
    checks += [await asyncio.to_thread(_storage, settings), _convex(settings)]
    checks += [await _queue(settings)]
    checks += [_manim(settings), _mathjax(), _pages(), _speech(), _search(), _director(settings)]
    checks += [_tracing(settings), await _sandbox(settings)]
    return checks


def _check(check: str, status: Literal["ok", "warning", "error"], message: str, fix: str = "") -> Check:
    return {"check": check, "status": status, "message": message, "fix": fix}


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return _check("python", "ok", f"{version}, SQLite {sqlite3.sqlite_version}")


def _home(settings: Settings) -> Check:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        writable = os.access(settings.home, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        return _check(
            "home", "error", f"{settings.home} cannot be written", "Set PROOFREEL_HOME to another folder."
        )
    free = shutil.disk_usage(settings.home).free / 1e9
    if free < 2:
        return _check("home", "warning", f"{free:.1f} GB free", "Free some disk: renders need about 2 GB.")
    return _check("home", "ok", f"{free:.0f} GB free")


def _database(settings: Settings) -> Check:
    from pipeline.state.database import Database
    from proofreel.errors import ProofreelError

    try:
        database = Database(settings.home / "proofreel.db")
        (scenes,) = database.rows("SELECT COUNT(*) FROM scenes")[0]
        database.close()
    except ProofreelError as error:
        return _check("database", "error", error.message, error.fix)
    return _check("database", "ok", f"{scenes} scenes")


def _storage(settings: Settings) -> Check:
    from proofreel.errors import ProofreelError
    from server.shares import s3_settings

    buckets = s3_settings(settings)
    if buckets is None:
        return _check("storage", "ok", "chunks are in the home folder; no bucket is set")
    try:
        from pipeline.chunks.s3 import S3ChunkStore

        S3ChunkStore(buckets).head("projects/doctor/sessions/doctor/scenes/0/v1.mp4")
    except ProofreelError as error:
        return _check("storage", "error", error.message, error.fix)
    return _check("storage", "ok", f"{buckets.bucket} answers")


def _convex(settings: Settings) -> Check:
    from pipeline.state.database import Database
    from pipeline.sync.status import sync_status
    from proofreel.errors import ProofreelError

    if settings.sync_url is None:
        return _check("convex", "ok", "no deployment is set: nobody is told")
    try:
        database = Database(settings.home / "proofreel.db")
        status = sync_status(database)
        database.close()
    except ProofreelError as error:
        return _check("convex", "error", error.message, error.fix)
    behind = f"{settings.sync_url}; {status.open} updates wait, the oldest for {status.lag_s:.0f} s"
    if status.parked:
        fix = " ".join(f"proofreel sync --session {session};" for session in status.parked_sessions[:3])
        return _check("convex", "error", f"{status.parked} updates were given up: {status.error}", fix)
    if status.failing or status.lag_s > _SYNC_LAG_S:
        fix = "Is `proofreel serve` running? `proofreel sync` sends at once and says what is wrong."
        return _check("convex", "warning", f"{behind}. {status.error}", fix)
    return _check("convex", "ok", behind)


async def _queue(settings: Settings) -> Check:
    from proofreel.errors import ProofreelError

    if settings.queue == "embedded":
        return _check("queue", "ok", f"this process renders, {settings.workers} scenes at once")
    try:
        count, slots = await _remote_workers(settings.queue_url.get_secret_value())
    except ProofreelError as error:
        return _check("queue", "error", error.message, error.fix)
    said = f"{count} workers of this version at Redis, {slots} scenes at once"
    return _check("queue", "ok" if count else "warning", said, "" if count else "Start `proofreel worker`.")


async def _remote_workers(url: str) -> tuple[int, int]:
    from pipeline.queue.remote import require_installed

    require_installed()
    from redis.exceptions import RedisError

    from pipeline.queue.remote.board import Board
    from pipeline.queue.remote.broker import kind_of_worker, unreachable

    board = Board(url)
    try:
        return await board.workers(kind_of_worker())
    except (RedisError, OSError) as error:
        raise unreachable(url, error) from error
    finally:
        await board.aclose()


def _manim(settings: Settings) -> Check:
    if importlib.util.find_spec("manim") is None:
        if settings.sandbox == "docker":
            return _check("manim", "ok", "not in this environment: the image has its own")
        fix = "For bubblewrap: install proofreel[render]. Docker's image has its own."
        return _check("manim", "warning", "not in this environment", fix)
    return _check("manim", "ok", importlib.metadata.version("manim"))


def _mathjax() -> Check:
    import render_sandbox

    bundle = Path(render_sandbox.__file__).parent / "stage" / "math" / "mathjax.js"
    if not bundle.is_file():
        return _check("formulas", "error", "the MathJax bundle is not built", "Run `make setup`.")
    return _check("formulas", "ok", f"MathJax, {bundle.stat().st_size / 1e6:.1f} MB; no TeX needed")


def _pages() -> Check:
    if not (Path(__file__).parent / "web" / "index.html").is_file():
        return _check("player", "warning", "the web pages are not built", "Run `make setup`.")
    return _check("player", "ok", "the web pages are built")


def _speech() -> Check:
    if shutil.which("espeak-ng") is None:
        fix = "For spoken lessons: apt-get install espeak-ng. Without it lessons are silent."
        return _check("voice", "warning", "espeak-ng is not installed", fix)
    return _check("voice", "ok", "espeak-ng")


def _search() -> Check:
    from knowledge.search.minilm import model_folder

    if model_folder() is None:
        return _check("search", "ok", "by words; proofreel[search] and its weights add search by meaning")
    return _check("search", "ok", "by words and by meaning")


def _director(settings: Settings) -> Check:
    if settings.director_key is None:
        return _check("director", "ok", "no key is set: agents and lesson files make the videos")
    if importlib.util.find_spec("anthropic") is None:
        return _check("director", "error", "the model's SDK is not installed", "Install proofreel[director].")
    return _check("director", "ok", f"{settings.director_model} at {settings.director_url or 'its provider'}")


def _tracing(settings: Settings) -> Check:
    if settings.otel_endpoint is None:
        return _check("tracing", "ok", "no endpoint is set: nothing is traced")
    if not (importlib.util.find_spec("opentelemetry") and importlib.util.find_spec("opentelemetry.sdk")):
        return _check("tracing", "error", "OpenTelemetry is not installed", "Install proofreel[otel].")
    return _check("tracing", "ok", f"traces go to {settings.otel_endpoint}")


async def _sandbox(settings: Settings) -> Check:
    from proofreel.errors import ProofreelError
    from render_sandbox.job import Job
    from render_sandbox.sandbox import open_sandbox
    from server.shares import studio_settings

    scene = "from manim import *\nclass Probe(Scene):\n    def construct(self):\n        self.wait(0.2)\n"
    form = {"width": 128, "height": 72, "fps": 15}
    job = Job("render", {"scene": None, "format": form, "profile": "preview"}, {"scene.py": scene.encode()})
    try:
        begun = time.monotonic()
        async with open_sandbox(studio_settings(settings).sandbox) as sandbox:
            await sandbox.ready()
            warm = time.monotonic()
            outcome = await sandbox.run(job)
            pool = sandbox.status()
    except ProofreelError as error:
        return _check("sandbox", "error", error.message, error.fix)
    if outcome.report.get("ok") is not True:
        return _check(
            "sandbox", "error", f"a test scene failed: {outcome.report.get('error')}", "Report this."
        )
    message = f"{pool.backend}; ready after {warm - begun:.1f} s, a test scene took {outcome.seconds:.2f} s"
    fix = "`proofreel sandbox status` tells what each backend lacks here." if pool.notes else ""
    return _check("sandbox", "warning" if pool.notes else "ok", "; ".join([message, *pool.notes]), fix)
