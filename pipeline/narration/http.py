"""Voices over HTTP: OpenAI's and ElevenLabs' interfaces, which others speak too, with a key."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import httpx

from pipeline.narration.align import by_characters, estimated
from pipeline.narration.errors import VoiceFailed, VoiceMissing
from pipeline.narration.sound import from_pcm, from_wav
from pipeline.narration.voice import Speech

__all__ = ["ElevenLabsVoice", "OpenAIVoice"]

_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
_LARGEST = 64 * 1024 * 1024
_PCM_RATE = 24_000


class _HttpVoice:
    """What both have in common."""

    provider = ""
    default_url = ""
    default_model = ""

    def __init__(
        self,
        *,
        voice: str,
        key: str,
        url: str = "",
        model: str = "",
        speed: float = 1.0,
    ) -> None:
        if not key and not url:
            raise VoiceMissing(
                f"The voice of {self.provider} needs a key.",
                fix="Set PROOFREEL_VOICE_KEY, or give the URL of a server of your own.",
            )
        self.voice = voice
        self.url = (url or self.default_url).rstrip("/")
        self.model = model or self.default_model
        self.speed = speed
        self._key = key

    @property
    def identity(self) -> str:
        """Address, model, voice and speed; never the key."""
        return f"{self.provider} {self.url} {self.model} {self.voice} {self.speed:g}"

    async def _post(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> httpx.Response:
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
                response = await client.post(f"{self.url}{path}", headers=headers, json=body)
        except httpx.HTTPError as error:
            raise VoiceFailed(
                f"{self.provider} can't be reached: {type(error).__name__}.",
                fix="Check the address.",
            ) from error
        if response.status_code in (401, 403):
            raise VoiceMissing(f"{self.provider} refused the key.", fix="Check PROOFREEL_VOICE_KEY.")
        if response.is_error:
            raise VoiceFailed(
                f"{self.provider} answered {response.status_code}: {response.text[:200]}.",
                fix="Check the voice's name and the model.",
            )
        if len(response.content) > _LARGEST:
            raise VoiceFailed(f"{self.provider} sent more than 64 MiB for one line.", fix="Shorten the line.")
        return response


class OpenAIVoice(_HttpVoice):
    """``POST /audio/speech`` of OpenAI and of servers like it. No word times: they are estimated."""

    provider = "openai"
    default_url = "https://api.openai.com/v1"
    default_model = "gpt-4o-mini-tts"

    async def speak(self, text: str) -> Speech:
        """Say ``text``. Raises ``VoiceMissing`` or ``VoiceFailed``."""
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        body = {
            "model": self.model,
            "voice": self.voice or "alloy",
            "input": text,
            "response_format": "wav",
            "speed": self.speed,
        }
        response = await self._post("/audio/speech", headers, body)
        samples = from_wav(_sized(response.content))
        return Speech(samples, estimated(text.split(), samples))


class ElevenLabsVoice(_HttpVoice):
    """``POST /v1/text-to-speech/{voice}/with-timestamps``: word times from those of the characters."""

    provider = "elevenlabs"
    default_url = "https://api.elevenlabs.io"
    default_model = "eleven_multilingual_v2"

    async def speak(self, text: str) -> Speech:
        """Say ``text``. Raises ``VoiceMissing`` or ``VoiceFailed``."""
        body = {"text": text, "model_id": self.model, "voice_settings": {"speed": self.speed}}
        response = await self._post(
            f"/v1/text-to-speech/{self.voice}/with-timestamps?output_format=pcm_{_PCM_RATE}",
            {"xi-api-key": self._key},
            body,
        )
        try:
            answer: dict[str, Any] = response.json()
            samples = from_pcm(base64.b64decode(answer["audio_base64"], validate=True), _PCM_RATE)
            alignment: dict[str, list[Any]] = answer.get("alignment") or {}
            characters = [str(character) for character in alignment.get("characters", [])]
            starts = [float(second) for second in alignment.get("character_start_times_seconds", [])]
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise VoiceFailed("elevenlabs' answer can't be read.", fix="Check the URL.") from error
        if "".join(characters) == text and len(starts) == len(text):
            return Speech(samples, by_characters(text, starts))
        return Speech(samples, estimated(text.split(), samples))


def _sized(wav: bytes) -> bytes:
    """``wav`` with true sizes in its header: streaming servers write the largest number there."""
    data = wav.find(b"data", 12)
    if wav[:4] != b"RIFF" or data < 0:
        return wav
    body = wav[data + 8 :]
    riff = (data + 4 + len(body)).to_bytes(4, "little")
    return wav[:4] + riff + wav[8 : data + 4] + len(body).to_bytes(4, "little") + body
