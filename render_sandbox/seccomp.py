"""The system-call policy in the two forms that backends take: Docker's JSON and a BPF program."""

from __future__ import annotations

import errno
import json
import platform
import struct
from dataclasses import dataclass
from functools import cache

from render_sandbox.seccomp_numbers import ARM64, X86_64
from render_sandbox.seccomp_policy import ALLOWED, CLONE_NAMESPACES, DENIED_IOCTL, MISSING, ONLY_AF_UNIX

__all__ = ["ARCHITECTURES", "Architecture", "bpf_program", "docker_profile"]

_AF_UNIX = 1


@dataclass(frozen=True, slots=True)
class Architecture:
    """A processor's audit number, its system-call numbers, and where x32 would begin."""

    audit: int
    numbers: dict[str, int]
    foreign_from: int | None = None


ARCHITECTURES = {
    "x86_64": Architecture(0xC000003E, X86_64, foreign_from=0x40000000),
    "aarch64": Architecture(0xC00000B7, ARM64),
}


@cache
def docker_profile() -> str:
    """The policy as a JSON document for ``--security-opt seccomp=``. It replaces the engine's own."""
    allow = "SCMP_ACT_ALLOW"
    rules: list[dict[str, object]] = [
        {"names": sorted(ALLOWED), "action": allow},
        {"names": list(MISSING), "action": "SCMP_ACT_ERRNO", "errnoRet": errno.ENOSYS},
        {
            "names": ["clone"],
            "action": allow,
            "args": [{"index": 0, "value": CLONE_NAMESPACES, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}],
        },
        {
            "names": list(ONLY_AF_UNIX),
            "action": allow,
            "args": [{"index": 0, "value": _AF_UNIX, "op": "SCMP_CMP_EQ"}],
        },
    ]
    return json.dumps(
        {
            "defaultAction": "SCMP_ACT_ERRNO",
            "defaultErrnoRet": errno.EPERM,
            "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
            "syscalls": rules,
        }
    )


def bpf_program(machine: str | None = None) -> bytes:
    """The policy as a classic BPF program for ``bwrap --seccomp``.

    Raises:
        LookupError: the processor is neither x86-64 nor arm64.
    """
    name = machine or platform.machine()
    if name not in ARCHITECTURES:
        raise LookupError(f"no system-call policy for {name}")
    return _assemble(ARCHITECTURES[name])


# Classic BPF, as the kernel's seccomp reads it: struct sock_filter {u16 code; u8 jt, jf; u32 k}.
_LOAD, _AND = 0x20, 0x54  # BPF_LD|W|ABS, BPF_ALU|AND|K
_JEQ, _JGE, _JGT = 0x15, 0x35, 0x25
_RETURN = 0x06
_NUMBER, _AUDIT = 0, 4  # offsets in struct seccomp_data; arguments follow from 16, eight bytes each
_ALLOW, _KILL = 0x7FFF0000, 0x80000000


def _argument(index: int) -> int:
    return 16 + 8 * index


def _errno(number: int) -> int:
    return 0x00050000 | number


def _assemble(architecture: Architecture) -> bytes:
    numbers = architecture.numbers
    program: list[tuple[int, int, int, int]] = []

    def add(code: int, k: int, jump_true: int = 0, jump_false: int = 0) -> None:
        program.append((code, jump_true, jump_false, k))

    add(_LOAD, _AUDIT)
    add(_JEQ, architecture.audit, 1, 0)
    add(_RETURN, _KILL)
    add(_LOAD, _NUMBER)
    if architecture.foreign_from is not None:
        add(_JGE, architecture.foreign_from, 0, 1)
        add(_RETURN, _errno(errno.ENOSYS))
    for name in MISSING:
        add(_JEQ, numbers[name], 0, 1)
        add(_RETURN, _errno(errno.ENOSYS))
    add(_JEQ, numbers["clone"], 0, 5)
    add(_LOAD, _argument(0))
    add(_AND, CLONE_NAMESPACES)
    add(_JEQ, 0, 0, 1)
    add(_RETURN, _ALLOW)
    add(_RETURN, _errno(errno.EPERM))
    for name in ONLY_AF_UNIX:
        add(_JEQ, numbers[name], 0, 4)
        add(_LOAD, _argument(0))
        add(_JEQ, _AF_UNIX, 0, 1)
        add(_RETURN, _ALLOW)
        add(_RETURN, _errno(errno.EPERM))
    add(_JEQ, numbers["ioctl"], 0, 4)
    add(_LOAD, _argument(1))
    add(_JEQ, DENIED_IOCTL, 1, 0)
    add(_RETURN, _ALLOW)
    add(_RETURN, _errno(errno.EPERM))
    for first, last in _ranges(
        sorted(numbers[name] for name in ALLOWED if name in numbers and name != "ioctl")
    ):
        # Sorted, so that a number below the range is in none: one comparison decides most calls.
        add(_JGE, first, 1, 0)
        add(_RETURN, _errno(errno.EPERM))
        add(_JGT, last, 1, 0)
        add(_RETURN, _ALLOW)
    add(_RETURN, _errno(errno.EPERM))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _ranges(numbers: list[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] + 1 == number:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges
