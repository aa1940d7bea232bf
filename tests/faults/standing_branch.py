"""A branch that fetches and stands still with the image whole and no receipt sent: HOME USER IMAGE FILE.

It says ``standing`` on stdout, and goes on once it reads a line on stdin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from branch_client import attempt
from branch_client.bootstrap import open_branch
from branch_client.conversation import fetch

_WRITE_FILE = attempt.write_file


def standing_write(path: Path, data: bytes) -> None:
    """Stand still where the file would be written."""
    print("standing", flush=True)
    sys.stdin.readline()
    _WRITE_FILE(path, data)


def main() -> None:
    """Read the command line."""
    home, user, image, output = sys.argv[1:]
    attempt.write_file = standing_write
    print(fetch(open_branch(Path(home)), int(user), image, output=Path(output)).n, flush=True)


if __name__ == "__main__":
    main()
