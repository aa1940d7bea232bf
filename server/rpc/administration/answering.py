"""Finds out why a head office does not answer: gRPC says only that it does not.

gRPC tells a refused certificate from a closed port in the text of its message alone. So TLS is tried once
more by itself, whose refusals have numbers.
"""

from __future__ import annotations

import socket
import ssl

from cryptography import x509

from shared.crypto.certificates import HEAD_OFFICE_DNS_NAME, certificate_pem
from shared.errors import Code, Failure

_SECONDS = 5.0
_WRONG_NAME = 62  # X509_V_ERR_HOSTNAME_MISMATCH of OpenSSL


def why_no_answer(address: str, authority: x509.Certificate) -> Failure:
    """The failure that a person can act on.

    Args:
        address: HOST:PORT.
        authority: the one that the head office's certificate has to be of.

    Returns:
        ``UNAUTHENTICATED`` when somebody else answers there, ``UNREACHABLE`` when nobody does.
    """
    host, _, port = address.rpartition(":")
    context = ssl.create_default_context(cadata=certificate_pem(authority).decode("ascii"))
    try:
        with (
            socket.create_connection((host.strip("[]"), int(port)), _SECONDS) as connection,
            context.wrap_socket(connection, server_hostname=HEAD_OFFICE_DNS_NAME),
        ):
            pass
    except ssl.SSLCertVerificationError as error:
        return _impostor(address, error.verify_code)
    except ssl.SSLError:
        return Failure(Code.UNREACHABLE, f"What answers on {address} is no head office; check the address.")
    except OSError:
        pass
    sentence = f"The head office does not answer on {address}; check the address and that it serves."
    return Failure(Code.UNREACHABLE, sentence)


def _impostor(address: str, code: int) -> Failure:
    what = (
        "has a certificate of the right authority that is not a head office's"
        if code == _WRONG_NAME
        else "does not have a valid certificate of the authority that this administrator accepted"
    )
    sentence = f"What answers on {address} {what}; nothing was asked of it. Check the address."
    return Failure(Code.UNAUTHENTICATED, sentence)
