"""A door to the Docker engine, so narrow that a server behind it can make workers and nothing else.

Whoever may talk to Docker's socket is root of the host. A server in a container talks to this instead: a
process beside it holds the engine's socket and understands ten questions, those of
:class:`~render_sandbox.docker_backend.DockerBackend`. Nothing is passed on: of a new container only the name,
memory, processes, processors and the server's own mark are taken from the request, within bounds; all else
is what a worker always has. Containers that this door did not make do not exist behind it. A container whose
server is gone is removed a few seconds later.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import select
import socket
import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import docker
from docker.errors import APIError, DockerException, NotFound

from render_sandbox.docker_backend import OWNER_LABEL, worker_options
from render_sandbox.job import Limits
from render_sandbox.settings import SandboxSettings

__all__ = ["Door", "DoorRules", "open_door"]

log = logging.getLogger("proofreel.sandbox.door")

_LABEL = "proofreel.door"
_LARGEST_BODY = 1 << 20
_LINGER_S = 10.0
"""How long a container may outlive the stream to it: its server has time to say how it ended."""
_PIECE = 256 << 10
_NAME = re.compile(r"proofreel-[0-9]{1,10}-[0-9]{1,10}-[0-9a-f]{6}")
_OWNER = re.compile(r"[0-9a-z-]{1,80}")
_ATTACHED = (
    b"HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n"
    b"Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class DoorRules:
    """What the door allows at most."""

    image: str
    """The one image that containers are made of."""
    name: str = "proofreel"
    """Marks this door's containers: two doors to one engine do not see each other's."""
    memory_mb: int = 3072
    """Joining the chunks of a long video takes that much."""
    processes: int = 128
    cpus: float = 2.0
    containers: int = 32
    """At once; one more is refused."""


class _Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Door(ThreadingMixIn, UnixStreamServer):
    """Listens on a Unix socket; serve with ``serve_forever()``, one thread for each connection."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, listen: Path, client: Any, rules: DoorRules) -> None:
        self.client, self.rules = client, rules
        super().__init__(str(listen), _Visitor)

    def own(self, **filters: Any) -> list[dict[str, Any]]:
        """The containers of this door, as the engine lists them."""
        marked = {"label": [f"{_LABEL}={self.rules.name}"]}
        return self.client.api.containers(all=True, filters=marked, **filters)

    def sweep(self) -> None:
        """Remove what an earlier door of this name left behind: nobody is attached to it any more."""
        for container in self.own():
            self.remove(container["Id"])

    def remove(self, container: str) -> None:
        """Remove a container if it is still there."""
        try:
            self.client.api.remove_container(container, force=True, v=True)
        except (DockerException, OSError) as error:
            log.debug("%s: %s", container, error)


@contextlib.contextmanager
def open_door(listen: Path, engine: str, rules: DoorRules) -> Generator[Door]:
    """A door that is swept and listens; it is not served yet.

    Args:
        listen: where to make the socket; every process that can reach the path may use it.
        engine: the engine's address: ``unix:///var/run/docker.sock``.
        rules: what is allowed.
    """
    client: Any = docker.DockerClient(base_url=engine, timeout=60, max_pool_size=32)
    listen.unlink(missing_ok=True)
    with contextlib.closing(client), Door(listen, client, rules) as door:
        # Reached through a volume that only the server and its workers have, each under a user of its own.
        listen.chmod(0o666)
        door.sweep()
        yield door
        door.sweep()


class _Visitor(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    rbufsize = 0  # what follows an upgrade is not ours to read ahead
    server: Door  # pyright: ignore[reportIncompatibleVariableOverride]
    _ROUTES: ClassVar[list[tuple[str, str, str]]] = [
        ("GET", r"/version", "_version"),
        ("GET", r"/_ping", "_ping"),
        ("GET", r"/images/(?P<image>[\w./:@-]+)/json", "_image"),
        ("GET", r"/containers/json", "_list"),
        ("POST", r"/containers/create", "_create"),
        ("GET", r"/containers/(?P<container>[\w.-]+)/json", "_inspect"),
        ("POST", r"/containers/(?P<container>[\w.-]+)/start", "_start"),
        ("POST", r"/containers/(?P<container>[\w.-]+)/update", "_update"),
        ("POST", r"/containers/(?P<container>[\w.-]+)/attach", "_attach"),
        ("DELETE", r"/containers/(?P<container>[\w.-]+)", "_remove"),
    ]

    def do_GET(self) -> None:
        """Answer, whatever is asked."""
        try:
            self._route()
        except _Refused as refused:
            log.warning("refused %s %s: %s", self.command, self.path[:200], refused)
            self._answer(refused.status, {"message": f"The door to the engine: {refused}"})
        except NotFound as error:
            self._answer(404, {"message": str(error.explanation or error)})
        except APIError as error:
            self._answer(error.status_code or 500, {"message": str(error.explanation or error)})
        except DockerException as error:
            self._answer(500, {"message": str(error)})

    do_POST = do_DELETE = do_PUT = do_HEAD = do_PATCH = do_OPTIONS = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Only refusals are worth a line."""

    def address_string(self) -> str:
        """A Unix socket has no address."""
        return "local"

    def _route(self) -> None:
        self._body = self._read_body()
        asked = urlsplit(self.path)
        self._query = {name: values[-1] for name, values in parse_qs(asked.query).items()}
        path = re.sub(r"^/v1\.[0-9]{1,3}(?=/)", "", unquote(asked.path))
        for method, pattern, action in self._ROUTES:
            if method == self.command and (found := re.fullmatch(pattern, path, re.ASCII)):
                named = found.groupdict()
                if "container" in named:
                    named["container"] = self._mine(named["container"])
                getattr(self, action)(**named)
                return
        raise _Refused(403, "this is not a question that a server needs to ask.")

    def _read_body(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal() or int(length) > _LARGEST_BODY:
            self.close_connection = True
            raise _Refused(413, "the body is too large, or of no said size.")
        data = bytearray()
        while len(data) < int(length) and (piece := self.rfile.read(int(length) - len(data))):
            data += piece
        return bytes(data)

    def _mine(self, container: str) -> str:
        """The container's id, if this door made it; else it does not exist."""
        labels: dict[str, str] = self._api.inspect_container(container)["Config"]["Labels"] or {}
        if labels.get(_LABEL) != self.server.rules.name:
            raise _Refused(404, f"there is no container {container}.")
        return container

    @property
    def _api(self) -> Any:
        return self.server.client.api

    def _version(self) -> None:
        self._answer(200, self._api.version(api_version=False))

    def _ping(self) -> None:
        self._api.ping()
        self._answer(200, "OK")

    def _image(self, image: str) -> None:
        if image != self.server.rules.image:
            raise _Refused(404, f"there is no image {image}: the one here is {self.server.rules.image}.")
        self._answer(200, self._api.inspect_image(image))

    def _list(self) -> None:
        self._answer(200, self.server.own())

    def _inspect(self, container: str) -> None:
        self._answer(200, self._api.inspect_container(container))

    def _start(self, container: str) -> None:
        self._api.start(container)
        self._answer(204)

    def _remove(self, container: str) -> None:
        self._api.remove_container(container, force=True, v=True)
        self._answer(204)

    def _update(self, container: str) -> None:
        memory = f"{self._memory_mb(self._json().get('Memory'))}m"
        self._answer(200, self._api.update_container(container, mem_limit=memory, memswap_limit=memory))

    def _create(self) -> None:
        rules, body = self.server.rules, self._json()
        host = body.get("HostConfig")
        if not isinstance(host, dict):
            raise _Refused(400, "a container needs a HostConfig.")
        said: dict[str, Any] = host  # pyright: ignore[reportUnknownVariableType]
        name = self._query.get("name", "")
        labels: Any = body.get("Labels")
        owner = labels.get(OWNER_LABEL, "") if isinstance(labels, dict) else ""  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        if not _NAME.fullmatch(name) or not isinstance(owner, str) or not _OWNER.fullmatch(owner):
            raise _Refused(403, "the name or the owner is not that of a worker.")
        if body.get("Image") != rules.image:
            raise _Refused(403, f"workers are made of {rules.image} only.")
        if len(self.server.own()) >= rules.containers:
            raise _Refused(403, f"{rules.containers} containers are the most at once.")
        limits = Limits(
            memory_mb=self._memory_mb(said.get("Memory")),
            processes=int(_within("processes", said.get("PidsLimit"), 1, rules.processes)),
        )
        cpus = _within("processors", said.get("NanoCpus"), 1e6, rules.cpus * 1e9) / 1e9
        options = worker_options(replace(SandboxSettings(), cpus=cpus), limits, owner)
        options["labels"] |= {_LABEL: rules.name}
        made = self.server.client.containers.create(rules.image, name=name, **options)
        self._answer(201, {"Id": made.id, "Warnings": []})

    def _memory_mb(self, memory: object) -> int:
        return int(_within("memory", memory, 64 << 20, self.server.rules.memory_mb << 20)) >> 20

    def _attach(self, container: str) -> None:
        parts = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        raw = self._api.attach_socket(container, params=parts)
        engine: socket.socket = raw._sock  # noqa: SLF001  (docker-py wraps it in a blocking reader)
        self.close_connection = True
        try:
            self.connection.sendall(_ATTACHED)
            _join(self.connection, engine)
        finally:
            with contextlib.suppress(OSError):
                engine.shutdown(socket.SHUT_RDWR)
            raw.close()
            engine.close()
            self._bury(container)

    def _bury(self, container: str) -> None:
        until = time.monotonic() + _LINGER_S
        while time.monotonic() < until:
            try:
                self._api.inspect_container(container)
            except NotFound:
                return
            except DockerException:
                pass
            time.sleep(0.5)
        log.info("removing %s, whose server is gone", container)
        self.server.remove(container)

    def _json(self) -> dict[str, Any]:
        try:
            found = json.loads(self._body)
        except ValueError:
            raise _Refused(400, "the body is not JSON.") from None
        if not isinstance(found, dict):
            raise _Refused(400, "the body is not an object.")
        return found  # pyright: ignore[reportUnknownVariableType]

    def _answer(self, status: int, content: object = None) -> None:
        data = b"" if content is None else json.dumps(content).encode()
        if isinstance(content, str):
            data = content.encode()
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "text/plain" if isinstance(content, str) else "application/json")
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)


def _within(what: str, value: object, least: float, most: float) -> float:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _Refused(403, f"{what} of {str(value)[:40]}; {most:.0f} is the most.")
    return value


def _join(client: socket.socket, engine: socket.socket) -> None:
    """Carry bytes both ways until the engine has no more, or the client has hung up."""
    other = {client: engine, engine: client}
    while True:
        readable, _, _ = select.select(list(other), [], [])
        for source in readable:
            try:
                data = source.recv(_PIECE)
                if data:
                    other[source].sendall(data)
            except OSError:
                return
            if not data:
                return
