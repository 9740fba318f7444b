"""Rehearse snippet files, each in a fork of one warm process, and say what came of them.

Reads paths from stdin, writes one JSON object a line: ``{"file", "error"}``. The error is null when
the scene ran and the rehearsal found no layout error in it.
"""

import json
import logging
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[3]
SECONDS = 120
REQUEST = {
    "scene": None,
    "format": {"width": 854, "height": 480, "fps": 15},
    "profile": "preview",
    "math": "mathjax",
    "theme": "midnight",
    "voice": None,
    "sheet": False,
    "frames": [],
    "boxes": False,
}


def rehearse(path: Path) -> str:
    from render_sandbox.stage.channel import MemoryChannel
    from render_sandbox.stage.jobs import rehearse as job

    os.chdir(tempfile.mkdtemp())
    report = job.run(REQUEST, {"scene.py": path.read_bytes()}, MemoryChannel())
    if not report["ok"]:
        return json.dumps(report["error"])
    wrong = [finding for finding in report["findings"] if finding["severity"] == "error"]
    return "\n".join(f"line {f['line']}: {f['rule']}: {f['message']}" for f in wrong)


def main() -> None:
    files = [Path(line.strip()) for line in sys.stdin if line.strip()]
    sys.path.insert(0, str(ROOT))
    import manim  # noqa: F401 - warm before the forks

    from render_sandbox.stage.jobs import rehearse as job
    from render_sandbox.stage.math import install

    logging.getLogger("manim").setLevel(logging.ERROR)
    job.warm()
    install("mathjax")
    for path in files:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            signal.alarm(SECONDS)
            try:
                error = rehearse(path)
            except BaseException:
                error = traceback.format_exc(limit=-3)
            os.write(write, b"\1" + error.encode()[:4000])
            os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        error = said[1:].decode(errors="replace") if said else f"died or took longer than {SECONDS} s"
        print(json.dumps({"file": str(path), "error": error or None}), flush=True)


if __name__ == "__main__":
    main()
