"""Prompts kept within the limits of a text encoder: the least important words go first, and are named."""

from __future__ import annotations

from collections.abc import Callable

from ..diffusion.families import ModelSpec
from ..errors import InputError
from .grounds import whole_statements
from .text import first_words, upper_first, whole_words
from .tokens import TokenCounter

Parts = list[tuple[str, str]]  # (name, text) in the order they are written
OVERRIDE = "your positive prompt"  # a part that is written as it is

# Parts of a positive prompt, least important first.
_FIRST_CUT = ("purpose", "context", "cues", "look", "action", "lock", "subject", OVERRIDE)
# Parts that are a book's: kept to whole statements.
_STATEMENTS = ("context", "cues")
_MIN_PART = 4  # words: a shorter rest of a part says nothing


def fit_positive(
    trigger: str, parts: Parts, spec: ModelSpec, counter: TokenCounter, max_words: int | None = None
) -> tuple[str, tuple[str, ...]]:
    """The trigger as it is, then the parts as sentences; and the names of the parts that were cut.

    Raises `InputError` when the trigger alone fills the limit.
    """

    written = str.strip if parts[0][0] == OVERRIDE else _sentence

    def join(texts: list[str]) -> str:
        return ", ".join(x for x in (trigger, " ".join(written(t) for t in texts)) if x)

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
        shorten = whole_statements if cut[-1] in _STATEMENTS else whole_words
        fits = lambda text, i=i: within(join([t for t in _with(texts, i, text) if t]))  # noqa: E731
        texts[i] = _longest(texts[i], least, fits, shorten)
    return joined(), tuple(dict.fromkeys(cut))


def _longest(text: str, least: int, fits: Callable[[str], bool], shorten: Callable[[str, int], str]) -> str:
    """As many leading words of `text` as fit, ended as `shorten` does; nothing when fewer than `least` would be left."""
    low, high = 0, len(text.split())
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(first_words(text, middle)) else (low, middle - 1)
    if low < least:
        return ""
    kept = shorten(text, low)
    if len(kept.split()) >= least:
        return kept
    return first_words(text, low) if shorten is whole_words else ""


def _with(texts: list[str], i: int, text: str) -> list[str]:
    return [*texts[:i], text, *texts[i + 1 :]]


def _sentence(text: str) -> str:
    text = upper_first(text.strip())
    return text if text.endswith((".", "!", "?")) else f"{text.rstrip(',;:')}."
