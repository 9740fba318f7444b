"""The API reference of the pinned manim, read from the package itself and kept as data.

``data/`` holds one snapshot a version, made by the sandbox job ``reflect`` and committed so that a
server knows the API without manim and without a build (about 450 kB; a test compares it with the
installed manim). ``data/renames.json`` is written by hand.
"""

from knowledge.api.lookup import Entry, lookup
from knowledge.api.store import PINNED, Api, load_api

__all__ = ["PINNED", "Api", "Entry", "load_api", "lookup"]
