"""The probe decodes every frame and refuses what isn't a sound chunk."""

from __future__ import annotations

import random
from fractions import Fraction
from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.engine.audio import Mix
from render_sandbox.stage.engine.chunk import ChunkFile
from render_sandbox.stage.engine.profiles import PROFILES, VideoFormat
from render_sandbox.stage.jobs import probe

VIDEO = VideoFormat(128, 72, Fraction(30))


@pytest.fixture(scope="module")
def chunk(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("chunk") / "chunk.mp4"
    target = ChunkFile(path, VIDEO, PROFILES["final"])
    noise = np.random.default_rng(1)
    for _ in range(24):
        target.encoder.write(noise.integers(0, 255, (72, 128, 4), np.uint8))
    target.finish(target.encoder.finish(), Mix())
    return path.read_bytes()


def examine(data: bytes, **expect):
    return probe.run({"expect": expect}, {"chunk.mp4": data}, MemoryChannel())


def test_a_sound_chunk_is_described(chunk):
    report = examine(chunk, width=128, height=72, fps=30)
    assert report["ok"], report
    assert (report["frames"], report["codec"], report["pix_fmt"]) == (24, "h264", "yuv420p")
    assert report["audio"] == {"rate": 48_000, "channels": 2, "samples": 38_400, "codec": "aac"}
    assert not report["has_b_frames"]


def test_the_picture_that_stands_for_a_chunk_is_the_one_with_the_most_in_it(tmp_path):
    target = ChunkFile(tmp_path / "chunk.mp4", VIDEO, PROFILES["final"])
    for number in range(45):
        frame = np.zeros((72, 128, 4), np.uint8)
        if 30 <= number < 40:
            frame[:, ::8] = 255
        target.encoder.write(frame)
    target.finish(target.encoder.finish(), Mix())
    channel = MemoryChannel()

    probe.run({}, {"chunk.mp4": (tmp_path / "chunk.mp4").read_bytes()}, channel)

    with Image.open(BytesIO(channel.files["poster.jpg"])) as poster:
        assert poster.size == (128, 72)
        assert np.asarray(poster).mean() > 20


@pytest.mark.parametrize("expect", [{"width": 130}, {"height": 1080}, {"fps": 15}])
def test_another_format_than_expected_is_refused(chunk, expect):
    report = examine(chunk, **expect)
    assert not report["ok"]
    assert next(iter(expect)) in report["error"]["message"] or "frames a second" in report["error"]["message"]


def test_a_cut_chunk_is_refused(chunk):
    assert not examine(chunk[: len(chunk) * 2 // 3])["ok"]


@pytest.mark.parametrize("data", [b"", b"not a video", b"\x00" * 4096])
def test_what_is_not_a_video_is_refused(data):
    assert not examine(data)["ok"]


def test_pictures_in_no_known_codec_are_refused(chunk):
    report = examine(chunk.replace(b"avc1", b"zzz1"))

    assert not report["ok"]
    assert "codec" in report["error"]["message"]


def test_most_damaged_pictures_are_noticed(chunk):
    """H.264 has no checksum: some flips decode to another picture. Those that break the syntax must show."""
    rng = random.Random(7)
    start = chunk.index(b"mdat") + 8
    noticed = 0
    for _ in range(30):
        data = bytearray(chunk)
        for _ in range(8):
            data[rng.randrange(start, len(data))] ^= 0x55
        noticed += not examine(bytes(data))["ok"]
    assert noticed >= 20


def encoded(options: dict[str, str], codec: str = "libx264", sound: bool = True) -> bytes:
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        video = container.add_stream(codec, rate=30, options=options)
        video.width, video.height, video.pix_fmt = 128, 72, "yuv420p"
        audio = container.add_stream("aac", rate=48_000) if sound else None
        for number in range(30):
            image = np.full((72, 128, 3), number * 8, np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(image)))
        container.mux(video.encode(None))
        if audio is not None:
            frame = av.AudioFrame.from_ndarray(np.zeros((2, 48_000), np.float32), format="fltp")
            frame.sample_rate = 48_000
            container.mux(audio.encode(frame))
            container.mux(audio.encode(None))
    return buffer.getvalue()


def test_b_frames_other_codecs_and_missing_sound_are_refused():
    assert "has_b_frames" in examine(encoded({"bf": "2"}))["error"]["message"]
    assert "codec" in examine(encoded({}, codec="mpeg4"))["error"]["message"]
    assert "audio" in examine(encoded({"bf": "0"}, sound=False))["error"]["message"]
