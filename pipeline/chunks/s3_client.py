"""The S3 client and its settings, and what boto3's errors mean to us."""

from __future__ import annotations

import functools
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.chunks.errors import StoreError, StoreRefused, StoreUnavailable

__all__ = ["Cdn", "S3Settings", "make_client", "status_of", "translated"]

_making = threading.Lock()
"""Clients may be used from several threads, but a session may not make two at once."""
_CONNECT_S, _READ_S, _ATTEMPTS = 10, 60, 5


@dataclass(frozen=True, slots=True)
class Cdn:
    """CloudFront in front of the chunks' bucket."""

    url: str
    """What stands before a key: ``https://d111.cloudfront.net``."""
    distribution_arn: str = ""
    """With it only this distribution may read the bucket; without it everybody may."""
    key_pair_id: str = ""
    private_key: Path | None = None
    """Both together: URLs are signed, and each is valid for between one and two ``ttl_s``."""
    ttl_s: int = 86_400


@dataclass(frozen=True, slots=True)
class S3Settings:
    """Two buckets: chunks that viewers read, and sources that only proofreel reads."""

    bucket: str
    sources_bucket: str
    region: str = "us-east-1"
    endpoint: str | None = None
    """For other services than AWS; keys are then put into the path, not the host name."""
    public_url: str | None = None
    """Where viewers reach the service, if not at ``endpoint``: they may stand in another network."""
    access_key_id: str | None = field(default=None, repr=False)
    """Without keys boto3 looks where it always does: environment, profile, instance role."""
    secret_access_key: str | None = field(default=None, repr=False)
    origins: tuple[str, ...] = ()
    """Pages that may read chunks by script: ``https://learn.example``."""
    cdn: Cdn | None = None


def make_client(settings: S3Settings) -> Any:
    """A client of boto3, safe to use from several threads.

    Raises:
        StoreRefused: boto3 is not installed.
    """
    try:
        from botocore.config import Config
    except ImportError:
        raise StoreRefused("boto3 is not installed.", fix="Install proofreel[s3].") from None
    config = Config(
        signature_version="s3v4",
        s3={
            "addressing_style": "path" if settings.endpoint else "virtual",
            # The body's SHA-256 is signed already, as its checksum header: once is enough.
            "payload_signing_enabled": False,
        },
        retries={"mode": "standard", "max_attempts": _ATTEMPTS},
        connect_timeout=_CONNECT_S,
        read_timeout=_READ_S,
        max_pool_connections=16,
    )
    with _making:
        return _session().client(
            "s3",
            region_name=settings.region,
            endpoint_url=settings.endpoint,
            aws_access_key_id=settings.access_key_id,
            aws_secret_access_key=settings.secret_access_key,
            config=config,
        )


@functools.cache
def _session() -> Any:
    # One for all: it keeps the description of S3, half a second of JSON.
    from boto3.session import Session

    return Session()


@contextmanager
def translated(what: str) -> Generator[None]:
    """Turn boto3's errors into ours; ``what`` says what was being done.

    A 404 and a 412 pass as they are: they are answers, and the caller knows what to do with them.
    """
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except ClientError as error:
        if status_of(error) in (404, 412) and error.response["Error"].get("Code") != "NoSuchBucket":
            raise
        raise _said(what, error) from error
    except NoCredentialsError as error:
        fix = "Set PROOFREEL_S3_ACCESS_KEY_ID and PROOFREEL_S3_SECRET_ACCESS_KEY, or use a role."
        raise StoreRefused(f"{what}: there are no credentials.", fix=fix) from error
    except BotoCoreError as error:
        raise StoreUnavailable(
            f"{what}: {type(error).__name__}.", fix="Retry; look at the network and at PROOFREEL_S3_ENDPOINT."
        ) from error


def status_of(error: Any) -> int:
    """The HTTP status of a ``ClientError``."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _said(what: str, error: Any) -> StoreError:
    code = str(error.response["Error"].get("Code", ""))
    status = status_of(error)
    if status >= 500 or code in ("SlowDown", "RequestTimeout", "ConditionalRequestConflict", "BadDigest"):
        # BadDigest: the bytes changed on the way; they are right here, so sending them again may help.
        return StoreUnavailable(f"{what}: the store answered {code} ({status}).", fix="Retry.", answer=code)
    fix = {
        "SignatureDoesNotMatch": "Look at PROOFREEL_S3_SECRET_ACCESS_KEY, and at this machine's clock.",
        "InvalidAccessKeyId": "Look at PROOFREEL_S3_ACCESS_KEY_ID.",
        "NoSuchBucket": "Run `proofreel storage setup`, or look at the buckets' names.",
    }.get(
        code,
        "Look at PROOFREEL_S3_ACCESS_KEY_ID and PROOFREEL_S3_SECRET_ACCESS_KEY; `proofreel storage setup "
        "--dry-run` prints the rights that they need.",
    )
    return StoreRefused(f"{what}: the store answered {code or status} ({status}).", fix=fix, status=status)
