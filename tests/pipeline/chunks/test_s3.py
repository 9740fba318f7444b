"""Chunks on a real S3 service: what is kept, what is refused, and what a bad network may do."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace

import httpx
import pytest

from pipeline.chunks import ChunkExists, StoreRefused, StoreUnavailable, TicketRefused, UploadTicket, send
from pipeline.chunks.errors import ChunkBroken
from pipeline.chunks.s3 import S3ChunkStore
from pipeline.chunks.tickets import _ATTEMPTS
from pipeline.state.errors import NotFound

from ...fault_proxy import fault_proxy
from ...seaweed import ORIGIN, settings_for

DATA = b"a chunk of video " * 100
BIG = os.urandom(9 << 20)
ABOUT = {"digest": "d", "frames": 30, "report": {"plays": []}}


@pytest.fixture(scope="session")
def settings(s3_endpoint):
    return settings_for(s3_endpoint)


@pytest.fixture
def store(settings) -> S3ChunkStore:
    return S3ChunkStore(settings)


@pytest.fixture
def key(request) -> str:
    name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]
    return f"projects/prj_1/sessions/{name}/scenes/0/v1.mp4"


@pytest.fixture
def proxy(s3_endpoint):
    with fault_proxy(s3_endpoint) as proxy:
        yield proxy


@pytest.fixture
def faulty(proxy, settings) -> S3ChunkStore:
    return S3ChunkStore(replace(settings, endpoint=proxy.endpoint))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "chunk.mp4"
    path.write_bytes(DATA)
    return path


def ticket(store, key, data: bytes = DATA) -> UploadTicket:
    return store.ticket(key, sha256=hashlib.sha256(data).hexdigest(), size=len(data), about=ABOUT)


@pytest.mark.parametrize("data", [b"", DATA, BIG], ids=["empty", "small", "multipart"])
def test_what_is_put_comes_back_with_its_checksum_and_description(store, key, data):
    chunk = store.put(key, data, ABOUT)

    assert store.get(key) == data
    assert store.head(key) == chunk
    assert chunk.sha256 == hashlib.sha256(data).hexdigest()
    assert chunk.about == ABOUT


def test_the_same_bytes_are_not_sent_twice_and_others_are_refused(faulty, proxy, key):
    faulty.put(key, DATA, ABOUT)
    sent = proxy.sent_bytes()

    assert faulty.offer(key, DATA, ABOUT)[1] is False
    assert proxy.sent_bytes() == sent
    with pytest.raises(ChunkExists):
        faulty.put(key, DATA + b"!", ABOUT)
    assert proxy.sent_bytes() == sent
    assert faulty.get(key) == DATA


@pytest.mark.parametrize("data", [DATA, BIG], ids=["small", "multipart"])
def test_of_two_writers_one_wins_though_both_saw_nothing_before(store, key, data, monkeypatch):
    late = S3ChunkStore(store.settings)
    look, looked = late._head, []

    def blind_at_first(key: str):
        looked.append(key)
        return look(key) if len(looked) > 1 else None

    monkeypatch.setattr(late, "_head", blind_at_first)
    store.put(key, data, {})

    with pytest.raises(ChunkExists):
        late.put(key, bytes([data[0] ^ 1]) + data[1:], {})

    assert store.get(key) == data


def test_viewers_get_ranges_headers_and_no_source(store, settings, key):
    store.put(key, DATA, ABOUT)
    source = key.replace(".mp4", ".py")
    store.put(source, b"from manim import *\n", {})

    answer = httpx.get(store.url(key), headers={"Range": "bytes=2-8"})

    assert (answer.status_code, answer.content) == (206, DATA[2:9])
    assert answer.headers["content-range"] == f"bytes 2-8/{len(DATA)}"
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert httpx.get(store.url(key), headers={"Range": "bytes=-5"}).content == DATA[-5:]
    assert httpx.get(store.url(key), headers={"Range": f"bytes={len(DATA)}-"}).status_code == 416
    for name in (source, f"{key}.json"):
        for bucket in (settings.bucket, settings.sources_bucket):
            assert httpx.get(f"{settings.endpoint}/{bucket}/{name}").status_code in (403, 404)
    assert httpx.put(store.url(key), content=b"vandal").status_code == 403
    assert httpx.delete(store.url(key)).status_code == 403


def test_pages_of_the_configured_origin_may_read_and_no_others(store, key):
    store.put(key, DATA, ABOUT)

    def asks(origin: str, method: str) -> httpx.Response:
        headers = {"Origin": origin, "Access-Control-Request-Method": method}
        return httpx.options(store.url(key), headers=headers)

    own = httpx.get(store.url(key), headers={"Origin": ORIGIN})
    evil = httpx.get(store.url(key), headers={"Origin": "https://evil.example"})

    assert own.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-origin" not in evil.headers
    assert asks(ORIGIN, "GET").headers["access-control-allow-methods"] == "GET, HEAD"
    assert asks("https://evil.example", "GET").status_code == 403
    assert "access-control-allow-methods" not in asks(ORIGIN, "PUT").headers


def test_a_wrong_secret_is_refused_with_the_setting_to_look_at(s3_endpoint, key):
    wrong = S3ChunkStore(settings_for(s3_endpoint, secret="guessed"))

    with pytest.raises(StoreRefused, match="PROOFREEL_S3_SECRET_ACCESS_KEY") as caught:
        wrong.put(key, DATA, ABOUT)

    assert "guessed" not in str(caught.value) + repr(wrong.settings)


def test_a_missing_bucket_is_refused_with_the_command_that_makes_it(faulty, proxy, key):
    proxy.faults = ["nobucket"]

    with pytest.raises(StoreRefused, match="storage setup"):
        faulty.put(key, DATA, {})


def test_a_missing_chunk_is_not_found(store, key):
    assert store.head(key) is None
    with pytest.raises(NotFound):
        store.get(key)


@pytest.mark.parametrize("fault", ["503", "reset", "lost", "flip"])
def test_one_fault_on_the_way_is_survived(faulty, proxy, store, key, fault):
    proxy.faults = [fault]

    faulty.put(key, DATA, ABOUT)

    assert proxy.faults == []
    assert store.get(key) == DATA


@pytest.mark.parametrize("fault", ["503", "reset", "flip"])
def test_one_fault_in_a_part_is_survived(faulty, proxy, store, key, fault):
    proxy.faults = [fault]

    faulty.put(key, BIG, {})

    assert proxy.faults == []
    assert store.get(key) == BIG


def test_a_store_that_stays_broken_is_an_error_and_leaves_nothing(faulty, proxy, store, key):
    proxy.faults = ["flip"] * 100

    with pytest.raises(StoreUnavailable):
        faulty.put(key, DATA, ABOUT)

    assert store.head(key) is None


@pytest.mark.parametrize("fault", ["503", "reset", "cut"])
def test_a_download_that_breaks_off_is_repeated(faulty, proxy, key, fault):
    faulty.put(key, DATA, ABOUT)
    proxy.method, proxy.faults = "GET", [fault]

    assert faulty.get(key) == DATA
    assert proxy.faults == []


def test_other_bytes_than_were_stored_never_pass(faulty, proxy, key):
    faulty.put(key, BIG, {})
    proxy.method, proxy.faults = "GET", ["garble"] * 10

    with pytest.raises((ChunkBroken, StoreUnavailable)):
        faulty.get(key)


# Tickets


def test_a_ticket_uploads_without_credentials(store, key, file):
    leave = UploadTicket.from_dict(ticket(store, key).as_dict())

    assert send(leave, file)

    assert store.head(key).about == ABOUT
    assert store.get(key) == DATA
    assert send(leave, file) is False


@pytest.mark.parametrize("fault", ["503", "reset", "lost"])
def test_a_ticket_survives_a_fault(faulty, proxy, store, key, file, fault):
    proxy.faults = [fault]

    send(ticket(faulty, key), file)

    assert proxy.faults == []
    assert store.get(key) == DATA


def test_a_ticket_is_for_the_announced_bytes_only(store, key, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(DATA[::-1])
    longer = tmp_path / "longer.mp4"
    longer.write_bytes(DATA * 2)
    leave = ticket(store, key)

    for path in (other, longer):
        with pytest.raises(TicketRefused):
            send(leave, path)
    wide = replace(leave, max_bytes=10**9)
    with pytest.raises(TicketRefused):
        send(wide, longer)

    assert store.head(key) is None


def test_a_ticket_for_one_key_opens_no_other(store, key, file):
    leave = ticket(store, key)
    other = replace(leave, url=leave.url.replace("v1.mp4", "v2.mp4"))
    careless = replace(leave, headers={k: v for k, v in leave.headers.items() if k != "If-None-Match"})

    for wrong in (other, careless):
        with pytest.raises(TicketRefused, match="403"):
            send(wrong, file)


def test_an_expired_ticket_is_refused_by_the_store_itself(store, key, file, monkeypatch):
    import time

    monkeypatch.setattr("pipeline.chunks.s3._TICKET_S", 1)
    leave = replace(ticket(store, key), expires_at_ms=2**62)
    time.sleep(2.1)

    with pytest.raises(TicketRefused, match="403"):
        send(leave, file)
    assert store.head(key) is None


def test_a_ticket_gives_up_when_the_store_stays_away(faulty, proxy, key, file, monkeypatch):
    monkeypatch.setattr("pipeline.chunks.tickets.time.sleep", lambda _: None)
    proxy.faults = ["503"] * 100

    with pytest.raises(TicketRefused, match="503"):
        send(ticket(faulty, key), file)
    assert len([each for each in proxy.seen if each[0] == "PUT" and ".mp4?" in each[1]]) == _ATTEMPTS
