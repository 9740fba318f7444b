"""The names of the engines that speak: known to the lesson format too, which needs no sound."""

from __future__ import annotations

__all__ = ["ENGINES"]

ENGINES = ("none", "espeak", "piper", "openai", "elevenlabs", "recorded")
