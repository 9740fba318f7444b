"""How much faster than manim's own command: `.venv/bin/python benchmarks/render.py [--quick] [--json]`.

Each scene is rendered by `manim` in a fresh process (default settings, cold cache) and by a warm worker of
the sandbox, one after the other in the same run, so that both see the same machine. Times are wall seconds.
The lesson is five scenes: by the command one after the other, by us side by side, longest first, in a sandbox
alone ("lesson"), through the whole way of a user's lesson ("queue": state, queue, sandbox, decoding, store),
and asked for once more without a change ("again"). The edit changes the last of ten plays: the command has
its own cache, the sandbox the last version's chunk. The pool is as in a server that was idle for a while.
A row also says the CPU seconds of both, which a busy machine falsifies less than wall seconds, where ours
went (the scene's thread, painting, feeding the encoder, all), and the peak of memory of both; `--deep` adds
SSIM and the seconds that encoding the same frames takes by itself.
Where there is no LaTeX the command sets formulas by MathJax too (which favours it).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SCENES = ROOT / "benchmarks" / "scenes"
sys.path.insert(0, str(ROOT))

from benchmarks.render_lesson import settle, through_the_queue  # noqa: E402
from render_sandbox.job import Job, Limits  # noqa: E402
from render_sandbox.sandbox import Sandbox, SandboxSettings, open_sandbox  # noqa: E402

FULL = (
    "bullets",
    "graph_tracker",
    "grid",
    "code_walk",
    "pythagoras",
    "derivation",
    "surface",
    "network",
    "images",
)
QUICK = ("bullets", "graph_tracker", "derivation")
LESSON = ("surface", "code_walk", "bullets", "grid", "derivation")  # longest first
SPARE = 3
"""Workers that wait beyond the number of jobs at once, as in a server; see ``spare_workers``."""
FINAL = {"width": 1920, "height": 1080, "fps": 30}
PREVIEW = {"width": 854, "height": 480, "fps": 15}
MATH = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    "from render_sandbox.stage.math import install; install()\n"
)


@dataclass(slots=True)
class Row:
    """One comparison; sizes in bytes, times in seconds."""

    work: str
    scene: str
    cores: int
    cli_s: float
    ours_s: float
    ratio: float
    cli_bytes: int
    ours_bytes: int
    cli_ssim: float | None = None
    ours_ssim: float | None = None
    encode_only_s: float | None = None
    cli_peak_mb: float | None = None
    ours_peak_mb: float | None = None
    cli_cpu_s: float | None = None
    ours_cpu_s: dict[str, float] | None = None
    """Of the scene's thread, of painting, of converting and feeding the encoder, and of all threads."""


def source_of(scene: str) -> str:
    return (SCENES / f"{scene}.py").read_text("utf-8")


def by_command(source: str, form: dict[str, int], folder: Path) -> tuple[float, bytes, Any]:
    """`manim render` of one file in `folder`, whose cache it keeps; seconds, the video, what it used."""
    prefix = MATH if "MathTex" in source and shutil.which("latex") is None else ""
    (folder / "scene.py").write_text(prefix + source, "utf-8")
    command = [str(Path(sys.executable).with_name("manim")), "render", "scene.py"]
    size = ["-r", f"{form['width']},{form['height']}", "--fps", str(form["fps"])]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, *size, "--progress_bar", "none", "-v", "ERROR"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"manim ended with {process.returncode} in {folder}")
    videos = [path for path in folder.rglob("*.mp4") if "partial_movie_files" not in path.parts]
    video = max(videos, key=lambda path: path.stat().st_mtime).read_bytes()
    return seconds, video, used


async def by_sandbox(
    sandbox: Sandbox, source: str, form: dict[str, int], profile: str, files: dict[str, bytes] | None = None
) -> tuple[float, dict[str, bytes], dict[str, Any]]:
    """One render job; seconds, its files, and what it cost."""
    request = {"scene": None, "format": form, "profile": profile, "math": "mathjax", "voice": None}
    job = Job("render", request, {"scene.py": source.encode(), **(files or {})}, Limits(wall_s=600))
    begun = time.perf_counter()
    outcome = await sandbox.run(job)
    seconds = time.perf_counter() - begun
    if outcome.report.get("ok") is not True:
        raise SystemExit(f"the sandbox failed: {outcome.report.get('error')}")
    return seconds, dict(outcome.files), outcome.report["cost"]


async def compare(sandbox: Sandbox, scene: str, work: str, deep: bool) -> Row:
    """One scene, cold, by both."""
    source = source_of(scene)
    form = FINAL if work == "final" else PREVIEW
    with tempfile.TemporaryDirectory() as folder:
        cli_s, cli_video, used = by_command(source, form, Path(folder))
    await sandbox.ready()
    ours_s, files, cost = await by_sandbox(sandbox, source, form, work)
    chunk = files["chunk.mp4"]
    row = Row(work, scene, cores(), cli_s, ours_s, cli_s / ours_s, len(cli_video), len(chunk))
    row.cli_peak_mb, row.ours_peak_mb = used.ru_maxrss / 1024, cost["peak_mb"]
    row.cli_cpu_s, row.ours_cpu_s = used.ru_utime + used.ru_stime, cost["cpu_s"]
    if deep:
        await sandbox.ready()
        _, files, _ = await by_sandbox(sandbox, source, form, "lossless")
        truth = files["chunk.mp4"]
        row.cli_ssim, row.ours_ssim = ssim(cli_video, truth), ssim(chunk, truth)
        row.encode_only_s = encode_only(truth, form, work)
    return row


async def compare_lesson(
    sandbox: Sandbox, settings: SandboxSettings, rows: list[Row], work: str
) -> Row | None:
    """Five scenes side by side against the times that the command took for each."""
    alone = {row.scene: row for row in rows if row.work == work}
    scenes = [scene for scene in LESSON if scene in alone]
    if len(scenes) < 2:
        return None
    form = FINAL if work == "final" else PREVIEW
    await settle(sandbox, settings)
    begun = time.perf_counter()
    done = await asyncio.gather(*(by_sandbox(sandbox, source_of(scene), form, work) for scene in scenes))
    ours_s = time.perf_counter() - begun
    cli_s = sum(alone[scene].cli_s for scene in scenes)
    cli_bytes = sum(alone[scene].cli_bytes for scene in scenes)
    ours_bytes = sum(len(files["chunk.mp4"]) for _, files, _ in done)
    name = f"{len(scenes)} scenes, {work}"
    return Row("lesson", name, cores(), cli_s, ours_s, cli_s / ours_s, cli_bytes, ours_bytes)


async def compare_queue(settings: SandboxSettings, rows: list[Row], work: str) -> list[Row]:
    """The same lesson as a user makes it, and once more without a change."""
    alone = {row.scene: row for row in rows if row.work == work}
    names = [scene for scene in LESSON if scene in alone]
    if len(names) < 2:
        return []
    with tempfile.TemporaryDirectory() as home:
        quality = "full" if work == "final" else "preview"
        sources = {scene: source_of(scene) for scene in names}
        times = await through_the_queue(sources, quality, Path(home), settings)
    cli_s = sum(alone[scene].cli_s for scene in names)
    cli_bytes = sum(alone[scene].cli_bytes for scene in names)
    name = f"{len(names)} scenes, {work}"
    return [
        Row(kind, name, cores(), cli_s, ours_s, cli_s / ours_s, cli_bytes, times.size)
        for kind, ours_s in (("queue", times.first_s), ("again", times.again_s))
    ]


async def compare_edit(sandbox: Sandbox) -> Row:
    """The last of ten plays changes."""
    before = source_of("ten_plays")
    after = before.replace("LAST_COLOR = YELLOW", "LAST_COLOR = RED")
    with tempfile.TemporaryDirectory() as folder:
        by_command(before, FINAL, Path(folder))
        cli_s, cli_video, _ = by_command(after, FINAL, Path(folder))
    await sandbox.ready()
    _, files, _ = await by_sandbox(sandbox, before, FINAL, "final")
    await sandbox.ready()
    last = {f"reuse/{name}": data for name, data in files.items()}
    ours_s, files, _ = await by_sandbox(sandbox, after, FINAL, "final", last)
    size = len(files["chunk.mp4"])
    return Row("edit", "ten_plays", cores(), cli_s, ours_s, cli_s / ours_s, len(cli_video), size)


def lumas(video: bytes) -> Iterator[Any]:
    import av

    with av.open(BytesIO(video)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray()[: frame.height]


def ssim(video: bytes, truth: bytes) -> float:
    """Mean structural similarity of the luma, over blocks of 8 × 8, of every fifth frame."""
    values = [
        _ssim(a, b) for n, (a, b) in enumerate(zip(lumas(video), lumas(truth), strict=False)) if n % 5 == 0
    ]
    return statistics.fmean(values)


def _ssim(a: Any, b: Any) -> float:
    import numpy as np

    def blocks(x: Any) -> Any:
        height, width = (side // 8 * 8 for side in x.shape)
        cut = x[:height, :width].astype(np.float32).reshape(height // 8, 8, width // 8, 8)
        return cut.transpose(0, 2, 1, 3).reshape(-1, 64)

    x, y = blocks(a), blocks(b)
    mx, my = x.mean(1), y.mean(1)
    cov = ((x - mx[:, None]) * (y - my[:, None])).mean(1)
    c1, c2 = 6.5025, 58.5225
    value = (2 * mx * my + c1) * (2 * cov + c2) / ((mx**2 + my**2 + c1) * (x.var(1) + y.var(1) + c2))
    return float(value.mean())


def encode_only(truth: bytes, form: dict[str, int], profile: str) -> float:
    """Seconds of encoding the same frames on one thread: what no renderer could do without."""
    import av

    from render_sandbox.stage.engine.profiles import PROFILES, VideoFormat
    from render_sandbox.stage.engine.video import configure

    context: Any = av.CodecContext.create("libx264", "w")
    configure(context, VideoFormat.parse(form), replace(PROFILES[profile], threads=1))
    spent = 0.0
    with av.open(BytesIO(truth)) as container:
        for frame in container.decode(video=0):
            begun = time.perf_counter()
            context.encode(frame)
            spent += time.perf_counter() - begun
    return spent


def cores() -> int:
    return len(os.sched_getaffinity(0))


async def measure(options: argparse.Namespace) -> list[Row]:
    rows: list[Row] = []
    scenes = options.only.split(",") if options.only else (QUICK if options.quick else FULL)
    settings = SandboxSettings(
        backend=options.backend, workers=min(cores(), 4), spare=SPARE, cpus=float(cores())
    )
    async with open_sandbox(settings) as sandbox:
        for scene in scenes:
            for work in ("final", "preview"):
                rows.append(await compare(sandbox, scene, work, options.deep))
                show(rows[-1])
        for work in ("final", "preview"):
            if lesson := await compare_lesson(sandbox, settings, rows, work):
                rows.append(lesson)
                show(lesson)
        if not options.only:
            rows.append(await compare_edit(sandbox))
            show(rows[-1])
    for work in ("final", "preview"):
        for row in await compare_queue(settings, rows, work):
            rows.append(row)
            show(row)
    return rows


def show(row: Row) -> None:
    quality = ""
    if row.ours_ssim is not None and row.cli_ssim is not None and row.encode_only_s is not None:
        quality = f"\n         SSIM {row.cli_ssim:.5f} → {row.ours_ssim:.5f}"
        quality += f", encoding alone {row.encode_only_s:.2f} s"
    if row.ours_cpu_s is not None:
        spent = ", ".join(f"{name} {value:.2f}" for name, value in row.ours_cpu_s.items())
        quality += f"\n         CPU seconds: {row.cli_cpu_s:.1f} → {spent}"
        quality += f"; peak {row.cli_peak_mb:.0f} → {row.ours_peak_mb:.0f} MB"
    print(
        f"{row.work:8} {row.scene:20} {row.cores} cores  {row.cli_s:7.2f} → {row.ours_s:6.2f} s"
        f"  {row.ratio:5.2f} ×   {row.cli_bytes / 1e6:6.2f} → {row.ours_bytes / 1e6:6.2f} MB{quality}",
        file=sys.stderr,
        flush=True,
    )


def medians(rows: list[Row]) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for row in rows:
        whole_lesson = row.work in ("lesson", "queue", "again")
        found.setdefault(f"{row.work}, {row.scene}" if whole_lesson else row.work, []).append(row.ratio)
    return {work: round(statistics.median(ratios), 2) for work, ratios in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="three scenes instead of nine")
    parser.add_argument("--only", help="scenes, comma separated")
    parser.add_argument("--deep", action="store_true", help="also SSIM and the time of encoding alone")
    parser.add_argument("--cores", default=str(cores()), help="core counts, comma separated")
    parser.add_argument("--backend", default="auto", help="docker, bubblewrap, host")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    options = parser.parse_args()
    everything = sorted(os.sched_getaffinity(0))
    rows: list[Row] = []
    for count in (int(text) for text in options.cores.split(",")):
        if count > len(everything):
            print(f"this machine has no {count} cores", file=sys.stderr)
            continue
        os.sched_setaffinity(0, everything[:count])
        rows += asyncio.run(measure(options))
    result = {"rows": [asdict(row) for row in rows], "median_ratio": medians(rows)}
    if options.json:
        print(json.dumps(result, indent=1))
    else:
        print(result["median_ratio"], file=sys.stderr)


if __name__ == "__main__":
    main()
