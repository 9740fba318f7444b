"""How a scene becomes a chunk faster than manim's own command, with manim's own pixels.

``output`` is the file writer that takes manim's frames; ``video``, ``audio`` and ``chunk`` encode and
mux them. The other modules are optimisations, one each: small, patched onto manim at one named place,
and without effect on the picture. Leave manim's own files and the user's scene alone.
"""
