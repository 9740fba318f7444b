"""Signatures: what is accepted once, and everything that is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.signing import WINDOW_MS, MemoryReplays, SignatureRefused, sign, signed_headers, verify
from pipeline.state.model import now_ms

BODY = b'{"prompt": "circles"}'
NOW = 1_800_000_000_000


def refused(secrets, body, headers, replays=None, at_ms=NOW) -> str:
    with pytest.raises(SignatureRefused) as caught:
        verify(secrets, body, headers, replays or MemoryReplays(), at_ms=at_ms)
    assert caught.value.fix
    return caught.value.details["reason"]


def test_the_signature_is_the_documented_one():
    expected = hmac.new(b"s3cret", b"1800000000000." + BODY, hashlib.sha256).hexdigest()

    assert sign("s3cret", BODY, "1800000000000") == expected


@given(body=st.binary(max_size=200), secret=st.text(min_size=1, max_size=40), at=st.integers(1, 10**15))
def test_whatever_is_signed_is_accepted_once(body, secret, at):
    replays = MemoryReplays()
    headers = signed_headers(secret, body, at_ms=at)
    fresh = now_ms()
    again = signed_headers(secret, body, at_ms=fresh)

    verify([secret], body, headers, MemoryReplays(), at_ms=at)
    verify([secret], body, again, replays, at_ms=fresh)

    assert refused([secret], body, again, replays, at_ms=fresh) == "replayed"


def test_each_of_several_secrets_is_valid_while_they_are_exchanged():
    for secret in ("new", "old"):
        verify(["new", "old"], BODY, signed_headers(secret, BODY, at_ms=NOW), MemoryReplays(), at_ms=NOW)


@pytest.mark.parametrize("off", [-WINDOW_MS - 1, WINDOW_MS + 1])
def test_a_timestamp_off_by_more_than_the_window_is_stale_in_either_direction(off):
    headers = signed_headers("s", BODY, at_ms=NOW + off)
    nearer = signed_headers("s", BODY, at_ms=NOW + off - (1 if off > 0 else -1))

    assert refused(["s"], BODY, headers) == "stale"
    verify(["s"], BODY, nearer, MemoryReplays(), at_ms=NOW)


def test_a_changed_body_a_changed_time_and_a_foreign_secret_are_wrong():
    headers = signed_headers("s", BODY, at_ms=NOW)

    assert refused(["s"], BODY + b" ", headers) == "wrong"
    assert refused(["s"], BODY, headers | {"X-Timestamp": str(NOW + 1)}) == "wrong"
    assert refused(["t"], BODY, headers) == "wrong"
    assert refused([], BODY, headers) == "wrong"
    assert refused([""], BODY, signed_headers("", BODY, at_ms=NOW)) == "wrong"


@pytest.mark.parametrize("missing", ["X-Signature", "X-Timestamp"])
def test_an_unsigned_request_is_refused(missing):
    headers = signed_headers("s", BODY, at_ms=NOW)
    del headers[missing]

    assert refused(["s"], BODY, headers) == "missing"


def test_a_signature_in_another_spelling_is_no_second_request():
    right = sign("s", BODY, str(NOW))
    spellings = [
        right.upper(),
        base64.b64encode(bytes.fromhex(right)).decode(),
        f"sha256={right}",
        f" {right}",
        f"{right}\n",
        right[:-1],
        "é" * 64,
        "０" * 64,
    ]

    for spelling in spellings:
        headers = {"X-Timestamp": str(NOW), "X-Signature": spelling}
        assert refused(["s"], BODY, headers) == "malformed"


@pytest.mark.parametrize(
    "timestamp", ["now", "-1", "+1800000000000", "01800000000000", "1.8e12", "１８", "9" * 99]
)
def test_a_timestamp_has_one_spelling_too(timestamp):
    headers = {"X-Timestamp": timestamp, "X-Signature": sign("s", BODY, timestamp)}

    assert refused(["s"], BODY, headers) == "malformed"


def test_a_refused_signature_takes_no_room_and_old_ones_are_forgotten():
    replays = MemoryReplays()
    refused(["t"], BODY, signed_headers("s", BODY, at_ms=NOW), replays)
    assert len(replays) == 0

    replays.claim("old", until_ms=now_ms() - 1)
    replays._swept_ms = 0
    replays.claim("new", until_ms=now_ms() + WINDOW_MS)

    assert len(replays) == 1
