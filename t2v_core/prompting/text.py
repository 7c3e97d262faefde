"""Text made safe for a prompt: English letters, one line, no control characters, no sampler syntax.

Text encoders of video models read English; what they cannot read costs tokens and pulls the picture
away. Text that comes out of a book is data: it must not switch on weights, embeddings or LoRA of the
program that reads the prompt, nor speak to a prompt-rewriting model in front of it.
"""

from __future__ import annotations

import re
import unicodedata

from ..planning.text import addresses_model

_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "‐": "-",
        "‑": "-", "…": "...", "•": ",", "·": " ", "×": "x", "→": " to ", "⇒": " to ", "≤": " at most ",
        "≥": " at least ", "≠": " is not ", "≈": " about ", "∈": " in ", "∞": " infinity ", "∑": " sum ", "∂": " d ",
        "∇": " gradient ", "°": " degrees ", "\u00a0": " ",
    }
)  # fmt: skip
_KEPT = set(" -.,;:!?'\"()/&%+=<>*#$£€_[]{}|\\^~@")  # syntax among these is removed only from book text
# What ComfyUI and other front ends interpret: weights, embeddings, LoRA tags, wildcards, prompt breaks.
_SYNTAX = re.compile(
    r"<[^<>]{0,80}>|\bembedding:\S*|\(([^()]*?):\s*[\d.]+\s*\)|__\w+__|\b(?:BREAK|AND)\b|https?://\S+|www\.\S+"
)
_BRACKETS = re.compile(r"[\[\]{}()<>|\\^~@#$*_]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)")


def plain(text: str) -> tuple[str, int]:
    """`text` on one line in Latin letters, and how many other characters were left out.

    Typographic signs become ASCII, Greek letters their names ("θ" → "theta"); control, zero-width and
    format characters vanish; letters of other scripts are removed and counted.
    """
    out: list[str] = []
    removed = 0
    for c in unicodedata.normalize("NFC", text).translate(_PLAIN):
        category = unicodedata.category(c)
        if c.isspace():
            out.append(" ")
        elif category in ("Cc", "Cf", "Cs", "Co", "Cn"):
            continue
        elif (c.isascii() and (c.isalnum() or c in _KEPT)) or "LATIN" in unicodedata.name(c, ""):
            out.append(c)
        elif greek := _GREEK.match(unicodedata.name(c, "")):
            out.append(f" {greek[2].lower()} ")
        else:
            out.append(" ")
            removed += 1
    return _tidy("".join(out)), removed


def quoted(text: str) -> str:
    """Text out of a book or plan for a prompt: `plain`, without sampler syntax and without sentences
    that address a model."""
    line, _ = plain(text)
    described = " ".join(s for s in _SENTENCE.split(line) if not addresses_model(s))
    return _tidy(_BRACKETS.sub(" ", _SYNTAX.sub(lambda m: m[1] or " ", described)))


def foreign_share(text: str) -> float:
    """Share of letters outside the Latin and Greek scripts, 0..1 (Greek stands for mathematics)."""
    names = [unicodedata.name(c, "") for c in text if c.isalpha()]
    return sum("LATIN" not in n and "GREEK" not in n for n in names) / len(names) if names else 0.0


def first_words(text: str, limit: int) -> str:
    """At most `limit` words, not ending on a word that leads nowhere or on a comma."""
    words = text.split()
    return text if len(words) <= limit else not_dangling(" ".join(words[:limit]))


def whole_words(text: str, limit: int) -> str:
    """At most `limit` words, to the end of a sentence or else of a clause where that costs less than half of them."""
    kept = first_words(text, limit)
    if kept == text:
        return text
    sentences = [m.start() + 1 for m in re.finditer(r"[.!?](?=\s)", f"{kept} ")]
    for end in [*sentences[-1:], kept.rfind(",")]:
        if 2 * len(kept[: max(0, end)].split()) >= len(kept.split()):
            return kept[:end]
    return kept


def not_dangling(text: str) -> str:
    """`text` without a last word that leads nowhere ("and", "of the") and without open punctuation."""
    words = text.split()
    while words and words[-1].strip(",;:-").lower() in _DANGLING:
        words.pop()
    return " ".join(words).rstrip(" ,;:-")


_DANGLING = frozenset(
    ["", *"a an the and or of to in on at by for with from as is are that which into than its".split()]
)


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip()
