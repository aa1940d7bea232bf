"""How a certificate follows another, of a branch and of the server (protocol §2.8): one verb a file."""

from server.services.certificates.note_renewed import note_renewed
from server.services.certificates.note_server_certificate import note_server_certificate
from server.services.certificates.readmit_branch import readmit_branch
from server.services.certificates.require_renewable import Life, require_renewable

__all__ = [
    "Life",
    "note_renewed",
    "note_server_certificate",
    "readmit_branch",
    "require_renewable",
]
