"""A line between a branch and its head office whose far half knows no hybrid key agreement.

Both halves are TLS 1.3 with the ends' own keys, which only a test has; bytes pass as they are. The half
towards the head office offers X25519 alone, as a TLS library of before does.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from branch_client.certificates import ADMISSION_FILE
from shared.crypto.certificates import HEAD_OFFICE_DNS_NAME, certificate_pem
from shared.crypto.joining import parse_admission
from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import private_key_pem
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import SERVER, TLS, Keyring

_PIECE = 65_536
_PROTOCOL = "h2"


@contextmanager
def classical_line(address: str, office: Path, branch: Path, folder: Path) -> Iterator[str]:
    """Stand between a branch and the head office at ``address``; the address to send the branch to.

    Args:
        address: HOST:PORT of the head office.
        office: its home.
        branch: the branch's home.
        folder: where keys lie meanwhile.
    """
    near, far = _near_half(office, folder), _far_half(branch, folder)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=_join, args=(connection, near, far, address), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def _join(connection: socket.socket, near: ssl.SSLContext, far: ssl.SSLContext, address: str) -> None:
    host, _, port = address.rpartition(":")
    with contextlib.suppress(OSError):
        to_branch = near.wrap_socket(connection, server_side=True)
        plain = socket.create_connection((host, int(port)))
        to_office = far.wrap_socket(plain, server_hostname=HEAD_OFFICE_DNS_NAME)
        _pass_on(to_branch, to_office)


def _pass_on(one: ssl.SSLSocket, other: ssl.SSLSocket) -> None:
    """Pass on in both ways what comes, in one thread: a TLS object is not to be read and written by two."""
    towards = {one: other, other: one}
    with contextlib.suppress(OSError):
        open_ = True
        while open_:
            ready = [each for each in towards if each.pending()] or select.select([*towards], [], [])[0]
            open_ = all(_pass_piece(source, towards[source]) for source in ready)
    for each in towards:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _pass_piece(source: ssl.SSLSocket, target: ssl.SSLSocket) -> bool:
    """Pass on what is there; whether there may be more."""
    source.setblocking(False)
    try:
        data = source.recv(_PIECE)
    except ssl.SSLWantReadError:  # a record of TLS's own, or the beginning of one
        return True
    finally:
        source.setblocking(True)
    target.sendall(data)
    return bool(data)


def _near_half(office: Path, folder: Path) -> ssl.SSLContext:
    home = open_home(office, HomeKind.HEAD_OFFICE)
    with home.master_key() as master:
        key = private_key_pem(Keyring(home, master, SystemRandomness()).certified(SERVER))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates = home.certificates
    _load(context, (certificates / "server.pem").read_bytes(), key, folder / "near.pem")
    context.load_verify_locations(certificates / "authority.pem")
    context.set_alpn_protocols([_PROTOCOL])
    return context


def _far_half(branch: Path, folder: Path) -> ssl.SSLContext:
    home = open_home(branch, HomeKind.BRANCH)
    admission = parse_admission((home.root / ADMISSION_FILE).read_bytes())
    with home.master_key() as master:
        key = private_key_pem(Keyring(home, master, SystemRandomness()).certified(TLS))
    context = ssl.create_default_context(cadata=certificate_pem(admission.authority).decode())
    _load(context, certificate_pem(admission.certificate), key, folder / "far.pem")
    context.set_ecdh_curve("X25519")
    context.set_alpn_protocols([_PROTOCOL])
    return context


def _load(context: ssl.SSLContext, chain: bytes, key: bytes, file: Path) -> None:
    file.write_bytes(chain + key)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(file)
