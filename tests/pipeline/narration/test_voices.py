"""Each voice: sound at 48 kHz, a time for each word, and what it says when it can't."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.narration.errors import TranscriptError, VoiceFailed, VoiceMissing
from pipeline.narration.http import ElevenLabsVoice, OpenAIVoice
from pipeline.narration.piper import PiperVoice, _shared_out
from pipeline.narration.recorded import RecordedVoice
from pipeline.narration.sound import RATE, to_wav
from pipeline.narration.voice import VoiceSettings, open_voice
from pipeline.planning import voice_of

TEXT = "Start with a right triangle. Now look."


def onset_after(samples, second, quiet=0.01):
    """The second at which the sound is loud again after the silence that ends after ``second``."""
    start = round(second * RATE)
    return second + float(np.flatnonzero(np.abs(samples[start:]) > quiet)[0]) / RATE


async def test_espeak_speaks_and_times_every_word(espeak):
    speech = await espeak.speak(TEXT)
    assert len(speech.word_times) == len(TEXT.split())
    assert list(speech.word_times) == sorted(speech.word_times)
    assert 1.5 < speech.duration_s < 6
    assert speech.word_times[-1] < speech.duration_s


async def test_espeak_word_times_are_where_the_sound_is(espeak):
    speech = await espeak.speak("Look at this. Now.")
    said = speech.word_times[3]
    silence = said - 0.15
    assert onset_after(speech.samples, silence) == pytest.approx(said, abs=2 / 30)


@pytest.mark.parametrize(
    "text", ["3.14 and x² – that's it", "Zürich, 2026: “quoted”", "a", "—", "1,000,000 people"]
)
async def test_espeak_times_numbers_signs_and_dashes(espeak, text):
    speech = await espeak.speak(text)
    assert len(speech.word_times) == len(text.split())
    assert list(speech.word_times) == sorted(speech.word_times)


async def test_espeak_without_the_voice_says_so(espeak):
    espeak.name = "no-such-language"
    with pytest.raises(VoiceFailed, match="no voice 'no-such-language'"):
        await espeak.speak("Hello")


async def test_a_faster_voice_is_shorter_and_another_voice(espeak):
    fast = open_voice(VoiceSettings(engine="espeak", speed=1.6))
    assert (await fast.speak(TEXT)).duration_s < (await espeak.speak(TEXT)).duration_s * 0.8
    assert fast.identity != espeak.identity


def test_no_voice_is_no_voice():
    assert open_voice(VoiceSettings(engine="none")) is None


def test_an_unknown_engine_is_refused_with_the_known_ones():
    with pytest.raises(VoiceMissing, match="espeak"):
        open_voice(VoiceSettings(engine="sing"))


async def test_openais_interface_is_spoken_over_a_real_connection(beeper, provider):
    sound = (await beeper.speak(TEXT)).samples
    streamed = bytearray(to_wav(sound))
    streamed[4:8] = streamed[40:44] = b"\xff\xff\xff\xff"  # as servers do that don't know the length yet
    provider.answers(bytes(streamed), "audio/wav")
    voice = OpenAIVoice(voice="nova", key="k", url=f"{provider.url}/v1", model="tts", speed=1.2)
    speech = await voice.speak(TEXT)
    (asked,) = provider.asked
    assert (asked.path, asked.headers["authorization"]) == ("/v1/audio/speech", "Bearer k")
    assert asked.body == {
        "model": "tts", "voice": "nova", "input": TEXT, "response_format": "wav", "speed": 1.2
    }  # fmt: skip
    assert speech.duration_s == pytest.approx(len(sound) / RATE, abs=0.001)
    assert len(speech.word_times) == len(TEXT.split())
    assert "k" not in voice.identity.split()


async def test_elevenlabs_gives_the_time_of_each_character(provider):
    text = "Hello big world"
    alignment = {
        "characters": list(text),
        "character_start_times_seconds": [0.1 * index for index in range(len(text))],
    }
    pcm = base64.b64encode(np.zeros(24000 * 2, "<i2").tobytes()).decode()
    provider.answers(json.dumps({"audio_base64": pcm, "alignment": alignment}).encode(), "application/json")
    speech = await ElevenLabsVoice(voice="rachel", key="k", url=provider.url).speak(text)
    (asked,) = provider.asked
    assert asked.path == "/v1/text-to-speech/rachel/with-timestamps?output_format=pcm_24000"
    assert asked.headers["xi-api-key"] == "k"
    assert asked.body["text"] == text
    assert speech.word_times == pytest.approx((0.0, 0.6, 1.0))
    assert speech.duration_s == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("status", "content", "error", "said"),
    [
        (401, b"", VoiceMissing, "refused the key"),
        (404, b"no such voice", VoiceFailed, "404: no such voice"),
        (500, b"\xff\xfe", VoiceFailed, "500"),
        (200, b"<html>", VoiceFailed, "WAV"),
        (200, b"", VoiceFailed, "WAV"),
    ],
)
async def test_what_an_http_voice_answers_is_told(provider, status, content, error, said):
    provider.answers(content, "text/plain", status)
    with pytest.raises(error, match=said) as caught:
        await OpenAIVoice(voice="", key="secret", url=provider.url).speak("Hello")
    assert "secret" not in str(caught.value)


async def test_a_provider_that_hangs_up_in_the_middle_is_told(provider):
    provider.answers(b"RIFF", "audio/wav", promised=1000)
    with pytest.raises(VoiceFailed, match="can't be reached"):
        await OpenAIVoice(voice="", key="k", url=provider.url).speak("Hello")


async def test_elevenlabs_without_times_is_estimated_and_nonsense_refused(provider):
    pcm = base64.b64encode(np.zeros(24000, "<i2").tobytes()).decode()
    provider.answers(json.dumps({"audio_base64": pcm, "alignment": None}).encode(), "application/json")
    voice = ElevenLabsVoice(voice="rachel", key="k", url=provider.url)
    assert len((await voice.speak("one two three")).word_times) == 3
    for nonsense in (b"[]", b"{}", b'{"audio_base64": "***"}'):
        provider.answers(nonsense, "application/json")
        with pytest.raises(VoiceFailed, match="can't be read"):
            await voice.speak("one")


def test_a_key_goes_to_the_engine_that_it_is_for_alone():
    access = VoiceSettings("openai", name="nova", key="k", url="http://127.0.0.1:1")
    own = voice_of({"voice": {"engine": "openai", "speed": 1.5}}, access)
    assert (own.voice, own.speed, own.url) == ("nova", 1.5, "http://127.0.0.1:1")
    assert voice_of({"voice": {"engine": "openai", "name": "alloy"}}, access).voice == "alloy"
    with pytest.raises(VoiceMissing, match="elevenlabs needs a key"):
        voice_of({"voice": {"engine": "elevenlabs"}}, access)
    assert "k'" not in repr(access)


async def test_a_server_that_is_not_there_is_told_without_the_key():
    voice = OpenAIVoice(voice="", key="secret", url="http://127.0.0.1:9/v1")
    with pytest.raises(VoiceFailed, match="can't be reached") as caught:
        await voice.speak("Hello")
    assert "secret" not in str(caught.value)


def test_a_voice_of_a_provider_needs_its_key():
    with pytest.raises(VoiceMissing, match="needs a key"):
        open_voice(VoiceSettings(engine="openai"))


async def recording(beeper, folder, transcript, name="said.txt"):
    sound = folder / "said.wav"
    sound.write_bytes(to_wav((await beeper.speak(TEXT)).samples))
    (folder / name).write_text(transcript, encoding="utf-8")
    return RecordedVoice(sound, folder / name)


JSON_WORDS = json.dumps({"words": [{"word": w, "start": 0.2 + 0.6 * i} for i, w in enumerate(TEXT.split())]})
VTT = """WEBVTT

00:00.200 --> 00:03.000
Start with a right triangle.

00:03.200 --> 00:04.200
<v Ann>Now look.
"""
SRT = VTT.replace("WEBVTT\n\n", "1\n").replace(".200", ",200").replace(".000", ",000").replace("<v Ann>", "")


@pytest.mark.parametrize("transcript", [JSON_WORDS, VTT, SRT], ids=["json", "vtt", "srt"])
async def test_a_line_is_cut_out_of_a_recording(beeper, tmp_path, transcript):
    voice = await recording(beeper, tmp_path, transcript)
    speech = await voice.speak("now LOOK")
    assert len(speech.word_times) == 2
    assert speech.word_times[0] == pytest.approx(onset_after(speech.samples, 0.0), abs=2 / 30)
    assert speech.duration_s == pytest.approx(1.1, abs=0.1)


async def test_a_transcript_of_plain_text_is_enough(beeper, tmp_path):
    voice = await recording(beeper, tmp_path, TEXT)
    speech = await voice.speak("Start with a right triangle.")
    assert len(speech.word_times) == 5
    assert 2.0 < speech.duration_s < 4.2


async def test_a_line_that_was_not_recorded_is_named(beeper, tmp_path):
    voice = await recording(beeper, tmp_path, JSON_WORDS)
    with pytest.raises(TranscriptError, match="'Something else'"):
        await voice.speak("Something else")


@pytest.mark.parametrize("transcript", ["", "{}", '{"words": 1}', "[1, 2]"])
async def test_a_transcript_that_cannot_be_read_is_refused(beeper, tmp_path, transcript):
    voice = await recording(beeper, tmp_path, transcript)
    with pytest.raises(TranscriptError):
        await voice.speak("Start")


def test_a_missing_recording_is_named(tmp_path):
    with pytest.raises(VoiceMissing, match="nothing"):
        RecordedVoice(tmp_path / "nothing.wav", tmp_path / "nothing.txt")


def program(folder: Path, body: str) -> str:
    path = folder / "piper"
    path.write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
    path.chmod(0o755)
    return str(path)


async def test_piper_is_called_as_a_program_that_writes_a_file(beeper, tmp_path):
    sound = tmp_path / "sound.wav"
    sound.write_bytes(to_wav((await beeper.speak("One two")).samples))
    model = tmp_path / "voice.onnx"
    model.write_bytes(b"weights")
    command = program(
        tmp_path,
        "assert sys.stdin.read() == 'One two' and '--model' in sys.argv\n"
        f"open(sys.argv[sys.argv.index('--output_file') + 1], 'wb').write(open({str(sound)!r}, 'rb').read())",
    )
    speech = await PiperVoice(str(model), program=command).speak("One two")
    assert speech.duration_s == pytest.approx(1.2)
    assert len(speech.word_times) == 2


async def test_what_piper_says_when_it_fails_is_passed_on(tmp_path):
    model = tmp_path / "voice.onnx"
    model.write_bytes(b"weights")
    command = program(tmp_path, "sys.exit('the model is broken')")
    with pytest.raises(VoiceFailed, match="the model is broken"):
        await PiperVoice(str(model), program=command).speak("One")


def test_a_lesson_names_a_piper_voice_of_this_installation_and_no_file(tmp_path, monkeypatch):
    for name in ("joe.onnx", "ann.onnx"):
        (tmp_path / name).write_bytes(b"weights")
    program(tmp_path, "")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    access = VoiceSettings("piper", name=str(tmp_path / "joe.onnx"))

    assert voice_of({"voice": {"engine": "piper"}}, access).model.name == "joe.onnx"
    assert voice_of({"voice": {"engine": "piper", "name": "ann"}}, access).model == tmp_path / "ann.onnx"
    with pytest.raises(VoiceMissing, match="no Piper voice '/etc/passwd'") as caught:
        voice_of({"voice": {"engine": "piper", "name": "/etc/passwd"}}, access)
    assert "ann, joe" in caught.value.fix
    with pytest.raises(VoiceMissing, match="no Piper voice"):
        voice_of({"voice": {"engine": "piper", "name": str(tmp_path / "joe.onnx")}})


def test_piper_that_is_not_installed_is_told(tmp_path):
    with pytest.raises(VoiceMissing, match="isn't there"):
        PiperVoice(str(tmp_path / "voice.onnx"), program="no-such-piper")


def test_words_that_piper_speaks_are_shared_out_among_those_written():
    assert _shared_out(["a", "b"], [0.0, 0.5]) == (0.0, 0.5)
    times = _shared_out(["it", "is", "3.14", "long"], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2])
    assert len(times) == 4
    assert list(times) == sorted(times)
