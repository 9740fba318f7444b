"""How text becomes the words that the index knows: in documents, in code and in questions."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from contextlib import suppress
from functools import lru_cache

__all__ = ["STOP_WORDS", "WEAK_WORDS", "camel_words", "code_names", "comments", "spoken", "stem", "tokens"]

_FILLER = """
a about above actually after again all also am an and animate animated animation animations any are
as at be because been before being best both but by can cannot could create creating did do does
doing don done each easily etc example examples for from get gets getting give go goes going good
had happen happened happening happens has have having he help her here his how i if in into is it
its itself just kind let lets like look looks made make makes making manim may me might mobject
mobjects more most much must my myself need needs no nice of on once one only or other our out over
own please possible properly put really same scene scenes see set shall she should show showing
shown shows simple simply so some something sort such sure than that the their them then there these
they thing things this those through to too try trying up us use used user uses using very video
want wanted wants was way ways we were what when where which while who whole why will with within
without would you your
"""
STOP_WORDS = frozenset(_FILLER.split())
"""Words that say nothing about what is wanted: English filler, and what every scene is about."""

_VAGUE = """
add concept concepts demonstrate demonstration depict different display displayed displaying effect
effects explain explaining explains explanation graphic graphically idea ideas illustrate
illustrated illustrating illustration insert intuition intuitive intuitively lesson manner method
new next object objects pupil pupils represent representation scenario several show student students
teach teacher teaching technique thing various video view viewer viewers visual visualisation
visualise visualised visualising visualization visualize visualized visualizing visually work
working works
"""
WEAK_WORDS = frozenset(_VAGUE.split())
"""Words that say a little: a question's other words come before them."""

_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d+[A-Za-z]*|[^\W\d_a-zA-Z]+")
_NAME = re.compile(r"[A-Za-z_][\w']*|\d+\w*|[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_BRITISH = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w{3})is(?=(e|ed|es|er|ers|ing|ation|ations)$)", "iz"),
        (r"(?<=\w{3})our(?=(s|ed|ing|ful|less|hood|ite)?$)", "or"),
        (r"(label|model|cancel|travel|channel|tunnel|signal|spiral|level|pencil)l(?=(ed|ing|er)$)", r"\1"),
        (r"(?<=cent|heat)re(?=[sd]?$)", "er"),
        (r"(?<=met|lit)re(?=s?$)", "er"),
        (r"(?<=al|an)ys(?=(e|ed|es|ing)$)", "yz"),
        (r"(?<=og)ue(?=s?$)", ""),
        (r"^grey", "gray"),
        (r"^maths$", "math"),
    )
)
_EVERYWHERE = """
self construct play wait add remove next_to shift move_to scale animate to_edge run_time color
font_size buff append range len for in Scene VGroup Text FadeIn FadeOut Create Write WHITE YELLOW
BLUE RED GREEN ORANGE TEAL PURPLE GREY GRAY UP DOWN LEFT RIGHT ORIGIN UL UR DL DR np array manim zip
enumerate list str int float set_color fill_opacity stroke_width copy to_corner weight BOLD arrange
get_center width height
"""
_BORING_NAMES = frozenset(_EVERYWHERE.split())


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without possessives. ``BarChart3D`` is one word here."""
    found = _WORD.finditer(text.replace("_", " "))
    return [_american(match.group().lower().removesuffix("'s")) for match in found]


def camel_words(name: str) -> list[str]:
    """``BarChart`` and ``bar_chart`` as ``bar chart``, in lower case."""
    return [_american(part.lower()) for piece in name.split("_") for part in _CAMEL.findall(piece)]


@lru_cache(maxsize=1 << 14)  # a library's words come again and again
def _american(word: str) -> str:
    """A British spelling as the American one: the same in documents and in questions."""
    for pattern, replacement in _BRITISH:
        changed = pattern.sub(replacement, word)
        if changed != word:
            return changed
    return word


def stem(word: str) -> str:
    """A word without its commonest endings: enough to look it up, SQLite's porter does the search."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            bare = word[: -len(ending)]
            doubled = len(ending) > 1 and bare[-1] == bare[-2] and bare[-1] not in "lsz"
            return bare[:-1] if doubled else bare
    return word


def code_names(code: str) -> list[str]:
    """The names in the code that say what it is about, in order of appearance, each once.

    Broken code yields the names before the fault.
    """
    names = (
        text
        for kind, text in _python_tokens(code)
        if kind == tokenize.NAME and not keyword.iskeyword(text) and text not in _BORING_NAMES
    )
    return list(dict.fromkeys(names))


def spoken(text: str) -> str:
    """Text as words, with names like ``BarChart`` whole and split, so that "bar chart" finds them."""
    words: list[str] = []
    for match in _NAME.finditer(text):
        parts = camel_words(match.group())
        words.extend(["".join(parts), *parts] if len(parts) > 1 else tokens(match.group()))
    return " ".join(words)


def comments(code: str) -> str:
    """The comments and the texts on screen, which often say in words what the code does."""
    kept: list[str] = []
    for kind, text in _python_tokens(code):
        if kind == tokenize.COMMENT:
            kept.append(text.lstrip("# "))
        elif kind == tokenize.STRING and " " in text:
            kept.append(text.strip("rbfu\"'"))
    return " ".join(kept)


@lru_cache(maxsize=1)  # the same code is asked for its names and for its comments
def _python_tokens(code: str) -> tuple[tuple[int, str], ...]:
    found: list[tuple[int, str]] = []
    with suppress(tokenize.TokenError, IndentationError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            found.append((token.type, token.string))  # noqa: PERF401 - what stands before a fault is kept
    return tuple(found)
