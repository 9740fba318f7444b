"""What can go wrong with narration.

::

    ProofreelError
    └── NarrationError       the branch of this folder
        ├── VoiceMissing     a program, key or file that the voice needs isn't there
        ├── VoiceFailed      the voice was asked and gave no usable sound
        └── TranscriptError  a recording and its transcript don't have the line
"""

from __future__ import annotations

from proofreel.errors import ProofreelError

__all__ = ["NarrationError", "TranscriptError", "VoiceFailed", "VoiceMissing"]


class NarrationError(ProofreelError):
    """Narration can't be made."""

    code = "narration"


class VoiceMissing(NarrationError):
    """A program, key or file that the voice needs isn't there."""

    code = "voice_missing"


class VoiceFailed(NarrationError):
    """The voice was asked and gave no usable sound."""

    code = "voice_failed"


class TranscriptError(NarrationError):
    """A recording's transcript can't be read, or doesn't have a line of the scene."""

    code = "transcript"
