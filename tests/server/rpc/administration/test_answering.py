"""Why a head office does not answer is told by who answers in its place."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.rpc.administration.answering import why_no_answer
from shared.crypto.certificates import Authority, certificate_pem, create_authority
from shared.crypto.tls_keys import make_private_key, private_key_pem
from shared.errors import Code
from shared.identifiers import Identity, Role
from tests.free_ports import free_port
from tests.replay_randomness import ReplayRandomness

NOW = datetime.now(UTC)
DOMAIN = "ridgekey.internal"
RANDOMNESS = ReplayRandomness("answering")
OURS, THEIRS = (create_authority(DOMAIN, NOW, RANDOMNESS) for _ in range(2))
HEAD_OFFICE = Identity(DOMAIN, Role.HEAD_OFFICE)


@contextmanager
def answering(folder: Path, authority: Authority, identity: Identity, lifetime: timedelta) -> Iterator[str]:
    """The address of a TLS server that proves itself with such a certificate, and says nothing."""
    key = make_private_key(RANDOMNESS)
    certificate = authority.issue(identity, key.public_key(), NOW, RANDOMNESS, lifetime)
    file = folder / "server.pem"
    file.write_bytes(private_key_pem(key) + certificate_pem(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with (
                suppress(OSError),  # a client that refuses the certificate hangs up
                listening.accept()[0] as connection,
                context.wrap_socket(connection, server_side=True) as tls,
            ):
                tls.recv(1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(60)


@pytest.mark.parametrize(
    ("authority", "identity", "days", "code", "says"),
    [
        pytest.param(OURS, HEAD_OFFICE, 30, Code.UNREACHABLE, "does not answer", id="it is the head office"),
        pytest.param(
            THEIRS, HEAD_OFFICE, 30, Code.UNAUTHENTICATED, "authority that this", id="another's authority"
        ),
        pytest.param(
            OURS, Identity(DOMAIN, Role.BRANCH, "basra"), 30, Code.UNAUTHENTICATED, "Check", id="a branch"
        ),
        pytest.param(
            OURS, HEAD_OFFICE, -0.001, Code.UNAUTHENTICATED, "valid certificate", id="an expired certificate"
        ),
    ],
)
def test_who_answers_in_its_place_is_told(  # one row of the table a test
    tmp_path: Path, authority: Authority, identity: Identity, days: float, code: Code, says: str
) -> None:
    with answering(tmp_path, authority, identity, timedelta(days=days)) as address:
        failure = why_no_answer(address, OURS.certificate)
    assert failure.code is code
    assert says in failure.sentence
    assert address in failure.sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "no-such-host.invalid"])
def test_nobody_answers(host: str) -> None:
    failure = why_no_answer(f"{host}:{free_port()}", OURS.certificate)
    assert failure.code is Code.UNREACHABLE
    assert "does not answer" in failure.sentence
