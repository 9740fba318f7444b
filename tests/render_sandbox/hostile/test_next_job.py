"""What one job leaves behind is not there for the next, whichever worker that gets."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEAVE = """
import builtins, ctypes, manim, numpy, subprocess
for folder in ('/tmp', '/dev/shm', '.'):
    open(folder + '/left-behind', 'w').write('poison')
os.makedirs('/tmp/.cache/fontconfig', exist_ok=True)
open('/tmp/.cache/fontconfig/poison', 'w').write('x')
os.makedirs('media/texts', exist_ok=True)
open('media/texts/poison.svg', 'w').write('<svg/>')
manim.Circle.__init__ = None
numpy.poison = builtins.poison = True
os.environ['POISON'] = '1'
libc.shmget(0x504f4953, 4096, 0o1666)
if os.fork() == 0:
    os.setsid()
    import time
    time.sleep(60)
    os._exit(0)
print('TRIED leaving')
"""

LOOK = """
import builtins, glob, numpy
found = glob.glob('/tmp/**/*poison*', recursive=True) + glob.glob('/tmp/**/left-behind', recursive=True)
found += glob.glob('/dev/shm/*') + glob.glob('**/*poison*', recursive=True)
found += [name for name in ('poison',) if hasattr(numpy, name) or hasattr(builtins, name)]
found += [name for name in os.environ if name == 'POISON']
found += [open(f'/proc/{pid}/cmdline').read() for pid in os.listdir('/proc') if pid.isdigit()
          and int(pid) not in (1, os.getpid()) and 'stage.worker' in open(f'/proc/{pid}/cmdline').read()
          and '--die-with-parent' not in open(f'/proc/{pid}/cmdline').read() and int(pid) != os.getppid()]
if libc.shmget(0x504f4953, 4096, 0) != -1:
    found.append('shm')
Circle()
print('FOUND', found)
"""


async def test_files_modules_processes_and_shared_memory_do_not_reach_the_next_jobs(arena: Any) -> None:
    left = await arena.attack(LEAVE)
    assert "TRIED leaving" in left.said, left.said
    for _ in range(3):
        next_one = await arena.attack(LOOK)
        assert "FOUND []" in next_one.said, next_one.said[-600:]


async def test_two_jobs_at_once_do_not_see_each_other(arena: Any) -> None:
    import asyncio

    waiting = """
        import time
        open('/tmp/mine', 'w').write('x'); open('/dev/shm/mine', 'w').write('x')
        time.sleep(0.5)
        print('PIDS', len([p for p in os.listdir('/proc') if p.isdigit()]), 'SHM', os.listdir('/dev/shm'), flush=True)
        attempt('exclusive', lambda: open('/tmp/mine', 'x'))
        """
    one, other = await asyncio.gather(arena.attack(waiting), arena.attack(waiting))
    for result in (one, other):
        assert "SHM ['mine']" in result.said, result.said[-500:]


async def test_a_poisoned_cache_of_formulas_or_fonts_is_private(arena: Any, make_job: Any, draw: Any) -> None:
    await arena.attack(
        """
        for folder, _, files in os.walk('/tmp'):
            for name in files:
                open(os.path.join(folder, name), 'w').write('<svg onload="x"/>')
        """
    )
    outcome = await arena.sandbox.run(make_job(draw("self.add(Text('abc')); self.wait(0.4)"), limits=None))
    assert outcome.report["ok"] is True
