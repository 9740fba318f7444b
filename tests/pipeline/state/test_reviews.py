"""Findings of a version and the reasons for which they stay."""

from __future__ import annotations

from pipeline.state.history import scene_history
from pipeline.state.reviews import Waiver, add_waiver, find_review, keep_review, list_waivers
from pipeline.state.scenes import edit_scene, get_scene, revert_scene

from ..conftest import draft


def waiver(scene, finding: str, reason: str, *, at: int = 1) -> Waiver:
    return Waiver(scene.id, finding, "text-over-text", "a over b", reason, "person", scene.version, at)


def test_a_version_has_the_findings_of_its_last_rehearsal(db, three_scenes):
    scene = three_scenes[0]
    assert find_review(db, scene) is None

    keep_review(db, scene.id, 1, [{"rule": "a"}, {"rule": "b"}])
    assert find_review(db, scene) == [{"rule": "a"}, {"rule": "b"}]

    keep_review(db, scene.id, 1, [])
    assert find_review(db, scene) == []
    assert find_review(db, three_scenes[1]) is None


def test_findings_belong_to_the_content_not_to_the_number_of_the_version(db, three_scenes):
    scene = three_scenes[0]
    keep_review(db, scene.id, 1, [{"rule": "a"}])

    edited = edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="agent", change="")
    assert find_review(db, edited) is None
    keep_review(db, scene.id, 2, [{"rule": "b"}])

    back = revert_scene(db, scene.id, to_version=1, author="agent")
    assert find_review(db, back) == [{"rule": "a"}]
    keep_review(db, scene.id, 3, [{"rule": "c"}])
    assert find_review(db, get_scene(db, scene.id)) == [{"rule": "c"}]


def test_a_waiver_is_kept_whole_and_a_new_reason_replaces_the_old_one(db, three_scenes):
    scene = three_scenes[0]
    add_waiver(db, waiver(scene, "f2", "because", at=2))
    add_waiver(db, waiver(scene, "f1", "for show", at=1))
    add_waiver(db, waiver(three_scenes[1], "f1", "elsewhere"))

    assert list_waivers(db, scene.id) == [
        waiver(scene, "f1", "for show", at=1),
        waiver(scene, "f2", "because", at=2),
    ]

    add_waiver(db, waiver(scene, "f1", "on purpose", at=1))
    assert [one.reason for one in list_waivers(db, scene.id)] == ["on purpose", "because"]


def test_the_history_names_a_waiver_on_the_version_that_it_was_given_for(db, three_scenes):
    scene = three_scenes[0]
    add_waiver(db, waiver(scene, "f1", "on purpose"))
    edited = edit_scene(db, scene.id, draft(code="2\n"), base_version=1, author="person", change="shorter")

    newest, first = scene_history(db, scene.id)

    assert (newest.change, newest.current, newest.author) == ("shorter", True, "person")
    add_waiver(db, waiver(edited, "f1", "still"))
    add_waiver(db, waiver(edited, "f2", "too"))
    assert scene_history(db, scene.id)[0].change == (
        "shorter; waived text-over-text (person): still; waived text-over-text (person): too"
    )
    assert (first.change, first.current) == ("waived text-over-text (person): on purpose", False)
