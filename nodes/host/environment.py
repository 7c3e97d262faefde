"""The lines of the environment check that only ComfyUI can answer."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from ...t2v_core.doctor import Check

MIN_COMFYUI = (0, 3, 75)  # the oldest this pack is tested on


def comfyui_checks() -> list[Check]:
    """ComfyUI's own version and its frontend's."""
    import comfyui_version

    own = comfyui_version.__version__
    numbers = tuple(int(n) for n in own.split("-")[0].split(".")[:3] if n.isdigit())
    fix = "" if numbers >= MIN_COMFYUI else "Update ComfyUI; this pack is tested from 0.3.75 on."
    checks = [Check("ComfyUI", "ok" if not fix else "warning", own, fix)]
    try:
        checks.append(Check("ComfyUI frontend", "ok", version("comfyui-frontend-package"), ""))
    except PackageNotFoundError:
        checks.append(Check("ComfyUI frontend", "warning", "not a package", "pip install -r ComfyUI/requirements.txt"))
    return checks
