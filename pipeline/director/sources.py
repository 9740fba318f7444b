"""Documents that a prompt comes with: read into passages that know their place.

Markdown and text, PDF (pypdf), saved web pages (trafilatura), source trees and diffs.
"""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.director.errors import SourceUnreadable
from pipeline.director.quoting import quoted

__all__ = ["Document", "Passage", "read_sources"]

_MOST_CHARACTERS = 240_000
"""Of all documents together: about 60,000 tokens."""
_PROSE = frozenset([".md", ".rst", ".txt"])
_LARGEST_FILE = 100_000_000
_LINES_OF_A_PAGE = 80
_HEADING = re.compile(r"#{1,4}\s+(.+?)\s*#*$")
_CODE = frozenset(
    [
        ".py",
        ".js",
        ".ts",
        ".tsx",
        ".jsx",
        ".go",
        ".rs",
        ".java",
        ".kt",
        ".c",
        ".h",
        ".cc",
        ".cpp",
        ".hpp",
        ".cs",
        ".rb",
        ".php",
        ".swift",
        ".scala",
        ".sh",
        ".sql",
        ".lua",
        ".jl",
        ".r",
        ".ml",
        ".hs",
        ".ex",
        ".toml",
        ".yaml",
        ".yml",
        ".md",
        ".rst",
        ".txt",
    ]
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document. ``place`` is what a citation says: ``p. 3``, ``Results``, ``app.py:1``."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source. ``label`` is how the plan calls it: S1, S2 …"""

    label: str
    title: str
    passages: list[Passage]

    def holds(self, quote: str) -> bool:
        """Whether these words stand in it, but for white space, case and the kind of quotation marks."""
        wanted = _plain(quote)
        return bool(wanted) and wanted in _plain(" ".join(passage.text for passage in self.passages))

    def place_of(self, quote: str) -> str | None:
        """Where these words begin: the passage, in code the very line; ``None``: in no passage."""
        wanted = _plain(quote)
        for passage in self.passages:
            if wanted and wanted in _plain(passage.text):
                return _line_of(passage, wanted)
        return None

    def quoted(self) -> str:
        """The document for the model, marked as data."""
        body = "\n\n".join(f"[{self.label} {passage.place}]\n{passage.text}" for passage in self.passages)
        return quoted("document", body, label=self.label, title=self.title)


def read_sources(paths: Sequence[Path]) -> list[Document]:
    """Read files and folders; together they are cut to about 60,000 tokens, the longest first.

    Raises:
        SourceUnreadable: a path is missing, empty, or of a kind that cannot be read.
    """
    documents = [Document(f"S{number}", path.name, _read(path)) for number, path in enumerate(paths, 1)]
    return _cut(documents)


def _read(path: Path) -> list[Passage]:
    if not path.exists():
        raise SourceUnreadable(f"{path}: there is no such file.", fix="Check the path.")
    if path.is_file() and path.stat().st_size > _LARGEST_FILE:
        raise SourceUnreadable(
            f"{path}: {path.stat().st_size / 1e6:,.0f} MB; at most {_LARGEST_FILE / 1e6:,.0f} are read.",
            fix="Give the part that matters.",
        )
    if path.is_dir():
        passages = _tree(path)
    elif path.suffix.lower() == ".pdf":
        passages = _pdf(path)
    elif path.suffix.lower() in (".html", ".htm", ".xhtml"):
        passages = _web_page(path)
    elif path.suffix.lower() in (".diff", ".patch"):
        passages = _diff(_text(path))
    elif path.suffix.lower() in _CODE - _PROSE:
        passages = (Passage(f"{path.name}:{start}", chunk) for start, chunk in _pages(_text(path)))
    else:
        passages = _written(_text(path))
    kept = list(_as_far_as_used(passage for passage in passages if passage.text.strip()))
    if not kept:
        raise SourceUnreadable(
            f"{path}: no text in it.",
            fix="A scanned PDF needs OCR first; a folder needs source files of a known kind.",
        )
    return kept


def _as_far_as_used(passages: Iterable[Passage]) -> Iterable[Passage]:
    """Passages until they are more than will be shown: the thousandth page of a book is not read."""
    length = 0
    for passage in passages:
        yield passage
        length += len(passage.text)
        if length > _MOST_CHARACTERS:
            return


def _text(path: Path) -> str:
    data = path.read_bytes()
    if b"\0" in data[:4096]:
        raise SourceUnreadable(
            f"{path}: not a text file.", fix="Give Markdown, text, PDF, HTML, a diff or a folder of source."
        )
    return data.decode("utf-8", errors="replace")


def _written(text: str) -> Iterable[Passage]:
    """Markdown by its headings; text without any, such as a trace, by lines."""
    if any(map(_HEADING.match, text.splitlines())):
        yield from _sections(text)
        return
    for start, chunk in _pages(text):
        yield Passage(f"line {start}", chunk)


def _pages(text: str) -> Iterable[tuple[int, str]]:
    """Text in pieces of about a page, each with the number of its first line."""
    lines = text.splitlines()
    for start in range(0, len(lines), _LINES_OF_A_PAGE):
        yield start + 1, "\n".join(lines[start : start + _LINES_OF_A_PAGE])


def _sections(text: str) -> Iterable[Passage]:
    place, lines = "start", list[str]()
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            yield Passage(place, "\n".join(lines).strip())
            place, lines = heading[1][:80], []
        lines.append(line)
    yield Passage(place, "\n".join(lines).strip())


def _pdf(path: Path) -> Iterable[Passage]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it stumbles over and mends by itself
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceUnreadable(f"{path}: the PDF asks for a password.", fix="Save it without one.")
        for number, page in enumerate(reader.pages, 1):
            yield Passage(f"p. {number}", page.extract_text())
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceUnreadable(
            f"{path}: not a PDF that can be read ({error}).", fix="Export it anew."
        ) from error


def _web_page(path: Path) -> Iterable[Passage]:
    import trafilatura

    text = trafilatura.extract(
        path.read_bytes(), output_format="markdown", include_tables=True, include_comments=False
    )
    return _sections(text or "")


def _diff(text: str) -> Iterable[Passage]:
    begins = r"diff --git " if "\ndiff --git " in f"\n{text}" else r"--- [^\n]+\n\+\+\+ "
    for part in re.split(rf"(?m)^(?={begins})", text):
        name = re.search(r"^\+\+\+ (?:b/)?(\S+)", part, re.MULTILINE) or re.search(r" b/(\S+)", part)
        hunks = re.split(r"(?m)^(?=@@ )", part)
        if len(hunks) == 1:
            yield Passage(name[1] if name else "description", part.strip())
        for hunk in hunks[1:]:
            line = re.search(r"\+(\d+)", hunk)
            yield Passage(f"{name[1] if name else '?'}:{line[1] if line else 1}", hunk.rstrip())


def _tree(folder: Path) -> Iterable[Passage]:
    files = _listed(folder)
    yield Passage("files", "\n".join(str(file.relative_to(folder)) for file in files[:400]))
    readable = [file for file in files if file.suffix.lower() in _CODE and file.stat().st_size < 200_000]
    readable.sort(key=lambda file: (not file.name.lower().startswith("readme"), len(file.parts), str(file)))
    for file in readable:
        for start, chunk in _pages(file.read_text("utf-8", errors="replace")):
            yield Passage(f"{file.relative_to(folder)}:{start}", chunk)


def _listed(folder: Path) -> list[Path]:
    """What git tracks, or everything that is not hidden."""
    listing = subprocess.run(
        ["git", "-C", str(folder), "ls-files", "-z"],
        capture_output=True,
        check=False,
        timeout=30,
    )
    if listing.returncode == 0 and listing.stdout:
        names = [
            folder / name for name in listing.stdout.decode("utf-8", "surrogateescape").split("\0") if name
        ]
    else:
        names = [
            file
            for file in folder.rglob("*")
            if not any(part.startswith(".") for part in file.relative_to(folder).parts)
        ]
    return sorted(file for file in names if file.is_file() and not file.is_symlink())


def _cut(documents: list[Document]) -> list[Document]:
    """Shorten the longest until all fit; what was left out is said in the document itself."""
    lengths = {d.label: sum(len(p.text) for p in d.passages) for d in documents}
    room = _MOST_CHARACTERS
    allowed: dict[str, int] = {}
    for left, label in zip(
        range(len(documents), 0, -1), sorted(lengths, key=lengths.__getitem__), strict=True
    ):
        allowed[label] = min(lengths[label], room // left)
        room -= allowed[label]
    return [_shortened(document, allowed[document.label]) for document in documents]


def _shortened(document: Document, most: int) -> Document:
    kept: list[Passage] = []
    for passage in document.passages:
        kept.append(Passage(passage.place, passage.text[:most]))
        if len(passage.text) > most:
            kept.append(Passage("rest", "(left out: the document is too long to be read whole)"))
            break
        most -= len(passage.text)
    return Document(document.label, document.title, kept)


def _line_of(passage: Passage, wanted: str) -> str:
    """The place of a quotation within a passage that counts lines: ``app.py:37``, ``line 12``."""
    numbered = re.fullmatch(r"(.+:|line )(\d+)", passage.place)
    if numbered is None:
        return passage.place
    lines = passage.text.splitlines()
    in_diff = bool(lines) and lines[0].startswith("@@ ")
    # The last line from which everything that follows still holds the quotation is where it begins.
    begins = max(n for n in range(len(lines)) if wanted in _plain("\n".join(lines[n:])))
    counted = [line for line in lines[in_diff:begins] if not (in_diff and line.startswith("-"))]
    return f"{numbered[1]}{int(numbered[2]) + len(counted)}"


def _plain(text: str) -> str:
    simple = text.translate(str.maketrans("“”„«»‘’‚–—", '"""""\'\'\'--'))
    return " ".join(simple.split()).lower()
