"""Ready ways to ask for a video: what the plan should look like for each kind of source."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.director.errors import DirectorError

__all__ = ["WORKFLOWS", "Workflow", "workflow_text"]


@dataclass(frozen=True, slots=True)
class Workflow:
    """One kind of video."""

    name: str
    title: str
    needs: str
    """What has to come with the prompt."""
    text: str


WORKFLOWS = {
    found.name: found
    for found in (
        Workflow(
            "topic",
            "Explain a topic",
            "",
            "Start from a question that the viewer has; give one example with numbers before any general "
            "statement; end with where it is used or where it breaks.",
        ),
        Workflow(
            "paper",
            "Explain a paper",
            "the paper as PDF, HTML or Markdown",
            "Scenes: the problem and why it was open; the idea in one picture; how it works, step by step; "
            "what was measured, with the paper's own numbers in a table or chart; what it does not show. "
            "Each claim of the paper is cited with its page.",
        ),
        Workflow(
            "codebase",
            "Explain a codebase",
            "the folder of the source tree",
            "Scenes: what it does for its user; the parts and how they lean on each other, as a graph; one "
            "request followed through the code with the real functions' names; the one clever or surprising "
            "place, with its lines; where to start changing it. Cite file and line.",
        ),
        Workflow(
            "pull-request",
            "Explain a pull request",
            "the diff, and its description if there is one",
            "Scenes: what was wrong or missing before; the change at its heart, before and after, as code "
            "with highlighted lines; what else had to follow; how it is tested and what a reviewer should "
            "look at twice. Cite file and line of the diff.",
        ),
        Workflow(
            "algorithm",
            "Explain a running algorithm",
            "the code, or a trace of a run (one step a line)",
            "Take one small input and follow the real run: each step changes what is seen, the line of code "
            "that acts is highlighted, the invariant is named and stays visible. End with the count of "
            "steps and what it says about larger inputs. Do not skip steps that the trace has.",
        ),
    )
}


def workflow_text(name: str) -> str:
    """What a workflow asks of the plan.

    Raises:
        DirectorError: there is no such workflow.
    """
    if not name:
        return WORKFLOWS["topic"].text
    if name not in WORKFLOWS:
        raise DirectorError(f"There is no workflow {name!r}.", fix=f"There are: {', '.join(WORKFLOWS)}.")
    return WORKFLOWS[name].text
