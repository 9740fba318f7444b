"""A program of its own: says a text with espeak-ng and tells when each word begins.

The ``espeak-ng`` command prints no word times, its library reports them. The library is under the GPL,
so it is loaded in this separate process only, which knows nothing of proofreel: a JSON request on
stdin ``{"text", "voice", "words_per_minute"}``, a JSON line on stdout ``{"rate", "words": [[place,
second], …]}`` (place: index of the character), and 16-bit PCM after it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import sys
from typing import Any

_SYNCHRONOUS = 2
_BY_CHARACTER = 1
_UTF8 = 1
_RATE = 1
_WORD_EVENT = 1


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


def _library() -> Any:
    for name in ("libespeak-ng.so.1", ctypes.util.find_library("espeak-ng")):
        if name:
            try:
                return ctypes.CDLL(name)
            except OSError:
                continue
    sys.exit("libespeak-ng is missing")


def main() -> None:
    """Serve one request."""
    request = json.load(sys.stdin)
    library = _library()
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, None, 0)
    if rate <= 0:
        sys.exit("espeak-ng found no voice data")
    if library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        sys.exit(f"espeak-ng has no voice {request['voice']!r}")
    library.espeak_SetParameter(_RATE, int(request["words_per_minute"]), 0)
    sound = bytearray()
    words: list[tuple[int, float]] = []

    def heard(wave: Any, count: int, events: Any) -> int:
        if wave and count:
            sound.extend(ctypes.string_at(wave, count * 2))
        index = 0
        while events[index].type:
            if events[index].type == _WORD_EVENT:
                words.append((events[index].text_position - 1, events[index].audio_position / 1000))
            index += 1
        return 0

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))
    callback = kind(heard)
    library.espeak_SetSynthCallback(callback)
    text = request["text"].encode() + b"\0"
    library.espeak_Synth(text, len(text), 0, _BY_CHARACTER, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    sys.stdout.buffer.write(json.dumps({"rate": rate, "words": words}).encode() + b"\n" + bytes(sound))


if __name__ == "__main__":
    main()
