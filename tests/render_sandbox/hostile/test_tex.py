"""Attacks written in TeX, where TeX is enabled: what it reads, writes and runs, and how long, by real ``latex``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from render_sandbox.errors import LimitReached
from render_sandbox.job import Limits

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMITS = Limits(wall_s=40, memory_mb=512, processes=64, output_mb=64)

SET = """
import glob, manim.utils.tex_file_writing as writing
writing.delete_nonsvg_files = lambda *more, **named: None  # so that TeX's log can be looked at
os.environ['max_print_line'] = '100000'
open('/tmp/inside.tex', 'w').write('SECRET-OF-' + 'THE-WORKER')  # readable here, but not TeX's business
def tex(name, source):
    try:
        MathTex(source)
    except ValueError as error:
        print('TRIED', name, '->', error)
    else:
        print('SET', name)
    for path in glob.glob('media/Tex/*.log'):
        print('LOG', name, open(path, errors='replace').read()[-20000:])
        os.unlink(path)
    print('OWNED', [path for path in ('/tmp/owned', '/tmp/owned.tex') if os.path.exists(path)])
"""

READS = {
    "input": r"\input{{path}}",
    "input by a name in pieces": r"\csname in\string put\endcsname{{path}}",
    "primitive input": r"\makeatletter\@@input {path} ",
    "include": r"\include{{path}}",
    "other categories": r"\begingroup\catcode`\%=12 \catcode`\#=12 \input{{path}}\endgroup",
    "openin": r"\newread\f\openin\f={path} \ifeof\f\undefined\else\read\f to\l\typeout{GOT \meaning\l}\fi x",
}
"""Each is an error of TeX's if the file can't be opened."""
WRITE = r"\newwrite\f\immediate\openout\f={path} \immediate\write\f{x}\immediate\closeout\f x"
RUN = {
    "write18": r"\immediate\write18{touch /tmp/owned} x",
    "pipe": r"\input{|touch${IFS}/tmp/owned}",
    "quoted pipe": r'\input{|"touch /tmp/owned"}',
    "PostScript": r"\special{ps:: (/tmp/owned) (w) file closefile} x",
    "PostScript file": r"\special{psfile=`touch${IFS}/tmp/owned} x",
    "image": r"\special{dvisvgm:raw <image href='file:///tmp/inside.tex'/>} x",
}


def _calls(sources: dict[str, str]) -> str:
    return SET + "".join(f"tex({name!r}, {source!r})\n" for name, source in sources.items())


async def test_a_formula_is_set_by_tex(tex_arena: Any) -> None:
    result = await tex_arena.attack(_calls({"good": r"\frac{a}{b}"}), limits=LIMITS, math="latex")
    assert "SET good" in result.said, result.said[-2000:]
    assert "LOG good This is pdfTeX" in result.said


@pytest.mark.parametrize("place", ["/tmp/inside.tex", "../inside.tex", "a file of the host"])
async def test_tex_reads_nothing_outside_of_its_folder(tex_arena: Any, canary_file: Path, place: str) -> None:
    path = str(canary_file) if place == "a file of the host" else place
    sources = {how: source.replace("{path}", path) for how, source in READS.items()}
    result = await tex_arena.attack(_calls(sources), limits=LIMITS, math="latex")
    for how in READS:
        assert f"LOG {how} This is pdfTeX" in result.said, "TeX was really run"
        assert f"SET {how}" not in result.said
    result.tried_and_failed(*READS)
    assert "SECRET-OF-THE-WORKER" not in result.said
    assert canary_file.read_text() not in result.said


async def test_tex_writes_nothing_outside_of_its_folder(tex_arena: Any, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    target = tmp_path / "owned"
    places = {"absolute": "/tmp/owned", "upwards": "../owned", "roundabout": "media/../../owned"}
    places["host"] = str(target)
    sources = {name: WRITE.replace("{path}", path) for name, path in places.items()}
    result = await tex_arena.attack(_calls(sources), limits=LIMITS, math="latex")
    for name in places:
        assert f"LOG {name} This is pdfTeX" in result.said
    assert result.said.count("OWNED []") == len(places)
    assert not target.exists()


async def test_tex_runs_no_program(tex_arena: Any) -> None:
    result = await tex_arena.attack(_calls(RUN), limits=LIMITS, math="latex")
    for name in RUN:
        assert f"LOG {name} This is pdfTeX" in result.said
    assert result.said.count("OWNED []") == len(RUN)
    assert "SECRET-OF-THE-WORKER" not in result.said


async def test_an_endless_macro_ends_at_the_deadline(tex_arena: Any) -> None:
    limits = Limits(wall_s=3, memory_mb=512, processes=64, output_mb=64)
    result = await tex_arena.attack(_calls({"loop": r"\def\x{\x}\x"}), limits=limits, math="latex")
    assert isinstance(result.error, LimitReached), result.said[-1500:]
    assert (result.error.limit, result.error.figure) == ("time", "3 s")


@pytest.mark.parametrize(
    "source",
    [
        r"\newwrite\f\immediate\openout\f=fill.txt \loop\iftrue\immediate\write\f{xxxxxxxxxxxxxxxxxxxxxxx}\repeat",
        r"\loop\iftrue\message{xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}\repeat",
        r"\loop\iftrue\shipout\hbox{x}\repeat",
        r"\def\x{xx\x\x}\x",
    ],
    ids=["a file", "the log", "pages", "memory"],
)
async def test_endless_output_of_tex_ends_within_the_walls(tex_arena: Any, source: str) -> None:
    limits = Limits(wall_s=4, memory_mb=512, processes=64, output_mb=64)
    result = await tex_arena.attack(_calls({"endless": source}), limits=limits, math="latex")
    # Either TeX gives up (its capacity, no room in /tmp), or a limit with a figure ends the job.
    if result.error is not None:
        assert isinstance(result.error, LimitReached), result.said[-1500:]
    else:
        result.tried_and_failed("endless")
        assert "SET endless" not in result.said


async def test_a_scene_that_turns_texs_own_guards_off_still_meets_the_walls(
    tex_arena: Any, canary_file: Path, tmp_path: Path
) -> None:
    tmp_path.chmod(0o777)
    target = tmp_path / "owned"
    source = rf"\immediate\write18{{touch {target}; cat {canary_file}}} \input{{{canary_file}}}"
    result = await tex_arena.attack(
        "os.environ.update(openin_any='a', openout_any='a', shell_escape='t')\n" + _calls({"all": source}),
        limits=LIMITS,
        math="latex",
    )
    assert "LOG all This is pdfTeX" in result.said
    assert canary_file.read_text() not in result.said
    assert not target.exists()
