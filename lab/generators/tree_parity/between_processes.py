"""Both parties as processes of their own, over a socket on the loopback interface."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from lab.generators.parameters import record_parameters
from lab.generators.tree_parity.kinds import name_of
from lab.generators.tree_parity.messages import Role
from lab.generators.tree_parity.parameters import TreeParity
from shared.errors import Code, Failure
from shared.module_process import command_of, environment_of

_MODULE = "lab.generators.tree_parity.peer"
_ANY_PORT = 0
_ENDING_SECONDS = 300


@dataclass(frozen=True)
class PeerReport:
    """What one process says in the end.

    Attributes:
        role: its own.
        steps: outputs that were exchanged.
        confirmations: how often weights were compared.
        bytes_sent: by this party.
        fingerprint: of the key, hexadecimal; the same in both when the keys are.
    """

    role: str
    steps: int
    confirmations: int
    bytes_sent: int
    fingerprint: str


def agree_between_processes(parameters: TreeParity) -> tuple[PeerReport, PeerReport]:
    """Start both parties and wait for them.

    Returns:
        What the initiator says in the end, and the responder.

    Raises:
        Failure: ``LOCAL_FAILURE`` when either ends without a key, with its sentence where it gave one.
    """
    responder = _start(Role.RESPONDER, _ANY_PORT, parameters)
    processes = [responder]
    try:
        port = int(_line(responder)["port"])
        initiator = _start(Role.INITIATOR, port, parameters)
        processes.insert(0, initiator)
        records = [_line(process) for process in processes]
        for process in processes:
            process.wait(_ENDING_SECONDS)
        return PeerReport(**records[0]), PeerReport(**records[1])
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _start(role: Role, port: int, parameters: TreeParity) -> subprocess.Popen[str]:
    settings = [f"{name}={value}" for name, value in record_parameters(parameters).items()]
    command = command_of(_MODULE, role.value, str(port), name_of(parameters), *settings)
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment_of({}))


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    line = process.stdout.readline() if process.stdout else ""
    record: dict[str, Any] = json.loads(line) if line else {"message": ""}
    if "message" in record:
        sentence = record["message"] or "A party ended without a word; see what it wrote to stderr."
        raise Failure(Code.LOCAL_FAILURE, sentence)
    return record
