"""What can go wrong when knowledge is asked for.

::

    ProofreelError
    └── KnowledgeError
        └── ReferenceMissing    no API data for the wanted version of manim
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = ["KnowledgeError", "ReferenceMissing"]


class KnowledgeError(ProofreelError):
    """The root of this folder's errors."""

    code = "knowledge"


class ReferenceMissing(KnowledgeError):
    """There is no API data for a version of manim; the fix says how to build it."""

    code = "reference_missing"
