"""``ridgekey-lab``: registers the commands, nothing else."""

from __future__ import annotations

import sys

import typer

from lab.cli import data, export, train
from lab.cli.demo import demo
from shared.terminal.program import make_program, register, run

PROGRAM = "ridgekey-lab"


def make_lab() -> typer.Typer:
    """The whole command line."""
    program = make_program("Data, training and the demo of RidgeKey.")
    register(program, "demo", demo, "ridgekey-lab demo")
    program.add_typer(data.app, name="data")
    program.add_typer(train.app, name="train")
    program.add_typer(export.app, name="export")
    return program


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(make_lab(), PROGRAM))
