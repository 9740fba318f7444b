"""A conversation with the model that survives a crash: every message is kept before the next step."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.director.errors import BudgetSpent, ModelRefused
from pipeline.director.ledger import Ledger
from pipeline.director.model import Answer, Model
from pipeline.director.settings import Budget

__all__ = ["Conversation", "Purse", "blocks_of"]


_Limit = tuple[str, str, float | None, float | None]
"""Whose, its name, what is used, the most."""


class Purse:
    """The budget of one generation, held against what its ledger says."""

    def __init__(self, ledger: Ledger, generation_id: str, budget: Budget) -> None:
        self._ledger = ledger
        self._generation_id = generation_id
        self._budget = budget
        self._begun = time.monotonic() - ledger.get(generation_id).worked_ms / 1000
        self._threads_begun: dict[str, float] = {}

    def begin(self, thread: str) -> None:
        """A scene's time starts now."""
        self._threads_begun.setdefault(thread, time.monotonic())

    def require(self, thread: str) -> float:
        """The seconds that are left, of the generation and of a scene's thread; ``inf``: no limit.

        Raises:
            BudgetSpent: a limit of either is reached; says which, with the figure.
        """
        budget, now = self._budget, time.monotonic()
        whole = self._ledger.spent(self._generation_id)
        took_s = now - self._begun
        limits: list[_Limit] = [
            ("The generation", "turns", whole.turns, budget.turns),
            ("The generation", "tokens", whole.tokens, budget.tokens),
            ("The generation", "usd", whole.usd, budget.usd),
            ("The generation", "wall_s", took_s, budget.wall_s),
        ]
        if thread in self._threads_begun:
            own = self._ledger.spent(self._generation_id, thread)
            scene_took_s = now - self._threads_begun[thread]
            limits += [
                ("The scene", "scene_turns", own.turns, budget.scene_turns),
                ("The scene", "scene_tokens", own.tokens, budget.scene_tokens),
                ("The scene", "scene_usd", own.usd, budget.scene_usd),
                ("The scene", "scene_wall_s", scene_took_s, budget.scene_wall_s),
            ]
        for whose, name, used, most in limits:
            if used is not None and most is not None and used >= most:
                raise _spent(whose, name, used, most)
        return min(
            (most - (used or 0) for _, name, used, most in limits if name.endswith("wall_s") and most),
            default=math.inf,
        )

    def out_of_time(self, thread: str) -> BudgetSpent:
        """What is said where the time ran out while the model was asked."""
        try:
            self.require(thread)
        except BudgetSpent as error:
            return error
        return _spent("The generation", "wall_s", self._budget.wall_s or 0, self._budget.wall_s or 0)


class Conversation:
    """One thread of messages of a generation.

    Made again after a crash it goes on where the last kept message ended: an answer that was paid
    for is never asked for twice.
    """

    def __init__(
        self,
        model: Model,
        ledger: Ledger,
        purse: Purse,
        generation_id: str,
        thread: str,
        system: str,
        tools: Sequence[dict[str, Any]] = (),
    ) -> None:
        self._model = model
        self._ledger = ledger
        self._purse = purse
        self._generation_id = generation_id
        self.thread = thread
        self._system = system
        self._tools = tools
        self.messages = ledger.messages(generation_id, thread)

    @property
    def offered(self) -> set[str]:
        """The names of the tools that the model may call; it may name others."""
        return {str(tool["name"]) for tool in self._tools}

    @property
    def turns(self) -> int:
        """Answers so far."""
        return sum(message["role"] == "assistant" for message in self.messages)

    @property
    def waits_for_model(self) -> bool:
        """Whether the last word is ours."""
        return bool(self.messages) and self.messages[-1]["role"] == "user"

    @property
    def last_calls(self) -> list[dict[str, Any]]:
        """The tool calls of the last message, where it is the model's."""
        if not self.messages or self.messages[-1]["role"] != "assistant":
            return []
        return [block for block in self.messages[-1]["content"] if block["type"] == "tool_use"]

    def say(self, content: str | list[dict[str, Any]]) -> None:
        """Our next message."""
        self._keep("user", content)

    def count(self, mark: str) -> int:
        """How many of our messages begin with ``mark``."""
        return sum(
            _opening(message).startswith(mark) for message in self.messages if message["role"] == "user"
        )

    async def answer(self) -> Answer:
        """Ask the model, keep what it says.

        Raises:
            BudgetSpent: before anything is asked, or where the time is over before it answers.
            ModelRefused: it declined, or can read no more. What it said is kept.
            ModelUnavailable: it did not answer.
        """
        left_s = self._purse.require(self.thread)
        try:
            async with asyncio.timeout(None if math.isinf(left_s) else left_s):
                answer = await self._model.ask(self._system, self.messages, self._tools)
        except TimeoutError as error:
            raise self._purse.out_of_time(self.thread) from error
        content = _carried_on(answer)
        n = len(self.messages)
        self._ledger.append(self._generation_id, self.thread, n, "assistant", content, answer.spent)
        self.messages.append({"role": "assistant", "content": content})
        if answer.stop_reason == "refusal":
            raise ModelRefused(
                f"The model declined to go on with this: {_reason(answer)}",
                fix="Say the topic in other words, or choose another model.",
            )
        if answer.stop_reason == "model_context_window_exceeded":
            raise ModelRefused(
                "The conversation no longer fits into the model's context window.",
                fix="Give fewer or shorter documents, or choose a model that reads more.",
            )
        return replace(answer, content=content)

    def _keep(self, role: str, content: Any) -> None:
        self._ledger.append(self._generation_id, self.thread, len(self.messages), role, content)
        self.messages.append({"role": role, "content": content})


def _spent(whose: str, name: str, used: float, most: float) -> BudgetSpent:
    figure = f"${used:,.2f}" if name.endswith("usd") else f"{used:,.0f}"
    word = {"turns": "answers", "tokens": "tokens", "usd": "", "s": "seconds"}[name.rpartition("_")[2]]
    return BudgetSpent(
        f"{whose} has used {figure} {word}".rstrip() + f"; its limit is {most:,g} ({name}).",
        fix=f"What is ready stays. Raise director_{name} and generate again, or edit by hand.",
        limit=name,
        used=used,
    )


def _carried_on(answer: Answer) -> list[dict[str, Any]]:
    """What is kept of an answer and can be sent back.

    Of an answer that broke off no tool call is carried out, so that none may stand there without its
    result; half a thought has no signature, and a message may not end with a thought.
    """
    content = list(answer.content)
    if answer.stop_reason not in ("end_turn", "tool_use"):
        content = list(itertools.takewhile(lambda block: block["type"] != "tool_use", content))
        while content and content[-1]["type"] in ("thinking", "redacted_thinking"):
            content.pop()
    if not content or content[-1]["type"] in ("thinking", "redacted_thinking"):
        content.append({"type": "text", "text": "(nothing)"})
    return content


def _reason(answer: Answer) -> str:
    return (answer.text or answer.why)[:200] or "it gave no reason"


def blocks_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The content of a message as blocks; a plain text is one."""
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _opening(message: dict[str, Any]) -> str:
    blocks = blocks_of(message)
    return str(blocks[0].get("text", "")) if blocks else ""
