"""API tokens: the secret is shown once, what is kept opens nothing, and an ended one is ended at once."""

from __future__ import annotations

import pytest

from pipeline.state import tokens
from pipeline.state.errors import NotFound
from pipeline.state.tokens import create_token, find_token, list_tokens, revoke_token


@pytest.fixture
def clock(monkeypatch):
    """The time in milliseconds; a test moves it."""
    now = {"ms": 1_000_000}
    monkeypatch.setattr(tokens, "now_ms", lambda: now["ms"])
    return now


def test_a_token_is_found_by_its_secret_alone(db, clock):
    token, secret = create_token(db, owner="ada", name="laptop")
    other, other_secret = create_token(db, owner="bob", name="ci", can_write=False, expires_at=2_000_000)

    assert secret.startswith("prf_")
    assert len(secret) == len("prf_") + 43, "256 random bits in base64"
    assert token.id.startswith("tok_")
    assert find_token(db, secret) == token
    assert find_token(db, other_secret) == other
    assert (token.name, token.owner, token.can_write, token.expires_at) == ("laptop", "ada", True, None)
    assert (other.name, other.owner, other.can_write, other.expires_at) == ("ci", "bob", False, 2_000_000)
    assert token.created_at == 1_000_000
    assert (token.used_at, token.revoked_at) == (None, None)
    for wrong in ("", "prf_", secret[:-1], secret.upper(), token.id):
        assert find_token(db, wrong) is None


def test_no_secret_is_kept(db):
    _, secret = create_token(db, owner="ada", name="laptop")

    (row,) = db.rows("SELECT * FROM api_tokens")

    assert not [value for value in row if secret[4:] in str(value)]


def test_a_token_opens_nothing_from_its_last_millisecond_on(db, clock):
    _, secret = create_token(db, owner="ada", name="brief", expires_at=1_000_010)

    clock["ms"] = 1_000_009
    assert find_token(db, secret)
    clock["ms"] = 1_000_010
    assert find_token(db, secret) is None


def test_a_revoked_token_opens_nothing_and_keeps_the_time_of_its_end(db, clock):
    token, secret = create_token(db, owner="ada", name="laptop")
    kept, kept_secret = create_token(db, owner="ada", name="other")

    ended = revoke_token(db, token.id)
    clock["ms"] += 5
    again = revoke_token(db, token.id)

    assert ended.revoked_at == again.revoked_at == 1_000_000
    assert find_token(db, secret) is None
    assert find_token(db, kept_secret) == kept


def test_a_token_that_is_not_there_cannot_be_revoked(db):
    with pytest.raises(NotFound) as missing:
        revoke_token(db, "tok_0")

    assert missing.value.message == "There is no token 'tok_0'."
    assert missing.value.fix == "`proofreel token list` shows them."


def test_use_is_noted_once_a_minute_at_most(db, clock):
    token, secret = create_token(db, owner="ada", name="laptop")

    def used_after(passed: int) -> int | None:
        clock["ms"] = 1_000_000 + passed
        find_token(db, secret)
        return list_tokens(db)[0].used_at

    assert token.used_at is None
    assert used_after(0) == 1_000_000
    assert used_after(60_000) == 1_000_000
    assert used_after(60_001) == 1_060_001
    assert find_token(db, secret).used_at == 1_060_001


def test_a_list_has_every_token_and_the_newest_first(db):
    made = [create_token(db, owner=owner, name="t")[0].id for owner in ("ada", "bob", "ada")]
    revoke_token(db, made[1])

    assert [token.id for token in list_tokens(db)] == sorted(made)[::-1]
