"""Is the package of an encoder installed? If not: what is to be done."""

from importlib import import_module
from typing import Any

from voc.errors import SettingsError


def import_package(module: str, package: str) -> Any:
    """Import an optional package.

    Raises:
        SettingsError: it is not installed; says what installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise SettingsError(
            f"voc.toml: [mining] encoder: {package} is not installed ({error.name or module} is missing)\n"
            f"Install it beside voc: .tools/bin/uv pip install --no-config {package}\n"
            'or take encoder = "use".'
        ) from None
