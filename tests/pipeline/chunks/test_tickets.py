"""Tickets for the local store; those of S3 are tested with a real one."""

from __future__ import annotations

import hashlib

import pytest

from pipeline.chunks import ChunkExists, LocalChunkStore, TicketRefused, UploadTicket, send

KEY = "projects/p/sessions/s/scenes/0/v1.mp4"
DATA = b"a chunk" * 1000


@pytest.fixture
def store(tmp_path) -> LocalChunkStore:
    return LocalChunkStore(tmp_path / "a store" / "chunks")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "chunk.mp4"
    path.write_bytes(DATA)
    return path


def ticket(store, data: bytes = DATA) -> UploadTicket:
    return store.ticket(KEY, sha256=hashlib.sha256(data).hexdigest(), size=len(data), about={"frames": 3})


def test_a_ticket_uploads_one_object_that_the_store_knows_afterwards(store, file):
    leave = UploadTicket.from_dict(ticket(store).as_dict())
    assert store.head(KEY) is None

    assert send(leave, file)

    found = store.head(KEY)
    assert (found.sha256, found.size, found.about) == (
        hashlib.sha256(DATA).hexdigest(),
        len(DATA),
        {"frames": 3},
    )
    assert store.get(KEY) == DATA


def test_a_second_upload_changes_nothing(store, file):
    leave = ticket(store)
    send(leave, file)

    assert send(leave, file) is False
    with pytest.raises(ChunkExists):
        ticket(store, b"other")


def test_more_than_was_announced_is_refused(store, file):
    with pytest.raises(TicketRefused):
        send(ticket(store, b"short"), file)

    assert store.head(KEY) is None


def test_an_expired_ticket_is_refused(store, file):
    leave = ticket(store)
    late = UploadTicket(leave.url, leave.headers, 1, leave.max_bytes)

    with pytest.raises(TicketRefused, match="expired"):
        send(late, file)


def test_a_ticket_does_not_show_its_url_in_logs(store):
    leave = UploadTicket("https://s3.test/b/k?X-Amz-Signature=abc", {}, 1, 1)

    assert "abc" not in repr(leave)
