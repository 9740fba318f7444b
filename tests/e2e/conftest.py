"""A real sandbox, and small lessons that are quick to draw."""

from __future__ import annotations

import pytest

from render_sandbox.bubblewrap import find_bubblewrap
from render_sandbox.sandbox import SandboxSettings

LESSON = """---
title: Three circles
---

## First

```manim
self.play(Create(Circle()), run_time=0.4)
```

## Second

```manim
self.play(Create(Square()), run_time=0.6)
```

## Third

```manim
self.add(Text("three"))
self.wait(0.4)
```
"""


@pytest.fixture
def lesson() -> str:
    return LESSON


@pytest.fixture
def sandbox_settings() -> SandboxSettings:
    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")
    return SandboxSettings(backend="bubblewrap", workers=1)


@pytest.fixture(autouse=True)
def bubblewrap_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and servers that a test starts use the quickest real backend."""
    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")
    monkeypatch.setenv("PROOFREEL_SANDBOX", "bubblewrap")
    monkeypatch.setenv("PROOFREEL_WORKERS", "1")
