"""Compile the native part in place."""

from . import build

build()
