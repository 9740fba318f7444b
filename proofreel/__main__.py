"""``python -m proofreel`` is the ``proofreel`` command."""

from server.entry import main

if __name__ == "__main__":
    main()
