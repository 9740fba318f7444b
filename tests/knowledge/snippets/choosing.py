"""Which snippets a run renders: those that this change touches, and a sample that moves from commit to commit."""

import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
SAMPLE = 5


def changed(root: Path = ROOT) -> set[Path]:
    """Snippets whose code, not only the front matter, differs from where this branch left main.

    On main itself they are those of the last commit; without git there are none.
    """
    base = _git(root, "merge-base", "origin/main", "HEAD")
    if not base or base == _git(root, "rev-parse", "HEAD"):
        base = _git(root, "rev-parse", "--verify", "-q", "HEAD~1") or "HEAD"
    names = [
        *_git(root, "diff", "--name-only", base, "--", "knowledge/snippets").splitlines(),
        *_git(root, "ls-files", "--others", "--exclude-standard", "knowledge/snippets").splitlines(),
    ]
    files = {root / name: name for name in names if name.endswith(".py") and (root / name).is_file()}
    return {
        file
        for file, name in files.items()
        if _code(file.read_text("utf-8").strip()) != _code(_git(root, "show", f"{base}:{name}"))
    }


def sample(files: list[Path], root: Path = ROOT, count: int = SAMPLE) -> set[Path]:
    """``count`` files that the commit draws: the same ones for everybody who runs it."""
    commit = _git(root, "rev-parse", "HEAD")
    return set(
        sorted(files, key=lambda file: hashlib.sha256(f"{commit} {file.stem}".encode()).digest())[:count]
    )


def _code(text: str) -> str:
    return text.partition('---\n"""')[2]


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
