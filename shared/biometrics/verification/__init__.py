"""Who is at the finger pad: a live print against what is enrolled, in integers (biometrics §3)."""

from shared.biometrics.verification.closed_set import ClosedSetVerifier
from shared.biometrics.verification.description import PatchReader
from shared.biometrics.verification.embedding import EmbeddingVerifier
from shared.biometrics.verification.file import parse_verifier
from shared.biometrics.verification.search import PatchSearch
from shared.biometrics.verification.verifier import Verifier

__all__ = [
    "ClosedSetVerifier",
    "EmbeddingVerifier",
    "PatchReader",
    "PatchSearch",
    "Verifier",
    "parse_verifier",
]
