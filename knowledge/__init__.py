"""What proofreel knows about Manim: snippets, their search, the API reference, the checker,
the hints, the skills.

Nothing here imports manim or runs a scene; what needs manim is built by a job in the sandbox and
cached by manim's version. It imports nothing of ours but ``proofreel``.
"""
