"""Frames: what is written is read, however it is cut; what is not a frame is refused by its header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render_sandbox.stage.protocol import (
    CAPS,
    Frame,
    FrameError,
    FrameReader,
    Kind,
    decode_json,
    encode,
    encode_json,
)

EVERY = frozenset(Kind)

frames = st.sampled_from(sorted(EVERY)).flatmap(
    lambda kind: st.builds(Frame, st.just(kind), st.binary(max_size=min(CAPS[kind], 500)))
)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(frames, max_size=10), st.data())
def test_frames_survive_any_cutting(sent: list[Frame], data: st.DataObject) -> None:
    stream = b"".join(encode(frame.kind, frame.payload) for frame in sent)
    reader, received = FrameReader(EVERY), list[Frame]()
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        received += reader.feed(stream[:size])
        stream = stream[size:]
    assert received == sent


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), plain, max_size=4))
def test_json_survives(value: dict[str, object]) -> None:
    (frame,) = FrameReader(EVERY).feed(encode_json(Kind.REPORT, value))
    assert frame.json() == value


@given(st.binary(max_size=2000))
def test_noise_is_refused_or_waits_for_more_but_never_breaks_the_reader(noise: bytes) -> None:
    try:
        for frame in FrameReader(EVERY).feed(noise):
            assert frame.kind in EVERY
            assert len(frame.payload) <= CAPS[frame.kind]
    except FrameError:
        pass


@given(st.binary(max_size=200))
def test_noise_as_json_is_an_object_or_refused(noise: bytes) -> None:
    try:
        assert isinstance(decode_json(noise), dict)
    except FrameError:
        pass


@pytest.mark.parametrize("kind", list(Kind))
def test_a_payload_over_its_cap_is_neither_written_nor_read(kind: Kind) -> None:
    with pytest.raises(FrameError):
        encode(kind, bytes(CAPS[kind] + 1))
    header = bytes([kind]) + (CAPS[kind] + 1).to_bytes(4, "big")
    with pytest.raises(FrameError, match="is the most"):
        list(FrameReader(EVERY).feed(header))


def test_a_kind_that_is_not_expected_is_refused() -> None:
    with pytest.raises(FrameError, match="READY is not expected"):
        list(FrameReader(frozenset({Kind.REPORT})).feed(encode(Kind.READY, b"{}")))


@pytest.mark.parametrize(
    "text", ['{"a": NaN}', '{"a": Infinity}', '{"a": -1e999}', "[]", "1", "", "{", '{"a":"\\udc00"}']
)
def test_json_with_surprises_is_refused(text: str) -> None:
    with pytest.raises(FrameError):
        decode_json(text.encode())
