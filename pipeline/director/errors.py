"""Why the director could not go on.

::

    ProofreelError
    └── DirectorError
        ├── DirectorMissing     no key and no model: says the three ways to make a video
        ├── ModelUnavailable    the API did not answer, or refused the key, after the retries
        ├── ModelRefused        the model declined, or its answer could not be used
        ├── BudgetSpent         tokens, money, time or turns are used up; says which, with the figure
        └── SourceUnreadable    a document that cannot be read
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = [
    "BudgetSpent",
    "DirectorError",
    "DirectorMissing",
    "ModelRefused",
    "ModelUnavailable",
    "SourceUnreadable",
]


class DirectorError(ProofreelError):
    """The root of this folder's errors."""

    code = "director"


class DirectorMissing(DirectorError):
    """There is no model to ask."""

    code = "director_missing"

    def __init__(self) -> None:
        super().__init__(
            "No model is set up, so nothing can be generated here.",
            fix="Three ways: let an MCP client drive the tools (`proofreel serve`); set "
            "PROOFREEL_DIRECTOR_KEY (and PROOFREEL_DIRECTOR_URL for another provider); or write a lesson "
            "file and run `proofreel make LESSON.md`.",
        )


class ModelUnavailable(DirectorError):
    """The API cannot be reached, or does not let us in."""

    code = "model_unavailable"


class ModelRefused(DirectorError):
    """The model declined, or what it said is of no use after the retries."""

    code = "model_refused"


class BudgetSpent(DirectorError):
    """A limit of the generation is reached."""

    code = "budget_spent"


class SourceUnreadable(DirectorError):
    """A document that the prompt comes with cannot be read."""

    code = "source_unreadable"
