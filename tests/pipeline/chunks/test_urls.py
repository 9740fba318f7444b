"""Where viewers read chunks, and the buckets as code."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from pipeline.chunks import StoreRefused
from pipeline.chunks.buckets import plan, rights
from pipeline.chunks.cloudfront import url_maker
from pipeline.chunks.s3_client import Cdn, S3Settings

KEY = "projects/p/sessions/s/scenes/0/v1.mp4"
AWS = S3Settings("chunks", "sources", "eu-west-1", origins=("https://learn.example",))
CDN = Cdn("https://d111.cloudfront.net/", "arn:aws:cloudfront::1:distribution/E1")


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def signed(key, tmp_path) -> Cdn:
    pem = tmp_path / "key.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(key.private_bytes(*form))
    return replace(CDN, key_pair_id="K1", private_key=pem, ttl_s=3600)


def test_a_chunk_is_read_from_the_bucket_the_endpoint_or_the_cdn():
    assert url_maker(AWS)(KEY) == f"https://chunks.s3.eu-west-1.amazonaws.com/{KEY}"
    assert url_maker(replace(AWS, endpoint="http://127.0.0.1:9/"))(KEY) == f"http://127.0.0.1:9/chunks/{KEY}"
    assert url_maker(replace(AWS, cdn=CDN))(KEY) == f"https://d111.cloudfront.net/{KEY}"


def test_a_signed_url_is_signed_with_the_key_and_stays_the_same_for_its_time(key, signed, monkeypatch):
    now = 1_800_000_000 - 1_800_000_000 % 3600
    monkeypatch.setattr("pipeline.chunks.cloudfront.time.time", lambda: now)
    make = url_maker(replace(AWS, cdn=signed))
    url = make(KEY)
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    policy = json.dumps(
        {
            "Statement": [
                {
                    "Resource": f"https://d111.cloudfront.net/{KEY}",
                    "Condition": {"DateLessThan": {"AWS:EpochTime": int(query["Expires"])}},
                }
            ]
        },
        separators=(",", ":"),
    )
    signature = base64.b64decode(query["Signature"].translate(str.maketrans("-_~", "+=/")))

    key.public_key().verify(signature, policy.encode(), padding.PKCS1v15(), hashes.SHA1())
    assert query["Key-Pair-Id"] == "K1"
    assert 3600 <= int(query["Expires"]) - now <= 2 * 3600

    monkeypatch.setattr("pipeline.chunks.cloudfront.time.time", lambda: now + 3599)
    assert make(KEY) == url
    monkeypatch.setattr("pipeline.chunks.cloudfront.time.time", lambda: now + 3600)
    assert make(KEY) != url


def test_a_key_of_another_kind_is_refused(tmp_path):
    from cryptography.hazmat.primitives.asymmetric import ed25519

    pem = tmp_path / "key.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(ed25519.Ed25519PrivateKey.generate().private_bytes(*form))

    with pytest.raises(StoreRefused, match="RSA"):
        url_maker(replace(AWS, cdn=replace(CDN, key_pair_id="K1", private_key=pem)))


def arguments(settings: S3Settings, call: str, bucket: str) -> dict:
    return next(s.arguments for s in plan(settings) if s.call == call and s.arguments["Bucket"] == bucket)


def policy(settings: S3Settings, bucket: str) -> dict[str, dict]:
    document = json.loads(arguments(settings, "put_bucket_policy", bucket)["Policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_with_a_distribution_nobody_else_reads_the_bucket():
    behind = replace(AWS, cdn=CDN)

    assert policy(AWS, "chunks")["Viewers"]["Principal"] == "*"
    assert policy(behind, "chunks")["Viewers"]["Condition"] == {
        "StringEquals": {"AWS:SourceArn": CDN.distribution_arn}
    }
    block = arguments(behind, "put_public_access_block", "chunks")["PublicAccessBlockConfiguration"]
    assert all(block.values())


@pytest.mark.parametrize("settings", [AWS, replace(AWS, cdn=CDN)], ids=["open", "behind a CDN"])
def test_sources_are_never_public(settings):
    block = arguments(settings, "put_public_access_block", "sources")["PublicAccessBlockConfiguration"]

    assert all(block.values())
    assert {statement["Effect"] for statement in policy(settings, "sources").values()} == {"Deny"}
    assert not [
        s for s in plan(settings) if s.call == "put_bucket_cors" and s.arguments["Bucket"] == "sources"
    ]


def test_chunks_are_written_once_over_encrypted_connections_and_old_versions_expire():
    guards = policy(AWS, "chunks")
    lifecycle = arguments(AWS, "put_bucket_lifecycle_configuration", "chunks")["LifecycleConfiguration"]

    assert guards["WrittenOnce"]["Condition"]["Null"] == {"s3:if-none-match": "true"}
    assert guards["OnlyEncryptedConnections"]["Effect"] == "Deny"
    assert lifecycle["Rules"][0]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert arguments(AWS, "put_bucket_versioning", "chunks")["VersioningConfiguration"] == {
        "Status": "Enabled"
    }


def test_the_server_may_neither_delete_nor_change_buckets():
    allowed = {action for statement in rights(AWS)["Statement"] for action in statement["Action"]}

    assert not [
        action for action in allowed if "Delete" in action or "Bucket" in action.replace("ListBucket", "")
    ]
