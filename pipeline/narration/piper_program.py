"""A program of its own, run by Piper's interpreter: says a text and tells when each spoken word begins.

Piper is under the GPL, so it is loaded in this separate process only, which knows nothing of proofreel:
a JSON request on stdin ``{"text", "model", "length_scale"}``, a JSON line on stdout ``{"rate",
"sentences": [[second, …] | null, …]}`` (null: the voice wasn't patched for alignment), 16-bit PCM after it.
"""

import importlib
import json
import sys
from typing import Any


def main() -> None:
    """Serve one request."""
    request = json.load(sys.stdin)
    piper: Any = importlib.import_module("piper")
    voice = piper.PiperVoice.load(request["model"])
    config = piper.SynthesisConfig(length_scale=request["length_scale"])
    sound = bytearray()
    sentences: list[list[float] | None] = []
    rate = int(voice.config.sample_rate)
    for chunk in voice.synthesize(request["text"], config, include_alignments=True):
        begun = len(sound) / 2 / rate
        sentences.append(_words(chunk.phoneme_alignments, begun, rate))
        sound.extend(chunk.audio_int16_bytes)
    sys.stdout.buffer.write(
        json.dumps({"rate": rate, "sentences": sentences}).encode() + b"\n" + bytes(sound)
    )


def _words(alignments: Any, begun: float, rate: int) -> list[float] | None:
    """A word begins with the first phoneme, and with the first after each space."""
    if not alignments:
        return None
    starts: list[float] = []
    now, first = begun, True
    for each in alignments:
        if each.phoneme == " ":
            first = True
        elif first and each.phoneme not in "^_$":
            starts.append(round(now, 4))
            first = False
        now += int(each.num_samples) / rate
    return starts


if __name__ == "__main__":
    main()
