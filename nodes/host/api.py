"""The one import of ComfyUI's node API, this pack's socket types, and its menu category."""

from comfy_api.v0_0_2 import ComfyExtension, Input, InputImpl, Types, io, ui
from comfy_execution.graph_utils import ExecutionBlocker

CATEGORY = "Academic T2V"

Book = io.Custom("T2V_BOOK")  # tuple[Book, ...]: one chunker's book, or a library of several
Evidence = io.Custom("T2V_EVIDENCE")
Plan = io.Custom("T2V_PLAN")
Prompts = io.Custom("T2V_PROMPTS")
Model = io.Custom("T2V_MODEL")
Lora = io.Custom("T2V_LORA")  # tuple[LoraUse, ...]: the stack, first applied first
SceneAudio = io.Custom("T2V_SCENE_AUDIO")  # tuple of one sound, or None, for each scene of a plan


def shown(text: str, **more: object) -> dict[str, object]:
    """A `ui` value whose text `web/` puts on the node."""
    return {"t2v_text": [text], **more}


def blocked(outputs: tuple) -> tuple:
    """As many outputs that quietly stop whatever depends on them."""
    return (ExecutionBlocker(None),) * len(outputs)


__all__ = [
    "CATEGORY",
    "Book",
    "ComfyExtension",
    "Evidence",
    "Input",
    "InputImpl",
    "Lora",
    "Model",
    "Plan",
    "Prompts",
    "Types",
    "blocked",
    "io",
    "shown",
    "ui",
]
