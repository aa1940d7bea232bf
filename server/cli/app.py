"""Registers the commands of ``ridgekey``; nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextvars import copy_context

import typer

from server.cli import console, doctor, init, serve, status
from server.cli.admin import accept, issue
from server.cli.admin import list as admin_list
from server.cli.admin import request as admin_request
from server.cli.admin import revoke as admin_revoke
from server.cli.audit import checkpoint, export, tail, verify
from server.cli.branch import approve, resume, revoke, suspend
from server.cli.branch import list as branch_list
from server.cli.branch import show as branch_show
from server.cli.config import (
    administration,
    inner_ciphers,
    model,
    renew_certificate,
    rotate_master_key,
    validate,
    verification,
    verifier,
)
from server.cli.config import show as config_show
from server.cli.counter import fence
from server.cli.counter import show as counter_show
from server.cli.db import backup, check, current, restore, restored, role, upgrade
from server.cli.image import list as image_list
from server.cli.image import put, release, remove
from server.cli.image import show as image_show
from server.cli.office import ServerOption, choose_server
from server.cli.user import (
    activate,
    add,
    enrol,
    exit,
    forget,
    grant,
    import_people,
    readmit,
    revoke_generation,
    taint,
    ungrant,
    unlock,
)
from server.cli.user import list as user_list
from server.cli.user import show as user_show
from shared.terminal.program import VersionOption, make_group, make_program, register, run

PROGRAM = "ridgekey"


def build() -> typer.Typer:
    """The program with all its commands."""
    program = make_program("Set up and run a head office that releases confidential images to its branches.")
    program.callback()(_program)
    register(program, "init", init.init, init.EXAMPLE)
    register(program, "serve", serve.serve, serve.EXAMPLE)
    register(program, "status", status.status, status.EXAMPLE)
    register(program, "doctor", doctor.doctor, doctor.EXAMPLE)
    program.add_typer(_admin(), name="admin")
    register(program, "console", console.console, console.EXAMPLE)
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
    register(group, "request", admin_request.request, admin_request.EXAMPLE)
    register(group, "issue", issue.issue, issue.EXAMPLE)
    register(group, "accept", accept.accept, accept.EXAMPLE)
    register(group, "list", admin_list.list_all, admin_list.EXAMPLE)
    register(group, "revoke", admin_revoke.revoke, admin_revoke.EXAMPLE)
    return group


def _branch() -> typer.Typer:
    group = make_group("Admit branches, suspend and revoke them.")
    register(group, "approve", approve.approve, approve.EXAMPLE)
    register(group, "list", branch_list.list_all, branch_list.EXAMPLE)
    register(group, "show", branch_show.show, branch_show.EXAMPLE)
    register(group, "suspend", suspend.suspend, suspend.EXAMPLE)
    register(group, "resume", resume.resume, resume.EXAMPLE)
    register(group, "revoke", revoke.revoke, revoke.EXAMPLE)
    return group


def _user() -> typer.Typer:
    group = make_group("Add and enrol users, grant them to branches, keep the exit list.")
    register(group, "add", add.add, add.EXAMPLE)
    register(group, "list", user_list.list_all, user_list.EXAMPLE)
    register(group, "show", user_show.show, user_show.EXAMPLE)
    register(group, "enrol", enrol.enrol, enrol.EXAMPLE)
    register(group, "import", import_people.import_people, import_people.EXAMPLE)
    register(group, "grant", grant.grant, grant.EXAMPLE)
    register(group, "ungrant", ungrant.ungrant, ungrant.EXAMPLE)
    register(group, "exit", exit.exit_list, exit.EXAMPLE)
    register(group, "readmit", readmit.readmit, readmit.EXAMPLE)
    register(group, "unlock", unlock.unlock, unlock.EXAMPLE)
    register(group, "activate", activate.activate, activate.EXAMPLE)
    register(group, "taint", taint.taint, taint.EXAMPLE)
    register(group, "revoke-generation", revoke_generation.revoke_generation, revoke_generation.EXAMPLE)
    register(group, "forget", forget.forget, forget.EXAMPLE)
    return group


def _image() -> typer.Typer:
    group = make_group("Store images and say to whom they are released.")
    register(group, "put", put.put, put.EXAMPLE)
    register(group, "list", image_list.list_all, image_list.EXAMPLE)
    register(group, "show", image_show.show, image_show.EXAMPLE)
    register(group, "release", release.release, release.EXAMPLE)
    register(group, "remove", remove.remove, remove.EXAMPLE)
    return group


def _counter() -> typer.Typer:
    group = make_group("See where message counters stand; set the fence after a restore.")
    register(group, "show", counter_show.show, counter_show.EXAMPLE)
    register(group, "fence", fence.fence, fence.EXAMPLE)
    return group


def _audit() -> typer.Typer:
    group = make_group("Read, verify, export and sign the audit log.")
    register(group, "tail", tail.tail, tail.EXAMPLE)
    register(group, "verify", verify.verify, verify.EXAMPLE)
    register(group, "export", export.export, export.EXAMPLE)
    register(group, "checkpoint", checkpoint.checkpoint, checkpoint.EXAMPLE)
    return group


def _config() -> typer.Typer:
    group = make_group("See and check settings, choose models and ciphers, change the master key.")
    register(group, "show", config_show.show, config_show.EXAMPLE)
    register(group, "validate", validate.validate, validate.EXAMPLE)
    register(group, "model", model.model, model.EXAMPLE)
    register(group, "verifier", verifier.verifier, verifier.EXAMPLE)
    register(group, "verification", verification.verification, verification.EXAMPLE)
    register(group, "administration", administration.administration, administration.EXAMPLE)
    register(group, "renew-certificate", renew_certificate.renew_certificate, renew_certificate.EXAMPLE)
    register(group, "inner-ciphers", inner_ciphers.inner_ciphers, inner_ciphers.EXAMPLE)
    register(group, "rotate-master-key", rotate_master_key.rotate, rotate_master_key.EXAMPLE)
    return group


def _db() -> typer.Typer:
    group = make_group("Look after the database: its schema, its backups, what follows a restore.")
    register(group, "upgrade", upgrade.upgrade, upgrade.EXAMPLE)
    register(group, "current", current.current, current.EXAMPLE)
    register(group, "check", check.check, check.EXAMPLE)
    register(group, "backup", backup.backup, backup.EXAMPLE)
    register(group, "restore", restore.restore, restore.EXAMPLE)
    register(group, "restored", restored.restored, restored.EXAMPLE)
    register(group, "role", role.role, role.EXAMPLE)
    return group


if __name__ == "__main__":
    sys.exit(main())
