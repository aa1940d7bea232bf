"""``ridgekey-lab``: registers the commands, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from lab.cli import data, export, train
from lab.cli.demo import demo
from shared.terminal.program import make_program, register, run

PROGRAM = "ridgekey-lab"


def build() -> typer.Typer:
    """The program with all its commands."""
    program = make_program("Data, training and the demo of RidgeKey.")
    register(program, "demo", demo, "ridgekey-lab demo")
    program.add_typer(data.app, name="data")
    program.add_typer(train.app, name="train")
    program.add_typer(export.app, name="export")
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ridgekey-lab``; the exit code is the caller's to pass on."""
    return run(build(), PROGRAM, arguments)


if __name__ == "__main__":
    sys.exit(main())
