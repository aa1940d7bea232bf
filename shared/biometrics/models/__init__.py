"""The models that ship as package data, and how to get at the default ones."""

from shared.biometrics.models.default import (
    default_model_path,
    default_network,
    default_verifier,
    default_verifier_path,
)

__all__ = ["default_model_path", "default_network", "default_verifier", "default_verifier_path"]
