"""The short names that passages introduce, "intimate partner violence (IPV)", read as the words they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..text import FUNCTION_WORDS

_SHORT = re.compile(r"\(\s*(?P<short>[A-Z][A-Za-z]*[A-Z])s?\s*\)")
_WORD = re.compile(r"[A-Za-z]+")
_NEAR = 400  # letters within which a long name stands before its short one


def spelt_out(text: str, passages: Sequence[str]) -> str:
    """`text` with the long name for each short one that the passages introduce, and without the brackets of the introduction."""
    for short, long in _introduced(tuple(passages)).items():
        text = re.sub(rf"\s*\(\s*{short}s?\s*\)", "", text)
        text = re.sub(rf"\b{short}(?P<s>s?)\b", lambda m, long=long: long + m["s"], text)
    return text


@lru_cache(maxsize=64)
def _introduced(passages: tuple[str, ...]) -> dict[str, str]:
    """Short name → the words in front of its first brackets whose initials it is."""
    found: dict[str, str] = {}
    for text in passages:
        for m in _SHORT.finditer(text):
            long = _behind(text[: m.start()].rstrip(), m["short"].lower())
            if long:
                found.setdefault(m["short"], long)
    return found


def _behind(before: str, letters: str) -> str:
    """The last words of a text whose initials these letters are, small words counted or not; "" where there are none."""
    text = before[-_NEAR:].rsplit(". ", 1)[-1]
    words = list(_WORD.finditer(text))
    for start in range(len(words) - 1, max(-1, len(words) - 1 - 2 * len(letters)), -1):
        run = [w.group().lower() for w in words[start:]]
        if run[0] in FUNCTION_WORDS:
            continue
        initials = ("".join(w[0] for w in run), "".join(w[0] for w in run if w not in FUNCTION_WORDS))
        if letters in initials:
            return text[words[start].start() :]
    return ""
