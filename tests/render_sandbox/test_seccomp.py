"""The BPF program, run here by a small interpreter of its instructions, against the policy it came from."""

from __future__ import annotations

import errno
import json
import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render_sandbox.seccomp import ARCHITECTURES, bpf_program, docker_profile
from render_sandbox.seccomp_policy import ALLOWED, CLONE_NAMESPACES, DENIED_IOCTL, MISSING

ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x50000
FORBIDDEN = {"ptrace", "bpf", "io_uring_setup", "userfaultfd", "mount", "unshare", "setns", "keyctl", "clone3", "setuid",
             "memfd_create", "timer_create", "open_by_handle_at", "perf_event_open", "init_module", "clock_settime"}  # fmt: skip


def run(program: bytes, audit: int, number: int, *arguments: int) -> int:
    """What the kernel would make of one call."""
    data = struct.pack("<IIQ6Q", number, audit, 0, *(arguments + (0,) * 6)[:6])
    instructions = list(struct.iter_unpack("<HBBI", program))
    accumulator, at = 0, 0
    while True:
        code, jump_true, jump_false, k = instructions[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, k)
            case 0x54:
                accumulator &= k
            case 0x15:
                at += jump_true if accumulator == k else jump_false
            case 0x35:
                at += jump_true if accumulator >= k else jump_false
            case 0x25:
                at += jump_true if accumulator > k else jump_false
            case 0x06:
                return k
            case _:
                raise AssertionError(f"unknown instruction {code:#x}")


@pytest.fixture(params=sorted(ARCHITECTURES))
def machine(request: pytest.FixtureRequest) -> str:
    return request.param


def test_exactly_the_listed_calls_pass(machine: str) -> None:
    architecture, program = ARCHITECTURES[machine], bpf_program(machine)
    special = {architecture.numbers[name] for name in ("clone", "socket", "socketpair", "ioctl", *MISSING)}
    allowed = {architecture.numbers[name] for name in ALLOWED if name in architecture.numbers}
    for number in set(range(600)) - special:
        expected = ALLOW if number in allowed else REFUSE | errno.EPERM
        assert run(program, architecture.audit, number) == expected, number


@given(st.sampled_from(sorted(ARCHITECTURES)), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_every_path_through_the_program_ends(machine: str, audit: int, number: int) -> None:
    verdict = run(bpf_program(machine), audit, number)
    assert verdict in (ALLOW, KILL) or verdict & 0xFFFF0000 == REFUSE


def test_another_architecture_is_killed(machine: str) -> None:
    assert run(bpf_program(machine), 0x40000003, 20) == KILL


def test_x32_calls_are_missing() -> None:
    architecture = ARCHITECTURES["x86_64"]
    assert run(bpf_program("x86_64"), architecture.audit, 0x40000000 + 0) == REFUSE | errno.ENOSYS


def test_clone_makes_threads_but_no_namespace(machine: str) -> None:
    architecture, program = ARCHITECTURES[machine], bpf_program(machine)
    clone = architecture.numbers["clone"]
    assert run(program, architecture.audit, clone, 0x3D0F00) == ALLOW
    for bit in range(32):
        if CLONE_NAMESPACES >> bit & 1:
            assert run(program, architecture.audit, clone, 0x3D0F00 | 1 << bit) == REFUSE | errno.EPERM
    assert run(program, architecture.audit, architecture.numbers["clone3"]) == REFUSE | errno.ENOSYS


@pytest.mark.parametrize("name", ["socket", "socketpair"])
def test_only_unix_sockets(machine: str, name: str) -> None:
    architecture, program = ARCHITECTURES[machine], bpf_program(machine)
    number = architecture.numbers[name]
    passing = [family for family in range(64) if run(program, architecture.audit, number, family) == ALLOW]
    assert passing == [1]


def test_typing_into_a_terminal_is_refused_whatever_the_upper_bits(machine: str) -> None:
    architecture, program = ARCHITECTURES[machine], bpf_program(machine)
    ioctl = architecture.numbers["ioctl"]
    assert run(program, architecture.audit, ioctl, 0, 0x5401) == ALLOW
    assert run(program, architecture.audit, ioctl, 0, DENIED_IOCTL | 1 << 32) == REFUSE | errno.EPERM


def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    """arm64 takes the generic table; a header may be older than the newest calls."""
    folder = "asm-generic" if machine == "aarch64" else "x86_64-linux-gnu/asm"
    header = Path("/usr/include", folder, "unistd.h" if machine == "aarch64" else "unistd_64.h")
    if not header.exists():
        pytest.skip(f"{header} is missing: apt install linux-libc-dev")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\b", header.read_text())
    theirs = {name: int(number) for name, number in found}
    ours = ARCHITECTURES[machine].numbers
    assert len(ours.keys() & theirs.keys()) > 150
    assert {name: ours[name] for name in ours if name in theirs} == {
        name: theirs[name] for name in ours if name in theirs
    }


def test_every_call_of_the_policy_has_a_number_where_the_architecture_has_the_call(machine: str) -> None:
    numbers = ARCHITECTURES[machine].numbers
    missing = {name for name in (*ALLOWED, *MISSING, "clone", "socket", "socketpair") if name not in numbers}
    if machine == "x86_64":
        assert missing == set()
    else:
        # The old calls that the generic table replaced by their *at, *2 and p* forms.
        assert {"open", "fork", "stat", "dup2"} <= missing
        assert (
            not {"openat", "clone", "clone3", "fstat", "dup3", "ppoll", "execve", "futex", "read", "mmap"}
            & missing
        )


def test_what_is_left_out_on_purpose_is_left_out() -> None:
    assert not FORBIDDEN & set(ALLOWED)


def test_an_unknown_processor_is_refused_rather_than_let_through() -> None:
    with pytest.raises(LookupError):
        bpf_program("riscv64")


def test_dockers_profile_refuses_by_default_and_allows_the_same_names() -> None:
    profile = json.loads(docker_profile())
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    plain = next(
        rule for rule in profile["syscalls"] if "args" not in rule and rule["action"] == "SCMP_ACT_ALLOW"
    )
    assert set(plain["names"]) == set(ALLOWED)
