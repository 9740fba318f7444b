"""How good the director is with a model.

    .venv/bin/python -m benchmarks.director --scripted --json
    PROOFREEL_DIRECTOR_KEY=… .venv/bin/python -m benchmarks.director PROMPTS --out RESULTS \\
        [--model M] [--base-url URL] [--arms full,no-snippets] [--parallel 4] [--limit 20]

Run again with the same --out it goes on where it stopped; no answer is paid for twice. Settings of the
director (prices, budgets, thinking) are those of the environment. --scripted asks a replay server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.director.figures import compared, summed_up
from benchmarks.director.prompts import FORMATS, Prompt, UnreadablePrompts, read_prompts
from benchmarks.director.trials import ARMS, Trial, run_arm
from pipeline.director import DirectorSettings
from pipeline.director.settings import Prices
from server.logs import configure_logging
from server.settings import Settings, load_settings
from server.shares import director_settings, studio_settings


def main() -> None:
    """Run, and print one JSON document or a table."""
    options = _options()
    settings = load_settings()
    configure_logging(settings)  # on stderr: stdout is the document's
    try:
        prompts = read_prompts(options.prompts, options.format)[: options.limit]
    except (UnreadablePrompts, OSError) as error:
        sys.exit(str(error))
    out = options.out or Path(tempfile.mkdtemp(prefix="director-"))
    print(f"{len(prompts)} prompts, {len(options.arms)} arms; rows in {out}", file=sys.stderr)
    document = asyncio.run(_run(options, settings, prompts, out))
    print(json.dumps(document) if options.json else _table(document))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "benchmarks.director", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    here = Path(__file__).parent
    parser.add_argument("prompts", nargs="?", type=Path, default=here / "prompts.jsonl")
    parser.add_argument("--format", choices=FORMATS, help="else told from the first entry")
    parser.add_argument("--out", type=Path, help="where rows and homes are kept; needed to resume")
    parser.add_argument("--model", help="else director_model of the settings")
    parser.add_argument("--base-url", help="any API that speaks Messages; else director_url")
    parser.add_argument("--arms", type=_arms, default=["full"], help=f"of {', '.join(ARMS)}; or all")
    parser.add_argument("--parallel", type=int, default=2, help="prompts side by side")
    parser.add_argument("--limit", type=int, help="only the first so many prompts")
    parser.add_argument("--scenes", type=int, help="ask for so many scenes")
    parser.add_argument("--quality", choices=("preview", "full"), default="preview")
    parser.add_argument("--scripted", action="store_true", help="ask a replay server: no key is needed")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _arms(text: str) -> list[str]:
    wanted = list(ARMS) if text == "all" else text.split(",")
    unknown = set(wanted) - set(ARMS)
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}; there are {', '.join(ARMS)}")
    return wanted


async def _run(
    options: argparse.Namespace, settings: Settings, prompts: Sequence[Prompt], out: Path
) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        director = await _director(options, settings, stack)
        studio = studio_settings(settings)
        arms: dict[str, list[dict[str, Any]]] = {}
        for arm in options.arms:
            trial = Trial(arm, out, director, studio, options.parallel, options.quality, options.scenes)
            arms[arm] = await run_arm(trial, prompts, _tell)
    base = options.arms[0]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in arms[base]:
        groups.setdefault(row["group"], []).append(row)
    return {
        "scripted": options.scripted,
        "model": "scripted" if options.scripted else director.model,
        "prompts": len(prompts),
        "rows": str(out),
        "arms": {arm: summed_up(rows) for arm, rows in arms.items()},
        "groups": {group: summed_up(rows) for group, rows in groups.items() if group},
        f"against_{base}": {arm: compared(rows, arms[base]) for arm, rows in arms.items() if arm != base},
    }


async def _director(
    options: argparse.Namespace, settings: Settings, stack: AsyncExitStack
) -> DirectorSettings:
    if options.scripted:
        from benchmarks.director.scripted import scripted
        from tests.replay import replaying

        replay = await stack.enter_async_context(replaying(scripted))
        return DirectorSettings("sk-scripted", "scripted", replay.url, prices=Prices(3, 15))
    chosen = director_settings(settings)
    if chosen is None:
        sys.exit("Set PROOFREEL_DIRECTOR_KEY, or try the harness with --scripted.")
    at = options.parallel * chosen.concurrency
    return replace(
        chosen,
        model=options.model or chosen.model,
        base_url=options.base_url or chosen.base_url,
        concurrency=at,
    )


def _tell(row: Mapping[str, Any]) -> None:
    came_of_it = " ".join(str(scene["outcome"]) for scene in row["scenes"])
    if row["error"]:
        came_of_it += f" {row['error']['message']}"
    print(f"{row['arm']} {row['id']}: {row['status']}, {row['seconds']:.0f} s: {came_of_it}", file=sys.stderr)


def _table(document: Mapping[str, Any]) -> str:
    lines = ["Scripted answers: these figures say nothing of any model."] if document["scripted"] else []
    for arm, figures in document["arms"].items():
        lines.append(f"{arm} ({figures['prompts']} prompts, {document['model']})")
        for name, figure in figures.items():
            if isinstance(figure, dict):
                said = f"{figure['value']:,.3f}  [{figure['low']:,.3f}, {figure['high']:,.3f}]"
                lines.append(f"  {name:24} {said}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
