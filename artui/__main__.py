"""`artui`, and `python -m artui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; every error is a sentence or two, never a traceback."""
    from artui.cli.commands import run  # noqa: PLC0415 - keeps `import artui.__main__` free

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
