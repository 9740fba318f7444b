"""The OpenAPI document: what FastAPI says of the routes, with our errors and headers on each."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from server.problems import CORRELATION_HEADER, Problem

__all__ = ["describe_api"]

_ABOUT = """\
Errors are `application/problem+json` (RFC 9457) with a stable `code`, a `fix`, and a `correlationId` that
stands in the server's log. Job requests are signed; see `/jobs`. Session events are server-sent events.
"""
_SIGNED = {
    "timestamp": {"type": "apiKey", "in": "header", "name": "X-Timestamp"},
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Signature",
        "description": 'hex(HMAC_SHA256(secret, X-Timestamp + "." + raw body)); each is accepted once.',
    },
}


def describe_api(app: FastAPI) -> None:
    """Make ``/openapi.json`` of ``app`` say everything that every route may answer."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            with warnings.catch_warnings():
                # A route of two methods has one id for both; _completed tells them apart.
                warnings.filterwarnings("ignore", "Duplicate Operation ID")
                said = get_openapi(
                    title=app.title, version=app.version, routes=app.routes, description=_ABOUT
                )
            app.openapi_schema = _completed(said)
        return app.openapi_schema

    app.openapi = openapi


def _completed(said: dict[str, Any]) -> dict[str, Any]:
    components: dict[str, Any] = said.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components.setdefault("securitySchemes", {}).update(_SIGNED)
    header = {"description": "Stands in the server's log.", "schema": {"type": "string", "format": "uuid"}}
    for path, method, operation in _operations(said):
        operation["operationId"] = f"{operation['operationId'].rpartition('_')[0]}_{method}"
        responses: dict[str, Any] = operation["responses"]
        responses.pop("422", None)
        for status in ("4XX", "5XX"):
            responses[status] = _problem(status)
        for response in responses.values():
            response.setdefault("headers", {})[CORRELATION_HEADER] = header
        if path.startswith("/jobs/"):
            operation["security"] = [{"timestamp": [], "signature": []}]
    return said


def _operations(said: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _problem(status: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    description = "The request cannot be done." if status == "4XX" else "The server cannot do it now."
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}
