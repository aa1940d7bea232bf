"""The models that ship as package data, and how to get at the default one."""

from shared.biometrics.models.default import default_model_path, default_network

__all__ = ["default_model_path", "default_network"]
