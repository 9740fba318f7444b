"""Chunks on S3, or on what speaks its protocol: two buckets, every key written once.

The chunks' bucket is read by viewers' browsers; sources, frame digests and descriptions are in a private
one. An object carries its SHA-256 as metadata, and below 8 MiB as S3's own checksum, which the service
verifies on arrival. S3 knows no SHA-256 of a multipart object, only of its parts' checksums: there each part
is verified by the CRC that botocore sends, at a fraction of the cost.
"""

from __future__ import annotations

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from pipeline.chunks.cloudfront import url_maker
from pipeline.chunks.errors import ChunkBroken, ChunkExists, StoreUnavailable
from pipeline.chunks.s3_client import S3Settings, make_client, status_of, translated
from pipeline.chunks.store import StoredChunk
from pipeline.chunks.tickets import UploadTicket
from pipeline.state.errors import NotFound
from pipeline.state.model import now_ms

__all__ = ["CACHE_CONTROL", "S3ChunkStore", "content_type"]

CACHE_CONTROL = "public, max-age=31536000, immutable"
_PART = 8 << 20
_PARALLEL = 8
_RESENDS = 3
_SEND_AGAIN = ("BadDigest", "ConditionalRequestConflict")
_TICKET_S = 15 * 60
_TYPES = {"mp4": "video/mp4", "vtt": "text/vtt", "jpg": "image/jpeg"}
_PRIVATE_TYPES = {"py": "text/x-python", "json": "application/json"}


def content_type(key: str) -> str:
    """The media type of a key, by its ending."""
    ending = key.rpartition(".")[2]
    return (_TYPES | _PRIVATE_TYPES).get(ending, "application/octet-stream")


class S3ChunkStore:
    """A :class:`~pipeline.chunks.store.ChunkStore` on S3. Safe to use from several threads."""

    def __init__(self, settings: S3Settings) -> None:
        self.settings = settings
        self._client = make_client(settings)
        self._url = url_maker(settings)
        self._near_url = url_maker(replace(settings, public_url=None))

    def put(self, key: str, data: bytes, about: dict[str, Any]) -> StoredChunk:
        """See :class:`~pipeline.chunks.store.ChunkStore`.

        Raises:
            StoreRefused: credentials or buckets are wrong.
            StoreUnavailable: also the retries failed.
        """
        return self.offer(key, data, about)[0]

    def offer(self, key: str, data: bytes, about: dict[str, Any]) -> tuple[StoredChunk, bool]:
        """Like :meth:`put`; tells also whether anything had to be sent."""
        digest = hashlib.sha256(data)
        chunk = StoredChunk(key, digest.hexdigest(), len(data), about)
        if self._present(chunk):
            return chunk, False
        self._describe(chunk)
        return chunk, self._upload(chunk, data, _b64(digest.digest()))

    def head(self, key: str) -> StoredChunk | None:
        """See :class:`~pipeline.chunks.store.ChunkStore`."""
        found = self._head(key)
        if found is None:
            return None
        sha256, size = found
        return StoredChunk(key, sha256, size, self._about(key) if self._is_public(key) else {})

    def get(self, key: str) -> bytes:
        """See :class:`~pipeline.chunks.store.ChunkStore`.

        Raises:
            ChunkBroken: other bytes came back than were stored.
        """
        answer = self._get(self._bucket(key), key)
        if answer is None:
            raise NotFound(f"There is no chunk {key}.", fix="Render the scene again.", key=key)
        data, sha256 = answer
        if sha256 and hashlib.sha256(data).hexdigest() != sha256:
            raise ChunkBroken(f"{key} came back with other bytes than were stored.", fix="Retry.", key=key)
        return data

    def url(self, key: str) -> str:
        """See :class:`~pipeline.chunks.store.ChunkStore`."""
        return self._url(key)

    def near_url(self, key: str) -> str:
        """The same object where this machine reaches it, which may be another place than viewers do."""
        return self._near_url(key)

    def ticket(
        self, key: str, *, sha256: str, size: int, about: dict[str, Any] | None = None
    ) -> UploadTicket:
        """See :class:`~pipeline.chunks.store.ChunkStore`: a presigned PUT of these bytes under this key."""
        chunk = StoredChunk(key, sha256, size, about or {})
        if not self._present(chunk):
            self._describe(chunk)
        checksum = _b64(bytes.fromhex(sha256))
        written = self._written(chunk) | {"ChecksumSHA256": checksum, "ContentLength": size}
        with translated(f"A ticket for {key}"):
            url = self._client.generate_presigned_url("put_object", Params=written, ExpiresIn=_TICKET_S)
        headers: dict[str, str] = {
            "Content-Type": str(written["ContentType"]),
            "Cache-Control": str(written["CacheControl"]),
            "If-None-Match": "*",
            "x-amz-checksum-sha256": checksum,
            "x-amz-meta-sha256": sha256,
        }
        return UploadTicket(str(url), headers, now_ms() + _TICKET_S * 1000, size)

    # How it is done

    def _is_public(self, key: str) -> bool:
        return key.rpartition(".")[2] in _TYPES

    def _bucket(self, key: str) -> str:
        return self.settings.bucket if self._is_public(key) else self.settings.sources_bucket

    def _present(self, chunk: StoredChunk) -> bool:
        found = self._head(chunk.key)
        if found is None:
            return False
        if found[0] != chunk.sha256:
            raise ChunkExists(f"{chunk.key} is written already, with other bytes.", key=chunk.key)
        return True

    def _written(self, chunk: StoredChunk) -> dict[str, Any]:
        return {
            "Bucket": self._bucket(chunk.key),
            "Key": chunk.key,
            "ContentType": content_type(chunk.key),
            "CacheControl": CACHE_CONTROL if self._is_public(chunk.key) else "private, no-store",
            "Metadata": {"sha256": chunk.sha256},
            "IfNoneMatch": "*",
        }

    def _upload(self, chunk: StoredChunk, data: bytes, checksum: str) -> bool:
        for attempt in range(_RESENDS):
            try:
                if len(data) < _PART:
                    self._send_whole(chunk, data, checksum)
                else:
                    self._send_parts(chunk, data)
            except StoreUnavailable as error:
                # What boto3 does not send again itself.
                if attempt == _RESENDS - 1 or error.details.get("answer") not in _SEND_AGAIN:
                    raise
            except self._client.exceptions.ClientError as error:
                if status_of(error) != 412:
                    raise
                # Somebody was first: another worker, or an earlier try of ours whose answer got lost.
                self._present(chunk)
                return False
            else:
                return True
        raise AssertionError

    def _send_whole(self, chunk: StoredChunk, data: bytes, checksum: str) -> None:
        with translated(f"Upload of {chunk.key}"):
            self._client.put_object(**self._written(chunk), Body=data, ChecksumSHA256=checksum)

    def _send_parts(self, chunk: StoredChunk, data: bytes) -> None:
        written = self._written(chunk)
        place = {"Bucket": written["Bucket"], "Key": chunk.key}
        del written["IfNoneMatch"]
        with translated(f"Upload of {chunk.key}"):
            begun = self._client.create_multipart_upload(**written)
            place["UploadId"] = begun["UploadId"]
            try:
                parts = self._parts(place, data)
                self._client.complete_multipart_upload(
                    **place, MultipartUpload={"Parts": parts}, IfNoneMatch="*"
                )
            except BaseException:
                # The bucket's lifecycle sweeps up what this misses.
                self._abort(place)
                raise

    def _parts(self, place: dict[str, Any], data: bytes) -> list[dict[str, Any]]:
        view = memoryview(data)

        def send(number: int) -> dict[str, Any]:
            part = bytes(view[(number - 1) * _PART : number * _PART])
            done = self._client.upload_part(**place, PartNumber=number, Body=part)
            return {"ETag": done["ETag"], "PartNumber": number}

        count = -(-len(data) // _PART)
        with ThreadPoolExecutor(_PARALLEL, "part") as threads:
            return list(threads.map(send, range(1, count + 1)))

    def _abort(self, place: dict[str, Any]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.abort_multipart_upload(**place)
        except (BotoCoreError, ClientError):
            return

    def _head(self, key: str) -> tuple[str, int] | None:
        try:
            with translated(f"Look at {key}"):
                found = self._client.head_object(Bucket=self._bucket(key), Key=key)
        except self._client.exceptions.ClientError:
            return None
        return found["Metadata"].get("sha256", ""), int(found["ContentLength"])

    def _get(self, bucket: str, key: str) -> tuple[bytes, str] | None:
        from botocore.exceptions import FlexibleChecksumError, IncompleteReadError, ResponseStreamingError

        broken = (FlexibleChecksumError, IncompleteReadError, ResponseStreamingError)
        for attempt in range(_RESENDS):
            try:
                with translated(f"Download of {key}"):
                    found = self._client.get_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
                    return found["Body"].read(), found["Metadata"].get("sha256", "")
            except self._client.exceptions.ClientError:
                return None
            except StoreUnavailable as error:
                # boto3 retries requests, not bodies that end half-way.
                if attempt == _RESENDS - 1 or not isinstance(error.__cause__, broken):
                    raise
        raise AssertionError

    def _describe(self, chunk: StoredChunk) -> None:
        if not chunk.about:
            return
        key = f"{chunk.key}.json"
        body = json.dumps({"sha256": chunk.sha256, "size": chunk.size, "about": chunk.about}).encode()
        with translated(f"Description of {chunk.key}"):
            self._client.put_object(
                Bucket=self.settings.sources_bucket, Key=key, Body=body, ContentType=content_type(key)
            )

    def _about(self, key: str) -> dict[str, Any]:
        found = self._get(self.settings.sources_bucket, f"{key}.json")
        about: dict[str, Any] = json.loads(found[0])["about"] if found else {}
        return about


def _b64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
