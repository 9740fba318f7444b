"""Documents become passages that know their place."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.director.errors import SourceUnreadable
from pipeline.director.sources import Document, Passage, read_sources


def only(path):
    (document,) = read_sources([path])
    return document


def test_markdown_is_cited_by_heading(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text("# Dots\nA dot has no size.\n\n## Lines\nA line has one dimension.\n")

    document = only(path)

    assert [(p.place, p.text.splitlines()[-1]) for p in document.passages] == [
        ("Dots", "A dot has no size."),
        ("Lines", "A line has one dimension."),
    ]


def test_a_pdf_is_cited_by_page(tmp_path):
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for text in ("First page", "Second page"):
        page = writer.add_blank_page(300, 300)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    path = tmp_path / "paper.pdf"
    writer.write(path)

    document = only(path)

    assert [(p.place, p.text) for p in document.passages] == [("p. 1", "First page"), ("p. 2", "Second page")]


def test_a_saved_page_gives_its_article_without_the_menu(tmp_path):
    path = tmp_path / "page.html"
    words = "The series grows without bound because each group of terms adds a half. " * 6
    path.write_text(
        f"<html><body><nav><a href=/>Home</a><a href=/shop>Shop</a></nav><article><h1>Harmonic</h1>"
        f"<p>{words}</p></article><footer>Cookies</footer></body></html>"
    )

    text = "\n".join(passage.text for passage in only(path).passages)

    assert "grows without bound" in text
    assert "Shop" not in text


def test_a_diff_is_cited_by_file_and_line(tmp_path):
    path = tmp_path / "change.diff"
    path.write_text(
        "Fix the sum\n\ndiff --git a/sum.py b/sum.py\n--- a/sum.py\n+++ b/sum.py\n"
        "@@ -1,2 +1,2 @@\n-x = 1\n+x = 2\n@@ -40,1 +40,1 @@\n-y\n+z\n"
    )

    assert [p.place for p in only(path).passages] == ["description", "sum.py:1", "sum.py:40"]


def test_a_source_tree_is_what_git_tracks_the_readme_first(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text("print('hi')\n")
    (tmp_path / "README.md").write_text("# App\n")
    (tmp_path / "secret.env").write_text("KEY=1\n")
    git = ["git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "README.md", "app"], check=True)

    places = [p.place for p in only(tmp_path).passages]

    assert places == ["files", "README.md:1", "app/main.py:1"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone.md", None, "no such file"),
        ("empty.md", b"", "no text"),
        ("picture.md", b"\x89PNG\0\0", "not a text file"),
        ("broken.pdf", b"%PDF-1.7 broken", "not a PDF"),
    ],
)
def test_what_cannot_be_read_says_so_with_its_path(tmp_path, name, data, said):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(SourceUnreadable, match=said) as caught:
        read_sources([path])

    assert name in caught.value.message
    assert caught.value.fix


def test_too_much_is_cut_at_the_longest_and_says_so(tmp_path):
    long, short = tmp_path / "long.txt", tmp_path / "short.txt"
    long.write_text("x" * 400_000)
    short.write_text("short and whole")

    first, second = read_sources([long, short])

    assert sum(len(p.text) for p in first.passages) <= 240_000 + 100
    assert "left out" in first.passages[-1].text
    assert second.passages[0].text == "short and whole"


def test_a_file_that_is_far_too_large_is_not_opened(tmp_path):
    path = tmp_path / "dump.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(SourceUnreadable, match=r"dump\.txt: 200 MB; at most 100 are read"):
        read_sources([path])


def test_pages_that_would_be_cut_are_not_read(tmp_path, monkeypatch):
    read = []

    class Page:
        def extract_text(self):
            read.append(self)
            return "x" * 100_000

    class Book:
        is_encrypted = False
        pages = (Page(),) * 1_000

    monkeypatch.setattr("pypdf.PdfReader", lambda _: Book())
    (tmp_path / "book.pdf").write_bytes(b"%PDF-")

    (document,) = read_sources([tmp_path / "book.pdf"])

    assert len(read) == 3
    assert "left out" in document.passages[-1].text


@given(st.text(min_size=1), st.text())
def test_a_document_holds_what_stands_in_it_and_cannot_end_itself(text, rest):
    document = Document("S1", "a.md", [Passage("start", text + rest)])

    assert document.holds(text) or not text.strip()
    assert document.quoted().count("</document>") == 1


def test_a_quotation_is_cited_where_it_stands_whatever_the_model_says(tmp_path):
    code = tmp_path / "app"
    code.mkdir()
    (code / "main.py").write_text("".join(f"x{n} = {n}\n" for n in range(1, 200)))
    diff = tmp_path / "change.diff"
    diff.write_text("--- a/sum.py\n+++ b/sum.py\n@@ -7,3 +7,3 @@\n total = 0\n-x = 1\n+x = 2\n")

    trace = tmp_path / "trace.txt"
    trace.write_text("".join(f"sort.py({n}): step {n} of it\n" for n in range(1, 300)))

    single = tmp_path / "sort.py"
    single.write_text("# Sorting\n\ndef sort(x):\n    # in place\n    x.sort()\n")

    tree, change, run, alone = read_sources([code, diff, trace, single])

    assert alone.place_of("x.sort()") == "sort.py:5"
    assert run.place_of("step 137 of it") == "line 137"
    assert tree.place_of("x120 = 120") == "main.py:120"
    assert tree.place_of("x79 = 79 x80 = 80") == "main.py:79"
    assert change.place_of("+x = 2") == "sum.py:8"
    assert change.place_of("nowhere") is None
