"""Where the ``proofreel`` command begins; MCP clients are answered before anything heavy is imported."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command. ``serve`` over stdio says hello to its client first."""
    # Imports make objects by the hundred thousand, and they stay: to look through them again and again takes
    # a sixth of a start. The server, which runs for long, says it in another way.
    gc.set_threshold(20_000, 20, 100)
    door = None
    if _speaks_stdio(sys.argv[1:]) and not sys.stdin.isatty():
        from server.doorstep import Doorstep

        door = Doorstep()
        door.open()
    from server.cli import main as run

    try:
        run()
    finally:
        if door is not None:
            door.close()


def _speaks_stdio(arguments: list[str]) -> bool:
    return arguments[:1] == ["serve"] and not {"--http", "--help", "-h"} & set(arguments)


if __name__ == "__main__":
    main()
