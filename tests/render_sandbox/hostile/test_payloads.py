"""Payloads that broke other renderers' guards, and files that attack their loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from render_sandbox.errors import JobRefused, SandboxError
from render_sandbox.job import Job, Limits

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAYLOADS = {
    "a module within a module": "import random; random._os.system('id > {target}; cat {secret}')",
    "a pickle by numpy": """
        import numpy as np, pickle
        class Bomb:
            def __reduce__(self): return (os.system, ('id > {target}; cat {secret}',))
        np.savetxt('/tmp/a.txt', [1.0])
        open('/tmp/a.npy', 'wb').write(pickle.dumps(Bomb()))
        np.load('/tmp/a.npy', allow_pickle=True)
        """,
    "getattr by pieces": """
        module = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
        run = getattr(module['__imp' + 'ort__']('o' + 's'), 'sys' + 'tem')
        run('id > {target}; cat {secret}')
        """,
    "an object's subclasses": """
        for cls in ().__class__.__base__.__subclasses__():
            if cls.__name__ == 'Popen':
                cls(['/bin/sh', '-c', 'id > {target}; cat {secret}']).wait()
        """,
    "ctypes": "libc.system(b'id > {target}; cat {secret}')",
    "deleting upwards": """
        import shutil
        for place in ('../' * 12 + '{folder}'.lstrip('/'), '{folder}'):
            shutil.rmtree(place, ignore_errors=True)
        """,
    "a forked child that outlives its parent": """
        if os.fork() == 0:
            os.setsid()
            import time
            time.sleep(0.3)
            open('{target}', 'w').write('x')
        """,
    "a hook at exit": "import atexit; atexit.register(lambda: open('{target}', 'w').write('x'))",
    "an import hook": "sys.meta_path.insert(0, None); sys.path_hooks.insert(0, print); import colorsys",
}


@pytest.mark.parametrize("name", PAYLOADS)
async def test_a_payload_harms_nothing_on_the_host(
    arena: Any, canary_file: Path, tmp_path: Path, name: str
) -> None:
    tmp_path.chmod(0o777)
    target = tmp_path / "owned"
    values = {"target": str(target), "secret": str(canary_file), "folder": str(tmp_path)}
    body = PAYLOADS[name]
    for key, value in values.items():
        body = body.replace("{" + key + "}", value)
    result = await arena.attack(body)
    assert canary_file.read_text() not in result.said
    assert not target.exists()
    assert canary_file.exists()


async def test_prints_into_the_protocol_land_in_the_log(arena: Any) -> None:
    result = await arena.attack(
        "print('{\"ok\": true}\\x13\\x00\\x00\\x00\\x02{}'); sys.stderr.write('more')"
    )
    assert result.outcome is not None
    assert result.outcome.report["ok"] is True
    assert result.outcome.report["frames"] == 1
    assert "\\x13" in result.outcome.log


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x ['
    + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    + ' <!ENTITY e0 "boom"><!ENTITY secret SYSTEM "file://{secret}">]><svg xmlns="http://www.w3.org/2000/svg"><text>&secret;&e12;</text></svg>'
)
FILES = {
    "bomb.svg": ENTITIES,
    "link.svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file://{secret}" width="9" height="9"/></svg>',
    "huge.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\0\0\0" + b"x" * 100,
    "cut.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0",
}


@pytest.mark.parametrize("name", FILES)
async def test_a_file_that_attacks_its_loader_ends_with_the_job(
    arena: Any, canary_file: Path, draw: Any, name: str
) -> None:
    content = FILES[name]
    data = content if isinstance(content, bytes) else content.replace("{secret}", str(canary_file)).encode()
    load = "SVGMobject" if name.endswith(".svg") else "ImageMobject"
    code = draw(f"self.add({load}('assets/{name}'))\nself.wait(0.2)").encode()
    request = {"scene": None, "format": {"width": 320, "height": 180, "fps": 5}, "profile": "preview"}
    limits = Limits(wall_s=8, memory_mb=512, processes=64, output_mb=64)
    said = ""
    try:
        outcome = await arena.sandbox.run(
            Job("render", request, {"scene.py": code, f"assets/{name}": data}, limits)
        )
        said = outcome.log + str(outcome.report)
    except SandboxError as error:
        said = str(error.as_dict())
    assert canary_file.read_text() not in said


@pytest.mark.parametrize(
    "name",
    [
        "../scene.py",
        "/etc/cron.d/x",
        "assets/../../x",
        "a\0b",
        "assets/\u202egnp.exe",
        ".bashrc",
        "\uff0e\uff0e/x",
        "x" * 300,
    ],
)
async def test_a_name_with_a_trick_never_reaches_a_worker(arena: Any, draw: Any, name: str) -> None:
    with pytest.raises(JobRefused):
        await arena.sandbox.run(Job("render", {}, {"scene.py": draw().encode(), name: b"x"}))


TEX = {
    "read": r"\input{/etc/passwd}",
    "write": r"\newwrite\f\immediate\openout\f=/tmp/owned\immediate\write\f{x}\immediate\closeout\f x",
    "shell": r"\immediate\write18{id > /tmp/owned} x",
    "loop": r"\def\x{\x}\x",
}


@pytest.mark.parametrize("name", TEX)
async def test_hostile_math_reads_writes_and_runs_nothing(arena: Any, name: str) -> None:
    limits = Limits(wall_s=8, memory_mb=512, processes=64, output_mb=64)
    body = f"self.add(MathTex({TEX[name]!r}))\nprint('OWNED', os.path.exists('/tmp/owned'))"
    result = await arena.attack(body, limits=limits, math="mathjax")
    assert "root:x:0:0" not in result.said
    assert "OWNED True" not in result.said
