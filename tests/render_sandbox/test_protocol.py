"""Frames: what is written is read, however it is cut; what is not a frame is refused by its header."""

from __future__ import annotations

import os
import random
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render_sandbox.stage.channel import FrameChannel, MemoryChannel
from render_sandbox.stage.protocol import (
    CAPS,
    CHUNK,
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


@pytest.mark.parametrize("kind", list(Kind))
def test_a_payload_of_just_its_cap_passes_and_what_is_too_long_is_told_in_figures(kind: Kind) -> None:
    cap = CAPS[kind]
    (frame,) = FrameReader(EVERY).feed(encode(kind, bytes(cap)))
    assert len(frame.payload) == cap

    told = re.escape(f"{kind.name} of {cap + 1} bytes; {cap} is the most")
    with pytest.raises(FrameError, match=f"^{told}$"):
        encode(kind, bytes(cap + 1))
    with pytest.raises(FrameError, match=f"^{told}$"):
        list(FrameReader(EVERY).feed(bytes([kind]) + (cap + 1).to_bytes(4, "big")))


def test_a_header_is_one_byte_of_kind_and_four_of_length() -> None:
    assert encode(Kind.READY, b"abc") == b"\x10\x00\x00\x00\x03abc"
    assert list(FrameReader(EVERY).feed(b"\x10\x00\x00\x00")) == []
    with pytest.raises(FrameError, match=r"^unknown frame kind 99$"):
        list(FrameReader(EVERY).feed(b"\x63\x00\x00\x00\x00"))


def test_json_goes_out_in_its_shortest_form_and_without_nan() -> None:
    assert encode_json(Kind.REPORT, {"a": [1, "é"]})[5:] == b'{"a":[1,"\\u00e9"]}'
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON compliant"):
            encode_json(Kind.REPORT, {"a": number})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": NaN}', "not JSON: NaN is not JSON"),
        ('{"a": ' + "9" * 400 + ".0}", f"not JSON: {'9' * 20} is not finite"),
        ("[]", "not a JSON object"),
        ('{"a":"\\udc00"}', "text that is not Unicode"),
        ('{"\\udc00":1}', "text that is not Unicode"),
        ("[" * 100_000, "not JSON: maximum recursion depth exceeded"),
    ],
)
def test_json_with_surprises_is_named(text: str, told: str) -> None:
    with pytest.raises(FrameError) as refused:
        decode_json(text.encode())

    assert str(refused.value).startswith(told)


def test_what_is_wrong_with_json_is_told_in_a_few_words() -> None:
    with pytest.raises(FrameError) as refused:
        decode_json(b'{"a": ' + b"\xff" * 3000)

    assert str(refused.value).startswith("not JSON: 'utf-8' codec can't decode")
    assert len(str(refused.value)) <= 210


def nested(depth: int, *, inside: str) -> bytes:
    """An object whose innermost value lies ``depth`` steps deep, in lists or in objects."""
    opened, closed = ("[", "]") if inside == "lists" else ('{"a":', "}")
    return ('{"a":' + opened * (depth - 1) + "0" + closed * (depth - 1) + "}").encode()


@pytest.mark.parametrize("inside", ["lists", "objects"])
def test_sixty_four_steps_into_an_object_are_the_most(inside: str) -> None:
    assert decode_json(nested(64, inside=inside))
    with pytest.raises(FrameError, match=r"^nested deeper than 64$"):
        decode_json(nested(65, inside=inside))


def test_a_payload_has_so_many_values_and_not_one_more() -> None:
    at_most = b'{"a":[' + b"0," * (300_000 - 2) + b"0]}"
    assert len(decode_json(at_most)["a"]) == 299_999
    with pytest.raises(FrameError, match=r"^more than 300000 values$"):
        decode_json(at_most.replace(b"[", b"[0,"))
    for more in (b"[]", b"{}"):
        with pytest.raises(FrameError, match=r"^more than"):
            decode_json(at_most.replace(b"0]", more + b"]"))


def read_all(speak: Callable[[FrameChannel], None]) -> list[Frame]:
    """What a channel sends through a real pipe that is read while it speaks."""
    end, descriptor = os.pipe()
    heard: list[Frame] = []

    def listen() -> None:
        reader = FrameReader(EVERY)
        with os.fdopen(end, "rb", buffering=0) as stream:
            while data := stream.read(1 << 16):
                heard.extend(reader.feed(data))

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        speak(FrameChannel(descriptor))
    finally:
        os.close(descriptor)
        listener.join()
    return heard


def test_a_channel_says_each_thing_as_a_frame_of_its_kind() -> None:
    def speak(channel: FrameChannel) -> None:
        channel.ready(pid=7)
        channel.progress(frames=3)
        channel.report({"ok": True})
        channel.crash(type="OSError")

    assert [(frame.kind, frame.json()) for frame in read_all(speak)] == [
        (Kind.READY, {"pid": 7}),
        (Kind.PROGRESS, {"frames": 3}),
        (Kind.REPORT, {"ok": True}),
        (Kind.CRASH, {"type": "OSError"}),
    ]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 5])
@pytest.mark.parametrize("form", ["bytes", "path"])
def test_a_file_goes_out_in_pieces_of_a_mebibyte(tmp_path: Path, size: int, form: str) -> None:
    data = random.Random(size).randbytes(size)
    (tmp_path / "chunk").write_bytes(data)
    source = data if form == "bytes" else tmp_path / "chunk"

    head, *pieces = read_all(lambda channel: channel.file("chunk.mp4", source))

    assert (head.kind, head.json()) == (Kind.FILE, {"name": "chunk.mp4", "size": size})
    assert {piece.kind for piece in pieces} <= {Kind.DATA}
    assert len(pieces) == -(-size // CHUNK)
    assert b"".join(piece.payload for piece in pieces) == data


def test_a_file_that_shrinks_while_it_is_sent_is_an_error_and_no_endless_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "chunk"
    path.write_bytes(b"abc")
    real = Path.stat
    monkeypatch.setattr(
        Path, "stat", lambda self, **more: os.stat_result((*real(self, **more)[:6], 5, 0, 0, 0))
    )

    with pytest.raises(OSError, match=r"^chunk became shorter while it was sent$"):
        read_all(lambda channel: channel.file("chunk.mp4", path))


def test_messages_of_other_threads_wait_for_the_end_of_a_file() -> None:
    def speak(channel: FrameChannel) -> None:
        sender = threading.Thread(target=channel.file, args=("chunk.mp4", bytes(30 * CHUNK)))
        sender.start()
        for n in range(200):
            channel.progress(frames=n)
        sender.join()

    kinds = [frame.kind for frame in read_all(speak)]
    start = kinds.index(Kind.FILE)
    assert kinds[start + 1 : start + 31] == [Kind.DATA] * 30
    assert kinds.count(Kind.PROGRESS) == 200


def test_a_channel_in_memory_keeps_what_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"from a path")
    channel = MemoryChannel()

    channel.progress(frames=1)
    channel.file("a", b"bytes")
    channel.file("b", tmp_path / "b")

    assert channel.messages == [{"frames": 1}]
    assert channel.files == {"a": b"bytes", "b": b"from a path"}
