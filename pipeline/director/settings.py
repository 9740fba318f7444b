"""Which model, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Budget", "DirectorSettings", "Prices"]


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens. What is read from the cache costs a tenth of input, what is
    written to it a quarter more, as Anthropic's price list has it."""

    input: float
    output: float

    def cost(self, *, input: int, output: int, cache_read: int, cache_write: int) -> float:  # noqa: A002
        """Dollars for so many tokens."""
        asked = input + 0.1 * cache_read + 1.25 * cache_write
        return (asked * self.input + output * self.output) / 1e6


@dataclass(frozen=True, slots=True)
class Budget:
    """Where to stop. ``None``: no limit."""

    scene_turns: int = 16
    """Answers of the model for one scene."""
    scene_tokens: int | None = None
    scene_usd: float | None = None
    scene_wall_s: float | None = None
    """From when the scene's work begins in this process."""
    scene_repairs: int = 4
    """How often a scene that says it is done, and is not, goes back to the model."""
    plan_repairs: int = 3
    tokens: int | None = 2_000_000
    """Input and output of the whole generation."""
    turns: int | None = None
    """Answers of the model for the whole generation."""
    usd: float | None = None
    wall_s: float | None = 3_600
    """Time that the generation is worked on, pauses between processes not counted."""


@dataclass(frozen=True, slots=True)
class DirectorSettings:
    """How the model is asked."""

    key: str
    model: str = "claude-sonnet-5-5"
    base_url: str | None = None
    """Any API that speaks Anthropic's Messages."""
    max_tokens: int = 32_000
    """Room for one answer, thinking included; what is not used costs nothing."""
    thinking_tokens: int | None = None
    """``None``: as the model likes; 0: none, where it can be turned off."""
    temperature: float | None = None
    concurrency: int = 3
    """Scenes that are written side by side."""
    prices: Prices | None = None
    """Without prices cost is not counted, and cannot be limited."""
    budget: Budget = Budget()
    memory: bool = True
    """Offer what mended the same mistake before."""
    snippets: bool = True
    """Let the model search the snippets."""
    rehearse: bool = True
    """Verify by rehearsal; off leaves only the render. For measurements."""
    whole_scene_repair: bool = False
    """Ask for the whole scene anew instead of the smallest change. For measurements."""
    timeout_s: float = 600
    retries: int = 10
