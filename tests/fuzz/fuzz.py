"""Fuzz one target with atheris, which learns from the code's branches which bytes lead further.

    .venv/bin/python tests/fuzz/fuzz.py TARGET [-max_total_time=60] [other options of libFuzzer]

Needs atheris: ``make fuzz`` installs it. A crash is written to ``crash-…`` in the working folder, with its bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))


def main() -> None:
    """Run until the time is over or something breaks."""
    with atheris.instrument_imports(
        include=[
            "pipeline.lesson",
            "pipeline.signing",
            "render_sandbox.stage.jobs.probe",
            "render_sandbox.stage.protocol",
            "server",
            "tools",
        ]
    ):
        from tests.fuzz.targets import TARGETS

        if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
            sys.exit(f"{__doc__}\nTargets: {', '.join(TARGETS)}")
        target = TARGETS[sys.argv[1]]
        target(b"")  # what it imports lazily is instrumented as well
    atheris.Setup([sys.argv[0], "-timeout=30", *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
