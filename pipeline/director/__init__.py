"""The director: from one sentence to a finished video, with nobody in the loop.

It plans a lesson, gives each scene to a model that works with the server's own MCP tools, verifies
what came of it by itself, and falls back to the planned blocks where a scene is not mended within its
budget: a generation ends with every scene ``ready`` or with an error that a person can act on.

``director`` is what others ask; ``keeping`` says which process works on what; ``generation_work`` is one
generation or edit from request to end; ``plan`` is the first answer of the model and how it becomes
a lesson; ``scene_work`` is one scene's conversation; ``conversation`` keeps every message before the
next step is taken, so that a crash repeats no paid call; ``model`` speaks to the API, by a ``request``;
``ledger`` and ``memory`` are their tables; ``sources`` reads documents; ``workflows`` are the ready ways
to ask; ``wording`` and ``guides/`` are what the model is told, ``quoting`` how data is marked.

What a document, a snippet or a tool says is data: it is quoted to the model and never an order to this
code. The model reaches nothing but the tools of ``toolbox.SCENE_TOOLS``, each bound to its scene.
"""

from __future__ import annotations

from pipeline.director.director import Director, GenerateRequest
from pipeline.director.settings import DirectorSettings

__all__ = ["Director", "DirectorSettings", "GenerateRequest"]
