"""What can go wrong with snippets and their index.

::

    ProofreelError
    └── SearchError
        ├── SnippetError    a snippet file that can't be read, with its name
        └── UnknownTopic    a topic that no snippet has, with the nearest ones
"""

from __future__ import annotations

from typing import ClassVar

from proofreel.errors import ProofreelError

__all__ = ["SearchError", "SnippetError", "UnknownTopic"]


class SearchError(ProofreelError):
    """The root of what this folder raises."""

    code: ClassVar[str] = "search_error"


class SnippetError(SearchError):
    """A snippet file breaks the format."""

    code: ClassVar[str] = "snippet_invalid"


class UnknownTopic(SearchError):
    """No snippet has this topic. ``details["topics"]`` lists those that exist."""

    code: ClassVar[str] = "unknown_topic"
