"""Attacks on what lies on the host: files to read, places to write, the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_host_file_cannot_be_read_by_its_path(arena: Any, canary_file: Path) -> None:
    result = await arena.attack(f"attempt('read', lambda: open({str(canary_file)!r}).read())")
    result.tried_and_failed("read")
    assert canary_file.read_text() not in result.said


async def test_a_host_file_cannot_be_read_through_proc(arena: Any, canary_file: Path) -> None:
    result = await arena.attack(
        f"""
        import glob
        for root in glob.glob('/proc/*/root') + glob.glob('/proc/*/cwd') + ['/proc/1/root', '/proc/self/root']:
            try:
                print(open(root + {str(canary_file)!r}).read())
            except OSError as error:
                print('TRIED', root, error)
        """
    )
    assert "TRIED" in result.said
    assert canary_file.read_text() not in result.said


async def test_no_descriptor_of_the_server_is_open_in_a_worker(arena: Any, canary_file: Path) -> None:
    with canary_file.open() as held:
        os.set_inheritable(held.fileno(), True)
        result = await arena.attack(
            """
            for n in range(3, 1024):
                try:
                    print('TRIED', n, os.readlink(f'/proc/self/fd/{n}'), os.pread(n, 200, 0))
                except OSError:
                    pass
            print('TRIED all')
            """
        )
    assert "TRIED all" in result.said
    assert canary_file.read_text().strip() not in result.said


async def test_the_servers_environment_is_not_in_a_worker(arena: Any) -> None:
    secret = os.environ["SECRET_OF_THE_SERVER"]
    result = await arena.attack(
        """
        import glob
        print('TRIED', dict(os.environ))
        for path in glob.glob('/proc/*/environ'):
            try:
                print(path, open(path, 'rb').read())
            except OSError as error:
                print(path, error)
        """
    )
    assert "TRIED" in result.said
    assert secret not in result.said


async def test_password_hashes_and_keys_of_the_host_are_not_there(arena: Any) -> None:
    result = await arena.attack(
        """
        for path in ('/etc/shadow', '/root/.ssh/id_rsa', '/root/.bashrc', '/home', '/var/run/docker.sock',
                     '/run/docker.sock', '/proc/kcore', '/dev/mem', '/dev/sda', '/dev/vda', '/dev/kmsg'):
            attempt(path, lambda: os.listdir(path) if path == '/home' and os.listdir(path) else open(path, 'rb').read(50))
        """
    )
    result.nothing_reached()


async def test_nothing_is_written_outside_of_the_workers_own_folder(arena: Any, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    target = tmp_path / "written"
    result = await arena.attack(
        f"""
        for path in ({str(target)!r}, '/written', '/etc/written', '/usr/lib/written', '/stage/written',
                     '/stage/render_sandbox/stage/written.py', '/dev/written', '/proc/written', '/opt/written',
                     '/var/tmp/written', '/run/written', '/sys/written', sys.prefix + '/written'):
            attempt(path, lambda: open(path, 'w').write('x'))
        """
    )
    result.nothing_reached()
    assert not target.exists()


async def test_the_environments_code_cannot_be_changed(arena: Any) -> None:
    result = await arena.attack(
        """
        import manim, numpy
        for module in (manim, numpy, os):
            path = module.__file__
            attempt(path, lambda: open(path, 'a').write('#'))
            attempt('chmod ' + path, lambda: os.chmod(path, 0o777))
            attempt('unlink ' + path, lambda: os.unlink(path))
            attempt('rename ' + path, lambda: os.rename(path, path + '.old'))
        """
    )
    result.nothing_reached()


async def test_kernel_settings_cannot_be_written(arena: Any) -> None:
    before = Path("/proc/sys/kernel/core_pattern").read_text()
    result = await arena.attack(
        """
        for path in ('/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/proc/sys/kernel/hostname',
                     '/proc/sys/vm/drop_caches', '/sys/kernel/uevent_helper'):
            attempt(path, lambda: open(path, 'w').write('|/tmp/x'))
        """
    )
    result.nothing_reached()
    assert Path("/proc/sys/kernel/core_pattern").read_text() == before


async def test_links_that_lead_out_lead_nowhere(arena: Any, canary_file: Path) -> None:
    result = await arena.attack(
        f"""
        os.symlink({str(canary_file)!r}, 'link')
        attempt('symlink', lambda: open('link').read())
        attempt('hardlink', lambda: (os.link({str(canary_file)!r}, 'hard'), open('hard').read()))
        attempt('dots', lambda: open('../' * 20 + {str(canary_file)!r}[1:]).read())
        """
    )
    result.nothing_reached()
    assert canary_file.read_text() not in result.said
