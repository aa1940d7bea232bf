"""Registers the commands of ``ridgekey-branch``, which are imported when they are called; nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from shared.terminal.program import make_group, make_program, register, run

PROGRAM = "ridgekey-branch"


def build() -> typer.Typer:
    """The program with all its commands."""
    program = make_program("Join a head office and fetch the images that it releases to this branch's users.")
    register(program, "init", "branch_client.cli.init:init")
    register(program, "accept", "branch_client.cli.accept:accept")
    register(program, "import", "branch_client.cli.import_package:import_enrolment")
    register(program, "list", "branch_client.cli.list_images:list_released")
    register(program, "fetch", "branch_client.cli.fetch:fetch_images")
    register(program, "open", "branch_client.cli.open_sealed:open_files")
    register(program, "forget", "branch_client.cli.forget:forget")
    register(program, "renew", "branch_client.cli.renew:renew_certificate")
    register(program, "status", "branch_client.cli.status:status")
    register(program, "doctor", "branch_client.cli.doctor:doctor")
    program.add_typer(_config(), name="config")
    program.add_typer(_model(), name="model")
    program.add_typer(_witness(), name="witness")
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ridgekey-branch``; the exit code is the caller's to pass on."""
    return run(build(), PROGRAM, arguments)


def _config() -> typer.Typer:
    group = make_group("See and check this branch's settings, change its master key.")
    register(group, "show", "branch_client.cli.config.show:show")
    register(group, "validate", "branch_client.cli.config.validate:validate")
    register(group, "rotate-master-key", "branch_client.cli.config.rotate_master_key:rotate_key")
    return group


def _model() -> typer.Typer:
    group = make_group("Hold the models and verifiers of the head office.")
    register(group, "add", "branch_client.cli.model.add:add")
    register(group, "list", "branch_client.cli.model.list:list_all")
    return group


def _witness() -> typer.Typer:
    group = make_group("Keep a checkpoint of the head office's audit log, as a witness.")
    register(group, "show", "branch_client.cli.witness.show:show")
    register(group, "export", "branch_client.cli.witness.export:export")
    register(group, "reset", "branch_client.cli.witness.reset:reset")
    return group
