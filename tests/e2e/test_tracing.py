"""One trace, from the tool call that asked for a scene to the chunk that came of it."""

from __future__ import annotations

import asyncio

import pytest
from fastmcp import Client

from pipeline.observing import traces
from pipeline.state import projects
from pipeline.studio import StudioSettings, open_studio

pytestmark = pytest.mark.bubblewrap


@pytest.fixture
def spans():
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    traces.start_tracing(exporter=exporter)
    yield exporter
    traces.stop_tracing()


async def test_a_tool_call_and_its_chunk_are_one_trace(home, sandbox_settings, lesson, spans):
    from server.app import create_mcp

    async with (
        open_studio(StudioSettings(home, sandbox_settings)) as studio,
        Client(create_mcp(studio)) as client,
    ):
        planned = await client.call_tool("plan_lesson", {"lesson": lesson, "quality": "preview"})
        session_id = planned.structured_content["session_id"]
        await client.call_tool("render", {"session_id": session_id, "wait_s": 0})
        async with asyncio.timeout(90):
            while projects.get_session(studio.db, session_id).status != "ready":
                await asyncio.sleep(0.1)
        # The last span ends a moment after the scene is ready.
        await asyncio.sleep(0.2)

    found = spans.get_finished_spans()
    (asked,) = [span for span in found if span.name == "tool render"]
    jobs = [span for span in found if span.name == "job"]
    renders = [span for span in found if span.name == "render"]
    assert len(jobs) == len(renders) == 3
    assert {span.context.trace_id for span in (*jobs, *renders)} == {asked.context.trace_id}
    assert {job.parent.span_id for job in jobs} == {asked.context.span_id}
    assert {render.parent.span_id for render in renders} == {job.context.span_id for job in jobs}
    ids = {span.attributes["proofreel.correlation_id"] for span in (asked, *jobs, *renders)}
    assert len(ids) == 1
    assert "" not in ids


def test_spans_reach_a_collector_over_http():
    """A collector on loopback: what arrives is OTLP with our span."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    arrived: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            import gzip

            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            arrived.append((self.path, gzip.decompress(body) if packed else body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    traces.start_tracing(f"http://127.0.0.1:{server.server_address[1]}")
    with traces.span("outer"), traces.span("inner", scene_id="scn_1"):
        carried = traces.traceparent()
    with traces.span("elsewhere", parent=carried):
        pass
    traces.stop_tracing()
    server.shutdown()

    path, body = arrived[0]
    sent = ExportTraceServiceRequest.FromString(body).resource_spans[0].scope_spans[0].spans
    assert path == "/v1/traces"
    assert [span.name for span in sent] == ["inner", "outer", "elsewhere"]
    assert len({span.trace_id for span in sent}) == 1
    assert sent[2].parent_span_id == sent[0].span_id


def test_without_tracing_nothing_is_done_and_nothing_is_imported():
    import subprocess
    import sys

    code = (
        "import sys\nfrom pipeline.observing import traces\nwith traces.span('x'):\n"
        "    print(repr(traces.traceparent()), [m for m in sys.modules if m.startswith('opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "'' []"
