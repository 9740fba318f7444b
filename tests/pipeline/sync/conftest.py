"""The real Convex functions behind a loopback port. The engine that runs them is convex-test, not Convex' own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[3]


@dataclass
class Deployment:
    """What a client of a deployment has: its address and its secret. ``lab`` routes are the test's own."""

    url: str
    secret: str
    http: httpx.Client

    def sign_in(self, email: str, owner: str) -> str:
        """A token of Convex Auth's own making."""
        return str(self._lab("sign-in", {"email": email, "owner": owner})["token"])

    def query(self, token: str, path: str, **args: Any) -> Any:
        answer = self.http.post(
            "/api/query", json={"path": path, "args": args}, headers={"Authorization": f"Bearer {token}"}
        ).json()
        assert answer["status"] == "success", answer
        return answer["value"]

    def table(self, name: str) -> list[dict[str, Any]]:
        return self.http.get(f"/lab/tables/{name}").json()

    def environment(self, **names: str | None) -> None:
        self._lab("environment", names)

    def reset(self) -> None:
        self._lab("reset", {})
        self.environment(PROOFREEL_SECRET=self.secret, PROOFREEL_PREVIOUS_SECRET=None)

    def _lab(self, what: str, body: dict[str, Any]) -> Any:
        return self.http.post(f"/lab/{what}", json=body).raise_for_status().json()


def start_loopback() -> tuple[subprocess.Popen[str], dict[str, str]]:
    """Start the loopback server of ``convex/tests``; it ends with its standard input."""
    bin_ = Path(sys.executable).parent
    node = shutil.which("node", path=f"{bin_}{os.pathsep}{os.environ.get('PATH', '')}")
    if node is None or not (ROOT / "convex/node_modules/convex-test").is_dir():
        pytest.skip("the Convex functions: run `make setup`")
    process = subprocess.Popen(
        [node, "tests/loopback/main.mjs"],
        cwd=ROOT / "convex",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


@pytest.fixture(scope="session")
def loopback():
    process, address = start_loopback()
    with process, httpx.Client(base_url=address["url"], timeout=30) as http:
        yield Deployment(address["url"], address["secret"], http)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def deployment(loopback: Deployment) -> Deployment:
    """An empty deployment."""
    loopback.reset()
    return loopback


@pytest.fixture
def url_of() -> Callable[[str], str]:
    return lambda key: f"https://chunks.example/{key}"
