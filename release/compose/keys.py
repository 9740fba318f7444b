"""Make the passwords of a new installation, and put each where only those that need it can read it.

Run by Compose before all else, as the only one who sees every volume; run again, it changes nothing.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path

USER = 10001
BUCKETS = ("proofreel-chunks", "proofreel-sources")
REDIS = """requirepass {password}
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
dir /data
"""


def identity(name: str, actions: list[str]) -> dict[str, object]:
    """Somebody whom SeaweedFS knows, with a key of their own."""
    key = {"accessKey": secrets.token_hex(10), "secretKey": secrets.token_urlsafe(30)}
    return {"name": name, "credentials": [key], "actions": actions}


def toml(queue: str, who: dict[str, object] | None) -> str:
    """Settings that are secrets."""
    lines = [f'queue_url = "{queue}"']
    if who is not None:
        (key,) = who["credentials"]  # type: ignore[misc]
        lines += [f's3_access_key_id = "{key["accessKey"]}"', f's3_secret_access_key = "{key["secretKey"]}"']
    return "\n".join(lines) + "\n"


def main(root: Path) -> None:
    """Write the files of a new installation below ``root``: one folder for each volume."""
    if not (root / "server" / "proofreel.toml").exists():
        password = secrets.token_urlsafe(30)
        queue = f"redis://:{password}@redis:6379/0"
        rights = [f"{right}:{bucket}" for bucket in BUCKETS for right in ("Read", "Write", "List", "Tagging")]
        admin, server = identity("setup", ["Admin"]), identity("server", rights)
        files = {
            "redis-keys/redis.conf": REDIS.format(password=password),
            "s3-keys/s3.json": json.dumps({"identities": [admin, server]}),
            "setup-keys/proofreel.toml": toml(queue, admin),
            "worker-keys/proofreel.toml": toml(queue, None),
            "server/proofreel.toml": toml(queue, server),
            # A volume that is not empty keeps its owner when an image is mounted over it.
            "redis-data/.made": "",
            "s3-data/.made": "",
        }
        for name, text in files.items():
            path = root / name
            path.write_text(text)
            path.chmod(0o600)
    for path in root.rglob("*"):
        os.chown(path, USER, USER, follow_symlinks=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
