"""Stitching copies packets: no frame is lost, nothing drifts, sound stays where it was."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.engine.audio import SAMPLE_RATE, Mix
from render_sandbox.stage.engine.chunk import ChunkFile
from render_sandbox.stage.engine.profiles import PROFILES, VideoFormat
from render_sandbox.stage.jobs import probe, stitch

CLICK_AT = 0.1  # seconds into each chunk


def make_chunk(
    folder: Path, frames: int, shade: int = 0, fps: int = 30, width: int = 64, click: bool = False
) -> bytes:
    path = folder / f"{frames}-{shade}-{fps}-{width}.mp4"
    target = ChunkFile(path, VideoFormat(width, 36, Fraction(fps)), PROFILES["final"])
    for number in range(frames):
        target.encoder.write(np.full((36, width, 4), (shade + number) % 256, np.uint8))
    mix = Mix()
    if click:
        mix.add(np.full((2, 480), 0.8, np.float32), CLICK_AT)
    target.finish(target.encoder.finish(), mix)
    return path.read_bytes()


def join(chunks: list[bytes], monkeypatch_dir: Path, **request):
    channel = MemoryChannel()
    files = {f"{number:03d}.mp4": data for number, data in enumerate(chunks)}
    report = stitch.run({"fps": 30, **request}, files, channel)
    return report, channel.files.get("video.mp4", b"")


@pytest.fixture(autouse=True)
def _private_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def lengths(data: bytes) -> tuple[int, int]:
    report = probe.run({}, {"video.mp4": data}, MemoryChannel())
    assert report["ok"], report
    return report["frames"], report["audio"]["samples"]


def test_fifty_chunks_keep_every_frame_and_drift_by_nothing(tmp_path):
    rng = np.random.default_rng(5)
    counts = [int(n) for n in rng.integers(6, 40, 50)]
    chunks = [make_chunk(tmp_path, n, shade=k, click=True) for k, n in enumerate(counts)]
    report, data = join(chunks, tmp_path)
    assert report["ok"], report
    assert report["frames"] == sum(counts)
    assert lengths(data) == (sum(counts), sum(counts) * 1600)
    with av.open(BytesIO(data)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([n / 30 for n in range(sum(counts))], abs=1e-6)


def test_the_sound_of_the_fiftieth_chunk_is_as_close_as_that_of_the_first(tmp_path):
    counts = [17 + k % 9 for k in range(50)]
    chunks = [make_chunk(tmp_path, n, shade=k, click=True) for k, n in enumerate(counts)]
    _, data = join(chunks, tmp_path)
    with av.open(BytesIO(data)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    starts = np.cumsum([0, *counts[:-1]]) * 1600
    for start in starts:
        window = sound[start : start + 16 * 1600]
        click = np.flatnonzero(np.abs(window) > 0.4)[0] / SAMPLE_RATE
        assert abs(click - CLICK_AT) < 0.5 * 1024 / SAMPLE_RATE + 0.001


def test_pictures_come_out_as_they_were(tmp_path):
    first, second = make_chunk(tmp_path, 9, shade=10), make_chunk(tmp_path, 7, shade=100)
    _, data = join([first, second], tmp_path)

    def pictures(source: bytes):
        with av.open(BytesIO(source)) as container:
            return [frame.to_ndarray() for frame in container.decode(video=0)]

    joined, apart = pictures(data), pictures(first) + pictures(second)
    assert len(joined) == len(apart)
    assert all(np.array_equal(a, b) for a, b in zip(joined, apart, strict=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.sampled_from([15, 24, 25, 30, 60]))
def test_for_any_lengths_sound_and_picture_differ_by_less_than_a_frame(tmp_path, counts, fps):
    made = {n: make_chunk(tmp_path, n, fps=fps) for n in set(counts)}
    report, data = join([made[n] for n in counts], tmp_path, fps=fps)
    assert report["ok"], report
    frames, samples = lengths(data)
    assert frames == sum(counts)
    assert abs(samples / SAMPLE_RATE - frames / fps) < 1 / fps


def test_chapters_title_and_captions_are_in_the_file(tmp_path):
    chapters = [
        {"title": "Beginning", "start_frame": 0, "frames": 20},
        {"title": "Ende", "start_frame": 20, "frames": 25},
    ]
    captions = [
        {"start_s": 0.2, "end_s": 0.6, "text": "Hello {there}\nyou"},
        {"start_s": 0.9, "end_s": 1.4, "text": "größer"},
    ]
    chunks = [make_chunk(tmp_path, 20), make_chunk(tmp_path, 25)]
    _, data = join(chunks, tmp_path, chapters=chapters, captions=captions, title="A lesson")
    with av.open(BytesIO(data)) as container:
        assert container.metadata["title"] == "A lesson"
        found = [(c["metadata"]["title"], float(c["start"] * c["time_base"])) for c in container.chapters()]
        assert found == [("Beginning", 0.0), ("Ende", pytest.approx(20 / 30, abs=0.001))]
        stream = container.streams.subtitles[0]
        cues = [
            (float(p.pts * p.time_base), bytes(p)[2:].decode()) for p in container.demux(stream) if p.size > 2
        ]
    assert cues == [(pytest.approx(0.2), "Hello (there)\nyou"), (pytest.approx(0.9), "größer")]


def test_chunks_of_two_formats_are_refused_by_name(tmp_path):
    report, _ = join([make_chunk(tmp_path, 5), make_chunk(tmp_path, 5, width=128)], tmp_path)
    assert not report["ok"]
    assert "001.mp4" in report["error"]["message"]


def test_no_chunks_and_broken_chunks_are_refused(tmp_path):
    assert not join([], tmp_path)[0]["ok"]
    assert not join([b"nonsense"], tmp_path)[0]["ok"]
