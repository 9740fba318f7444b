"""Our own server with the fixtures whose names the official conformance suite calls; serves on a free port.

    python tests/mcp/conformance_app.py HOME    # prints the port

It is made by ``create_mcp``, with our middleware and our API tokens, so that what the suite finds is found in
the product. The suite cannot send a credential of its own: ``Signed`` does it in the place of a proxy.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from pathlib import Path
from typing import Any

import mcp_types as mt
import uvicorn
from fastmcp import Context, FastMCP
from fastmcp.exceptions import ToolError
from fastmcp.prompts import Message
from fastmcp.server.auth import MultiAuth
from fastmcp.server.middleware.dereference import DereferenceRefsMiddleware
from fastmcp.tools.function_tool import FunctionTool
from mcp.shared.exceptions import MCPError

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.state.tokens import create_token
from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings
from server.app import create_mcp
from server.auth.tokens import ApiTokenVerifier

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8BQDwAEgAF/pooBPQAAAABJRU5ErkJggg=="
)
WAV = b"RIFF\x26\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x02\0\0\0\0\0"


def text(said: str) -> mt.TextContent:
    return mt.TextContent(type="text", text=said)


def picture() -> mt.ImageContent:
    return mt.ImageContent(type="image", data=base64.b64encode(PNG).decode(), mime_type="image/png")


def embedded(uri: str, said: str, kind: str = "text/plain") -> mt.EmbeddedResource:
    inner = mt.TextResourceContents(uri=uri, mime_type=kind, text=said)
    return mt.EmbeddedResource(type="resource", resource=inner)


def ask(message: str, name: str, kind: str = "string") -> mt.ElicitRequest:
    schema = {"type": "object", "properties": {name: {"type": kind}}, "required": [name]}
    return mt.ElicitRequest(params=mt.ElicitRequestFormParams(message=message, requested_schema=schema))


def sample(question: str) -> mt.CreateMessageRequest:
    message = mt.SamplingMessage(role="user", content=text(question))
    return mt.CreateMessageRequest(params=mt.CreateMessageRequestParams(messages=[message], max_tokens=100))


def need(state: str | None = None, **requests: Any) -> mt.InputRequiredResult:
    return mt.InputRequiredResult(input_requests=requests, request_state=state)


def answered(ctx: Context, *names: str) -> bool:
    given = ctx.input_responses or {}
    return all(name in given for name in names)


def add_contents(mcp: FastMCP) -> None:
    @mcp.tool
    async def test_simple_text() -> str:
        """A text."""
        return "This is a simple text response for testing."

    @mcp.tool(output_schema=None)
    async def test_image_content() -> mt.ImageContent:
        """A picture."""
        return picture()

    @mcp.tool(output_schema=None)
    async def test_audio_content() -> mt.AudioContent:
        """A sound."""
        return mt.AudioContent(type="audio", data=base64.b64encode(WAV).decode(), mime_type="audio/wav")

    @mcp.tool(output_schema=None)
    async def test_embedded_resource() -> mt.EmbeddedResource:
        """A resource in the answer."""
        return embedded("test://embedded-resource", "This is an embedded resource content.")

    @mcp.tool(output_schema=None)
    async def test_multiple_content_types() -> list[mt.ContentBlock]:
        """Text, picture and resource."""
        return [
            text("Multiple content types test:"),
            picture(),
            embedded("test://mixed-content-resource", '{"test":"data","value":123}', "application/json"),
        ]

    @mcp.tool
    async def test_error_handling() -> str:
        """An error."""
        raise ToolError("This tool intentionally returns an error for testing")

    @mcp.tool
    async def test_tool_with_logging(ctx: Context) -> str:
        """Log messages."""
        for said in ("Tool execution started", "Tool processing data", "Tool execution completed"):
            await ctx.info(said)
            await asyncio.sleep(0.05)
        return "done"

    @mcp.tool
    async def test_logging_tool(ctx: Context) -> str:
        """One log message."""
        await ctx.info("logged")
        return "done"

    @mcp.tool
    async def test_tool_with_progress(ctx: Context) -> str:
        """Progress."""
        for done in (0, 50, 100):
            await ctx.report_progress(done, 100)
            await asyncio.sleep(0.05)
        return "done"


def add_questions(mcp: FastMCP) -> None:
    async def elicit(ctx: Context, message: str, schema: dict[str, Any]) -> str:
        reply = await ctx.session.elicit(
            message=message, requested_schema=schema, related_request_id=ctx.request_id
        )
        return f"Elicitation completed: action={reply.action}, content={json.dumps(reply.content or {})}"

    @mcp.tool
    async def test_sampling(prompt: str, ctx: Context) -> str:
        """Asks the client's model; the product itself never does."""
        reply = await ctx.session.create_message(
            [mt.SamplingMessage(role="user", content=text(prompt))],
            max_tokens=100,
            related_request_id=ctx.request_id,
        )
        return f"LLM response: {reply.content}"

    @mcp.tool
    async def test_elicitation(message: str, ctx: Context) -> str:
        """Asks for a name."""
        fields = {"username": {"type": "string"}, "email": {"type": "string"}}
        return await elicit(ctx, message, {"type": "object", "properties": fields, "required": list(fields)})

    @mcp.tool
    async def test_elicitation_sep1034_defaults(ctx: Context) -> str:
        """Asks with defaults."""
        fields = {
            "name": {"type": "string", "default": "John Doe"},
            "age": {"type": "integer", "default": 30},
            "score": {"type": "number", "default": 95.5},
            "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
            "verified": {"type": "boolean", "default": True},
        }
        return await elicit(ctx, "Defaults", {"type": "object", "properties": fields, "required": []})

    @mcp.tool
    async def test_elicitation_sep1330_enums(ctx: Context) -> str:
        """Asks with every kind of choice."""
        plain = ["option1", "option2", "option3"]
        titled = [{"const": f"value{n}", "title": f"Option {n}"} for n in (1, 2, 3)]
        many = {"type": "array", "minItems": 1, "maxItems": 3}
        fields = {
            "untitledSingle": {"type": "string", "enum": plain},
            "titledSingle": {"type": "string", "oneOf": titled},
            "legacyEnum": {
                "type": "string",
                "enum": ["opt1", "opt2", "opt3"],
                "enumNames": ["Option One", "Option Two", "Option Three"],
            },
            "untitledMulti": {**many, "items": {"type": "string", "enum": plain}},
            "titledMulti": {**many, "items": {"anyOf": titled}},
        }
        return await elicit(ctx, "Choices", {"type": "object", "properties": fields, "required": []})


def add_rounds(mcp: FastMCP) -> None:  # noqa: C901  # one small tool after the other
    """Tools of 2026-07-28 that return a question and are called again with the answer."""
    tool = mcp.tool(output_schema=None)

    @tool
    async def test_input_required_result_elicitation(ctx: Context) -> str | mt.InputRequiredResult:
        """Asks once."""
        if not answered(ctx, "user_name"):
            return need(user_name=ask("What is your name?", "name"))
        return f"Hello, {ctx.input_responses['user_name'].content['name']}!"

    @tool
    async def test_input_required_result_sampling(ctx: Context) -> str | mt.InputRequiredResult:
        """Samples once."""
        if not answered(ctx, "capital_question"):
            return need(capital_question=sample("What is the capital of France?"))
        return str(ctx.input_responses["capital_question"].content)

    @tool
    async def test_input_required_result_list_roots(ctx: Context) -> str | mt.InputRequiredResult:
        """Lists roots once."""
        if not answered(ctx, "client_roots"):
            return need(client_roots=mt.ListRootsRequest())
        return str(ctx.input_responses["client_roots"])

    @tool
    async def test_input_required_result_request_state(ctx: Context) -> str | mt.InputRequiredResult:
        """Keeps state."""
        if not answered(ctx, "confirm"):
            return need("asked", confirm=ask("Please confirm", "ok", "boolean"))
        return f"state-ok: {ctx.request_state}"

    @tool
    async def test_input_required_result_tampered_state(ctx: Context) -> str | mt.InputRequiredResult:
        """Keeps state that must not be touched."""
        if not answered(ctx, "confirm"):
            return need("kept", confirm=ask("Please confirm", "ok", "boolean"))
        return f"state-ok: {ctx.request_state}"

    @tool
    async def test_input_required_result_multiple_inputs(ctx: Context) -> str | mt.InputRequiredResult:
        """Three questions at once."""
        if not answered(ctx, "user_name", "greeting", "client_roots"):
            return need(
                "many",
                user_name=ask("What is your name?", "name"),
                greeting=sample("Generate a greeting"),
                client_roots=mt.ListRootsRequest(),
            )
        return "all answered"

    @tool
    async def test_input_required_result_multi_round(ctx: Context) -> str | mt.InputRequiredResult:
        """Two rounds."""
        if ctx.request_state is None:
            return need("round-1", step1=ask("Step 1: What is your name?", "name"))
        if ctx.request_state == "round-1":
            return need("round-2", step2=ask("Step 2: What is your favorite color?", "color"))
        return "both rounds answered"

    @tool
    async def test_input_required_result_capabilities(ctx: Context) -> str | mt.InputRequiredResult:
        """Asks only for what the client can do."""
        has = ctx.session.client_capabilities
        requests: dict[str, Any] = {}
        if has is not None and has.elicitation is not None:
            requests["name"] = ask("What is your name?", "name")
        if has is not None and has.sampling is not None:
            requests["greeting"] = sample("Generate a greeting")
        return need(**requests) if requests and ctx.input_responses is None else "done"

    @tool
    async def test_missing_capability(ctx: Context) -> str:
        """Needs sampling, and refuses clients that have not declared it."""
        has = ctx.session.client_capabilities
        if has is None or has.sampling is None:
            data = {"requiredCapabilities": {"sampling": {}}}
            raise MCPError(mt.jsonrpc.MISSING_REQUIRED_CLIENT_CAPABILITY, "This needs sampling.", data)
        return "done"

    @tool
    async def test_streaming_elicitation(ctx: Context) -> str | mt.InputRequiredResult:
        """Asks once, over a stream."""
        return "done" if answered(ctx, "name") else need(name=ask("What is your name?", "name"))

    @mcp.prompt
    async def test_input_required_result_prompt(ctx: Context) -> str | mt.InputRequiredResult:
        """A prompt that asks."""
        if not answered(ctx, "user_context"):
            return need(user_context=ask("What context should the prompt use?", "context"))
        return f"Use {ctx.input_responses['user_context'].content['context']}"


def add_readings(mcp: FastMCP) -> None:
    @mcp.resource("test://static-text", mime_type="text/plain")
    async def static_text() -> str:
        return "This is the content of the static text resource."

    @mcp.resource("test://static-binary", mime_type="image/png")
    async def static_binary() -> bytes:
        return PNG

    @mcp.resource("test://watched-resource", mime_type="text/plain")
    async def watched() -> str:
        return "Watched."

    @mcp.resource("test://template/{id}/data", mime_type="application/json")
    async def template(id: str) -> str:  # noqa: A002
        return json.dumps({"id": id, "templateTest": True, "data": f"Data for ID: {id}"})

    @mcp.prompt
    async def test_simple_prompt() -> str:
        """A prompt."""
        return "This is a simple prompt for testing."

    @mcp.prompt
    async def test_prompt_with_arguments(arg1: str, arg2: str) -> str:
        """A prompt with arguments."""
        return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"

    @mcp.prompt
    async def test_prompt_with_embedded_resource(resourceUri: str) -> list[Message]:  # noqa: N803
        """A prompt with a resource."""
        return [
            Message(embedded(resourceUri, "Embedded resource content for testing.")),
            Message("Look at it."),
        ]

    @mcp.prompt
    async def test_prompt_with_image() -> list[Message]:
        """A prompt with a picture."""
        return [Message(picture()), Message("Look at it.")]


def add_schema(mcp: FastMCP) -> None:
    async def anything(name: str = "", address: dict[str, Any] | None = None) -> str:
        return f"{name} {address}"

    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            }
        },
        "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"}},
        "allOf": [{"anyOf": [{"required": ["name"]}, {"required": ["address"]}]}],
        "if": {"properties": {"name": {"const": "x"}}, "required": ["name"]},
        "then": {"required": ["address"]},
        "else": True,
        "additionalProperties": False,
    }
    mcp.add_tool(
        FunctionTool(fn=anything, name="json_schema_2020_12_tool", description="A schema.", parameters=schema)
    )


class Signed:
    """Adds a bearer token to every request."""

    def __init__(self, app: Any, secret: str) -> None:
        self._app = app
        self._header = (b"authorization", f"Bearer {secret}".encode())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"], self._header]}
        await self._app(scope, receive, send)


async def main(home: Path) -> None:
    async with open_studio(StudioSettings(home, SandboxSettings(backend="none"))) as studio:
        _, secret = create_token(studio.db, owner="suite", name="suite")
        verifiers = {"api-tokens": ApiTokenVerifier(studio.db)}
        mcp = create_mcp(studio, auth=MultiAuth(verifiers=verifiers))
        # The suite wants to see "$ref" in a schema as it was written.
        mcp.middleware[:] = [one for one in mcp.middleware if not isinstance(one, DereferenceRefsMiddleware)]
        for add in (add_contents, add_questions, add_rounds, add_readings, add_schema):
            add(mcp)
        app = mcp.http_app(path="/mcp", host_origin_protection=True)
        config = uvicorn.Config(Signed(app, secret), "127.0.0.1", 0, log_level="error")
        socket = config.bind_socket()
        print(socket.getsockname()[1], flush=True)
        await uvicorn.Server(config).serve(sockets=[socket])


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
