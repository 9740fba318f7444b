"""The model's plan, and the lesson that it becomes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.director.sources import Document
from pipeline.lesson import Lesson, LessonError, parse

__all__ = ["MOST_SCENES", "Plan", "PlannedScene", "plan_tool", "problems_of_plan", "read_plan", "to_lesson"]


MOST_SCENES = 50


class Citation(BaseModel):
    """Where a fact comes from."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, Field(description="The document's label, S1, S2 …")]
    place: Annotated[str, Field(description="Its place as marked in the document: p. 3, src/app.py:12 …")]
    quote: Annotated[str, Field(max_length=300, description="A few words from there, exactly as they stand.")]


class PlannedScene(BaseModel):
    """One scene as planned."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=80)]
    goal: Annotated[str, Field(description="What a viewer knows after it, in one sentence.")]
    visual: Annotated[str, Field(description="What is seen, and how it changes while it is spoken about.")]
    blocks: Annotated[
        str,
        Field(
            min_length=1,
            description="The scene in the lesson format, without its heading: narration paragraphs, "
            "bullets, $$formulas$$, plot, steps, table, timeline … This is what is shown where no code is "
            "written, so it must teach the same.",
        ),
    ]
    needs_code: Annotated[
        bool,
        Field(description="True only where the visual idea cannot be shown by blocks: it will be animated."),
    ] = False
    cites: Annotated[list[Citation], Field(max_length=12)] = []


class Plan(BaseModel):
    """A whole video as planned."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=120)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    theme: Literal["midnight", "daylight", "chalkboard", "paper"] = "midnight"
    scenes: Annotated[list[PlannedScene], Field(min_length=1, max_length=MOST_SCENES)]


def plan_tool() -> dict[str, Any]:
    """The tool through which the model hands in its plan."""
    return {
        "name": "submit_plan",
        "description": "Hand in the plan of the video. It is checked; every mistake comes back at once.",
        "input_schema": Plan.model_json_schema(),
    }


def read_plan(data: Any) -> tuple[Plan | None, list[str]]:
    """The plan in a tool call, or what is wrong with it."""
    try:
        return Plan.model_validate(data), []
    except ValidationError as error:
        return None, [
            f"{'.'.join(map(str, found['loc'])) or 'plan'}: {found['msg']}" for found in error.errors()[:12]
        ]


def problems_of_plan(plan: Plan, documents: list[Document], scene_count: int | None) -> list[str]:
    """Every mistake in the plan's lesson, and every citation that its document does not hold."""
    problems: list[str] = []
    if scene_count is not None and len(plan.scenes) != scene_count:
        problems.append(f"{scene_count} scenes are asked for; the plan has {len(plan.scenes)}.")
    for number, scene in enumerate(plan.scenes, 1):
        if re.search(r"^#{1,2}\s", scene.blocks, re.MULTILINE):
            problems.append(f"Scene {number}: no # or ## headings inside a scene; split it or use bold text.")
        problems += [f"Scene {number}: {said}" for said in _unfounded(scene, documents)]
    if not problems:
        try:
            to_lesson(plan, documents)
        except LessonError as error:
            problems += str(error).splitlines()[:20]
    return problems


def to_lesson(plan: Plan, documents: list[Document]) -> Lesson:
    """The lesson of a plan; its sources are those that a scene cites.

    Raises:
        LessonError: every mistake in the blocks.
    """
    head = [f"title: {_quoted(plan.title)}", f"theme: {plan.theme}", f"language: {plan.language}"]
    scenes = [f"## {' '.join(scene.title.split())}\n\n{scene.blocks.strip()}\n" for scene in plan.scenes]
    lesson = parse("---\n" + "\n".join(head) + "\n---\n\n" + "\n".join(scenes), "plan")
    return lesson.model_copy(update={"sources": cited(plan, documents)})


def cited(plan: Plan, documents: list[Document]) -> list[str]:
    """The documents that the plan rests on, each with the places cited, in the order of the documents."""
    places: dict[str, list[str]] = {}
    labelled = {document.label: document for document in documents}
    for scene in plan.scenes:
        for citation in scene.cites:
            known = places.setdefault(citation.source, [])
            # Where the words stand is looked up: a model's word for it is not enough.
            found = (
                labelled[citation.source].place_of(citation.quote) if citation.source in labelled else None
            )
            place = found or citation.place
            if place not in known:
                known.append(place)
    return [
        f"{document.title} ({', '.join(places[document.label])})"
        for document in documents
        if document.label in places
    ]


def _unfounded(scene: PlannedScene, documents: list[Document]) -> list[str]:
    known = {document.label: document for document in documents}
    said: list[str] = []
    for citation in scene.cites:
        document = known.get(citation.source)
        if document is None:
            said.append(f"there is no source {citation.source}; there are {', '.join(known) or 'none'}.")
        elif not document.holds(citation.quote):
            said.append(
                f"{citation.source} does not say {citation.quote!r}. Quote it exactly, or drop the claim."
            )
    return said


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
