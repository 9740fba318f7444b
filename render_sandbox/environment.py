"""The environment variables of a worker: these and no others."""

from __future__ import annotations

__all__ = ["worker_environment"]


def worker_environment(python_path: str, work: str = "/tmp/job") -> dict[str, str]:
    """The whole environment that a worker sees.

    ``python_path`` is where the stage lies, ``work`` the folder that jobs run in.
    """
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": python_path,
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": "/tmp",
        "PROOFREEL_WORK": work,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        # One thread each: a job has few processors, and threads cost memory at start.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        # TeX: read and write below the working folder and manim's own only, run nothing.
        "TEXMFOUTPUT": f"{work}/media",
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
    }
