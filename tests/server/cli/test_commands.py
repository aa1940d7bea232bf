"""The commands of both programs are those of the contract, and each has a help page with an example."""

from __future__ import annotations

import pytest
import typer
from typer.main import get_command

import branch_client.cli.app
import server.cli.app
from tests.command_lines import ridgekey, ridgekey_branch
from tests.commands_below import commands_below

HEAD_OFFICE = {
    "init",
    "serve",
    "status",
    "doctor",
    *(f"admin {verb}" for verb in ("request", "issue", "accept", "list", "revoke")),
    "console",
    *(f"branch {verb}" for verb in ("approve", "list", "show", "suspend", "resume", "revoke")),
    *(f"user {verb}" for verb in ("add", "list", "show", "enrol", "import", "grant", "ungrant", "exit")),
    *(f"user {verb}" for verb in ("readmit", "unlock", "activate", "taint", "revoke-generation", "forget")),
    *(f"image {verb}" for verb in ("put", "list", "show", "release", "remove")),
    *(f"counter {verb}" for verb in ("show", "fence")),
    *(f"audit {verb}" for verb in ("tail", "verify", "export", "checkpoint")),
    *(f"config {verb}" for verb in ("show", "validate", "model", "verifier", "verification")),
    *(f"config {verb}" for verb in ("administration", "inner-ciphers", "renew-certificate")),
    "config rotate-master-key",
    *(f"db {verb}" for verb in ("upgrade", "current", "check", "backup", "restore", "restored", "role")),
}
BRANCH = {
    "init",
    "accept",
    "import",
    "list",
    "fetch",
    "forget",
    "open",
    "renew",
    "status",
    "doctor",
    "config show",
    "config validate",
    "config rotate-master-key",
    "model add",
    "model list",
} | {f"witness {verb}" for verb in ("show", "export", "reset")}


def names(program: typer.Typer) -> set[str]:
    """Every command of a program, with its group's name before it."""
    own = {str(command.name) for command in program.registered_commands}
    return own | {
        f"{group.name} {name}"
        for group in program.registered_groups
        if group.typer_instance is not None
        for name in names(group.typer_instance)
    }


def test_the_commands_are_those_of_the_contract() -> None:
    assert names(server.cli.app.build()) == HEAD_OFFICE
    assert names(branch_client.cli.app.build()) == BRANCH


def test_every_command_that_ends_can_answer_in_json() -> None:
    without = [
        command.name
        for app in (server.cli.app, branch_client.cli.app)
        for command in commands_below(get_command(app.build()))
        if not any("--format" in parameter.opts for parameter in command.params)
    ]
    assert without == ["serve"]


@pytest.mark.parametrize("command", sorted(HEAD_OFFICE))
def test_every_page_of_ridgekey_ends_with_an_example(command: str) -> None:
    page = ridgekey(*command.split(), "--help")
    assert (page.code, page.err) == (0, "")
    assert f"Example: ridgekey {command}" in page.out


@pytest.mark.parametrize("command", sorted(BRANCH))
def test_every_page_of_ridgekey_branch_ends_with_an_example(command: str) -> None:
    page = ridgekey_branch(*command.split(), "--help")
    assert (page.code, page.err) == (0, "")
    assert f"Example: ridgekey-branch {command}" in page.out
