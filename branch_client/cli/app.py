"""Registers the commands of ``ridgekey-branch``; nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from branch_client.cli import accept, fetch, import_package, init, list_images, status
from shared.terminal.program import make_program, register, run

PROGRAM = "ridgekey-branch"


def build() -> typer.Typer:
    """The program with all its commands."""
    program = make_program("Join a head office and fetch the images that it releases to this branch's users.")
    register(program, "init", init.init, init.EXAMPLE)
    register(program, "accept", accept.accept, accept.EXAMPLE)
    register(program, "import", import_package.import_enrolment, import_package.EXAMPLE)
    register(program, "list", list_images.list_released, list_images.EXAMPLE)
    register(program, "fetch", fetch.fetch_image, fetch.EXAMPLE)
    register(program, "status", status.status, status.EXAMPLE)
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ridgekey-branch``; the exit code is the caller's to pass on."""
    return run(build(), PROGRAM, arguments)


if __name__ == "__main__":
    sys.exit(main())
