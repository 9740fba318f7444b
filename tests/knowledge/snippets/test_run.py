"""Snippets in the real sandbox: each is rehearsed and rendered, and has no layout finding."""

import asyncio
from pathlib import Path

import pytest

from knowledge.search import OWN_SNIPPETS
from pipeline.rendering import RenderRequest, produce, scene_job
from pipeline.state.model import PREVIEW
from render_sandbox.bubblewrap import find_bubblewrap
from render_sandbox.errors import SandboxError
from render_sandbox.sandbox import Sandbox, SandboxSettings, open_sandbox

FILES = sorted(OWN_SNIPPETS.rglob("*.py"))


async def _why_not(path: Path, sandbox: Sandbox) -> str:
    """What is wrong with a snippet; empty when it renders and its layout is clean."""
    request = RenderRequest(path.read_text("utf-8"), PREVIEW, {"math": "mathjax"}, {}, path.stem)
    try:
        report = (await sandbox.run(scene_job("rehearse", request, sheet=False))).report
        if not report.get("ok"):
            return str(report.get("error"))
        if report["findings"]:
            return "\n".join(f"line {f['line']}: {f['rule']}: {f['message']}" for f in report["findings"])
        chunk = await produce(request, sandbox)
    except SandboxError as error:
        return f"{type(error).__name__}: {error}"
    return "" if chunk.frames == report["frames"] else f"{chunk.frames} frames, {report['frames']} rehearsed"


async def _all(paths: list[Path]) -> dict[str, str]:
    async with open_sandbox(SandboxSettings(backend="bubblewrap")) as sandbox:
        said = {path.stem: await _why_not(path, sandbox) for path in paths}
    return {name: why for name, why in said.items() if why}


def _render(paths: set[Path]) -> dict[str, str]:
    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")
    return asyncio.run(_all(sorted(paths)))


@pytest.mark.slow
@pytest.mark.bubblewrap
@pytest.mark.timeout(900)
def test_changed_snippets_and_a_sample_render_without_findings(choosing) -> None:
    assert _render(choosing.changed() | choosing.sample(FILES)) == {}


@pytest.mark.nightly
@pytest.mark.bubblewrap
@pytest.mark.timeout(3600)
def test_every_snippet_renders_without_findings() -> None:
    assert _render(set(FILES)) == {}
