"""Runs a voice's program: text in on stdin, bytes out on stdout, killed when the task is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from pipeline.narration.errors import VoiceFailed, VoiceMissing

__all__ = ["run_program"]

_LIMIT_S = 120.0


async def run_program(command: Sequence[str], stdin: bytes, *, install: str) -> bytes:
    """The standard output of ``command``.

    Raises ``VoiceMissing`` with ``install`` as the fix where there is no such program, ``VoiceFailed``
    with its words where it fails or takes longer than two minutes.
    """
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)
    except (FileNotFoundError, PermissionError) as error:
        raise VoiceMissing(f"{command[0]} can't be run: {error.strerror}.", fix=install) from error
    try:
        out, said = await asyncio.wait_for(process.communicate(stdin), _LIMIT_S)
    except TimeoutError as error:
        raise VoiceFailed(
            f"{command[0]} took longer than {_LIMIT_S:g} s.", fix="Shorten the line."
        ) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        words = said.decode(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise VoiceFailed(f"{command[0]} failed: {words[0]}.", fix=install)
    return out
