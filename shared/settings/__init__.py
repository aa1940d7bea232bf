"""Settings of both ends: one TOML file that only people write, the environment above it, secrets in files."""

from shared.settings.file import CONFIG_NAME, CONFIG_VARIABLE, settings_file
from shared.settings.given import Problem
from shared.settings.loading import load_settings, problems_of
from shared.settings.model import PREFIX, MasterKeySettings, Settings, variables_of
from shared.settings.names import nearest

__all__ = [
    "CONFIG_NAME",
    "CONFIG_VARIABLE",
    "PREFIX",
    "MasterKeySettings",
    "Problem",
    "Settings",
    "load_settings",
    "nearest",
    "problems_of",
    "settings_file",
    "variables_of",
]
