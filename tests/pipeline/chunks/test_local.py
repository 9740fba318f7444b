"""The local chunk store: whole or not at all, written once, nowhere else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.chunks import ChunkExists, LocalChunkStore, chunk_key
from pipeline.state.errors import NotFound

KEY = chunk_key("prj_1", "ses_1", 0, 1)


@pytest.fixture
def store(tmp_path):
    return LocalChunkStore(tmp_path / "chunks")


def test_what_is_put_can_be_read_and_is_described(store):
    put = store.put(KEY, b"video", {"frames": 7})

    assert store.get(KEY) == b"video"
    assert store.head(KEY) == put
    assert (put.sha256, put.size, put.about) == (hashlib.sha256(b"video").hexdigest(), 5, {"frames": 7})


def test_the_same_bytes_again_are_no_error(store):
    assert store.put(KEY, b"video", {}) == store.put(KEY, b"video", {})


def test_other_bytes_under_a_written_key_are_refused_and_the_first_stay(store):
    store.put(KEY, b"video", {})

    with pytest.raises(ChunkExists):
        store.put(KEY, b"other", {})

    assert store.get(KEY) == b"video"


def test_a_chunk_that_was_cut_off_is_not_there(store):
    store.put(KEY, b"video", {})
    store.path(KEY).write_bytes(b"vid")

    assert store.head(KEY) is None


def test_nothing_is_left_of_a_write_but_the_chunk_and_its_description(store):
    store.put(KEY, b"video", {})

    names = sorted(path.name for path in store.path(KEY).parent.iterdir())
    assert names == ["v1.mp4", "v1.mp4.json"]


@given(
    st.one_of(
        st.sampled_from(["../x.mp4", "/etc/passwd", "a/../../b.mp4", "a//b.mp4", "", "a\0.mp4"]), st.text()
    )
)
def test_no_key_leads_out_of_the_folder(key):
    from pathlib import Path

    store = LocalChunkStore(Path("/nowhere/chunks"))
    try:
        path = store.path(key)
    except NotFound:
        return
    assert path.is_relative_to("/nowhere/chunks")
    assert ".." not in path.parts
