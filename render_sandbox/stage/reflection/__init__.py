"""What the installed manim offers, read from the package itself.

``snapshot`` describes the whole public namespace as JSON-able data, which the knowledge folder
turns into the API reference and the checker's types. It holds names, signatures and first
paragraphs, so that the server needn't import manim.
"""

from .snapshot import snapshot

__all__ = ["snapshot"]
