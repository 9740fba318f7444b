"""How many small mistakes the tests would notice: mutation testing of the parts that must not be wrong.

    python benchmarks/mutants.py state              the share of mutants of one area that a test kills
    python benchmarks/mutants.py state --show 20    and the first 20 that live, as diffs
    python benchmarks/mutants.py checker --sample 500   500 mutants drawn at random, always the same ones
    python benchmarks/mutants.py checker --sample 500 --seed x   and 500 others
    python benchmarks/mutants.py --list             the areas: what is mutated, which tests must notice

mutmut (installed by ``make mutants AREA=state``) works on a copy of the checkout under ``--work``, kept
for the next run: a mutant is tried again when its function has changed, and one that lived when the
tests have. Left out of the count are mutants that nothing can tell from the original: another letter case
in a string that SQLite reads (``STATUS`` for the column ``status``), and another first argument of
``typing.cast``. A function that no test of the area calls counts as living. What a sample tells of the
whole is printed as the interval in which the share lies with 95 % confidence (Wilson's). The exit status is
1 where fewer than four in five are killed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.director.figures import wilson  # noqa: E402


@dataclass(frozen=True)
class Area:
    """Files whose mutants are tried (globs), and the tests that have to notice (paths).

    Slow tests and those that draw at random are not among them: what they alone would kill counts as living.
    """

    files: tuple[str, ...]
    tests: tuple[str, ...]
    caseless: bool = False
    """Strings are column names and SQL, which SQLite reads in either case."""


def _tests(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"tests/{folder}/test_{name}.py" for name in names.split())


LEAST = 0.8
"""The share of an area's mutants that its tests have to kill."""

AREAS = {
    "state": Area(
        ("pipeline/state/*",),
        (
            *_tests("pipeline/state", "database generating migrations outbox projects requests reviews"),
            *_tests("pipeline/state", "scenes tasks tokens transitions writing"),
            *_tests("pipeline", "obligations"),
            *_tests("pipeline/queue", "jobs"),
        ),
        caseless=True,
    ),
    "sync": Area(
        ("pipeline/sync/*",), _tests("pipeline/sync", "backlog callbacks patience status"), caseless=True
    ),
    "checker": Area(("knowledge/checker/*",), _tests("knowledge/checker", "readings report rules sightings")),
    "protocol": Area(
        ("render_sandbox/stage/protocol.py", "render_sandbox/stage/channel.py", "render_sandbox/session.py"),
        tuple(f"tests/render_sandbox/test_{name}.py" for name in ("protocol", "session", "session_words")),
    ),
}


def main() -> int:
    options = _arguments()
    if options.list or options.area is None:
        for name, area in AREAS.items():
            print(f"{name:10} {' '.join(area.files)}\n{'':10} tested by {' '.join(area.tests)}")
        return 0
    if MEMORY.is_dir():
        # The tests' databases would wait for the disk most of the time.
        os.environ["TMPDIR"] = str(MEMORY)
    work = options.work / options.area
    _copy_checkout(work)
    _configure(work, AREAS[options.area])
    outcomes = _prepared(work)
    chosen = _sampled(sorted(outcomes), options.sample, options.seed)
    tests, known = _digest(AREAS[options.area].tests), work / "tests.sha256"
    tests_changed = not known.exists() or known.read_text() != tests
    due = [name for name in chosen if _is_due(outcomes[name], tests_changed)]
    if due:
        run = subprocess.run(
            [*MUTMUT, "run", "--max-children", str(options.jobs), *due], cwd=work, check=False
        )
        if run.returncode:
            print("mutmut could not run: do the area's tests pass?", file=sys.stderr)
            return run.returncode
    if len(chosen) == len(outcomes):
        known.write_text(tests)
    outcomes = _outcomes(work)
    return _report(work, AREAS[options.area], {name: outcomes[name] for name in chosen}, options)


MEMORY = Path("/dev/shm")

MUTMUT = (sys.executable, "-m", "mutmut")


def _prepared(work: Path) -> dict[str, str]:
    """Make the mutants and find out which test calls which; what is known of each from earlier runs."""
    # mutmut does both before it looks for the mutants it shall try, and there is none of this name.
    subprocess.run([*MUTMUT, "run", "none"], cwd=work, check=False, stderr=subprocess.DEVNULL)
    outcomes = _outcomes(work)
    if not outcomes:
        sys.exit("mutmut made no mutants: do the area's tests pass?")
    return outcomes


def _outcomes(work: Path) -> dict[str, str]:
    results = subprocess.run([*MUTMUT, "results", "--all", "true"], cwd=work, check=True, capture_output=True)
    return dict(re.findall(r"^\s+(\S+): (.+)$", results.stdout.decode(), re.MULTILINE))


def _sampled(names: list[str], size: int, seed: str) -> list[str]:
    if not 0 < size < len(names):
        return names
    return sorted(names, key=lambda name: random.Random(seed + name).random())[:size]


def _is_due(outcome: str, tests_changed: bool) -> bool:
    return outcome == "not checked" or (tests_changed and outcome in LIVING)


LIVING = ("survived", "no tests")


def _digest(tests: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for place in map(ROOT.joinpath, tests):
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("area", nargs="?", choices=sorted(AREAS))
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N living mutants as diffs")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="try N mutants, not all")
    parser.add_argument("--seed", default="", help="draw others: who wrote tests for some has to ask others")
    parser.add_argument("--jobs", type=int, default=2, help="mutants tried at a time")
    parser.add_argument("--work", type=Path, default=ROOT / ".mutants", help="where the copies lie")
    parser.add_argument("--list", action="store_true", help="say what each area is")
    return parser.parse_args()


def _copy_checkout(work: Path) -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    fonts = (ROOT / "render_sandbox/stage/lessonkit/fonts/files").glob("*")
    built = [*(str(font.relative_to(ROOT)) for font in fonts), "render_sandbox/stage/math/mathjax.js"]
    for name in filter(None, [*listed, *built]):
        source, copy = ROOT / name, work / name
        if not source.is_file() or (copy.exists() and copy.read_bytes() == source.read_bytes()):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, copy)
    packages = work / "mutants/convex/node_modules"
    packages.parent.mkdir(parents=True, exist_ok=True)
    if not packages.exists():
        packages.symlink_to(ROOT / "convex/node_modules")


def _configure(work: Path, area: Area) -> None:
    packages = ["proofreel", "server", "tools", "pipeline", "knowledge", "render_sandbox"]
    others = [path.name for path in ROOT.iterdir() if path.name in _OTHERS]
    lists = {
        "source_paths": packages,
        "only_mutate": area.files,
        "also_copy": others,
        "pytest_add_cli_args_test_selection": area.tests,
    }
    # One second, mutmut's own, is over too soon where other work holds the processor: a false kill.
    lines = ["[mutmut]", "timeout_constant=4"]
    for key, values in lists.items():
        lines += [f"{key}=", *(f"    {value}" for value in values)]
    (work / "setup.cfg").write_text("\n".join(lines) + "\n")


_OTHERS = {
    "tests",
    "examples",
    "requirements",
    "pyproject.toml",
    "benchmarks",
    "release",
    "docs",
    "README.md",
    "CHANGELOG.md",
    "mkdocs.yml",
    "convex",
}


def _report(work: Path, area: Area, outcomes: dict[str, str], options: argparse.Namespace) -> int:
    living = [name for name, outcome in outcomes.items() if outcome in LIVING]
    survived = [name for name in living if outcomes[name] == "survived"]
    diffs = _diffs(work, survived)
    same = {name for name, diff in diffs.items() if _is_same(diff, area)}
    counted = Counter(outcome for name, outcome in outcomes.items() if name not in same)
    killed = counted["killed"] + counted["timeout"] + counted["segfault"]
    total = sum(counted.values()) - counted["skipped"] - counted["not checked"]
    by_module = Counter(name.split(".x")[0] for name in living if name not in same)
    print(f"\nkilled {killed} of {total} ({killed / total:.1%}), {counted['timeout']} by timeout")
    print(f"  left out as the same: {len(same)}")
    if options.sample:
        low, high = wilson(killed, total)
        print(f"  a sample: of all mutants between {low:.1%} and {high:.1%} (95 % confidence)")
    for module, count in by_module.most_common():
        print(f"  {count:5} live in {module}")
    for name in [name for name in living if name in diffs and name not in same][: options.show]:
        print(f"\n{name}\n{diffs[name]}")
    if killed < LEAST * total:
        print(f"fewer than {LEAST:.0%} were noticed", file=sys.stderr)
        return 1
    return 0


def _diffs(work: Path, names: list[str]) -> dict[str, str]:
    # One process for all: "mutmut show" takes one name, and longer to start than to show it.
    command = [sys.executable, "-c", _SHOWING, *names]
    return json.loads(subprocess.run(command, cwd=work, check=True, capture_output=True).stdout)


_SHOWING = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
print(json.dumps({name: get_diff_for_mutant(name) for name in sys.argv[1:]}))
"""


def _is_same(diff: str, area: Area) -> bool:
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++", "#"))]
    gone, new = (
        _CAST.sub("cast(", "\n".join(line[1:] for line in lines if line.startswith(sign))) for sign in "-+"
    )
    return gone == new or (area.caseless and gone.lower() == new.lower())


_CAST = re.compile(r"""\bcast\(("[^"]*"|None),""")


if __name__ == "__main__":
    sys.exit(main())
