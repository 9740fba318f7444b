"""MCP clients on this machine: where each keeps its configuration, and how proofreel is put into it."""

from __future__ import annotations

from server.clients.installing import Change, change_for, write
from server.clients.known import CLIENTS, Client, launch

__all__ = ["CLIENTS", "Change", "Client", "change_for", "launch", "write"]
