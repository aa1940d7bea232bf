"""Registers the commands of ``ridgekey-branch``; nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from branch_client.cli import (
    accept,
    doctor,
    fetch,
    forget,
    import_package,
    init,
    list_images,
    open_sealed,
    renew,
    status,
)
from branch_client.cli.config import rotate_master_key
from branch_client.cli.config import show as config_show
from branch_client.cli.config import validate as config_validate
from branch_client.cli.model import add as model_add
from branch_client.cli.model import list as model_list
from branch_client.cli.witness import export as witness_export
from branch_client.cli.witness import reset as witness_reset
from branch_client.cli.witness import show as witness_show
from shared.terminal.program import make_group, make_program, register, run

PROGRAM = "ridgekey-branch"


def build() -> typer.Typer:
    """The program with all its commands."""
    program = make_program("Join a head office and fetch the images that it releases to this branch's users.")
    register(program, "init", init.init, init.EXAMPLE)
    register(program, "accept", accept.accept, accept.EXAMPLE)
    register(program, "import", import_package.import_enrolment, import_package.EXAMPLE)
    register(program, "list", list_images.list_released, list_images.EXAMPLE)
    register(program, "fetch", fetch.fetch_images, fetch.EXAMPLE)
    register(program, "open", open_sealed.open_files, open_sealed.EXAMPLE)
    register(program, "forget", forget.forget, forget.EXAMPLE)
    register(program, "renew", renew.renew_certificate, renew.EXAMPLE)
    register(program, "status", status.status, status.EXAMPLE)
    register(program, "doctor", doctor.doctor, doctor.EXAMPLE)
    program.add_typer(_config(), name="config")
    program.add_typer(_model(), name="model")
    program.add_typer(_witness(), name="witness")
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ridgekey-branch``; the exit code is the caller's to pass on."""
    return run(build(), PROGRAM, arguments)


def _config() -> typer.Typer:
    group = make_group("See and check this branch's settings, change its master key.")
    register(group, "show", config_show.show, config_show.EXAMPLE)
    register(group, "validate", config_validate.validate, config_validate.EXAMPLE)
    register(group, "rotate-master-key", rotate_master_key.rotate_key, rotate_master_key.EXAMPLE)
    return group


def _model() -> typer.Typer:
    group = make_group("Hold the models and verifiers of the head office.")
    register(group, "add", model_add.add, model_add.EXAMPLE)
    register(group, "list", model_list.list_all, model_list.EXAMPLE)
    return group


def _witness() -> typer.Typer:
    group = make_group("Keep a checkpoint of the head office's audit log, as a witness.")
    register(group, "show", witness_show.show, witness_show.EXAMPLE)
    register(group, "export", witness_export.export, witness_export.EXAMPLE)
    register(group, "reset", witness_reset.reset, witness_reset.EXAMPLE)
    return group


if __name__ == "__main__":
    sys.exit(main())
