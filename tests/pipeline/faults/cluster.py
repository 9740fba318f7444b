"""A server, a worker and a Redis as processes that can be killed, cut off and starved of disk.

The server stands in this machine's network, Redis and the worker in a namespace of their own behind a
pair of virtual links: cutting the link cuts the server off from both. The server's home is a small tmpfs.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

from ..queue.conftest import SILENCE_S, Redis, WorkerProcess

_SERVER = Path(__file__).with_name("server_program.py")
_HOME_MB = 24


class Cut:
    """A network namespace with one link to this machine's network."""

    def __init__(self) -> None:
        name = f"pr{os.getpid() % 100000}"
        self.name, self.link = name, f"{name}a"
        number = os.getpid() % 16000  # runs beside each other have links of their own
        net, first = f"10.213.{number >> 6}", (number & 63) * 4
        self.here, self.there = f"{net}.{first + 1}", f"{net}.{first + 2}"
        _ip("netns", "add", name)
        _ip("link", "add", self.link, "type", "veth", "peer", "name", f"{name}b", "netns", name)
        _ip("addr", "add", f"{self.here}/30", "dev", self.link)
        _ip("link", "set", self.link, "up")
        for command in (
            ["addr", "add", f"{self.there}/30", "dev", f"{name}b"],
            ["link", "set", f"{name}b", "up"],
            ["link", "set", "lo", "up"],
        ):
            _ip("-n", name, *command)

    @property
    def inside(self) -> list[str]:
        return ["ip", "netns", "exec", self.name]

    def cut(self) -> None:
        _ip("link", "set", self.link, "down")

    def mend(self) -> None:
        _ip("link", "set", self.link, "up")

    def close(self) -> None:
        subprocess.run(["ip", "link", "del", self.link], check=False)
        subprocess.run(["ip", "netns", "del", self.name], check=False)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.log = folder, folder / "home", folder / "runs"
        self.home.mkdir()
        (folder / "redis").mkdir()
        self.net = Cut()
        options = ["-o", f"size={_HOME_MB}m"]
        subprocess.run(["mount", "-t", "tmpfs", *options, "proofreel", str(self.home)], check=True)
        try:
            self.redis = Redis(folder / "redis", host=self.net.there, inside=self.net.inside)
            self.start_worker()
            self.start_server()
        except BaseException:
            self._close_room()  # a link that stays takes the next one's packets
            raise

    def start_server(self) -> None:
        command = [sys.executable, str(_SERVER), str(self.home), self.redis.url, str(SILENCE_S)]
        with (self.folder / "server.err").open("a") as errors:
            self.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self.server.stdout is not None
        assert self.server.stdout.readline() == "ready\n", (self.folder / "server.err").read_text()

    def kill_server(self) -> None:
        self.server.kill()
        self.server.wait()
        self.server.stdout.close()

    def start_worker(self) -> None:
        self.worker = WorkerProcess(self.redis.url, self.log, slots=2, inside=self.net.inside)

    def fill_disk(self) -> None:
        with (self.home / "filler").open("wb", buffering=0) as file:
            try:
                while file.write(bytes(1 << 16)):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def free_disk(self) -> None:
        (self.home / "filler").unlink()

    def close(self) -> None:
        for close in (self.kill_server, self.worker.close, self.redis.close, self._close_room):
            close()

    def _close_room(self) -> None:
        self.net.close()
        subprocess.run(["umount", "-l", str(self.home)], check=False)
