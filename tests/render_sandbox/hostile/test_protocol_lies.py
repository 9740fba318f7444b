"""Attacks on what the host believes: forged frames, reports and videos, odd files as output."""

from __future__ import annotations

import time
from typing import Any

import pytest
import pytest_asyncio

from render_sandbox.errors import ProtocolViolation, SandboxError, WorkerDied
from render_sandbox.job import Job, Limits

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAY = """
import json, struct
def say(kind, payload):
    payload = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    os.write(101, struct.pack('>BI', kind, len(payload)) + payload)
"""


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        ("a frame of four gigabytes", "os.write(101, b'\\x13\\xff\\xff\\xff\\xff' + b'x' * 1000)"),
        ("a report without ok", "say(19, {'frames': 1})"),
        ("a path as a name", "say(18, {'name': '../../etc/cron.d/x', 'size': 1})"),
    ],
)
async def test_a_lie_in_the_protocol_voids_the_job(arena: Any, name: str, lie: str) -> None:
    result = await arena.attack(f"{SAY}\n{lie}\nimport time; time.sleep(5)")
    assert isinstance(result.error, ProtocolViolation), f"{name}: {result.said[-600:]}"
    assert "in the attack" in result.error.message


async def test_a_report_that_swells_in_the_servers_memory_voids_the_job(arena: Any) -> None:
    begun = time.monotonic()
    result = await arena.attack(
        SAY + "say(19, b'{\"ok\": true, \"x\": [' + b'[],' * 4_000_000 + b'[]]}')\nimport time; time.sleep(9)"
    )
    assert isinstance(result.error, ProtocolViolation), result.said[-600:]
    assert "more than 300000 values" in result.error.message
    assert time.monotonic() - begun < 9


async def test_no_terminal_obeys_what_a_scene_says(arena: Any) -> None:
    evil = "\\x1b]52;c;ZXZpbA==\\x07\\u202egnp.exe"
    result = await arena.attack(
        f"print('{evil}')\n{SAY}\nsay(20, {{'type': '{evil}', 'message': '{evil}'}})\nos._exit(0)"
    )
    assert isinstance(result.error, WorkerDied), result.said[-600:]
    for text in (str(result.error), result.error.details["log"]):
        assert "52;c;ZXZpbA==" in text
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


async def test_a_forged_success_is_unmasked_by_the_second_worker(arena: Any) -> None:
    result = await arena.attack(
        SAY
        + """
data = b'not a video at all' * 100
say(18, {'name': 'chunk.mp4', 'size': len(data)}); say(2, data)
say(19, {'ok': True, 'frames': 300, 'plays': []})
import time; time.sleep(5)
"""
    )
    assert result.outcome is not None
    await _refused_by_the_probe(arena, result.outcome.files["chunk.mp4"])


async def _refused_by_the_probe(arena: Any, data: bytes) -> None:
    probe = Job(
        "probe", {"expect": {"width": 320, "height": 180, "fps": 5}}, {"chunk.mp4": data}, Limits(wall_s=30)
    )
    try:
        outcome = await arena.sandbox.run(probe)
    except SandboxError:
        return
    assert outcome.report["ok"] is False, outcome.report


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def good_chunk(arena: Any, scene_tools: Any) -> bytes:
    make_job, draw = scene_tools
    job = make_job(draw("self.play(Create(Circle()))"), limits=None)
    return (await arena.sandbox.run(job)).files["chunk.mp4"]


@pytest.mark.parametrize(
    "harm", ["cut short", "overwritten", "empty", "boxes of absurd sizes", "only a header"]
)
async def test_a_malformed_video_does_not_pass_the_probe(arena: Any, good_chunk: bytes, harm: str) -> None:
    data = good_chunk
    at = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 3
    bad = {
        "cut short": data[: len(data) * 2 // 3],
        # A single flipped bit may well decode: H.264 has no checksum, only lengths and tables.
        "overwritten": data[:at] + bytes(64) + data[at + 64 :],
        "empty": b"",
        "boxes of absurd sizes": data[:4].join(data.split(b"\0\0\0\x01"))[:-9] + b"\xff" * 64,
        "only a header": data[:40],
    }[harm]
    await _refused_by_the_probe(arena, bad)


async def test_a_video_of_another_size_does_not_pass_the_probe(arena: Any, make_job: Any, draw: Any) -> None:
    job = make_job(draw(), limits=None, format={"width": 640, "height": 360, "fps": 5})
    outcome = await arena.sandbox.run(job)
    await _refused_by_the_probe(arena, outcome.files["chunk.mp4"])


@pytest.mark.parametrize(
    "trick",
    [
        "os.symlink('/etc/passwd', 'chunk.mp4')",
        "os.mkfifo('chunk.mp4')",
        "os.mknod('chunk.mp4', 0o600 | 0o020000, os.makedev(1, 5))",
        "os.mkdir('chunk.mp4')",
    ],
)
async def test_an_odd_file_as_output_gives_no_host_data(arena: Any, trick: str) -> None:
    result = await arena.attack(
        f"attempt('odd', lambda: {trick})", limits=Limits(wall_s=6, memory_mb=512, processes=64)
    )
    assert "root:x:0:0" not in result.said
    if result.outcome is not None and result.outcome.report["ok"]:
        assert result.outcome.files["chunk.mp4"][4:8] == b"ftyp"


async def test_leaving_early_is_a_death_not_a_success(arena: Any) -> None:
    for way in ("os._exit(0)", "os.kill(os.getpid(), 9)", "os.abort()", "ctypes.string_at(0)"):
        result = await arena.attack(way)
        assert isinstance(result.error, (WorkerDied, ProtocolViolation)), (way, result.said[-500:])
        assert "in the attack" in result.error.message


async def test_closing_every_descriptor_is_a_death(arena: Any) -> None:
    result = await arena.attack("os.closerange(0, 4096); os._exit(0)")
    assert isinstance(result.error, WorkerDied)
    await arena.still_works()


async def test_a_scene_that_patches_the_worker_only_fools_itself(arena: Any) -> None:
    result = await arena.attack(
        """
        import render_sandbox.stage.worker as worker, render_sandbox.stage.channel as channel
        channel.FrameChannel.report = lambda self, report: os.write(101, b'garbage')
        channel.FrameChannel.file = lambda self, name, data: None
        """
    )
    assert isinstance(result.error, (ProtocolViolation, WorkerDied)), result.said[-500:]
    await arena.still_works()
