"""Publishing to a real S3 service: what is uploaded, what is refused, and going on after a break."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from pipeline.chunks import LocalChunkStore, StoreRefused, chunk_key
from pipeline.exporting import NotReady
from pipeline.publishing import Publisher, Unverified, verify_published
from pipeline.state.model import SceneStatus
from pipeline.state.scenes import finish_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import get_version

from ..fault_proxy import fault_proxy
from ..seaweed import settings_for

CHUNKS = [bytes([number]) * (200_000 + number) for number in range(3)]


@pytest.fixture
def store(tmp_path) -> LocalChunkStore:
    return LocalChunkStore(tmp_path / "chunks")


def render(db, store, session, scene, data: bytes) -> None:
    for status in (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING):
        with db.transaction() as tx:
            advance(tx, scene.id, status, version=scene.version)
    stored = store.put(chunk_key(session.project_id, session.id, scene.slot, scene.version), data, {})
    version = get_version(db, scene.id, scene.version)
    made = replace(version, chunk_key=stored.key, sha256=stored.sha256, bytes=stored.size, frames=30)
    finish_scene(db, scene.id, scene.version, made)


@pytest.fixture
def rendered(db, store, session, three_scenes):
    for scene, data in zip(three_scenes, CHUNKS, strict=True):
        render(db, store, session, scene, data)
    return three_scenes


async def test_a_published_session_is_read_by_viewers_and_its_sources_are_not(
    db, store, session, rendered, s3_endpoint
):
    s3 = settings_for(s3_endpoint)
    publisher = Publisher(db, store, s3)

    progress = await publisher.publish(session)

    scenes = sorted(progress.scenes, key=lambda scene: scene.index)
    assert progress.done
    assert [httpx.get(scene.url).content for scene in scenes] == CHUNKS
    source = scenes[0].url.replace(s3.bucket, s3.sources_bucket).replace(".mp4", ".py")
    assert httpx.get(source).status_code == 403
    assert publisher._open().get(source.partition("sources/")[2]) == b"x = 1\n"


async def test_to_publish_again_sends_nothing(db, store, session, rendered, s3_endpoint):
    with fault_proxy(s3_endpoint) as proxy:
        s3 = replace(settings_for(s3_endpoint), endpoint=proxy.endpoint)
        first = await Publisher(db, store, s3).publish(session)
        sent = proxy.sent_bytes()
        again = await Publisher(db, store, s3).publish(session)

        assert all(scene.sent for scene in first.scenes)
        assert not any(scene.sent for scene in again.scenes)
        assert proxy.sent_bytes() == sent


async def test_after_a_break_it_goes_on_where_it_stopped(db, store, session, rendered, s3_endpoint):
    with fault_proxy(s3_endpoint) as proxy:
        s3 = replace(settings_for(s3_endpoint), endpoint=proxy.endpoint)
        proxy.part, proxy.faults = "scenes/2/v1.mp4?", ["nobucket"]
        publisher = Publisher(db, store, s3)
        with pytest.raises(StoreRefused):
            await publisher.publish(session)
        await publisher.publish(session)

        for number in (0, 1):
            assert sum(s[0] == "PUT" and f"scenes/{number}/v1.mp4?" in f"{s[1]}?" for s in proxy.seen) == 1


async def test_two_who_publish_at_once_share_one_run(db, store, session, rendered, s3_endpoint):
    with fault_proxy(s3_endpoint) as proxy:
        publisher = Publisher(db, store, replace(settings_for(s3_endpoint), endpoint=proxy.endpoint))

        first, second = await asyncio.gather(publisher.publish(session), publisher.publish(session))

        assert first == second
        assert len([s for s in proxy.seen if s[0] == "PUT" and ".mp4?" in f"{s[1]}?"]) == 3


async def test_a_bounded_wait_tells_how_far_it_is(db, store, session, rendered, s3_endpoint):
    publisher = Publisher(db, store, settings_for(s3_endpoint))

    early = await publisher.publish(session, wait_s=0)
    late = await publisher.publish(session)

    assert (early.done, early.total) == (False, 3)
    assert late.done


async def test_an_unfinished_session_and_a_missing_bucket_are_refused(db, store, session, three_scenes):
    with pytest.raises(NotReady):
        await Publisher(db, store, settings_for("http://127.0.0.1:9")).publish(session)
    for scene, data in zip(three_scenes, CHUNKS, strict=True):
        render(db, store, session, scene, data)
    with pytest.raises(StoreRefused, match="PROOFREEL_S3_BUCKET"):
        await Publisher(db, store, None).publish(session)


async def test_what_viewers_get_is_compared_with_what_was_rendered(db, store, session, rendered, s3_endpoint):
    progress = await Publisher(db, store, settings_for(s3_endpoint)).publish(session)
    url = next(scene.url for scene in progress.scenes if scene.index == 1)
    other = bytearray(CHUNKS[1])
    other[len(other) // 2] ^= 1

    verify_published(url, CHUNKS[1])
    with pytest.raises(Unverified, match="other bytes"):
        verify_published(url, bytes(other), sleep=lambda _: None)
    with pytest.raises(Unverified, match="403"):
        verify_published(url.replace("-chunks", "-sources"), CHUNKS[1], sleep=lambda _: None)
