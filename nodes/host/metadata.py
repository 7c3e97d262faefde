"""What ComfyUI's own savers put into a file, so that dropping it on the editor brings the graph back."""

from __future__ import annotations

from typing import Any


def metadata(hidden: Any) -> dict[str, Any]:
    """`prompt` and `workflow` of the running graph; empty with `--disable-metadata`."""
    from comfy.cli_args import args

    if args.disable_metadata:
        return {}
    found = dict(hidden.extra_pnginfo or {})
    if hidden.prompt is not None:
        found["prompt"] = hidden.prompt
    return found
