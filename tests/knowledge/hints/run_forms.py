"""Runs bad and good forms of the hints in one process, in skip mode; prints what each one raised."""

import json
import logging
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
import manim  # noqa: E402

logging.disable(logging.CRITICAL)


def run(source: str) -> list[str]:
    names: dict[str, object] = {"__name__": "scene"}
    try:
        exec(compile(source, "scene.py", "exec"), names)
        scene = next(
            v
            for v in reversed(list(names.values()))
            if isinstance(v, type) and issubclass(v, manim.Scene) and v.__module__ == "scene"
        )
        with manim.tempconfig({"dry_run": True, "save_last_frame": True, "progress_bar": "none",
                               "pixel_width": 64, "pixel_height": 36}):  # fmt: skip
            scene().render()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return ["", ""]


if __name__ == "__main__":
    from render_sandbox.stage import math

    math.install("mathjax")
    forms = json.loads(Path(sys.argv[1]).read_text())
    Path(sys.argv[2]).write_text(json.dumps([run(form) for form in forms]))
