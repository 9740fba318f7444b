"""Behind the door a server can have workers, and nothing else of the engine: not even its other containers."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time

import docker
import pytest
from docker.errors import APIError, NotFound

from render_sandbox import docker_backend, docker_door
from render_sandbox.docker_backend import WORKER_LABEL
from render_sandbox.docker_door import DoorRules, open_door
from render_sandbox.docker_image import worker_tag
from render_sandbox.job import Job
from render_sandbox.sandbox import SandboxSettings, open_sandbox

pytestmark = [pytest.mark.docker]

IMAGE = worker_tag(SandboxSettings().stage)
NAME = "proofreel-1-1-abcdef"
SCENE = b"from manim import *\n\nclass S(Scene):\n    def construct(self):\n        self.add(Dot())\n        self.wait(0.2)\n"


@pytest.fixture(scope="module")
def engine():
    try:
        client = docker.from_env()
        client.images.get(IMAGE)
    except docker.errors.DockerException:
        pytest.skip("Docker: run `proofreel sandbox build`")
    yield client
    client.close()


@pytest.fixture
def door(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(docker_door, "_LINGER_S", 1.0)
    listen = tmp_path / "door.sock"
    with open_door(
        listen, "unix:///var/run/docker.sock", DoorRules(IMAGE, tmp_path.name, containers=3)
    ) as opened:
        thread = threading.Thread(target=opened.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{listen}")
        yield opened
        opened.shutdown()
        thread.join()


@pytest.fixture
def behind(door):
    client = docker.from_env(timeout=30)
    yield client
    client.close()


def body(**host):
    """What a server asks for, with ``host`` over its HostConfig."""
    return {
        "Image": IMAGE,
        "Labels": {docker_backend.OWNER_LABEL: "boot-1-1-1"},
        "Cmd": ["/bin/sh", "-c", "id"],
        "User": "0:0",
        "HostConfig": {"Memory": 2 << 30, "PidsLimit": 128, "NanoCpus": 1_000_000_000} | host,
    }


def ask(door, method, path, content=None):
    """Status and text of one answer."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(20)
        client.connect(door.server_address)
        data = b"" if content is None else json.dumps(content).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        client.sendall(head.encode() + data)
        said = b""
        while piece := client.recv(1 << 16):
            said += piece
    head, _, text = said.partition(b"\r\n\r\n")
    return int(head.split()[1]), text.decode()


async def test_a_sandbox_works_through_the_door_and_leaves_nothing(door, engine):
    settings = SandboxSettings(backend="docker", workers=1, image=IMAGE)
    request = {"scene": None, "format": {"width": 256, "height": 144, "fps": 10}, "profile": "preview"}

    async with open_sandbox(settings) as sandbox:
        outcome = await sandbox.run(Job("render", request, {"scene.py": SCENE}))

    assert outcome.report["ok"] is True, outcome
    assert outcome.files["chunk.mp4"][4:8] == b"ftyp"
    assert door.own() == []


def test_whatever_is_asked_for_only_a_worker_is_made(door, engine):
    wanted = body(
        Privileged=True,
        Binds=["/:/host"],
        Mounts=[{"Type": "bind", "Source": "/", "Target": "/m"}],
        NetworkMode="host",
        PidMode="host",
        CapAdd=["ALL"],
        SecurityOpt=["seccomp=unconfined"],
        Devices=[{"PathOnHost": "/dev/kmsg"}],
        ReadonlyRootfs=False,
    )

    status, text = ask(door, "POST", f"/v1.41/containers/create?name={NAME}", wanted)

    assert status == 201, text
    made = engine.api.inspect_container(json.loads(text)["Id"])
    host, config = made["HostConfig"], made["Config"]
    assert (host["Privileged"], host["Binds"], host["NetworkMode"], host["PidMode"]) == (
        False,
        None,
        "none",
        "",
    )
    assert (host["CapAdd"], host["CapDrop"], host.get("Mounts")) == (None, ["ALL"], None)
    assert (host["Devices"] or [], made["Mounts"]) == ([], [])
    assert host["ReadonlyRootfs"] is True
    assert "unconfined" not in str(host["SecurityOpt"])
    assert (config["User"], config["Cmd"][0]) == ("65534:65534", "/opt/worker/bin/python")


@pytest.mark.parametrize(
    "change",
    [
        {"Memory": 64 << 30},
        {"Memory": 0},
        {"Memory": "1"},
        {"PidsLimit": -1},
        {"PidsLimit": None},
        {"NanoCpus": 64_000_000_000},
    ],
    ids=str,
)
def test_more_than_a_worker_s_share_is_refused(door, change):
    status, text = ask(door, "POST", f"/containers/create?name={NAME}", body(**change))

    assert (status, "the most" in text) == (403, True)


def test_another_image_name_or_owner_is_refused_and_so_is_one_container_too_many(door):
    create = "/containers/create?name="

    assert ask(door, "POST", create + NAME, body() | {"Image": "debian"})[0] == 403
    assert ask(door, "POST", f"{create}evil", body())[0] == 403
    assert (
        ask(door, "POST", create + NAME, body() | {"Labels": {docker_backend.OWNER_LABEL: "../x"}})[0] == 403
    )
    made = [ask(door, "POST", f"{create}proofreel-1-{n}-abcdef", body())[0] for n in range(4)]
    assert made == [201, 201, 201, 403]


def test_other_containers_do_not_exist_behind_it(door, behind, engine):
    other = engine.containers.create(
        IMAGE, ["true"], name=f"other-{time.monotonic_ns()}", network_mode="none", labels={WORKER_LABEL: "1"}
    )
    try:
        assert behind.containers.list(all=True) == []
        for act in (
            lambda: behind.containers.get(other.id),
            lambda: behind.api.remove_container(other.id, force=True),
            lambda: behind.api.start(other.id),
            lambda: behind.api.update_container(other.id, mem_limit="256m"),
            lambda: behind.api.attach_socket(other.id),
        ):
            with pytest.raises(NotFound):
                act()
        other.reload()
        assert other.status == "created"
    finally:
        other.remove(force=True)


def test_nothing_else_of_the_engine_is_answered(door, behind):
    for act in (
        lambda: behind.images.list(),
        lambda: behind.info(),
        lambda: behind.volumes.list(),
        lambda: behind.networks.create("n"),
        lambda: next(behind.api.build(fileobj=io.BytesIO(b"FROM scratch"), tag="x")),
        lambda: behind.api.exec_create(NAME, "id"),
        lambda: behind.api.get_archive(NAME, "/"),
        lambda: behind.swarm.init(),
    ):
        with pytest.raises(APIError) as refused:
            act()
        assert refused.value.status_code in (403, 413)
    assert ask(door, "GET", "/containers/../info")[0] == 403
    assert ask(door, "GET", "/containers/%2e%2e%2finfo/json")[0] == 403
    assert ask(door, "POST", f"/containers/{NAME}/exec", {})[0] == 403


def test_a_container_whose_server_hung_up_is_removed(door, behind):
    status, _ = ask(door, "POST", f"/containers/create?name={NAME}", body())
    stream = behind.api.attach_socket(NAME, params={"stdin": 1, "stdout": 1, "stream": 1})
    behind.api.start(NAME)
    assert (status, len(door.own())) == (201, 1)

    stream._sock.close()
    stream.close()

    until = time.monotonic() + 30
    while door.own() and time.monotonic() < until:
        time.sleep(0.2)
    assert door.own() == []


async def test_of_two_doors_neither_sees_the_other_s_containers_and_a_new_one_sweeps(door, tmp_path):
    ask(door, "POST", f"/containers/create?name={NAME}", body())
    with open_door(
        tmp_path / "second.sock", "unix:///var/run/docker.sock", DoorRules(IMAGE, "second")
    ) as second:
        assert second.own() == []
    assert len(door.own()) == 1

    with open_door(
        tmp_path / "again.sock", "unix:///var/run/docker.sock", DoorRules(IMAGE, tmp_path.name)
    ) as again:
        assert await asyncio.to_thread(again.own) == []


def test_the_command_opens_a_door_and_closes_it_at_sigterm(engine, tmp_path):
    listen = tmp_path / "command.sock"
    command = [sys.executable, "-m", "proofreel", "sandbox", "door", "--listen", listen, "--name", "command"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PROOFREEL_IMAGE": IMAGE}
    )
    assert "is open" in process.stderr.readline()
    client = docker.DockerClient(base_url=f"unix://{listen}")
    assert client.images.get(IMAGE).attrs["Id"] == engine.images.get(IMAGE).attrs["Id"]
    client.close()

    process.terminate()

    assert process.wait(30) == 0
    process.stderr.close()
