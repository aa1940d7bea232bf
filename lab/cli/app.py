"""Registers the commands of ``ridgekey-lab``, which are imported when they are called; nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from lab.cli import attack, ciphers, data, export, generators, train
from shared.terminal.program import make_program, register, run

PROGRAM = "ridgekey-lab"


def build() -> typer.Typer:
    """The program with all its commands."""
    program = make_program("Data, training, evaluation, attacks and the demo of RidgeKey.")
    register(program, "demo", "lab.cli.demo:demo", "ridgekey-lab demo")
    program.add_typer(attack.app, name="attack")
    program.add_typer(data.app, name="data")
    program.add_typer(train.app, name="train")
    program.add_typer(export.app, name="export")
    example = "ridgekey-lab evaluate runs/subject/subject.pt SOCOFing --protocol paper"
    register(program, "evaluate", "lab.cli.evaluate:evaluate", example)
    register(
        program,
        "reproduce",
        "lab.cli.reproduce:reproduce",
        "ridgekey-lab reproduce 003 --tables 2,5,6,7 --runs runs",
    )
    register(
        program,
        "report",
        "lab.cli.report:report",
        "ridgekey-lab report paper-003.html --runs runs --csv figures",
    )
    _batteries(program)
    program.add_typer(generators.app, name="generators")
    program.add_typer(ciphers.app, name="ciphers")
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ridgekey-lab``; the exit code is the caller's to pass on."""
    return run(build(), PROGRAM, arguments)


def _batteries(program: typer.Typer) -> None:
    register(program, "nist", "lab.cli.nist:nist", "ridgekey-lab nist --generator aes-ctr --sequences 100")
    register(program, "keys", "lab.cli.keys:keys", "ridgekey-lab keys --user 17 --message 4")
    register(
        program,
        "image-metrics",
        "lab.cli.image_metrics:image_metrics",
        "ridgekey-lab image-metrics plain.png cipher.png",
    )
    register(
        program,
        "diehard",
        "lab.cli.diehard:diehard",
        "ridgekey-lab diehard keys.bin --tests paper-004 --scale 0.5",
    )
    register(
        program, "entropy", "lab.cli.entropy:entropy", "ridgekey-lab entropy noise.bin --bits-per-symbol 1"
    )
