"""Starts ``ridgekey-branch``."""

from __future__ import annotations

import sys

from shared.terminal.starting import start


def main() -> int:
    """Run ``ridgekey-branch`` as this process; the exit code is the caller's to pass on."""
    return start("branch_client.cli.app:main")


if __name__ == "__main__":
    sys.exit(main())
