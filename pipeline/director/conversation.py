"""A conversation with the model that survives a crash: every message is kept before the next step."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from pipeline.director.errors import BudgetSpent, ModelRefused
from pipeline.director.ledger import Ledger
from pipeline.director.model import Answer, Model
from pipeline.director.settings import Budget

__all__ = ["Conversation", "Purse", "blocks_of"]


class Purse:
    """The budget of one generation, held against what its ledger says."""

    def __init__(self, ledger: Ledger, generation_id: str, budget: Budget) -> None:
        self._ledger = ledger
        self._generation_id = generation_id
        self._budget = budget
        self._started = time.monotonic()

    def require(self) -> None:
        """Raises BudgetSpent where a limit of the whole generation is reached."""
        spent = self._ledger.spent(self._generation_id)
        limits = (
            ("tokens", spent.tokens, self._budget.tokens, f"{spent.tokens:,} tokens"),
            ("usd", spent.usd, self._budget.usd, f"${spent.usd or 0:.2f}"),
            ("wall_s", time.monotonic() - self._started, self._budget.wall_s, "its time"),
        )
        for name, used, most, said in limits:
            if used is not None and most is not None and used >= most:
                raise BudgetSpent(
                    f"The generation has used {said}; its limit is {most:,g} ({name}).",
                    fix=f"What is ready stays. Raise the limit ({name}) and generate again, or edit by hand.",
                    limit=name,
                    used=used,
                )


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

    async def answer(self, *, must_call: str | None = None) -> Answer:
        """Ask the model, keep what it says.

        Raises:
            BudgetSpent: before anything is asked.
            ModelRefused: it declined. The refusal is kept.
            ModelUnavailable: it did not answer.
        """
        self._purse.require()
        answer = await self._model.ask(self._system, self.messages, self._tools, must_call=must_call)
        content = _without_cut_call(answer) if answer.cut else answer.content
        content = content or [{"type": "text", "text": "(nothing)"}]
        self._ledger.append(self._generation_id, self.thread, "assistant", content, answer.spent)
        self.messages.append({"role": "assistant", "content": content})
        if answer.stop_reason == "refusal":
            raise ModelRefused(
                f"The model declined to go on with this: {answer.text[:200] or 'it gave no reason'}",
                fix="Say the topic in other words, or choose another model.",
            )
        return Answer(content, answer.stop_reason, answer.spent)

    def _keep(self, role: str, content: Any) -> None:
        self._ledger.append(self._generation_id, self.thread, role, content)
        self.messages.append({"role": role, "content": content})


def _without_cut_call(answer: Answer) -> list[dict[str, Any]]:
    """What stands before the cut: half a tool call must never be carried out."""
    content = list(answer.content)
    if content and content[-1]["type"] == "tool_use":
        content.pop()
    return content


def blocks_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The content of a message as blocks; a plain text is one."""
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _opening(message: dict[str, Any]) -> str:
    blocks = blocks_of(message)
    return str(blocks[0].get("text", "")) if blocks else ""
