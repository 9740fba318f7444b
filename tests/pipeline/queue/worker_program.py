"""A worker process with the cheap sandbox: ``worker_program.py URL LOG SLOTS SILENCE_S GRACE_S [COLLECTOR]``."""

from __future__ import annotations

import sys
from pathlib import Path

import structlog
from cheap_sandbox import open_cheap

from pipeline.observing.traces import tracing
from pipeline.queue.remote.program import run_worker

if __name__ == "__main__":
    url, log, slots, silence, grace, *collector = sys.argv[1:]
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    with tracing(collector[0] if collector else None):
        run_worker(
            url,
            lambda: open_cheap(Path(log)),
            slots=int(slots),
            silence_s=int(silence),
            grace_s=float(grace),
            on_ready=lambda name: print("ready", name, flush=True),
        )
