"""What a head office's home keeps of its branches: the request and the admission of each certificate.

The files are named by the certificate, so that those of two certificates of one branch lie side by side, and
two approvals at once do not overwrite each other's. They stay as evidence of what was issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.ports import BranchRecord
from shared.crypto.certificates import certificate_sha256
from shared.crypto.joining import BranchRequest, parse_admission, parse_request
from shared.crypto.signed_papers import MAX_ADMISSION_BYTES, MAX_REQUEST_BYTES
from shared.errors import Code, Failure
from shared.stores.atomic import read_file, write_file
from shared.stores.home import Home

_DIGITS = 16


class BranchPapers:
    """The papers of one home.

    Args:
        home: the head office's.
    """

    def __init__(self, home: Home) -> None:
        self._folder = home.branches

    @contextmanager
    def kept(self, name: str, certificate: bytes, request: bytes, admission: bytes) -> Iterator[None]:
        """Keep the papers of a certificate that the block enters in the registry; not when it fails.

        They go first, so that a certificate of the registry always has them.

        Args:
            name: the branch's.
            certificate: SHA-256 of the certificate.
            request: what was approved.
            admission: what answers it.

        Raises:
            Failure: ``LOCAL_FAILURE``.
        """
        try:
            write_file(self._file(name, certificate, "request"), request)
            write_file(self._file(name, certificate, "admission"), admission)
            yield
        except BaseException:
            self.drop(name, certificate)
            raise

    def drop(self, name: str, certificate: bytes) -> None:
        """Delete the papers of a certificate that never was in force; what cannot be deleted stays."""
        for kind in ("request", "admission"):
            with suppress(OSError):
                self._file(name, certificate, kind).unlink(missing_ok=True)

    def request(self, branch: BranchRecord) -> BranchRequest:
        """The request of a branch, bound to its certificate in force.

        Raises:
            Failure: ``INTEGRITY`` when the papers are missing or not those of that certificate.
        """
        request, admission = self.both(branch)
        try:
            asked, certificate = parse_request(request), parse_admission(admission).certificate
        except Failure:
            raise _not_kept(branch) from None
        if certificate_sha256(certificate) != branch.certificate_sha256:
            raise _not_kept(branch)
        if certificate.public_key() != asked.public_key:
            raise _not_kept(branch)
        return asked

    def both(self, branch: BranchRecord) -> tuple[bytes, bytes]:
        """Request and admission of a branch's certificate in force, as they were kept.

        Raises:
            Failure: ``INTEGRITY`` when one is missing.
        """
        name, certificate = branch.name, branch.certificate_sha256
        try:
            return (
                read_file(self._file(name, certificate, "request"), MAX_REQUEST_BYTES),
                read_file(self._file(name, certificate, "admission"), MAX_ADMISSION_BYTES),
            )
        except Failure:
            raise _not_kept(branch) from None

    def _file(self, name: str, certificate: bytes, kind: str) -> Path:
        return self._folder / f"{name}-{certificate.hex()[:_DIGITS]}.{kind}"


def _not_kept(branch: BranchRecord) -> Failure:
    sentence = f"The home's papers of branch {branch.name} are missing or altered; restore them."
    return Failure(Code.INTEGRITY, sentence)
