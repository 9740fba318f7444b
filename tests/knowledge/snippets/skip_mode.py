"""Run snippet files in skip mode, each in a fork of one warm process, and say what came of them.

Reads paths from stdin, writes one JSON object a line: ``{"file", "error"}``, error null when it ran.
"""

import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[3]
SECONDS = 90


def run(path: Path) -> None:
    from manim import Scene, config

    names: dict[str, object] = {"__name__": "scene"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    scenes = [
        n for n in names.values() if isinstance(n, type) and issubclass(n, Scene) and n.__module__ == "scene"
    ]
    config.update({"pixel_width": 214, "pixel_height": 120, "frame_rate": 15, "progress_bar": "none"})
    config.save_last_frame, config.write_to_movie, config.disable_caching = True, False, True
    (scene,) = scenes
    scene().render()


def main() -> None:
    files = [Path(line.strip()) for line in sys.stdin if line.strip()]
    sys.path.insert(0, str(ROOT))
    os.chdir(tempfile.mkdtemp())
    import logging

    import manim  # noqa: F401 - warm before the forks

    from render_sandbox.stage.math import install

    logging.getLogger("manim").setLevel(logging.ERROR)
    install("mathjax")
    for path in files:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            signal.alarm(SECONDS)
            error = ""
            try:
                run(path)
            except BaseException:
                error = traceback.format_exc(limit=-3)
            os.write(write, b"\1" + error.encode()[:4000])
            os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        error = said[1:].decode() if said else f"died or took longer than {SECONDS} s"
        print(json.dumps({"file": str(path), "error": error or None}), flush=True)


if __name__ == "__main__":
    main()
