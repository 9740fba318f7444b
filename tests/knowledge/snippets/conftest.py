"""The choice of snippets to render, loaded by path: test folders are no packages."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def choosing() -> ModuleType:
    spec = importlib.util.spec_from_file_location("choosing", Path(__file__).with_name("choosing.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
