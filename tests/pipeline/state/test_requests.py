"""Requests that must not be done twice: one signature, one key, one answer."""

from __future__ import annotations

import pytest

from pipeline.state import requests
from pipeline.state.database import Database
from pipeline.state.requests import KeyInFlight, KeyReused, StoredReplays, begin, drop, keep


@pytest.fixture
def clock(monkeypatch):
    """The time in milliseconds; a test moves it."""
    now = {"ms": 10**12}
    monkeypatch.setattr(requests, "now_ms", lambda: now["ms"])
    return now


def test_the_first_request_is_done_and_the_same_again_gets_its_answer(db):
    assert begin(db, "key", b"{}") is None
    keep(db, "key", {"job": 7})

    assert begin(db, "key", b"{}") == {"job": 7}
    assert begin(db, "key", b"{}") == {"job": 7}
    assert begin(db, "other", b"{}") is None


def test_another_body_under_a_known_key_is_refused(db):
    begin(db, "key", b"{}")

    with pytest.raises(KeyReused) as refused:
        begin(db, "key", b"{ }")

    assert (refused.value.code, refused.value.fix) == ("idempotency_key_reused", "Use a new key.")
    assert refused.value.message == "This idempotency key was used with another body."
    keep(db, "key", {"job": 7})
    with pytest.raises(KeyReused):
        begin(db, "key", b"{ }")


def test_a_request_that_is_still_being_answered_is_to_be_waited_for(db, clock):
    begin(db, "key", b"{}")
    clock["ms"] += 60_000

    with pytest.raises(KeyInFlight) as refused:
        begin(db, "key", b"{}")

    assert (refused.value.code, refused.value.fix) == ("idempotency_in_flight", "Wait, then ask again.")
    assert refused.value.message == "The first request with this key is not answered yet."


def test_a_request_that_died_with_its_process_may_be_made_again_after_a_minute(db, clock):
    begin(db, "key", b"{}")
    clock["ms"] += 60_001

    assert begin(db, "key", b"{}") is None


def test_an_answer_is_kept_for_a_day(db, clock):
    begin(db, "key", b"{}")
    keep(db, "key", {"job": 7})

    clock["ms"] += 24 * 3600 * 1000
    assert begin(db, "key", b"{}") == {"job": 7}
    clock["ms"] += 1
    assert begin(db, "key", b"{}") is None


def test_a_refused_request_may_be_asked_again_and_an_answered_one_stays(db):
    begin(db, "refused", b"{}")
    begin(db, "answered", b"{}")
    keep(db, "answered", {"job": 7})

    drop(db, "refused")
    drop(db, "answered")

    assert begin(db, "refused", b"other") is None
    assert begin(db, "answered", b"{}") == {"job": 7}


def test_a_signature_is_claimed_once_even_after_a_restart(db, clock):
    until = clock["ms"] + 1000

    assert StoredReplays(db).claim("a", until_ms=until) is True
    assert StoredReplays(db).claim("a", until_ms=until) is False
    assert StoredReplays(db).claim("b", until_ms=until) is True
    reopened = Database(db.path)
    assert StoredReplays(reopened).claim("a", until_ms=until) is False
    reopened.close()


def test_signatures_are_forgotten_when_their_time_is_over(db, clock):
    replays = StoredReplays(db)
    replays.claim("a", until_ms=clock["ms"] + 1000)

    clock["ms"] += 1000
    assert replays.claim("a", until_ms=clock["ms"] + 1000) is False
    clock["ms"] += 1
    assert replays.claim("a", until_ms=clock["ms"] + 1000) is True
    assert db.row("SELECT COUNT(*) FROM seen_signatures")[0] == 1
