"""A worker elsewhere, a bucket and a collector of traces, all of them real: what reaches whom."""

from __future__ import annotations

import gzip
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.chunks import frames_key, poster_key
from pipeline.chunks.s3 import S3ChunkStore
from pipeline.correlation import correlated
from pipeline.observing import traces
from pipeline.queue import jobs
from pipeline.queue.remote.renderer import RemoteRenderer
from pipeline.state.scenes import edit_scene
from pipeline.state.versions import get_version
from pipeline.verifying import verify

from ...seaweed import SECRET_KEY, settings_for
from ..conftest import draft
from .conftest import SILENCE_S, Bench, Redis, own_worker

pytestmark = pytest.mark.redis

CORRELATION = "0b54f0a8-6f4c-4a3e-9a51-5b0a3d1f2c77"


@contextmanager
def collector():
    """An OTLP collector on loopback: ``(url, spans)``."""
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    spans = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                spans.extend(span for scope in resource.scope_spans for span in scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", spans
    server.shutdown()
    server.server_close()


async def test_a_worker_without_credentials_delivers_chunk_picture_and_digests_in_the_trace_of_the_call(
    s3_endpoint, db, session, tmp_path
):
    (tmp_path / "redis").mkdir()
    redis, log = Redis(tmp_path / "redis"), tmp_path / "runs"
    store = S3ChunkStore(settings_for(s3_endpoint))
    bench = Bench(db, store, session, log, lambda: RemoteRenderer(redis.url, store, silence_s=SILENCE_S))
    scene = bench.scene(frames=45, poster=True)

    with collector() as (url, spans):
        traces.start_tracing(url)
        with own_worker(redis, log, collector=url) as worker:
            with correlated(CORRELATION), traces.span("asked"):
                jobs.submit(db, scene, owner="ada")
            async with bench.running():
                assert await bench.settled(scene) == ["ready"]
                again = edit_scene(
                    db, scene.id, draft(code='{"frames": 7}'), base_version=1, author="agent", change=""
                )
                jobs.submit(db, again, owner="ada")
                assert await bench.settled(scene) == ["ready"]
            worker.process.terminate()
            worker.process.wait(20)  # what it has still to tell the collector is told now
        traces.stop_tracing()
    redis.close()

    key = get_version(db, scene.id, 1).chunk_key
    assert json.loads(store.get(key))["frames"] == 45
    assert store.get(poster_key(key)) == b"a picture"
    assert store.get(frames_key(key)) == b"digests"
    assert store.head(poster_key(get_version(db, scene.id, 2).chunk_key)) is None
    assert verify(db, store) == []

    (asked,) = [span for span in spans if span.name == "asked"]
    mine = {span.name: span for span in spans if span.trace_id == asked.trace_id}
    way = ["upload", "work", "render", "job", "asked"]
    assert mine.keys() == set(way)
    for below, above in zip(way, way[1:], strict=False):
        assert mine[below].parent_span_id == mine[above].span_id
    begun = next(line for line in worker.errors.read_text().splitlines() if "work_begun" in line)
    for known in (CORRELATION, session.id, session.project_id, scene.id):
        assert known in begun
    assert SECRET_KEY not in worker.errors.read_text()
    assert "X-Amz-Signature" not in worker.errors.read_text()
