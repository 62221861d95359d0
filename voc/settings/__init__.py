"""voc.toml and the environment, read once into one frozen object.

Everything is checked here, at the door: an unknown key or a value that cannot be is a `SettingsError`
of one to three lines, and nothing below has to ask again.
"""

from voc.settings.loading import find_workspace, load_settings
from voc.settings.template import write_template
from voc.settings.workspace import (
    CONFIG_NAME,
    FIELDS,
    CouncilSettings,
    ExposureSettings,
    MiningSettings,
    NamingSettings,
    PrivacySettings,
    Settings,
    SourceSettings,
)

__all__ = [
    "CONFIG_NAME",
    "FIELDS",
    "CouncilSettings",
    "ExposureSettings",
    "MiningSettings",
    "NamingSettings",
    "PrivacySettings",
    "Settings",
    "SourceSettings",
    "find_workspace",
    "load_settings",
    "write_template",
]
