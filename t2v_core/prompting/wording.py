"""The fixed English of prompts: look, diagram lock, negative lists and LoRA profiles, one table each."""

from __future__ import annotations

import re

# One flat diagram: the seed system's lock, and its purpose: fewer people, rooms and camera moves.
DIAGRAM_LOCK = (
    "One single 2D diagram fills the frame: flat vector look, large coloured nodes, thick arrows, "
    "plain light background, static camera."
)
LOOK = "Clean academic explainer animation, clear shapes, high contrast, even light, calm motion."

# What the seed system's negative prompt covers, in order of weight: the tail is cut first.
NEGATIVE = (
    "blank frame, empty frame, black screen, gibberish text, unreadable letters, non-English text",
    "long paragraphs of text",
    "flicker, glitch, camera shake, zoom",
    "watermark, logo, subtitles",
    "photorealistic people, faces, hands",
)
# Lightricks' own negative prompt (LTX-Video model card); helps every family.
NEGATIVE_QUALITY = "worst quality, inconsistent motion, blurry, jittery, distorted"
NEGATIVE_LOCK = "3D render, photograph, perspective room, collage, cluttered background"

LORA_LOOK = {
    "none": "",
    "academic_infographic": "Academic infographic style: flat icons, rounded boxes, consistent line weight, generous white space.",
}
LORA_NEGATIVE = {
    "none": "",
    "academic_infographic": "photorealism, film grain, texture, gradient background, ornate decoration, handwriting",
}
_INFOGRAPHIC = re.compile(r"academ|infograph|diagram|vector|flat|whiteboard|explainer|schematic", re.IGNORECASE)


def lora_profile(choice: str, names: tuple[str, ...]) -> str:
    """The profile in force: `auto` means academic_infographic where a LoRA's file name speaks of diagrams."""
    if choice != "auto":
        return choice
    return "academic_infographic" if any(_INFOGRAPHIC.search(n) for n in names) else "none"
