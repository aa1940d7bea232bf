"""One party as a process of its own.

``python -m lab.generators.tree_parity.peer ROLE PORT MACHINES [NAME=VALUE …]``, with the machines' generator.
The responder listens on the loopback interface, at any free port when PORT is 0, and writes which; the
initiator connects to it. Each writes what it has in the end as one line of JSON, with a fingerprint of the
key and never the key.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Sequence

from lab.generators.parameters import read_parameters
from lab.generators.tree_parity.kinds import find_kind
from lab.generators.tree_parity.messages import Role
from lab.generators.tree_parity.party import Party
from lab.generators.tree_parity.session_key import fingerprint
from lab.generators.tree_parity.transport import PATIENCE_SECONDS, SocketTransport
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure

LOOPBACK = "127.0.0.1"


def main(arguments: Sequence[str]) -> int:
    """Run one party; the exit code says whether it has a key."""
    role, port = Role(arguments[0]), int(arguments[1])
    try:
        parameters = read_parameters(find_kind(arguments[2]), arguments[3:])
        connection = _connected(role, port)
        agreed = Party(role, parameters, SocketTransport(connection), SystemRandomness()).agree()
    except Failure as failure:
        _tell({"reason": failure.code.value, "message": failure.sentence})
        return failure.exit_code
    with agreed.key as key:
        _tell(
            {
                "role": role.value,
                "steps": agreed.steps,
                "confirmations": agreed.confirmations,
                "bytes_sent": agreed.bytes_sent,
                "fingerprint": fingerprint(key),
            }
        )
    return 0


def _connected(role: Role, port: int) -> socket.socket:
    try:
        return _meet(role, port)
    except OSError:
        sentence = f"The other party was not met on {LOOPBACK}; start both again."
        raise Failure(Code.UNREACHABLE, sentence) from None


def _meet(role: Role, port: int) -> socket.socket:
    if role is Role.INITIATOR:
        return socket.create_connection((LOOPBACK, port), PATIENCE_SECONDS)
    with socket.create_server((LOOPBACK, port)) as listener:
        listener.settimeout(PATIENCE_SECONDS)
        _tell({"port": listener.getsockname()[1]})
        connection, _ = listener.accept()
    return connection


def _tell(record: dict[str, object]) -> None:
    print(json.dumps(record), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
