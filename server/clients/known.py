"""The clients that ``proofreel install`` knows: their file, the key of its servers, the form of an entry."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["CLIENTS", "Client", "launch"]


@dataclass(frozen=True, slots=True)
class Client:
    """One MCP client."""

    title: str
    linux: str
    """Its file; ``~`` is the home folder, ``$CONFIG`` the configuration folder."""
    mac: str
    key: str
    """The member of the file that holds the servers by name."""
    extra: Mapping[str, Any]
    """What an entry has besides command, args and env."""
    then: str
    """What its user does so that it is read."""

    def file(self) -> Path:
        """Where its configuration is on this machine, whether it exists or not."""
        home = Path.home()
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        where = self.mac if sys.platform == "darwin" else self.linux
        return Path(where.replace("$CONFIG", str(config)).replace("~", str(home), 1))

    def entry(self, command: str, arguments: list[str], environment: dict[str, str]) -> dict[str, Any]:
        """The entry that starts a server."""
        started = {"command": command, "args": arguments}
        return {**self.extra, **started, **({"env": environment} if environment else {})}


_SUPPORT = "~/Library/Application Support"

CLIENTS: dict[str, Client] = {
    "claude-desktop": Client(
        "Claude Desktop",
        "$CONFIG/Claude/claude_desktop_config.json",
        f"{_SUPPORT}/Claude/claude_desktop_config.json",
        "mcpServers",
        {},
        "Quit Claude Desktop and start it again.",
    ),
    "claude-code": Client(
        "Claude Code",
        "~/.claude.json",
        "~/.claude.json",
        "mcpServers",
        {"type": "stdio"},
        "It is there in the next session: /mcp shows it.",
    ),
    "cursor": Client(
        "Cursor",
        "~/.cursor/mcp.json",
        "~/.cursor/mcp.json",
        "mcpServers",
        {},
        "Switch proofreel on in Settings → MCP.",
    ),
    "vscode": Client(
        "VS Code",
        "$CONFIG/Code/User/mcp.json",
        f"{_SUPPORT}/Code/User/mcp.json",
        "servers",
        {"type": "stdio"},
        "Run the command “MCP: List Servers” and start proofreel.",
    ),
    "windsurf": Client(
        "Windsurf",
        "~/.codeium/windsurf/mcp_config.json",
        "~/.codeium/windsurf/mcp_config.json",
        "mcpServers",
        {},
        "Refresh the MCP servers in Cascade.",
    ),
    "zed": Client(
        "Zed",
        "$CONFIG/zed/settings.json",
        "~/.config/zed/settings.json",
        "context_servers",
        {"source": "custom"},
        "The agent panel's settings show it at once.",
    ),
}


def launch() -> tuple[str, list[str], dict[str, str]]:
    """The command, arguments and environment with which a client starts this very installation.

    Clients do not start servers from a shell, so the command is a whole path. What ``uvx`` runs lives in a
    cache that may be emptied at any time: then the command is ``uvx`` itself.
    """
    home = os.environ.get("PROOFREEL_HOME")
    environment = {"PROOFREEL_HOME": str(Path(home).expanduser().absolute())} if home else {}
    uvx = shutil.which("uvx")
    if uvx and "archive-v0" in Path(sys.prefix).parts:
        return uvx, ["--from", "proofreel[render]", "proofreel", "serve"], environment
    script = Path(sys.executable).with_name("proofreel")
    if script.is_file():
        return str(script), ["serve"], environment
    return sys.executable, ["-m", "proofreel", "serve"], environment
