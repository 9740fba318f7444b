"""The root of every exception that proofreel raises on purpose.

::

    ProofreelError
    ├── SandboxError      render_sandbox.errors: a limit hit, a backend missing, output not trusted
    ├── LessonError       pipeline.lesson.errors: mistakes in a lesson, each with its place
    ├── StateError        pipeline.state.errors: unknown ids, forbidden transitions, stale versions
    └── …                 each folder's ``errors`` module draws its own branch

Each class has a stable ``code`` that clients may match on; messages may change.
"""

from __future__ import annotations

from typing import Any, ClassVar

from proofreel.printable import printable


class ProofreelError(Exception):
    """Something a person or an agent can act on.

    ``message`` says what happened and where, ``fix`` what to do next, ``details`` carries figures
    and ids for programs.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, fix: str = "", **details: Any) -> None:
        # A message may quote what hostile code said, and ends up in terminals.
        super().__init__(printable(message))
        self.message = printable(message)
        self.fix = fix
        self.details = details

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()

    def as_dict(self) -> dict[str, Any]:
        """The error as JSON-able data: ``code``, ``message``, ``fix`` and the details."""
        return {"code": self.code, "message": self.message, "fix": self.fix, **self.details}
