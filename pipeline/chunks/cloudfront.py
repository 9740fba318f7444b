"""Where viewers read chunks: a bucket's own address, CloudFront's, or CloudFront's signed."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from pipeline.chunks.errors import StoreRefused
from pipeline.chunks.s3_client import Cdn, S3Settings

__all__ = ["url_maker"]

UrlMaker = Callable[[str], str]


def url_maker(settings: S3Settings) -> UrlMaker:
    """Key → URL."""
    if settings.cdn is not None:
        return _cdn(settings.cdn)
    base = f"https://{settings.bucket}.s3.{settings.region}.amazonaws.com"
    if settings.endpoint:
        base = f"{(settings.public_url or settings.endpoint).rstrip('/')}/{settings.bucket}"
    return lambda key: f"{base}/{quote(key)}"


def _cdn(cdn: Cdn) -> UrlMaker:
    base = cdn.url.rstrip("/")
    if cdn.private_key is None or not cdn.key_pair_id:
        return lambda key: f"{base}/{quote(key)}"
    signer = _signer(cdn)

    @functools.lru_cache(maxsize=10_000)
    def signed(key: str, until: int) -> str:
        from datetime import UTC, datetime

        url = signer.generate_presigned_url(
            f"{base}/{quote(key)}", date_less_than=datetime.fromtimestamp(until, UTC)
        )
        return str(url)

    # The end is rounded up: for a whole ttl_s the URL stays the same, and browsers keep the chunk.
    return lambda key: signed(key, (int(time.time()) // cdn.ttl_s + 2) * cdn.ttl_s)


def _signer(cdn: Cdn) -> Any:
    from botocore.signers import CloudFrontSigner
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    assert cdn.private_key is not None
    key = serialization.load_pem_private_key(cdn.private_key.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise StoreRefused(f"{cdn.private_key} is no RSA key.", fix="CloudFront's signed URLs here use RSA.")

    def sign(message: bytes) -> bytes:
        # CloudFront knows RSA with SHA-1 only.
        return key.sign(message, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303

    return CloudFrontSigner(cdn.key_pair_id, sign)
