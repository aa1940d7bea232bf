"""Who is at the finger pad: a live print against what is enrolled, in integers (biometrics §3)."""

from shared.biometrics.verification.closed_set import ClosedSetVerifier
from shared.biometrics.verification.embedding import EmbeddingVerifier
from shared.biometrics.verification.file import parse_verifier
from shared.biometrics.verification.poses import PoseSearch
from shared.biometrics.verification.verifier import Verifier

__all__ = ["ClosedSetVerifier", "EmbeddingVerifier", "PoseSearch", "Verifier", "parse_verifier"]
