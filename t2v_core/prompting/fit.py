"""Prompts kept within the limits of a text encoder: the least important words go first, and are named."""

from __future__ import annotations

from collections.abc import Callable

from ..diffusion.families import ModelSpec
from ..errors import InputError
from .text import first_words, whole_words
from .tokens import TokenCounter

Parts = list[tuple[str, str]]  # (name, text) in the order they are written

# Parts of a positive prompt, least important first.
_FIRST_CUT = ("purpose", "context", "cues", "look", "action", "lock", "subject")
_MIN_PART = 4  # words: a shorter rest of a part says nothing


def fit_positive(
    trigger: str, parts: Parts, spec: ModelSpec, counter: TokenCounter, max_words: int | None = None
) -> tuple[str, tuple[str, ...]]:
    """The trigger as it is, then the parts as sentences; and the names of the parts that were cut.

    Raises `InputError` when the trigger alone fills the limit.
    """

    def join(texts: list[str]) -> str:
        return ", ".join(x for x in (trigger, " ".join(_sentence(t) for t in texts)) if x)

    def within(text: str) -> bool:
        return counter.count(text) <= spec.token_limit and (max_words is None or len(text.split()) <= max_words)

    if not within(trigger):
        raise InputError(f"lora_trigger alone is longer than {spec.name} can read. Shorten it to a word or two.")
    return _fit(parts, sorted(range(len(parts)), key=lambda i: _FIRST_CUT.index(parts[i][0])), join, within)


def fit_negative(parts: Parts, spec: ModelSpec, counter: TokenCounter) -> tuple[str, tuple[str, ...]]:
    """The parts as one list, cut from its end; and the names of the parts that were cut."""
    return _fit(
        parts,
        list(range(len(parts)))[::-1],
        lambda texts: ", ".join(t.rstrip(" .,") for t in texts),
        lambda text: counter.count(text) <= spec.token_limit,
    )


def upper_first(text: str) -> str:
    """`text` with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def _fit(
    parts: Parts, cut_order: list[int], join: Callable[[list[str]], str], within: Callable[[str], bool]
) -> tuple[str, tuple[str, ...]]:
    texts = [text for _, text in parts]

    def joined() -> str:
        return join([t for t in texts if t])

    cut = []
    for i in cut_order:
        if within(joined()):
            break
        if not texts[i]:
            continue
        cut.append(parts[i][0])
        least = 1 if i == cut_order[-1] else _MIN_PART
        texts[i] = _longest(texts[i], least, lambda text, i=i: within(join([t for t in _with(texts, i, text) if t])))
    return joined(), tuple(dict.fromkeys(cut))


def _longest(text: str, least: int, fits: Callable[[str], bool]) -> str:
    """As many leading words of `text` as fit, to the end of a sentence or clause where there is one; nothing
    when fewer than `least` would be left."""
    low, high = 0, len(text.split())
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(first_words(text, middle)) else (low, middle - 1)
    if low < least:
        return ""
    kept = whole_words(text, low)
    return kept if len(kept.split()) >= least else first_words(text, low)


def _with(texts: list[str], i: int, text: str) -> list[str]:
    return [*texts[:i], text, *texts[i + 1 :]]


def _sentence(text: str) -> str:
    text = upper_first(text.strip())
    return text if text.endswith((".", "!", "?")) else f"{text.rstrip(',;:')}."
