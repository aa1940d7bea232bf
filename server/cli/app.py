"""Registers the commands of ``ridgekey``, which are imported when they are called; nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextvars import copy_context

import typer

from server.cli.choosing import ServerOption, choose_server
from shared.terminal.program import VersionOption, make_group, make_program, register, run

PROGRAM = "ridgekey"


def build() -> typer.Typer:
    """The program with all its commands."""
    program = make_program("Set up and run a head office that releases confidential images to its branches.")
    program.callback()(_program)
    register(program, "init", "server.cli.init:init")
    register(program, "serve", "server.cli.serve:serve")
    register(program, "status", "server.cli.status:status")
    register(program, "doctor", "server.cli.doctor:doctor")
    program.add_typer(_admin(), name="admin")
    register(program, "console", "server.cli.console:console")
    program.add_typer(_branch(), name="branch")
    program.add_typer(_user(), name="user")
    program.add_typer(_image(), name="image")
    program.add_typer(_counter(), name="counter")
    program.add_typer(_audit(), name="audit")
    program.add_typer(_config(), name="config")
    program.add_typer(_db(), name="db")
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ridgekey``; the exit code is the caller's to pass on."""
    given = server_first(sys.argv[1:] if arguments is None else arguments)
    # Which head office a command line is about ends with it.
    return copy_context().run(run, build(), PROGRAM, given)


def server_first(arguments: Sequence[str]) -> list[str]:
    """The command line with ``--server HOST:PORT`` before the command, wherever it was given."""
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    for place, argument in enumerate(given[:end]):
        if argument == "--server" or argument.startswith("--server="):
            taken = given[place : place + (2 if argument == "--server" else 1)]
            return taken + given[:place] + given[place + len(taken) :]
    return given


def _program(version: VersionOption = False, server: ServerOption = None) -> None:
    del version  # told by its callback, before any command runs
    choose_server(server)


def _admin() -> typer.Typer:
    group = make_group("Say who may administer from another machine; ask for it on that machine.")
    register(group, "request", "server.cli.admin.request:request")
    register(group, "issue", "server.cli.admin.issue:issue")
    register(group, "accept", "server.cli.admin.accept:accept")
    register(group, "list", "server.cli.admin.list:list_all")
    register(group, "revoke", "server.cli.admin.revoke:revoke")
    return group


def _branch() -> typer.Typer:
    group = make_group("Admit branches, suspend and revoke them.")
    register(group, "approve", "server.cli.branch.approve:approve")
    register(group, "list", "server.cli.branch.list:list_all")
    register(group, "show", "server.cli.branch.show:show")
    register(group, "suspend", "server.cli.branch.suspend:suspend")
    register(group, "resume", "server.cli.branch.resume:resume")
    register(group, "revoke", "server.cli.branch.revoke:revoke")
    return group


def _user() -> typer.Typer:
    group = make_group("Add and enrol users, grant them to branches, keep the exit list.")
    register(group, "add", "server.cli.user.add:add")
    register(group, "list", "server.cli.user.list:list_all")
    register(group, "show", "server.cli.user.show:show")
    register(group, "enrol", "server.cli.user.enrol:enrol")
    register(group, "import", "server.cli.user.import_people:import_people")
    register(group, "grant", "server.cli.user.grant:grant")
    register(group, "ungrant", "server.cli.user.ungrant:ungrant")
    register(group, "exit", "server.cli.user.exit:exit_list")
    register(group, "readmit", "server.cli.user.readmit:readmit")
    register(group, "unlock", "server.cli.user.unlock:unlock")
    register(group, "activate", "server.cli.user.activate:activate")
    register(group, "taint", "server.cli.user.taint:taint")
    register(group, "revoke-generation", "server.cli.user.revoke_generation:revoke_generation")
    register(group, "forget", "server.cli.user.forget:forget")
    return group


def _image() -> typer.Typer:
    group = make_group("Store images and say to whom they are released.")
    register(group, "put", "server.cli.image.put:put")
    register(group, "list", "server.cli.image.list:list_all")
    register(group, "show", "server.cli.image.show:show")
    register(group, "release", "server.cli.image.release:release")
    register(group, "remove", "server.cli.image.remove:remove")
    return group


def _counter() -> typer.Typer:
    group = make_group("See where message counters stand; set the fence after a restore.")
    register(group, "show", "server.cli.counter.show:show")
    register(group, "fence", "server.cli.counter.fence:fence")
    return group


def _audit() -> typer.Typer:
    group = make_group("Read, verify, export and sign the audit log.")
    register(group, "tail", "server.cli.audit.tail:tail")
    register(group, "verify", "server.cli.audit.verify:verify")
    register(group, "export", "server.cli.audit.export:export")
    register(group, "checkpoint", "server.cli.audit.checkpoint:checkpoint")
    return group


def _config() -> typer.Typer:
    group = make_group("See and check settings, choose models and ciphers, change the master key.")
    register(group, "show", "server.cli.config.show:show")
    register(group, "validate", "server.cli.config.validate:validate")
    register(group, "model", "server.cli.config.model:model")
    register(group, "verifier", "server.cli.config.verifier:verifier")
    register(group, "verification", "server.cli.config.verification:verification")
    register(group, "administration", "server.cli.config.administration:administration")
    register(group, "renew-certificate", "server.cli.config.renew_certificate:renew_certificate")
    register(group, "inner-ciphers", "server.cli.config.inner_ciphers:inner_ciphers")
    register(group, "rotate-master-key", "server.cli.config.rotate_master_key:rotate")
    return group


def _db() -> typer.Typer:
    group = make_group("Look after the database: its schema, its backups, what follows a restore.")
    register(group, "upgrade", "server.cli.db.upgrade:upgrade")
    register(group, "current", "server.cli.db.current:current")
    register(group, "check", "server.cli.db.check:check")
    register(group, "backup", "server.cli.db.backup:backup")
    register(group, "restore", "server.cli.db.restore:restore")
    register(group, "restored", "server.cli.db.restored:restored")
    register(group, "role", "server.cli.db.role:role")
    return group
