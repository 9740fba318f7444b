"""How soon a client over stdio is answered, next to what importing FastMCP alone takes, in one run.

    .venv/bin/python benchmarks/startup.py --json

``ready`` is the time until the tools are listed: the server's real start.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

_HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "benchmark", "version": "1"},
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    imports: list[float] = []
    answers: list[float] = []
    ready: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PROOFREEL_HOME": home, "FASTMCP_CHECK_FOR_UPDATES": "off"}
        for round_ in range(args.rounds + 1):
            bare, (answer, listed) = _import(environment), _serve(environment)
            if round_:  # the first fills the caches of the disk
                imports.append(bare)
                answers.append(answer)
                ready.append(listed)
    report = {
        "import_fastmcp_s": round(statistics.median(imports), 3),
        "initialize_s": round(statistics.median(answers), 3),
        "ratio": round(statistics.median(answers) / statistics.median(imports), 2),
        "ready_s": round(statistics.median(ready), 3),
        "rounds": args.rounds,
    }
    print(json.dumps(report) if args.json else "\n".join(f"{k}: {v}" for k, v in report.items()))


def _import(environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import fastmcp"], check=True, env=environment)
    return time.perf_counter() - start


def _serve(environment: dict[str, str]) -> tuple[float, float]:
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "proofreel", "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert child.stdin
    assert child.stdout
    child.stdin.write(json.dumps(_HELLO).encode() + b"\n")
    child.stdin.flush()
    child.stdout.readline()
    answered = time.perf_counter() - start
    for message in ({"method": "notifications/initialized"}, {"id": 2, "method": "tools/list"}):
        child.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
    child.stdin.flush()
    child.stdout.readline()
    listed = time.perf_counter() - start
    child.stdin.close()
    child.wait(timeout=30)
    return answered, listed


if __name__ == "__main__":
    main()
