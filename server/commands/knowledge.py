"""``check``, ``search`` and ``api``: what proofreel knows, on the command line."""

from __future__ import annotations

import ast
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from proofreel.parsing import parse_python

if TYPE_CHECKING:
    from knowledge.checker import Finding
    from pipeline.checking import CheckReport

__all__ = ["api", "check", "search"]

_VECTORS_S = 300.0
"""How long the command waits for vectors, where the extra ``search`` is installed: they are made once."""


def check(
    file: Annotated[
        Path, typer.Argument(help="A scene (.py) or a lesson (.md).", exists=True, dir_okay=False)
    ],
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Run it in the sandbox and report on its layout.")
    ] = False,
    output: Annotated[
        Literal["text", "json", "sarif"], typer.Option("--format", help="sarif: for editors and CI.")
    ] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Find mistakes before anything is rendered. Exit code 1 on errors, and on layout findings."""
    results = _lesson(file, rehearse) if file.suffix == ".md" else _scene(file, rehearse)
    wanted = "json" if as_json else output
    if wanted == "json":
        typer.echo(json.dumps({"file": str(file), "ok": _is_ok(results), "findings": results}))
    elif wanted == "sarif":
        from knowledge.checker import to_sarif

        typer.echo(json.dumps(to_sarif({file.as_posix(): [_as_finding(row) for row in results]})))
    else:
        for finding in results:
            _print(file, finding)
        errors = sum(finding["severity"] == "error" for finding in results)
        typer.echo(f"{file}: {errors} errors, {len(results) - errors} warnings.", err=True)
    if not _is_ok(results):
        raise typer.Exit(1)


def search(
    query: Annotated[str, typer.Argument(help="What the scene should show.")],
    limit: Annotated[int, typer.Option(min=1, max=50)] = 5,
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Find snippets: short scenes that run on the installed manim."""
    from server.settings import load_settings
    from tools.knowledge import snippet_index

    settings = load_settings()
    index = snippet_index(settings.home / "cache", settings.snippets)
    for problem in index.problems:
        typer.echo(f"left out: {problem}", err=True)
    index.wait_for_meaning(_VECTORS_S)
    answer = index.search(query, limit, topic)
    if as_json:
        typer.echo(json.dumps(answer.as_dict()))
        return
    if answer.did_you_mean:
        typer.echo(f"(searched for: {answer.did_you_mean})", err=True)
    if not answer.hits:
        typer.echo(f"No snippet is about {query!r}. Topics: {', '.join(index.topics)}.", err=True)
        raise typer.Exit(1)
    for hit in answer.hits:
        typer.secho(f"{hit.snippet.id}  {hit.snippet.title}", bold=True)
        typer.echo(f"  {hit.snippet.source}, {hit.snippet.license}, score {hit.score:.2f}\n")
        typer.echo("\n".join(f"    {line}" for line in (hit.code or "").splitlines()) + "\n")


def api(
    symbol: Annotated[str, typer.Argument(help="A class, method, function, constant or colour: Axes.plot")],
    full: Annotated[bool, typer.Option("--full", help="With every method.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Explain a name of the installed manim. Exit code 1 when there is no such name."""
    from dataclasses import asdict

    from knowledge.api import lookup

    entry = lookup(symbol, full)
    typer.echo(json.dumps(asdict(entry)) if as_json else entry.text)
    if entry.kind == "unknown":
        raise typer.Exit(1)


def _scene(file: Path, rehearse: bool) -> list[dict[str, Any]]:
    from pipeline.checking import check_code
    from pipeline.state.model import PREVIEW

    code = _source(file)
    files = _beside(file, code)
    if not rehearse:
        return check_code(code, files)
    return _found(
        _rehearse(code, PREVIEW, {}, {name: path.read_bytes() for name, path in files.items()}, file.name)
    )


def _source(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} isn't UTF-8 text: {error.reason} at byte {error.start}.") from error


def _beside(file: Path, code: str) -> dict[str, Path]:
    """The files that the scene names and that lie beside it or in ``assets``, under those names."""
    literals = {node.value for node in ast.walk(_parsed(code)) if isinstance(node, ast.Constant)}
    wanted = {text.removeprefix("./") for text in literals if isinstance(text, str) and 0 < len(text) < 200}
    found: dict[str, Path] = {}
    for folder in (file.parent / "assets", file.parent):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            name = path.name if folder == file.parent else f"assets/{path.name}"
            if path.is_file() and path != file and wanted & {name, path.name, path.stem}:
                found[name] = path
    return found


def _parsed(code: str) -> ast.Module:
    try:
        return parse_python(code)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _lesson(file: Path, rehearse: bool) -> list[dict[str, Any]]:
    from pipeline.checking import check_code
    from pipeline.lesson import LessonError, compile_scene, load, read_pictures
    from pipeline.planning import settings_of, video_format

    try:
        lesson = load(file)
        pictures = read_pictures(lesson, file)
    except LessonError as error:
        return [
            {"rule": "lesson", "severity": "error", "line": p.line, "message": p.what, "fix": p.right}
            for p in error.problems
        ]
    found: list[dict[str, Any]] = []
    for scene in lesson.scenes:
        compiled = compile_scene(lesson, scene)
        findings = check_code(compiled.code)
        if rehearse:
            files = {f"assets/{path}": pictures[path] for path in compiled.assets}
            form = video_format(lesson.format, "preview")
            findings = _found(_rehearse(compiled.code, form, settings_of(lesson), files, scene.title))
        for finding in findings:
            above = [line for line in compiled.line_map if line <= (finding.get("line") or 0)]
            line = compiled.line_map[max(above)] if above else None
            found.append(finding | {"line": line, "code_line": finding.get("line"), "scene": scene.title})
    return found


def _rehearse(
    code: str, form: Any, settings: dict[str, Any], files: dict[str, bytes], label: str
) -> CheckReport:
    from pipeline.checking import rehearse
    from pipeline.rendering import RenderRequest
    from render_sandbox.sandbox import open_sandbox
    from server.settings import load_settings
    from server.shares import studio_settings

    async def run() -> CheckReport:
        async with open_sandbox(studio_settings(load_settings()).sandbox) as sandbox:
            return await rehearse(RenderRequest(code, form, settings, files, label), sandbox, sheet=False)

    return asyncio.run(run())


def _found(report: CheckReport) -> list[dict[str, Any]]:
    if report.error is None:
        return report.findings
    error = report.error
    message = f"{error['type']}: {error['message']}"
    hint: dict[str, Any] = error.get("hint") or {}
    raised = {"rule": "raises", "severity": "error", "line": error.get("line"), "message": message}
    return [*report.findings, raised | {"fix": hint.get("write", ""), "stage": "run"}]


def _as_finding(row: dict[str, Any]) -> Finding:
    from knowledge.checker import Finding

    line, column = row.get("line") or 1, row.get("column") or 1
    end = (row.get("end_line") or line, row.get("end_column") or column)
    if end < (line, column):  # the lesson's line, the columns of the code made from it
        end = (line, column)
    return Finding(row["rule"], row["severity"], line, column, *end, row["message"], row.get("fix") or "")


def _is_ok(findings: list[dict[str, Any]]) -> bool:
    return not any(found["severity"] == "error" or found.get("stage") == "layout" for found in findings)


def _print(file: Path, finding: dict[str, Any]) -> None:
    place = f"{file}:{finding['line']}" if finding.get("line") else str(file)
    moment = f" at {finding['time_s']:.1f} s" if finding.get("time_s") is not None else ""
    typer.echo(f"{place}: {finding['severity']} {finding['rule']}{moment}: {finding['message']}")
    if finding.get("fix"):
        typer.echo(f"    {finding['fix']}")
