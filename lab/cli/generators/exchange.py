"""``ridgekey-lab generators exchange``: two tree parity machines agree on a key, here or as two processes."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lab.cli.generators.settings import SettingsOption
from lab.cli.scipy_extra import require_scipy
from shared.errors import LOCAL
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.generators.tree_parity.parameters import TreeParity


class Over(enum.StrEnum):
    """What the parties speak over."""

    QUEUE = "queue"
    """Two threads of this process."""
    SOCKET = "socket"
    """Two processes and a socket on the loopback interface."""


def exchange(
    name: Annotated[
        str,
        typer.Argument(help="tree-parity or vector-tree-parity.", metavar="MACHINES", show_default=True),
    ] = "tree-parity",
    over: Annotated[
        Over,
        option("--over", help="queue is within this process, socket two processes.", show_default=True),
    ] = Over.QUEUE,
    settings: SettingsOption = None,
    output_format: FormatOption = None,
) -> None:
    """Let two tree parity machines synchronise and make a key of their weights and X25519.

    The key is not shown; its fingerprint is. Ends with 1 if the two parties' differ.
    """
    require_scipy()
    from lab.generators.parameters import read_parameters, record_parameters
    from lab.generators.tree_parity.attackers import VERDICT
    from lab.generators.tree_parity.kinds import find_kind

    parameters = read_parameters(find_kind(name), settings or [])
    with progress("Synchronising"):
        record = _between(parameters) if over is Over.SOCKET else _within(parameters)
    show_record(
        {"over": over.value, "machines": name, **record_parameters(parameters), **record}, output_format
    )
    note(VERDICT)
    if not record["same_key"]:
        raise typer.Exit(LOCAL)


def _between(parameters: TreeParity) -> dict[str, Any]:
    from lab.generators.tree_parity.between_processes import agree_between_processes

    ours, theirs = agree_between_processes(parameters)
    return {
        "steps": ours.steps,
        "confirmations": ours.confirmations,
        "bytes_sent": ours.bytes_sent + theirs.bytes_sent,
        "fingerprint": ours.fingerprint,
        "same_key": ours.fingerprint == theirs.fingerprint,
    }


def _within(parameters: TreeParity) -> dict[str, Any]:
    from lab.generators.tree_parity.session_key import fingerprint
    from lab.generators.tree_parity.within_process import agree_within_process
    from shared.crypto.randomness import SystemRandomness

    ours, theirs = agree_within_process(parameters, lambda _role: SystemRandomness())
    with ours.key as key, theirs.key as other:
        return {
            "steps": ours.steps,
            "confirmations": ours.confirmations,
            "bytes_sent": ours.bytes_sent + theirs.bytes_sent,
            "fingerprint": fingerprint(key),
            "same_key": key.equals_in_constant_time(other),
        }
