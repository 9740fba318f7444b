"""What mkdocs calls: generated pages, links out of ``docs/``, and ``llms.txt``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import reference
from kit_pages import PICTURES
from mkdocs.structure.files import File, Files

_ROOT = Path(__file__).resolve().parent.parent.parent
_SOURCE = "https://github.com/proofreel/proofreel/blob/main/"
_OUTSIDE = re.compile(r"\]\((?:\.\./)+(?!docs/)([^)]+)\)")
_ABOUT = """\
# proofreel

> Animated explainer videos, made by an LLM agent over the Model Context Protocol, or from a Markdown lesson
> without any LLM. Scenes are Manim code or blocks; they run in a sandbox; one edit renders one scene.
"""


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made from the code."""
    for name, write in reference.PAGES.items():
        files.append(File.generated(config, f"reference/{name}.md", content=write()))
    files.append(File.generated(config, "architecture.md", content=_architecture()))
    for picture in sorted(PICTURES.glob("*.jpg")):
        files.append(
            File.generated(config, f"reference/pictures/{picture.name}", content=picture.read_bytes())
        )
    return files


def _architecture() -> str:
    """The map of the repository, with its links to the sources."""
    text = (_ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return re.sub(r"\]\((?!https?:)([^)]+)\)", rf"]({_SOURCE}\1)", text)


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Let links to files of the repository lead there: they are right on its own pages, but not on these."""
    folder = (_ROOT / "docs" / page.file.src_uri).parent

    def outside(match: re.Match[str]) -> str:
        target = match[0][2:-1]
        path = (folder / target.partition("#")[0]).resolve()
        if path.is_relative_to(_ROOT / "docs") or not path.exists():
            return match[0]
        return f"]({_SOURCE}{path.relative_to(_ROOT)})"

    return _OUTSIDE.sub(outside, markdown)


def on_nav(nav: Any, **_: Any) -> Any:
    """Remember the order of the pages."""
    _pages[:] = nav.pages
    return nav


_pages: list[Any] = []


def on_post_build(config: Any) -> None:
    """Write ``llms.txt`` (what there is) and ``llms-full.txt`` (all of it)."""
    lines, whole, section = [_ABOUT], [_ABOUT], None
    for page in _pages:
        text = page.markdown or ""
        if page.parent is not None and page.parent.title != section:
            section = page.parent.title
            lines += ["", f"## {section}", ""]
        lines.append(f"- [{page.title}]({config.site_url}{page.url}): {_first_sentence(text)}")
        whole.append(text)
    site = Path(config.site_dir)
    (site / "llms.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (site / "llms-full.txt").write_text("\n\n---\n\n".join(whole) + "\n", encoding="utf-8")


def _first_sentence(markdown: str) -> str:
    """Of the first paragraph; links are left as their words."""
    # Not a heading, a list, a table, a quotation, a fence or HTML.
    paragraphs = [part for part in markdown.split("\n\n") if part[:1] not in "#-*|><" and part[:3] != "```"]
    text = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", " ".join(paragraphs[0].split()) if paragraphs else "")
    return re.split(r"(?<=\.) ", text)[0]
