"""The sources of a session as files, for whoever wants to go on without proofreel."""

from __future__ import annotations

import io
import json
import re
import zipfile

from pipeline.state.database import Database
from pipeline.state.scenes import list_scenes
from pipeline.state.versions import get_version

__all__ = ["zipped_sources"]


def zipped_sources(db: Database, session_id: str) -> bytes:
    """A zip with ``01-title.py`` for each scene, and beside it the blocks as JSON where it has some."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for scene in list_scenes(db, session_id):
            version = get_version(db, scene.id, scene.version)
            name = f"{scene.index + 1:02}-{_slug(scene.title)}"
            archive.writestr(f"{name}.py", version.code)
            if version.blocks:
                archive.writestr(f"{name}.json", json.dumps(version.blocks, indent=2, ensure_ascii=False))
    return buffer.getvalue()


def _slug(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title.lower()).strip("-")[:60] or "scene"
