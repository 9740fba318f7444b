"""Put proofreel into a client's configuration, or take it out, without touching anything else in it."""

from __future__ import annotations

import contextlib
import difflib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from proofreel.errors import ProofreelError
from server.clients.jsonc import NotJson, read, with_member, without_member

__all__ = ["Change", "ClientConfigError", "change_for", "write"]

NAME = "proofreel"


class ClientConfigError(ProofreelError):
    """A client's configuration cannot be read or written."""

    code = "client_config"


@dataclass(frozen=True, slots=True)
class Change:
    """What a client's file would become."""

    file: Path
    before: bytes | None
    """None: there is no file."""
    after: str

    @property
    def needed(self) -> bool:
        """Whether anything would be different."""
        return (self.before or b"") != self.after.encode()

    def diff(self) -> str:
        """The change as a person reads it."""
        old = (self.before or b"").decode(errors="replace").splitlines(keepends=True)
        new = self.after.splitlines(keepends=True)
        return "".join(difflib.unified_diff(old, new, str(self.file), str(self.file)))


def change_for(file: Path, key: str, entry: dict[str, Any] | None) -> Change:
    """The change that sets the server's entry under ``key``, or with ``None`` removes it.

    Raises:
        ClientConfigError: the file cannot be read, or is not what the client expects.
    """
    file = file.expanduser().resolve()  # a link into somebody's dotfiles stays one
    before = _content(file)
    try:
        text = (before or b"").decode()
        servers = _member(read(text), key)
        if entry is not None and servers is not None and servers.get(NAME) == entry:
            return Change(file, before, text)
        path = (key, NAME)
        after = without_member(text, path) if entry is None else with_member(text, path, entry)
    except UnicodeDecodeError as error:
        raise ClientConfigError(f"{file} is not UTF-8 (byte {error.start}).", fix=_MEND) from None
    except NotJson as error:
        raise ClientConfigError(
            f"{file}:{error.line}:{error.column}: not JSON: {error}.",
            fix=_MEND,
            line=error.line,
            column=error.column,
        ) from None
    except TypeError as error:
        raise ClientConfigError(f"{file}: {error}.", fix=_MEND) from None
    return Change(file, before, after)


_MEND = "Mend the file, or move it away; then run this again. It was left as it is."


def write(change: Change) -> Path | None:
    """Carry a change out. Returns where the file as it was is kept, if there was one.

    Raises:
        ClientConfigError: the file was changed by somebody else meanwhile, or cannot be written.
    """
    try:
        change.file.parent.mkdir(parents=True, exist_ok=True)
        backup = _kept(change)
        if _content(change.file) != change.before:
            raise ClientConfigError(
                f"{change.file} was changed by another program just now.", fix="Run this again."
            )
        _replace(change.file, change.after.encode())
    except OSError as error:
        raise ClientConfigError(
            f"{change.file} cannot be written: {error.strerror}.", fix="Look at the rights of its folder."
        ) from None
    return backup


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ClientConfigError(
            f"{file} cannot be read: {error.strerror}.", fix="Look at its rights."
        ) from None


def _member(document: Any, key: str) -> dict[str, Any] | None:
    if document is None:
        return None
    if not isinstance(document, dict):
        raise TypeError("the document is not an object")
    servers = cast("dict[str, Any]", document).get(key)
    if servers is not None and not isinstance(servers, dict):
        raise TypeError(f"{key} is not an object")
    return cast("dict[str, Any] | None", servers)


def _kept(change: Change) -> Path | None:
    if change.before is None:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    backup = change.file.with_name(f"{change.file.name}.before-proofreel-{stamp}")
    backup.touch(mode=change.file.stat().st_mode & 0o777, exist_ok=False)
    backup.write_bytes(change.before)
    return backup


def _replace(file: Path, data: bytes) -> None:
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".proofreel")
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(name).chmod(mode)
        Path(name).replace(file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
