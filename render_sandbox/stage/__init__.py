"""The code that runs inside the sandbox, where manim is.

``worker`` speaks the protocol and hands each job to one module of ``jobs``. Nothing outside this
folder imports it, but for ``math.engine``, which asks MathJax about a formula without manim; it imports
nothing of ours but itself.
"""
