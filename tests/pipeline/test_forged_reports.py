"""Scenes that speak in the renderer's place: what they claim is refused by a typed error, not by a crash later."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.checking import rehearse
from pipeline.rendering import RenderRequest, produce
from pipeline.reports import Rehearsed, Rendered, believable, scene_error
from pipeline.state.model import VideoFormat
from render_sandbox.bubblewrap import find_bubblewrap
from render_sandbox.errors import ProtocolViolation
from render_sandbox.job import Limits
from render_sandbox.sandbox import SandboxSettings, open_sandbox

FORGE = """from manim import *
import json, os, struct, time


class Forger(Scene):
    def construct(self):
        payload = json.dumps({report!r}).encode()
        os.write(101, struct.pack(">BI", 19, len(payload)) + payload)
        time.sleep(20)
"""


@pytest.mark.parametrize(
    ("shape", "report", "place"),
    [
        (Rendered, {"captions": [{"start_s": "soon", "end_s": 1, "text": "x"}]}, "captions.0.start_s"),
        (Rendered, {"captions": 5}, "captions"),
        (Rendered, {"captions": [{"start_s": 0, "end_s": 1, "text": "x" * 20_000}]}, "captions.0.text"),
        (Rendered, {"plays": ["x"]}, "plays.0"),
        (Rendered, {"versions": {"manim": ["x"]}}, "versions.manim"),
        (Rehearsed, {"findings": "none"}, "findings"),
        (Rehearsed, {"findings": [["severity"]]}, "findings.0"),
        (Rehearsed, {"findings": [{"severity": "error"}]}, "findings.0.rule"),
        (Rehearsed, {"findings": [{"rule": "x", "message": "x", "things": [1]}]}, "findings.0.things.0"),
        (Rehearsed, {"frames": "many"}, "frames"),
        (Rehearsed, {"findings": [{"rule": "x", "message": "x", "edit": {"old": 1}}]}, "findings.0.edit.old"),
    ],
)
def test_a_report_of_another_shape_is_refused_with_its_place(
    shape: type[Rendered | Rehearsed], report: dict[str, Any], place: str
) -> None:
    with pytest.raises(ProtocolViolation, match=f"The report of scene 3 is not the renderer's: {place}: "):
        believable({"ok": True, **report}, shape, "scene 3")


@pytest.mark.parametrize("error", [None, "x", 5, {"type": {}, "line": "x"}, {"excerpt": [[1, 2, 3]]}])
def test_a_forged_error_is_an_error_that_says_nothing(error: Any) -> None:
    assert scene_error(error).type == "Error"


@pytest.mark.bubblewrap
async def test_a_forged_report_ends_as_a_broken_protocol_in_render_and_rehearsal() -> None:
    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")

    def request(report: dict[str, Any]) -> RenderRequest:
        code = FORGE.format(report=report)
        return RenderRequest(
            code, VideoFormat(width=320, height=180, fps=5), {}, {}, "scene 3", Limits(wall_s=30)
        )

    async with open_sandbox(SandboxSettings(backend="bubblewrap", workers=1)) as sandbox:
        with pytest.raises(ProtocolViolation, match="captions"):
            await produce(request({"ok": True, "captions": [1]}), sandbox)
        with pytest.raises(ProtocolViolation, match="findings"):
            await rehearse(request({"ok": True, "findings": [1]}), sandbox)
