"""What each part of proofreel is given of the settings: its own record, and nothing of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.settings import Settings, SettingsError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from pipeline.chunks.s3_client import S3Settings
    from pipeline.director.settings import DirectorSettings
    from pipeline.narration.voice import VoiceSettings
    from pipeline.studio import StudioSettings
    from pipeline.sync.settings import SyncSettings

__all__ = ["director_settings", "require_sync", "s3_settings", "studio_settings", "sync_settings"]


def director_settings(settings: Settings) -> DirectorSettings | None:
    """The part that the director needs; ``None`` without a key."""
    if settings.director_key is None:
        return None
    from pipeline.director.settings import Budget, DirectorSettings, Prices

    prices = None
    if settings.director_price_in is not None and settings.director_price_out is not None:
        prices = Prices(settings.director_price_in, settings.director_price_out)
    return DirectorSettings(
        key=settings.director_key.get_secret_value(),
        model=settings.director_model,
        base_url=settings.director_url,
        max_tokens=settings.director_max_tokens,
        thinking_tokens=settings.director_thinking_tokens,
        temperature=settings.director_temperature,
        concurrency=settings.director_scenes_at_once,
        prices=prices,
        budget=Budget(
            turns=settings.director_turns,
            scene_turns=settings.director_scene_turns,
            scene_tokens=settings.director_scene_tokens,
            scene_usd=settings.director_scene_usd,
            scene_wall_s=settings.director_scene_wall_s,
            scene_repairs=settings.director_scene_repairs,
            tokens=settings.director_tokens,
            usd=settings.director_usd,
            wall_s=settings.director_wall_s,
        ),
        memory=settings.director_memory,
    )


def studio_settings(settings: Settings) -> StudioSettings:
    """The part of the settings that the pipeline needs."""
    from pipeline.studio import StudioSettings
    from render_sandbox.job import Limits
    from render_sandbox.sandbox import SandboxSettings

    sandbox = SandboxSettings(
        backend=settings.sandbox,
        workers=settings.workers,
        spare=settings.spare_workers,
        limits=Limits(wall_s=settings.time_limit_s, memory_mb=settings.memory_mb),
        cpus=settings.cpus,
        image=settings.image,
        latex=settings.latex,
        allow_no_memory_limit=settings.allow_no_memory_limit,
    )
    return StudioSettings(
        home=settings.home.expanduser().resolve(),
        sandbox=sandbox,
        voice=_voice(settings),
        workers_at=settings.queue_url.get_secret_value() if settings.queue == "celery" else None,
        chunks=settings.chunks,
        s3=s3_settings(settings),
        snippets=settings.snippets,
    )


def _voice(settings: Settings) -> VoiceSettings:
    """The engine that speaks, and what it needs."""
    from pipeline.narration.voice import VoiceSettings

    return VoiceSettings(
        engine=settings.voice,
        name=settings.voice_name,
        url=settings.voice_url,
        model=settings.voice_model,
        key=settings.voice_key.get_secret_value(),
        recording=settings.voice_recording,
        transcript=settings.voice_transcript,
    )


def sync_settings(settings: Settings) -> SyncSettings | None:
    """The deployment to be told, where one is set."""
    from pipeline.sync.settings import SyncSettings

    if settings.sync_url is None:
        return None
    return SyncSettings(
        settings.sync_url, settings.sync_secrets[0].get_secret_value(), settings.sync_media_url
    )


def require_sync(settings: Settings) -> SyncSettings:
    """The deployment to be told.

    Raises:
        SettingsError: none is set.
    """
    found = sync_settings(settings)
    if found is None:
        raise SettingsError(
            "There is no Convex deployment to tell.",
            fix="Set PROOFREEL_SYNC_URL and PROOFREEL_SYNC_SECRETS: see docs/convex.md.",
        )
    return found


def s3_settings(settings: Settings) -> S3Settings | None:
    """The buckets, where they are set."""
    from pipeline.chunks.s3_client import Cdn, S3Settings

    if settings.s3_bucket is None or settings.s3_sources_bucket is None:
        return None
    cdn = None
    if settings.cdn_url:
        cdn = Cdn(
            settings.cdn_url,
            settings.cdn_distribution_arn or "",
            settings.cdn_key_pair_id or "",
            settings.cdn_private_key,
            settings.cdn_ttl_s,
        )
    return S3Settings(
        bucket=settings.s3_bucket,
        sources_bucket=settings.s3_sources_bucket,
        region=settings.s3_region,
        endpoint=settings.s3_endpoint,
        public_url=settings.s3_public_url,
        access_key_id=_revealed(settings.s3_access_key_id),
        secret_access_key=_revealed(settings.s3_secret_access_key),
        origins=settings.s3_origins,
        cdn=cdn,
    )


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
