"""Snippets and how they are found.

The library that ships is the folder ``knowledge/snippets/``; what a snippet file must look like is
``snippet.py``. The public names are those below; everything else here may change. Nothing in this
folder imports manim.
"""

from knowledge.search.context import ContextItem, topic_context
from knowledge.search.errors import SearchError, SnippetError, UnknownTopic
from knowledge.search.index import Hit, SearchAnswer, SnippetIndex
from knowledge.search.library import OWN_SNIPPETS, Library, load_folders
from knowledge.search.manim_docs import Manim, installed_manim
from knowledge.search.snippet import Snippet, parse_snippet

__all__ = [
    "OWN_SNIPPETS",
    "ContextItem",
    "Hit",
    "Library",
    "Manim",
    "SearchAnswer",
    "SearchError",
    "Snippet",
    "SnippetError",
    "SnippetIndex",
    "UnknownTopic",
    "installed_manim",
    "load_folders",
    "parse_snippet",
    "topic_context",
]
