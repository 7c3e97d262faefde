"""What is wrong with what a scene puts on the screen: its label, its title, its picture, and characters that nobody sees."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from .labels import MAX_LABEL_WORDS
from .plan import Scene
from .text import count_words, hidden_characters, squash, words
from .visuals import slots_model


def label_flaw(scene: Scene) -> str:
    """Too many words, or those of the narration."""
    if not scene.label:
        return ""
    if count_words(scene.label) > MAX_LABEL_WORDS:
        return f"label has {count_words(scene.label)} words"
    same = squash(scene.label).lower().strip(" .") == squash(scene.narration).lower().strip(" .")
    return "label is the narration read aloud" if same and count_words(scene.narration) > 6 else ""


def title_flaws(scenes: Sequence[Scene]) -> list[str]:
    """Titles of one word, and titles that stand twice."""
    found, seen = [], set()
    for scene in scenes:
        if len(words(scene.title)) < 2:
            found.append(f"{scene.id}: title {scene.title!r} is one word")
        if scene.title.lower() in seen:
            found.append(f"{scene.id}: title {scene.title!r} is used twice")
        seen.add(scene.title.lower())
    return found


def picture_flaws(scenes: Sequence[Scene]) -> list[str]:
    """Templates that do not exist, and visual data that the template's slots do not accept."""
    from ..diagram.catalogue import catalogue

    found, known = [], sorted(catalogue())
    for scene in scenes:
        if scene.visual.template and scene.visual.template not in known:
            found.append(
                f"{scene.id}: there is no template {scene.visual.template!r}; choose one of: {', '.join(known)}"
            )
        elif scene.visual.template:
            try:
                slots_model(scene.visual.template).model_validate(scene.visual.data)
            except ValidationError as e:
                first = e.errors()[0]
                where = ".".join(map(str, first["loc"]))
                found.append(f"{scene.id}: {scene.visual.template} cannot be drawn: {where}: {first['msg']}")
    return found


def hidden(scene: Scene) -> str:
    """The code points of the control and formatting characters in a scene's texts, "" where there is none."""
    found = hidden_characters(" ".join((scene.title, scene.label, scene.narration, *(c.text for c in scene.claims))))
    return ", ".join(f"U+{ord(c):04X}" for c in found)
