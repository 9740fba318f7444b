"""Where the ``proofreel`` command begins, before anything heavy is imported, and how it ends when told to."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType

__all__ = ["main"]


def main() -> None:
    """Run the command. ``serve`` over stdio says hello to its client first.

    Told to end it closes everything, by SIGTERM as by Ctrl-C: workers, jobs under way and files are not left
    to the next start.
    """
    # Imports make objects by the hundred thousand, and they stay: to look through them again and again takes
    # a sixth of a start. The server, which runs for long, says it in another way.
    gc.set_threshold(20_000, 20, 100)
    terminated: list[int] = []

    def terminate(number: int, frame: FrameType | None) -> None:
        terminated.append(number)
        interrupt = signal.getsignal(signal.SIGINT)
        if not callable(interrupt):  # ignored, as in what a script starts with "&"
            raise KeyboardInterrupt
        interrupt(signal.SIGINT, frame)

    signal.signal(signal.SIGTERM, terminate)
    try:
        _run()
    except KeyboardInterrupt:  # before the command could say it in its own words
        sys.exit(128 + (terminated or [signal.SIGINT])[0])
    except SystemExit:
        if terminated:
            sys.exit(128 + terminated[0])
        raise


def _run() -> None:
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
