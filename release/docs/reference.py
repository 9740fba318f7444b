"""The reference pages, from the code itself: commands, settings, tools, HTTP; the lesson kit and its gallery."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kit_pages import gallery, lessonkit
from lesson_page import lesson_data
from schema_words import cell, default_of, words_of

__all__ = ["PAGES"]

_ROOT = Path(__file__).resolve().parent.parent.parent


def commands() -> str:
    """Every command of ``proofreel``, from typer."""
    import typer.main

    from server import commands as parts
    from server.cli import app

    parts.register(app)
    root = typer.main.get_command(app)
    told = "\n".join(_command(name, command) for name, command in _leaves("proofreel", root))
    intro = "Exit codes: 0 fine, 1 the thing checked or made failed, 2 wrong use. `--json` gives one document on stdout."
    return f"# Commands\n\n{intro}\n\n{told}"


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for part, found in inner.items():
        yield from _leaves(f"{name} {part}", found)


def _command(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join(
        [name, *(_metavar(argument) for argument in arguments), *(["[OPTIONS]"] if options else [])]
    )
    lines = [f"## {name}", "", _plain(command.help or ""), "", f"```\n{usage}\n```", ""]
    if command.params:
        lines += ["| | |", "|---|---|"]
        lines += [f"| `{_metavar(argument)}` | {cell(argument.help)} |" for argument in arguments]
        lines += [f"| `{', '.join(option.opts)}` | {cell(option.help)} |" for option in options]
    return "\n".join([*lines, ""])


def _metavar(argument: Any) -> str:
    name = str(argument.name).upper()
    return name if argument.required else f"[{name}]"


def settings() -> str:
    """Every setting, from its pydantic field."""
    from server.settings import Settings

    lines = [
        "# Settings",
        "",
        "Read from `PROOFREEL_*` in the environment, then `.env` in the working directory, then `proofreel.toml` in",
        "the home folder (there without the prefix, in small letters). An unknown one is an error. `proofreel config",
        "show` prints what is in force.",
        "",
        "| setting | what it takes | default | |",
        "|---|---|---|---|",
    ]
    told = Settings.model_json_schema()["properties"]
    for name, field in Settings.model_fields.items():
        given = "depends on the machine" if field.default_factory else default_of(field.default)
        takes = "a secret" if "SecretStr" in str(field.annotation) else cell(words_of(told[name]))
        lines.append(f"| `PROOFREEL_{name.upper()}` | {takes} | {given} | {cell(field.description)} |")
    return "\n".join([*lines, ""])


def clients() -> str:
    """What `proofreel install` writes for each MCP client, made by it."""
    from server.clients import CLIENTS, change_for

    lines = [
        "# Configuration of MCP clients",
        "",
        "`proofreel install CLIENT` writes this, with the whole path of your installation; here `uvx` starts it, for those who",
        "would rather copy it. Put it beside what the file has already. VS Code asks for `servers`, Zed for `context_servers`;",
        "any other client takes the form of Claude Desktop. A client that speaks HTTP connects to `https://YOUR-SERVER/mcp/`",
        "with the header `Authorization: Bearer TOKEN`.",
        "",
    ]
    for name, client in CLIENTS.items():
        with tempfile.TemporaryDirectory() as folder:
            entry = client.entry("uvx", ["--from", "proofreel[render]", "proofreel", "serve"], {})
            change = change_for(Path(folder) / "new.json", client.key, entry)
        linux, mac = (place.replace("$CONFIG", "~/.config") for place in (client.linux, client.mac))
        where = f"`{linux}`" if linux == mac else f"`{linux}` on Linux, `{mac}` on macOS"
        lines += [f"## {client.title}", "", f"{where}; or `proofreel install {name}`.", ""]
        lines += ["```json", change.after.strip(), "```", "", client.then, ""]
    return "\n".join(lines)


def tools() -> str:
    """Every MCP tool, from the snapshots of their schemas that a test holds equal to the server's."""
    lines = ["# MCP tools", "", "What an agent can call. Each answer is short and says what comes next.", ""]
    for path in sorted((_ROOT / "tests" / "tools" / "schemas").glob("*.json")):
        tool = json.loads(path.read_text(encoding="utf-8"))
        lines += [f"## {tool['name']}", "", _plain(tool["description"]), ""]
        required = tool["inputSchema"].get("required", [])
        properties = tool["inputSchema"].get("properties", {})
        if properties:
            lines += ["| argument | type | |", "|---|---|---|"]
        for name, schema in properties.items():
            need = "" if name in required else " (optional)"
            lines.append(f"| `{name}`{need} | {cell(words_of(schema))} | {cell(schema.get('description'))} |")
        lines.append("")
    return "\n".join(lines)


def http() -> str:
    """Every route, from the OpenAPI document that the server serves."""
    document = _openapi()
    lines = [
        "# HTTP API",
        "",
        "`proofreel serve --http` serves it, with its OpenAPI document at `/openapi.json` and a page to try it at",
        "`/docs`. Errors are `application/problem+json` with a stable `code`, a `fix` and a `correlationId`.",
        "",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            lines += [
                f"## {method.upper()} {path}",
                "",
                _plain(operation.get("description") or operation["summary"]),
                "",
            ]
            parameters = operation.get("parameters", [])
            if parameters:
                lines += ["| parameter | in | what it takes | |", "|---|---|---|---|"]
                lines += [
                    f"| `{p['name']}` | {p['in']} | {cell(words_of(p['schema']))} | {cell(p.get('description'))} |"
                    for p in parameters
                ]
                lines.append("")
            lines += _body(document, operation)
            lines += [f"Answers: {', '.join(operation['responses'])}.", ""]
    return "\n".join(lines)


def _body(document: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    """The fields of what a request carries, where it is JSON with fields."""
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    fields = schema.get("properties", {})
    if not fields:
        return []
    required = schema.get("required", ())
    lines = ["| field of the body | what it takes | default | |", "|---|---|---|---|"]
    for name, told in fields.items():
        default = "needed" if name in required else default_of(told.get("default"))
        takes = re.sub(r"\[(\w+)\]\(#\w+\)", r"\1", words_of(told))
        lines.append(f"| `{name}` | {cell(takes)} | {default} | {cell(told.get('description'))} |")
    return [*lines, ""]


def _openapi() -> dict[str, Any]:
    from pipeline.studio import Studio
    from server.http import create_app
    from server.settings import load_settings
    from server.shares import studio_settings

    with tempfile.TemporaryDirectory() as home:
        for name in [name for name in os.environ if name.startswith("PROOFREEL_")]:
            del os.environ[name]
        os.environ["PROOFREEL_HOME"] = home
        loaded = load_settings()
        studio = Studio(studio_settings(loaded))
        document: dict[str, Any] = create_app(loaded, studio).openapi()
        studio.db.close()
    return document


def _plain(text: str) -> str:
    return text.strip().replace("``", "`")


PAGES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "settings": settings,
    "clients": clients,
    "tools": tools,
    "http": http,
    "lesson-data": lesson_data,
    "lessonkit": lessonkit,
    "gallery": gallery,
}
