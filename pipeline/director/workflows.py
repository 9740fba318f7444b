"""Ready ways to ask for a video: what the plan should look like for each kind of source."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.skills import video_of
from pipeline.director.errors import DirectorError

__all__ = ["WORKFLOWS", "Workflow", "workflow_text"]


@dataclass(frozen=True, slots=True)
class Workflow:
    """One kind of video."""

    name: str
    title: str
    needs: str
    """What has to come with the prompt."""
    skill: str
    """The skill that says what the video shows."""


WORKFLOWS = {
    found.name: found
    for found in (
        Workflow("topic", "Explain a topic", "", "explain-a-topic"),
        Workflow("paper", "Explain a paper", "the paper as PDF, HTML or Markdown", "explain-a-paper"),
        Workflow("codebase", "Explain a codebase", "the folder of the source tree", "explain-a-codebase"),
        Workflow(
            "pull-request",
            "Explain a pull request",
            "the diff, and its description if there is one",
            "explain-a-pull-request",
        ),
        Workflow(
            "algorithm",
            "Explain a running algorithm",
            "the code, or a trace of a run (one step a line)",
            "explain-an-algorithm",
        ),
    )
}


def workflow_text(name: str) -> str:
    """What a workflow asks of the plan.

    Raises:
        DirectorError: there is no such workflow.
    """
    found = WORKFLOWS.get(name or "topic")
    if found is None:
        raise DirectorError(f"There is no workflow {name!r}.", fix=f"There are: {', '.join(WORKFLOWS)}.")
    return video_of(found.skill)
