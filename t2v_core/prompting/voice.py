"""The user's own texts, cleaned and checked for language once, and the choices that hold for all scenes."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InputError
from ..planning.plan import ScenePlan
from . import wording
from .language import foreign_language
from .model import PromptSettings
from .text import lower_first, plain, quoted, whole_words

_OBJECTIVE_WORDS = 30  # of the purpose: it says whom the picture is for, not what it shows
# Texts that are woven into our own sentences: cleaned like a book's. The others are taken as they are.
_DESCRIBING = ("topic", "audience", "objective")
# Lists of keywords, in which no detector finds a language: only their letters tell.
_KEYWORDS = ("style", "negative", "lora_trigger")


@dataclass(frozen=True)
class Voice:
    """What all scenes of a film share."""

    topic: str
    purpose: str
    style: str
    positive: str
    negative: str
    trigger: str
    profile: str
    rag_mode: str
    lock: bool
    compact: bool


def read_voice(plan: ScenePlan | None, settings: PromptSettings, warnings: list[str]) -> Voice:
    """The texts of `settings`, those left empty from the plan. Raises `InputError` as `build_prompts` does."""
    text = {}
    for name in (*_DESCRIBING, "style", "positive", "negative", "lora_trigger"):
        own = getattr(settings, name)
        value = own or getattr(plan, name, "")
        _check_language(name, value, settings.language_policy if own else "warn", warnings)
        text[name], removed = plain(value)
        if name in _DESCRIBING:
            text[name] = quoted(value)
        if name == "lora_trigger":
            text[name] = _trigger(value)  # a name that the LoRA was trained on, not English
        elif removed:
            warnings.append(f"{name}: {removed} characters that an English text encoder cannot read were left out")
    if not (plan or text["topic"] or text["positive"]):
        raise InputError("There is nothing to make a prompt of. Give a topic, a plan, or a prompt of your own.")
    preset = settings.preset
    audience = f"For {text['audience']}" if text["audience"] else ""
    aim = lower_first(whole_words(text["objective"], _OBJECTIVE_WORDS)).rstrip(".")
    objective = f"to help them {aim}" if aim else ""
    return Voice(
        topic=text["topic"],
        purpose=" ".join(x for x in (audience, objective) if x),
        style=text["style"],
        positive=text["positive"],
        negative=text["negative"],
        trigger=text["lora_trigger"],
        profile=wording.lora_profile(settings.lora_prompt_profile, settings.lora_names),
        rag_mode=settings.rag_mode or preset.rag_mode or "semantic",
        lock=settings.diagram_lock == "on" or (settings.diagram_lock == "auto" and preset.diagram_lock is not False),
        compact=preset.compact,
    )


def _check_language(name: str, value: str, policy: str, warnings: list[str]) -> None:
    """`InputError`, a warning or nothing, as the policy says. What a plan brings was checked when it was made."""
    language = "" if policy == "off" else foreign_language(value, keywords=name in _KEYWORDS)
    if not language:
        return
    message = f"{name} is not English but seems to be in {language}: {value[:40]!r}."
    if policy == "error":
        raise InputError(
            f"{message} Rewrite it in English, or set language_policy to 'warn' or 'off'; nothing is translated silently."
        )
    warnings.append(message)


def _trigger(value: str) -> str:
    """Trigger words in any script, one comma between two of them."""
    visible = "".join(c if c.isprintable() else " " for c in value)
    return ", ".join(" ".join(word.split()) for word in visible.split(",") if word.strip())
