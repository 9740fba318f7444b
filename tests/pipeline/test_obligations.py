"""Errors of a report stand between a session and its export until they are mended or waived."""

from __future__ import annotations

import pytest

from pipeline.obligations import BadWaiver, UnmendedFindings, accept, finding_id, require_mended
from pipeline.state import scenes
from pipeline.state.reviews import find_review, keep_review, list_waivers
from pipeline.state.versions import SceneDraft


def finding(rule="text-over-text", severity="error", text="Supply", **more):
    things = [{"name": "title", "text": text, "box": [0, 0, 1, 1]}]
    return {"rule": rule, "severity": severity, "message": f"{rule}!", "things": things, **more}


def test_a_scene_without_errors_or_never_rehearsed_is_free(db, three_scenes):
    keep_review(db, three_scenes[0].id, 1, [finding(severity="warning")])

    require_mended(db, three_scenes)


def test_errors_are_listed_with_what_to_do(db, three_scenes):
    keep_review(db, three_scenes[1].id, 1, [finding(line=7, time_s=1.5), finding("tiny-text")])

    with pytest.raises(UnmendedFindings) as refused:
        require_mended(db, three_scenes)

    assert [one["rule"] for one in refused.value.details["findings"]] == ["text-over-text", "tiny-text"]
    assert refused.value.details["findings"][0]["scene"] == 2
    assert "waive" in refused.value.fix


def test_a_waiver_needs_a_reason_and_an_error_that_is_there(db, three_scenes):
    scene = three_scenes[0]

    with pytest.raises(BadWaiver, match="gives no reason"):
        accept(db, scene, [finding()], {"text-over-text": " "}, author="agent")
    with pytest.raises(BadWaiver, match="no error of scene"):
        accept(db, scene, [finding(severity="warning")], {"text-over-text": "on purpose"}, author="agent")


def test_a_waiver_frees_its_finding_and_keeps_the_reason(db, three_scenes):
    scene, found = three_scenes[0], [finding(), finding(text="Demand")]
    keep_review(db, scene.id, 1, found)

    accept(db, scene, found, {finding_id(found[0]): "a palimpsest"}, author="ada")

    with pytest.raises(UnmendedFindings) as refused:
        require_mended(db, [scene])
    assert [one["id"] for one in refused.value.details["findings"]] == [finding_id(found[1])]
    accept(db, scene, found, {"text-over-text": "both on purpose"}, author="ada")
    require_mended(db, [scene])
    assert {one.reason for one in list_waivers(db, scene.id)} == {"both on purpose"}


def test_a_waiver_holds_in_later_versions_for_the_same_fault_alone(db, three_scenes):
    scene, found = three_scenes[0], [finding(time_s=1.0)]
    accept(db, scene, found, {"text-over-text": "on purpose"}, author="ada")

    draft = SceneDraft(scene.title, "code", "x = 2\n", digest="another")
    edited = scenes.edit_scene(db, scene.id, draft, base_version=1, author="ada", change="")

    keep_review(db, scene.id, 2, [finding(time_s=3.0, line=9)])
    require_mended(db, [edited])
    keep_review(db, scene.id, 2, [finding(text="Demand")])
    with pytest.raises(UnmendedFindings):
        require_mended(db, [edited])


def test_a_revert_finds_the_review_of_the_same_content_and_an_edit_does_not(db, three_scenes):
    scene = three_scenes[0]
    keep_review(db, scene.id, 1, [finding()])
    draft = SceneDraft(scene.title, "code", "x = 2\n", digest="another")

    edited = scenes.edit_scene(db, scene.id, draft, base_version=1, author="ada", change="")
    assert find_review(db, edited) is None

    back = scenes.revert_scene(db, scene.id, to_version=1, author="ada")
    assert find_review(db, back) == [finding()]
