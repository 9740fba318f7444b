"""Ask the public advisories about every pinned package, Python's and npm's.

    .venv/bin/python release/audit.py

Exit code 1: something known to be vulnerable is pinned. What could not be asked about, as a registry has no
advisories, is counted and said, never passed over: an audit that reached nothing says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Audit", "read_npm", "read_pip"]

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PROGRAM = ROOT / "build" / "audit"
"""Where pip-audit is installed, by hash: apart from what it judges."""
REQUIREMENTS = ("dev.txt", "worker.txt")
NPM = ("player", "convex", "render_sandbox/stage/math/bundle")


@dataclass(slots=True)
class Audit:
    """What the advisories said of one list of packages."""

    place: str
    asked: int = 0
    silent: int = 0
    """Packages of which the registry knows no advisories at all."""
    why: str = ""
    known: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line for a person."""
        said = f"{len(self.known)} known vulnerabilities in {self.asked} packages"
        return f"{self.place}: {said}" + (f"; {self.silent} NOT AUDITED ({self.why})" if self.silent else "")


def read_pip(place: str, told: dict[str, Any]) -> Audit:
    """From pip-audit's JSON."""
    found = Audit(place)
    for package in told["dependencies"]:
        if "skip_reason" in package:
            found.silent += 1
            found.why = str(package["skip_reason"]).partition(":")[0]
            continue
        found.asked += 1
        for one in package["vulns"]:
            mended = f", mended in {', '.join(one['fix_versions'])}" if one.get("fix_versions") else ""
            found.known.append(f"{package['name']} {package['version']}: {one['id']}{mended}")
    return found


def read_npm(place: str, told: dict[str, Any], packages: int) -> Audit:
    """From npm's JSON; ``packages`` is how many the lock file pins."""
    if "vulnerabilities" not in told:
        return Audit(place, silent=packages, why=str(told.get("message", "no answer"))[:60])
    known = [
        f"{name} {one['range']}: {one['severity']}" + ("" if one.get("fixAvailable") else ", no fix yet")
        for name, one in told["vulnerabilities"].items()
    ]
    return Audit(place, asked=packages, known=known)


def _pip(name: str) -> Audit:
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "-f", "json", "-r", f"requirements/{name}"]
    return read_pip(f"requirements/{name}", _json(command, PYTHONPATH=str(PROGRAM)))


def _install() -> None:
    command = [BIN / "uv", "pip", "install", "-q", "--python", sys.executable, "--target", PROGRAM]
    subprocess.run([*command, "--require-hashes", "-r", "requirements/audit.txt"], cwd=ROOT, check=True)


def _npm(folder: str) -> Audit:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    shipped = [one for place, one in lock["packages"].items() if place and not one.get("dev")]
    command = [BIN / "npm", "--prefix", folder, "audit", "--omit=dev", "--json"]
    return read_npm(folder, _json(command), len(shipped))


def _json(command: list[Any], **more: str) -> dict[str, Any]:
    """What a program prints; its exit code says only whether it found something."""
    # npm is started by the node beside it.
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"} | more
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    try:
        return json.loads(done.stdout)
    except ValueError:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr[-2000:]}")


def main() -> None:
    """Ask, say, and fail on what is known."""
    _install()
    audits = [*map(_pip, REQUIREMENTS), *map(_npm, NPM)]
    for one in audits:
        print(one.line())
        print(*(f"    {line}" for line in one.known), sep="\n", end="\n" if one.known else "")
    sys.exit(1 if any(one.known for one in audits) else 0)


if __name__ == "__main__":
    main()
