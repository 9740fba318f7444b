"""Attacks on the network: judged by who hears of them."""

from __future__ import annotations

import socket
from typing import Any

import pytest
import pytest_asyncio

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _addresses() -> list[str]:
    """Loopback and whatever this machine is called outside."""
    found = {"127.0.0.1", "172.17.0.1"}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found.add(probe.getsockname()[0])
        except OSError:
            pass
    return sorted(found)


async def test_tcp_reaches_no_listener_on_the_host(arena: Any, tcp_ears: Any) -> None:
    socket.create_connection(("127.0.0.1", tcp_ears.port)).close()
    result = await arena.attack(
        f"""
        import socket
        for address in {_addresses()!r}:
            attempt('tcp', lambda: socket.create_connection((address, {tcp_ears.port}), timeout=1))
        """
    )
    result.tried_and_failed("tcp")
    assert len(tcp_ears.heard) == 1, "only the test's own connection was heard"


async def test_udp_reaches_no_listener_on_the_host(arena: Any, udp_ears: Any) -> None:
    result = await arena.attack(
        f"""
        import socket
        for address in {_addresses()!r}:
            attempt('udp', lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', (address, {udp_ears.port})))
        """
    )
    result.tried_and_failed("udp")
    assert udp_ears.heard == []


async def test_names_are_not_resolved(arena: Any) -> None:
    result = await arena.attack(
        "import socket; attempt('dns', lambda: socket.getaddrinfo('example.org', 80))"
    )
    result.tried_and_failed("dns")


async def test_the_metadata_address_is_not_reached(arena: Any) -> None:
    result = await arena.attack(
        """
        import urllib.request
        attempt('metadata', lambda: urllib.request.urlopen('http://169.254.169.254/latest/meta-data/', timeout=2).read())
        attempt('metadata6', lambda: urllib.request.urlopen('http://[fd00:ec2::254]/', timeout=2).read())
        """
    )
    result.tried_and_failed("metadata", "metadata6")


FAMILIES = {
    "AF_INET": (2, 1),
    "AF_INET6": (10, 1),
    "AF_NETLINK": (16, 3),
    "AF_PACKET": (17, 3),
    "AF_ALG": (38, 5),
    "AF_VSOCK": (40, 1),
    "AF_BLUETOOTH": (31, 3),
    "AF_TIPC": (30, 2),
    "AF_XDP": (44, 3),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def families(arena: Any) -> Any:
    return await arena.attack(
        f"""
        for name, (family, kind) in {FAMILIES!r}.items():
            ctypes.set_errno(0)
            tried(name, libc.socket(family, kind, 0))
        """
    )


@pytest.mark.parametrize("name", FAMILIES)
async def test_a_socket_of_another_family_is_refused_by_the_filter(families: Any, name: str) -> None:
    assert f"TRIED {name} -> -1 EPERM" in families.said, families.said[-300:]
    assert f"REACHED {name}" not in families.said


async def test_a_family_hidden_in_the_upper_half_of_the_argument_is_refused(arena: Any) -> None:
    result = await arena.attack(
        "tried('wide', libc.syscall(ctypes.c_long(41), ctypes.c_long(2 | 1 << 32), ctypes.c_long(1), ctypes.c_long(0)))"
    )
    result.tried_and_failed("wide")


async def test_unix_sockets_of_the_host_are_not_reached(arena: Any, unix_ears: Any) -> None:
    path, abstract, on_disk, in_namespace = unix_ears
    result = await arena.attack(
        f"""
        import socket
        for address in ({path!r}, {abstract!r}, '/run/docker.sock', '/var/run/docker.sock', '/run/systemd/private',
                        '/run/dbus/system_bus_socket', '\\0/containerd-shim'):
            attempt('unix', lambda: socket.socket(socket.AF_UNIX).connect(address))
        """
    )
    result.tried_and_failed("unix")
    assert on_disk.heard == []
    assert in_namespace.heard == []
