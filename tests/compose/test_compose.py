"""``compose.yaml``: what it opens, and the whole stack started from images that were made on this machine."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import yaml
from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport
from fastmcp.exceptions import ToolError

from render_sandbox.docker_image import worker_tag
from render_sandbox.sandbox import SandboxSettings
from server.settings import Settings

ROOT = Path(__file__).parents[2]
LESSON = (
    "---\ntitle: Circles\n---\n\n## Area\n\nIt grows with the square of its radius.\n\n$$A = \\pi r^2$$\n"
)


def compose_command() -> list[str]:
    """The plugin, or the older program of its own that Debian has."""
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if plugin.returncode == 0:
        return ["docker", "compose"]
    if found := shutil.which("docker-compose"):
        return [found]
    pytest.skip("Compose: apt install docker-compose")


def compose(*arguments: str, timeout: float = 60, **environment: str) -> str:
    done = subprocess.run(
        [*compose_command(), "-f", str(ROOT / "compose.yaml"), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=os.environ | environment,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-5000:]
    return done.stdout


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(compose("config"))["services"]


def test_compose_takes_the_file(services):
    assert {"server", "worker", "redis", "s3", "door"} <= set(services)
    assert services["worker"].get("scale") == 2
    for name in ("server", "worker", "redis", "s3", "door"):
        assert services[name]["healthcheck"]["test"], name


def test_only_two_ports_are_open_and_both_on_loopback(services):
    opened = {name: str(service["ports"][0]) for name, service in services.items() if service.get("ports")}

    assert set(opened) == {"server", "s3"}
    assert all("127.0.0.1" in port for port in opened.values())


def test_the_engine_s_socket_is_the_door_s_alone_and_nobody_has_more_rights_than_it_needs(services):
    for name, service in services.items():
        mounted = [str(volume) for volume in service.get("volumes", [])]
        assert any("docker.sock" in volume for volume in mounted) == (name == "door"), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert not service.get("privileged"), name
        assert bool(service.get("cap_add")) == (name == "keys"), name
    assert services["door"]["network_mode"] == "none"
    assert set(services["worker"]["networks"]) == set(services["redis"]["networks"]) == {"inside"}


def test_every_setting_in_it_exists_and_no_secret_stands_in_it(services):
    for service in services.values():
        for name in service.get("environment", {}):
            field = name.removeprefix("PROOFREEL_").lower()
            assert name == "DOCKER_HOST" or field in Settings.model_fields
            assert "SecretStr" not in str(
                Settings.model_fields[field].annotation if field != "docker_host" else ""
            )


def test_keys_are_made_once_and_each_only_for_whom_it_is(tmp_path):
    names = ("server", "worker-keys", "setup-keys", "redis-keys", "redis-data", "s3-keys", "s3-data")
    for name in names:
        (tmp_path / name).mkdir()
    command = [sys.executable, ROOT / "release" / "compose" / "keys.py", tmp_path]
    if os.geteuid() != 0:
        pytest.skip("this machine's kernel: only root gives files to another user")

    subprocess.run(command, check=True)
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    subprocess.run(command, check=True)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == first
    worker = (tmp_path / "worker-keys" / "proofreel.toml").read_text()
    assert "s3_secret" not in worker
    s3 = json.loads((tmp_path / "s3-keys" / "s3.json").read_text())["identities"]
    assert [who["name"] for who in s3] == ["setup", "server"]
    assert "Admin" not in s3[1]["actions"]
    assert all(oct(path.stat().st_mode)[-3:] == "600" for path in first)
    for part in ("setup-keys", "server"):
        text = (tmp_path / part / "proofreel.toml").read_text()
        assert {line.split(" = ")[0] for line in text.splitlines()} <= set(Settings.model_fields)


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def base_image() -> str:
    """What the stack's images are made from, without a registry; its tag says what went into it."""
    script = ROOT / "release" / "compose" / "base.sh"
    made_of = [script.read_bytes(), (ROOT / "requirements" / "server.txt").read_bytes()]
    tag = f"proofreel-base:{hashlib.sha256(b''.join(made_of)).hexdigest()[:12]}"
    if not subprocess.run(["docker", "images", "-q", tag], capture_output=True, check=True).stdout:
        subprocess.run([script, tag], check=True, timeout=600)
    return tag


@pytest.fixture(scope="module")
def stack():
    """Everything in containers; what it left is removed."""
    if os.geteuid() != 0:
        pytest.skip("this machine's kernel: only root makes a root file system")
    for program in ("docker", "redis-server", "espeak-ng"):
        if shutil.which(program) is None:
            pytest.skip(f"apt install {program}: the stack's images are made of this machine's programs")
    worker = worker_tag(SandboxSettings().stage)
    if not subprocess.run(["docker", "images", "-q", worker], capture_output=True, check=False).stdout:
        pytest.skip("`proofreel sandbox build --without-registry` makes the image of the workers")
    for old in (ROOT / "dist").glob("*.whl"):
        old.unlink()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    base = base_image()
    # Everything of it has this number in its name.
    project = f"proofreeltest{os.getpid()}"
    port, s3_port = free_port(), free_port()
    environment = {
        "COMPOSE_PROJECT_NAME": project,
        "SERVER_BASE": base,
        "SERVER_IMAGE": f"proofreel-server:{project}",
        "REDIS_IMAGE": base,
        "S3_IMAGE": base,
        "WORKER_IMAGE": worker,
        "DOOR_NAME": project,
        "PORT": port,
        "S3_PORT": s3_port,
        "S3_PUBLIC_URL": f"http://127.0.0.1:{s3_port}",
    }
    compose("build", "keys", timeout=600, **environment)
    try:
        compose("up", "-d", "--no-build", timeout=600, **environment)
        yield port, s3_port, environment
    finally:
        compose("down", "-v", "-t", "5", timeout=180, **environment)
        subprocess.run(["docker", "rmi", environment["SERVER_IMAGE"]], check=False, capture_output=True)


async def call(client: Client, tool: str, **arguments) -> dict:
    """A call that comes again while the machine is too busy to answer it in time."""
    for _ in range(8):
        try:
            return (await client.call_tool(tool, arguments)).structured_content
        except ToolError as error:
            if not str(error).startswith(("timeout", "still_checking")):
                raise
    raise AssertionError(f"{tool} was never answered in time")


def ask_inside(environment: dict[str, str], *command: str) -> str:
    return compose("exec", "-T", "server", *command, timeout=300, **environment)


@pytest.mark.slow
@pytest.mark.docker
@pytest.mark.timeout(1800)
async def test_a_lesson_goes_through_the_whole_stack_and_its_chunks_are_on_s3(stack):
    port, s3_port, environment = stack
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            if httpx.get(f"{url}/healthz", timeout=5).status_code == 200:
                break
        except httpx.HTTPError:
            pass
        await asyncio.sleep(1)
    assert httpx.get(f"{url}/api/projects", timeout=10).status_code == 401
    token = json.loads(
        ask_inside(environment, "proofreel", "token", "create", "test", "--owner", "ada", "--json")
    )
    secret = token["token"]
    transport = StreamableHttpTransport(f"{url}/mcp/", headers={"Authorization": f"Bearer {secret}"})

    async with Client(transport) as client:
        plan = await call(client, "plan_lesson", lesson=LESSON)
        checked = await call(client, "check_scene", scene_id=plan["scenes"][0]["scene_id"], sheet=False)
        for _ in range(40):
            status = await call(client, "render", session_id=plan["session_id"], wait_s=10)
            if status["status"] in ("ready", "error"):
                break
        published = await call(client, "publish", session_id=plan["session_id"], confirm=True)

    assert checked["ok"] is True, checked
    assert status["status"] == "ready", status
    session = httpx.get(
        f"{url}/api/sessions/{plan['session_id']}", headers={"Authorization": f"Bearer {secret}"}, timeout=10
    ).json()
    (scene,) = session["scenes"]
    assert scene["url"].startswith(f"http://127.0.0.1:{s3_port}/proofreel-chunks/"), scene
    assert scene["url"] in json.dumps(published)
    part = httpx.get(scene["url"], headers={"Range": "bytes=0-1023"}, timeout=10)
    assert (part.status_code, part.content[4:8]) == (206, b"ftyp")
    hidden = scene["url"].replace("proofreel-chunks", "proofreel-sources").replace(".mp4", ".py")
    assert httpx.get(hidden, timeout=10).status_code == 403
    checks = json.loads(ask_inside(environment, "proofreel", "doctor", "--json"))["checks"]
    said = {check["check"]: (check["status"], check["message"]) for check in checks}
    assert said["queue"][1].startswith("2 workers"), said
    assert (said["storage"][0], said["sandbox"][0]) == ("ok", "ok"), said
