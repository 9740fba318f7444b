"""What the state refuses, and why.

::

    ProofreelError
    └── StateError
        ├── NotFound             no such project, session, scene or version (or not yours)
        ├── ForbiddenTransition  the state machine has no such arrow
        ├── SceneBusy            an edit of a scene that is being made right now
        ├── StaleVersion         somebody else was first; carries what changed
        ├── EditRefused          a replacement that is not found, or found more than once
        └── DatabaseBroken       the file cannot be read, or fails its own checks
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = [
    "DatabaseBroken",
    "EditRefused",
    "ForbiddenTransition",
    "NotFound",
    "SceneBusy",
    "StaleVersion",
    "StateError",
]


class StateError(ProofreelError):
    """The root of this folder's errors."""

    code = "state"


class NotFound(StateError):
    """No such thing, or none that this principal may see: the two look the same."""

    code = "not_found"


class ForbiddenTransition(StateError):
    """A status cannot follow the one that the scene has."""

    code = "forbidden_transition"


class SceneBusy(StateError):
    """The scene is being generated, rendered or uploaded."""

    code = "scene_busy"


class StaleVersion(StateError):
    """The change was made against a version that is no longer the current one."""

    code = "stale_version"


class EditRefused(StateError):
    """An exact replacement does not fit the source."""

    code = "edit_refused"


class DatabaseBroken(StateError):
    """SQLite cannot read the file, or it was written by a newer proofreel."""

    code = "database_broken"
