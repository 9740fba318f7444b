"""Pictures that only repeat the one before: every decoder shows the same pixels, no encoder sees them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from av.codec.context import CodecContext
from av.packet import Packet
from hypothesis import given, settings
from hypothesis import strategies as st

from render_sandbox.stage.engine.profiles import PROFILES, Profile, VideoFormat, still_frames
from render_sandbox.stage.engine.stills import Stills, UnknownStreamError
from render_sandbox.stage.engine.video import VideoEncoder, configure

SIDES = st.integers(1, 200).map(lambda half: 2 * half)


def context_of(video: VideoFormat, profile: Profile) -> Any:
    context: Any = CodecContext.create("libx264", "w")
    configure(context, video, profile)
    context.flags |= av.codec.context.Flags.global_header
    return context


def noise(video: VideoFormat, seed: int) -> np.ndarray[Any, Any]:
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (video.height, video.width, 4), np.uint8)


def decoded(pictures: list[bytes], headers: bytes) -> list[np.ndarray[Any, Any]]:
    decoder: Any = CodecContext.create("h264", "r")
    decoder.extradata = headers
    frames: list[Any] = []
    for packet in (*map(Packet, pictures), None):
        frames += decoder.decode(packet)
    assert not any(frame.is_corrupt for frame in frames)
    return [frame.to_ndarray() for frame in frames]


@given(
    width=SIDES,
    height=SIDES,
    profile=st.sampled_from(sorted(PROFILES)),
    moving=st.integers(1, 20),
    stays=st.integers(1, 60),
)
@settings(max_examples=25, deadline=None)
def test_a_decoder_shows_the_picture_before_however_often_it_is_repeated(
    width, height, profile, moving, stays
):
    video = VideoFormat(width, height, Fraction(30))
    context = context_of(video, PROFILES[profile])
    encoder = VideoEncoder(context, video, PROFILES[profile])
    for number in range(moving):
        encoder.write(noise(video, number))
    encoder.write(noise(video, moving), PROFILES[profile].settled + stays)
    encoder.write(noise(video, moving + 1))

    pictures = encoder.finish()
    frames = decoded([picture.data for picture in pictures], context.extradata)

    assert len(frames) == len(pictures) == moving + PROFILES[profile].settled + stays + 1
    last_fed = moving + PROFILES[profile].settled - 1
    assert all(np.array_equal(frame, frames[last_fed]) for frame in frames[last_fed:-1])
    assert pictures[-1].key
    assert not np.array_equal(frames[-1], frames[last_fed])


def test_a_wait_of_an_hour_is_a_keyframe_each_few_seconds_and_next_to_nothing_between():
    video, profile = VideoFormat(64, 36, Fraction(15)), PROFILES["preview"]
    encoder = VideoEncoder(context_of(video, profile), video, profile)
    encoder.write(noise(video, 1), 15 * 3600)

    pictures = encoder.finish()

    keys = [number for number, picture in enumerate(pictures) if picture.key]
    assert len(pictures) == 15 * 3600
    assert keys == list(range(0, 15 * 3600, still_frames(video.fps)))
    assert max(len(picture.data) for picture in pictures[profile.settled : still_frames(video.fps)]) < 20


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        (b"", "missing"),
        (b"\x00\x00\x00\x01\x67\x64", "missing"),
        (b"\x00\x00\x01\x67\x64\x00\x00\x01\x68\xeb", "cut off"),
    ],
)
def test_headers_that_make_no_stream_are_refused(headers, says):
    with pytest.raises(UnknownStreamError, match=says):
        Stills(headers)


@pytest.mark.parametrize("options", ["bframes=2:b-adapt=0", "interlaced=1", "slices=1:weightp=2"])
def test_a_stream_that_is_coded_otherwise_is_refused_rather_than_broken(options):
    video = VideoFormat(64, 64, Fraction(30))
    context = context_of(video, PROFILES["preview"])
    context.options = {**context.options, "bf": "2", "x264-params": options}
    context.open()
    with pytest.raises(UnknownStreamError):
        Stills(context.extradata)
