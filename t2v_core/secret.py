"""Secrets by the name of an environment variable, so that none enters a workflow, a log or a film."""

from __future__ import annotations

import os
import re

from .errors import InputError

# Only variables meant for this project can be named: a workflow from a stranger must not read any other.
_NAME = re.compile(r"T2V_[A-Z0-9_]{1,60}")


def from_variable(name: str) -> str:
    """The value of environment variable `name`; "" for an empty name.

    Raises `InputError` when the name does not begin with `T2V_` or the variable is not set.
    """
    name = name.strip()
    if not name:
        return ""
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} cannot be named here. Use an environment variable whose name begins with T2V_.")
    value = os.environ.get(name)
    if value is None:
        raise InputError(
            f"The environment variable {name} is not set where ComfyUI runs. Set it and start ComfyUI again."
        )
    return value
