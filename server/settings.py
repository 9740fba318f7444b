"""Every setting of proofreel, in one place.

Read from ``PROOFREEL_*`` in the environment, then ``.env`` in the working directory, then
``proofreel.toml`` in the home folder. A key that is not here is an error.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from proofreel.errors import ProofreelError
from server.setting_sources import Layer, layers, origin_of, unknown_settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["Settings", "SettingsError", "load_settings", "setting_origins"]


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


_Listed = BeforeValidator(_split)


def _folder(value: Path) -> Path:
    folder = value.expanduser().resolve()
    if not folder.is_dir():
        raise ValueError(f"{value} is not a folder: name one that holds snippet files (.py)")
    return folder


_Folder = Annotated[Path, AfterValidator(_folder)]
_BUCKET = r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
Origin = Annotated[str, Field(pattern=r"^https?://[^/*?#\s]+$")]


class SettingsError(ProofreelError):
    """A setting is unknown or has a value that it cannot have."""

    code = "settings"


def _default_home() -> Path:
    return user_data_path("proofreel", appauthor=False)


def _home_now() -> Path:
    """Where the TOML file is looked for: it cannot itself say where it lies."""
    return Path(os.environ.get("PROOFREEL_HOME") or _default_home()).expanduser()


def _spare_workers(before: dict[str, Any]) -> int:
    """Three where scenes are rendered side by side and 300 MB are a small part of the machine's memory."""
    if before.get("workers", 1) == 1:
        return 0
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 0
    return 3 if memory >= 8 << 30 else 0


class Settings(BaseSettings):
    """What can be set. The environment name is the field's, in capitals, behind ``PROOFREEL_``."""

    model_config = SettingsConfigDict(
        env_prefix="PROOFREEL_", extra="forbid", env_ignore_empty=True, validate_default=True
    )

    home: Path = Field(default_factory=_default_home, description="Database, chunks, exports and caches.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="The least that is logged, on stderr."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="auto: console on a terminal, JSON lines elsewhere."
    )
    otel_endpoint: str | None = Field(
        None, pattern=r"^https?://[^?#]+$", description="Where traces are sent (OTLP over HTTP), e.g. :4318."
    )
    host: str = Field("127.0.0.1", description="Where `serve --http` listens.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8765, description="Where `serve --http` listens; 0: any that is free."
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+(/.*)?$",
        description="Where clients reach this server, if behind a proxy.",
    )

    auth: Literal["none", "tokens", "jwt", "github", "google"] = Field(
        "none",
        description="Who may use `serve --http`; none: whoever is on this machine.",
    )
    auth_issuer: str | None = Field(None, description="jwt: the issuer that tokens must name.")
    auth_jwks_url: str | None = Field(None, description="jwt: where the issuer's keys are.")
    auth_audience: str | None = Field(None, description="jwt: the audience that tokens must name.")
    auth_client_id: str | None = Field(None, description="github, google: the OAuth app's id.")
    auth_client_secret: SecretStr | None = Field(None, description="github, google: the OAuth app's secret.")
    server_secret: SecretStr | None = Field(
        None, description="Several `serve --http` behind one proxy: what they sign with, the same for all."
    )
    rate_per_minute: Annotated[int, Field(ge=1)] = Field(
        600, description="HTTP requests of one caller in a minute."
    )
    largest_request_kb: Annotated[int, Field(ge=16)] = Field(4096, description="Largest HTTP request body.")

    sandbox: Literal["auto", "docker", "bubblewrap", "host", "none"] = Field(
        "auto", description="host runs scenes without isolation: only for code you trust."
    )
    workers: Annotated[int, Field(ge=1, le=64)] = Field(
        default_factory=lambda: max(1, min(2, os.cpu_count() or 1)),
        description="Scenes rendered at once, and workers kept warm (about 90 MB each).",
    )
    spare_workers: Annotated[int, Field(ge=0, le=64)] = Field(
        default_factory=_spare_workers,
        description="Workers warmed beyond those while nothing is rendered, so that short scenes don't wait.",
    )
    memory_mb: Annotated[int, Field(ge=256)] = Field(2048, description="Memory of one worker.")
    time_limit_s: Annotated[float, Field(ge=1)] = Field(600, description="Wall time of one scene's render.")
    cpus: Annotated[float, Field(gt=0)] = Field(
        default_factory=lambda: float(max(1, min(2, os.cpu_count() or 1))),
        description="Processors that one worker may keep busy.",
    )
    image: str | None = Field(None, description="Docker image of the workers; built by `sandbox build`.")
    allow_no_memory_limit: bool = Field(
        False, description="bubblewrap: run even where no cgroup can hold the memory limit."
    )
    latex: bool = Field(False, description="Let lessons ask for `math: latex`, where TeX is installed.")
    voice: Literal["none", "espeak", "piper", "openai", "elevenlabs", "recorded"] = Field(
        default_factory=lambda: "espeak" if shutil.which("espeak-ng") else "none",
        description="Who speaks lessons that name no voice; none: silent, timed by reading speed.",
    )
    voice_name: str = Field("", description="The voice of that engine; piper: the voice file (.onnx).")
    voice_key: SecretStr = Field(
        SecretStr(""), description="The key of an HTTP voice; given to the engine `voice` alone."
    )
    voice_url: str = Field("", description="Where an HTTP voice is, if not at its provider's address.")
    voice_model: str = Field("", description="The model of an HTTP voice.")
    voice_recording: Path | None = Field(None, description="What `recorded` plays: a WAV file …")
    voice_transcript: Path | None = Field(
        None, description="… and its words: WebVTT, SRT, JSON with word times, or plain text."
    )

    snippets: Annotated[tuple[_Folder, ...], NoDecode, _Listed] = Field(
        (), description="Folders of your own snippets, searched along with ours. Separated by commas."
    )
    queue: Literal["embedded", "celery"] = Field(
        "embedded",
        description="Who renders: this process, or `proofreel worker` on any machines (proofreel[celery]).",
    )
    queue_url: SecretStr = Field(
        SecretStr("redis://127.0.0.1:6379/0"),
        description="The Redis between server and workers; rediss:// for TLS.",
    )

    sync_url: str | None = Field(
        None,
        pattern=r"^https?://[^?#]+$",
        description="Convex deployment that is told of every change: https://NAME.convex.site",
    )
    convex_url: str | None = Field(
        None,
        pattern=r"^https?://[^?#]+$",
        description="Convex deployment that the web pages read, live, with sign-in: https://NAME.convex.cloud",
    )
    sync_media_url: str = Field(
        "",
        pattern=r"^(https?://[^?#]+)?$",
        description="Where viewers of Convex reach this server's /media, while chunks = local.",
    )
    sync_secrets: Annotated[tuple[SecretStr, ...], NoDecode, _Listed] = Field(
        (),
        description="HMAC of jobs and callbacks: the first signs, all verify. Separated by commas.",
    )

    chunks: Literal["local", "s3"] = Field("local", description="Where rendered scenes are put.")
    s3_bucket: str | None = Field(
        None, pattern=_BUCKET, description="Chunks that viewers read: for `publish`, and for `chunks = s3`."
    )
    s3_sources_bucket: str | None = Field(None, pattern=_BUCKET, description="Sources: never public.")
    s3_region: str = Field("us-east-1", description="Where the buckets are.")
    s3_endpoint: str | None = Field(
        None, pattern=r"^https?://[^/?#]+/?$", description="For S3 services other than AWS."
    )
    s3_public_url: str | None = Field(
        None,
        pattern=r"^https?://[^?#]+$",
        description="Where viewers reach that service, if not at s3_endpoint.",
    )
    s3_access_key_id: SecretStr | None = Field(
        None, description="Without keys: boto3's own places (AWS_*, profile, role)."
    )
    s3_secret_access_key: SecretStr | None = Field(None, description="The secret of that key.")
    s3_origins: Annotated[tuple[Origin, ...], NoDecode, _Listed] = Field(
        (), description="Pages that may read chunks by script (CORS), separated by commas."
    )
    cdn_url: str | None = Field(
        None,
        pattern=r"^https://[^?#]+$",
        description="CloudFront before the bucket: https://d111.cloudfront.net",
    )
    cdn_distribution_arn: str | None = Field(
        None, description="With it only this distribution may read the bucket."
    )
    cdn_key_pair_id: str | None = Field(None, description="With cdn_private_key: chunk URLs are signed.")
    cdn_private_key: Path | None = Field(None, description="PEM file of the RSA key.")
    cdn_ttl_s: Annotated[int, Field(ge=60)] = Field(
        86_400, description="How long a signed URL stays as it is."
    )

    director_key: SecretStr | None = Field(
        None, description="Key of a Messages API; with it `generate` and `edit` make videos by themselves."
    )
    director_url: str | None = Field(
        None, pattern=r"^https?://[^?#]+$", description="Another provider's base URL that speaks Messages."
    )
    director_model: str = Field("claude-sonnet-5-5", description="As its provider calls it.")
    director_max_tokens: Annotated[int, Field(ge=1_024, le=64_000)] = Field(
        32_000, description="Most tokens of one answer, thinking included."
    )
    director_thinking_tokens: Annotated[int, Field(ge=0, le=60_000)] | None = Field(
        None, description="None: as the model likes; 0: no thinking; an effort where budgets are refused."
    )
    director_temperature: Annotated[float, Field(ge=0, le=1)] | None = Field(
        None, description="None: the model's own; left out where the model takes none."
    )
    director_scenes_at_once: Annotated[int, Field(ge=1, le=32)] = Field(
        3, description="Scenes of one generation that are worked on side by side."
    )
    director_price_in: Annotated[float, Field(ge=0)] | None = Field(
        None, description="US dollars for a million tokens; with director_price_out cost is counted."
    )
    director_price_out: Annotated[float, Field(ge=0)] | None = Field(
        None, description="The same for what the model writes."
    )
    director_usd: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Most dollars for one generation; needs the prices."
    )
    director_tokens: Annotated[int, Field(gt=0)] = Field(
        2_000_000, description="Most tokens for one generation."
    )
    director_wall_s: Annotated[float, Field(gt=0)] = Field(3_600, description="Longest generation.")
    director_turns: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Most answers for one generation."
    )
    director_scene_turns: Annotated[int, Field(ge=1)] = Field(16, description="Most answers for one scene.")
    director_scene_tokens: Annotated[int, Field(gt=0)] | None = Field(
        None, description="Most tokens for one scene."
    )
    director_scene_usd: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Most dollars for one scene; needs the prices."
    )
    director_scene_wall_s: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Longest work on one scene."
    )
    director_scene_repairs: Annotated[int, Field(ge=0)] = Field(
        4, description="How often a scene goes back to the model before its blocks are shown instead."
    )
    director_memory: bool = Field(True, description="Offer what mended the same mistake before.")

    @model_validator(mode="after")
    def _whole(self) -> Settings:
        buckets = (self.s3_bucket, self.s3_sources_bucket)
        if (self.chunks == "s3" or any(buckets)) and not all(buckets):
            raise ValueError("s3_bucket and s3_sources_bucket are needed together, and for chunks = s3")
        if buckets[0] and buckets[0] == buckets[1]:
            raise ValueError("s3_sources_bucket must be another bucket than s3_bucket: sources are private")
        if (self.director_price_in is None) != (self.director_price_out is None):
            raise ValueError("director_price_in and director_price_out are needed together")
        if (self.director_usd or self.director_scene_usd) and self.director_price_in is None:
            raise ValueError(
                "director_usd and director_scene_usd need director_price_in and director_price_out"
            )
        if (self.cdn_key_pair_id is None) != (self.cdn_private_key is None):
            raise ValueError("cdn_key_pair_id and cdn_private_key are needed together")
        if self.sync_url and not self.sync_secrets:
            raise ValueError("sync_secrets are needed with sync_url: callbacks are signed")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What it is given before the environment: `load_settings` gives it what the files say."""
        del settings_cls, dotenv_settings, file_secret_settings
        return init_settings, env_settings


def load_settings() -> Settings:
    """The settings as they are now.

    Raises:
        SettingsError: names every setting that is wrong, and what would be right.
    """
    try:
        found = layers(_home_now())
    except ValueError as error:
        raise SettingsError(f"{error}.", fix="Mend that file, or move it away.") from None
    problems = list(unknown_settings(found, Settings.model_fields))
    try:
        settings = Settings(**_said_by_files(found))
    except ValidationError as error:
        problems += [_said(e, found) for e in error.errors()]
        settings = None
    if problems or settings is None:
        raise SettingsError("\n".join(problems), fix="`proofreel config show` lists every setting.")
    return settings


def _said_by_files(found: tuple[Layer, ...]) -> dict[str, Any]:
    """By setting, what the files say and the environment doesn't; keys that are no settings are left out."""
    environment, *files = (layer.by_field() for layer in found)
    said = {key: value for layer in reversed(files) for key, value in layer.items()}
    return {key: said[key] for key in said.keys() & Settings.model_fields.keys() - environment.keys()}


def _said(error: ErrorDetails, found: tuple[Layer, ...]) -> str:
    if not error["loc"]:
        return f"{error['msg']}."
    field = str(error["loc"][0])
    return f"PROOFREEL_{field.upper()} ({origin_of(field, found)}): {error['msg']}."


def setting_origins() -> dict[str, str]:
    """By setting, where its value is from: ``default``, ``environment``, or the path of a file."""
    found = layers(_home_now())
    return {field: origin_of(field, found) for field in Settings.model_fields}
