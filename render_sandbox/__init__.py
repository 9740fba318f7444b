"""Where LLM-written code runs: isolation backends, the pool of warm workers, and the stage.

``stage/`` is the code inside the sandbox (the only place that imports manim); everything beside it
runs on the host. This file is imported on both sides, so it imports nothing.
"""
