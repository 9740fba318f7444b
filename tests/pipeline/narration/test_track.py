"""All lines of a scene as a table and files; the cache between."""

from __future__ import annotations

import pytest

from pipeline.narration.cache import SpeechCache
from pipeline.narration.sound import from_wav, loudness
from pipeline.narration.track import narrate

SCENE = """
class One(Scene):
    def construct(self):
        with self.say("Start with a <mark a/>right triangle<mark end/>") as line:
            line.until("a")
        self.narrate("Done now.")
"""


async def test_each_line_has_its_file_words_and_marks(beeper, tmp_path):
    track = await narrate(SCENE, beeper, SpeechCache(tmp_path))
    first, second = track.table["lines"].values()
    assert first["text"] == "Start with a right triangle"
    assert [word for _, word in first["words"]] == first["text"].split()
    assert first["marks"] == {"a": first["words"][3][0], "end": first["duration_s"]}
    assert set(track.files) == {first["file"], second["file"]}
    assert track.table["duration_s"] == pytest.approx(3.0 + 1.2)


async def test_every_file_is_at_minus_16_lufs(beeper, tmp_path):
    track = await narrate(SCENE, beeper, SpeechCache(tmp_path))
    for data in track.files.values():
        assert loudness(from_wav(data)) == pytest.approx(-16.0, abs=0.5)


async def test_a_line_is_spoken_once_whatever_moves_around_it(beeper, tmp_path):
    cache = SpeechCache(tmp_path)
    first = await narrate(SCENE, beeper, cache)
    again = await narrate(SCENE.replace("<mark a/>right", "right <mark a/>"), beeper, cache)
    assert beeper.spoken == ["Start with a right triangle", "Done now."]
    assert set(first.files.values()) == set(again.files.values())


async def test_another_voice_speaks_anew(beeper, tmp_path):
    cache = SpeechCache(tmp_path)
    await narrate(SCENE, beeper, cache)
    beeper.identity = "beeper 2"
    await narrate(SCENE, beeper, cache)
    assert len(beeper.spoken) == 4


async def test_a_damaged_file_of_the_cache_is_made_again(beeper, tmp_path):
    cache = SpeechCache(tmp_path)
    await narrate(SCENE, beeper, cache)
    for path in tmp_path.glob("*.wav"):
        path.write_bytes(b"damaged")
    track = await narrate(SCENE, beeper, cache)
    assert len(beeper.spoken) == 4
    assert all(data.startswith(b"RIFF") for data in track.files.values())


async def test_nothing_to_say_and_nobody_to_say_it_are_no_track(beeper, tmp_path):
    cache = SpeechCache(tmp_path)
    assert await narrate("x = 1", beeper, cache) is None
    assert await narrate(SCENE, None, cache) is None
