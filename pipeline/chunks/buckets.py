"""The two buckets as code: rights, origins, versions and what is swept up. Run again, it changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.chunks.s3_client import S3Settings, make_client, translated

__all__ = ["Done", "Step", "apply", "plan", "rights"]

_OLD_DAYS = 30
_CORS_S = 3600


@dataclass(frozen=True, slots=True)
class Step:
    """One call of the S3 API."""

    call: str
    """Its name in boto3: ``put_bucket_cors``."""
    arguments: dict[str, Any]
    needed: bool = True
    """False: other services than AWS may lack it; then it is reported and left out."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Done:
    """A step and what came of it: ``done``, ``present`` or ``unsupported``."""

    step: Step
    result: str


def plan(settings: S3Settings) -> list[Step]:
    """Every call, in order."""
    name = settings.sources_bucket
    steps = [
        *_bucket(settings, settings.bucket, private=bool(settings.cdn and settings.cdn.distribution_arn)),
        *_readers(settings),
        *_bucket(settings, name, private=True),
    ]
    if guards := _guards(settings, name):
        steps.append(Step("put_bucket_policy", {"Bucket": name, "Policy": _policy(guards)}))
    return steps


def rights(settings: S3Settings) -> dict[str, Any]:
    """The IAM policy of the identity that the server runs under: the least that it needs."""
    buckets = (settings.bucket, settings.sources_bucket)
    actions = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Objects",
                "Effect": "Allow",
                "Action": actions,
                "Resource": [f"arn:aws:s3:::{bucket}/projects/*" for bucket in buckets],
            },
            # Without it a missing key looks forbidden instead of missing.
            {
                "Sid": "Looking",
                "Effect": "Allow",
                "Action": ["s3:ListBucket"],
                "Resource": [f"arn:aws:s3:::{bucket}" for bucket in buckets],
            },
        ],
    }


def apply(settings: S3Settings, steps: Sequence[Step]) -> list[Done]:
    """Run the steps.

    Raises:
        StoreRefused: a needed one is not allowed or not known there.
    """
    client = make_client(settings)
    return [Done(step, _run(client, step)) for step in steps]


def _run(client: Any, step: Step) -> str:
    exists = (client.exceptions.BucketAlreadyOwnedByYou, client.exceptions.BucketAlreadyExists)
    with translated(f"{step.call} of {step.arguments['Bucket']}"):
        try:
            getattr(client, step.call)(**step.arguments)
        except exists:
            # Also somebody else's: then the next step is refused.
            return "present"
        except client.exceptions.ClientError as error:
            code = error.response["Error"].get("Code")
            if step.needed or code not in ("NotImplemented", "MethodNotAllowed", "MalformedXML"):
                raise
            return "unsupported"
    return "done"


def _bucket(settings: S3Settings, name: str, *, private: bool) -> list[Step]:
    create: dict[str, Any] = {"Bucket": name}
    if settings.region != "us-east-1" and settings.endpoint is None:
        create["CreateBucketConfiguration"] = {"LocationConstraint": settings.region}
    block = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": private,
        "RestrictPublicBuckets": private,
    }
    rules = [
        {
            "ID": "old-versions-and-broken-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": _OLD_DAYS},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        }
    ]
    owner = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    return [
        Step("create_bucket", create),
        Step(
            "put_public_access_block",
            {"Bucket": name, "PublicAccessBlockConfiguration": block},
            needed=settings.endpoint is None,
        ),
        Step("put_bucket_ownership_controls", {"Bucket": name, "OwnershipControls": owner}, needed=False),
        Step("put_bucket_versioning", {"Bucket": name, "VersioningConfiguration": {"Status": "Enabled"}}),
        Step(
            "put_bucket_lifecycle_configuration",
            {"Bucket": name, "LifecycleConfiguration": {"Rules": rules}},
        ),
    ]


def _readers(settings: S3Settings) -> list[Step]:
    name = settings.bucket
    reading: dict[str, Any] = {
        "Sid": "Viewers",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    if settings.cdn and settings.cdn.distribution_arn:
        reading["Principal"] = {"Service": "cloudfront.amazonaws.com"}
        reading["Condition"] = {"StringEquals": {"AWS:SourceArn": settings.cdn.distribution_arn}}
    steps = [
        Step(
            "put_bucket_policy",
            {"Bucket": name, "Policy": _policy([reading, *_guards(settings, name)])},
        )
    ]
    if settings.origins:
        rule = {
            "AllowedMethods": ["GET", "HEAD"],
            "AllowedOrigins": list(settings.origins),
            "AllowedHeaders": ["Range", "If-Range", "If-None-Match"],
            "ExposeHeaders": ["Accept-Ranges", "Content-Range", "Content-Length", "ETag"],
            "MaxAgeSeconds": _CORS_S,
        }
        steps.append(Step("put_bucket_cors", {"Bucket": name, "CORSConfiguration": {"CORSRules": [rule]}}))
    return steps


def _guards(settings: S3Settings, name: str) -> list[dict[str, Any]]:
    """What nobody may do, whatever other rights they have. AWS's own conditions: left out elsewhere."""
    if settings.endpoint is not None:
        return []
    return [
        {
            "Sid": "OnlyEncryptedConnections",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            "Sid": "WrittenOnce",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{name}/*.mp4",
            "Condition": {
                "Null": {"s3:if-none-match": "true"},
                # Parts of an upload carry no condition: its completion does.
                "Bool": {"s3:ObjectCreationOperation": "true"},
            },
        },
    ]


def _policy(statements: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
