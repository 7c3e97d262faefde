"""Text made safe for a prompt: English letters, one line, no control characters, no sampler syntax.

Text encoders of video models read English; what they cannot read costs tokens and pulls the picture
away. Text that comes out of a book is data: it must not switch on weights, embeddings or LoRA of the
program that reads the prompt, nor speak to a prompt-rewriting model in front of it.
"""

from __future__ import annotations

import re
import unicodedata

from ..planning.text import addresses_model

# Signs that mean more than the letters compatibility characters fold into ("x²" is not "x2").
_SIGNS = str.maketrans({"²": " squared ", "³": " cubed ", "¼": " 1/4 ", "½": " 1/2 ", "¾": " 3/4 "})
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "‐": "-",
        "‑": "-", "…": "...", "•": ",", "·": " ", "×": "x", "→": " to ", "⇒": " to ", "≤": " at most ",
        "≥": " at least ", "≠": " is not ", "≈": " about ", "∈": " in ", "∞": " infinity ", "∑": " sum ", "∂": " d ",
        "∇": " gradient ", "√": " root ", "∫": " integral ", "±": " plus or minus ", "°": " degrees ", "\u2044": "/",
        "\u00a0": " ",
    }
)  # fmt: skip
_KEPT = set(" -.,;:!?'\"()/&%+=<>*#$£€_[]{}|\\^~@")  # syntax among these is removed only from book text
# What ComfyUI and other front ends interpret: weights, embeddings, LoRA and special tokens, wildcards. A weight stands behind a
# word: "(2:1)" is a ratio.
_MARKUP = re.compile(
    r"<\s*(?:\w+:\S|(?:lora|lyco|hypernet)\b)[^<>]{0,80}>|<\|?/?\w{1,40}/?\|?>|embedding\s*:\S+|\(([^()]*?[^\d\s()]):\s*[\d.]+\s*\)|__\w+__"
    r"|https?://\S+|www\.\S+",
    re.IGNORECASE,
)
_EMBEDDING = re.compile(r"(embedding)\s*:", re.IGNORECASE)
_BREAKS = re.compile(r"\b(BREAK|AND)\b")  # between prompts, in capitals only
# Comparisons stand between two things; no other angle bracket means anything.
_COMPARED = tuple(
    (re.compile(rf"(?<=[\w)\]%'])\s*{sign}\s*(?=[\w(\[.+-])"), f" {words} ")
    for sign, words in (
        ("<=", "at most"),
        (">=", "at least"),
        ("[-=]+>", "to"),
        ("<+", "less than"),
        (">+", "greater than"),
    )
)
_BRACKETS = re.compile(r"[\[\]{}()<>|\\^~@$_]|(?<!\b[A-Z])[*#]")  # "A*" and "C#" keep their marks
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)")


def plain(text: str) -> tuple[str, int]:
    """`text` on one line in Latin letters, and how many other characters were left out.

    Typographic signs become ASCII, letters of formulas plain ones, Greek letters their names ("θ" → "theta"); control, zero-width and
    format characters vanish; letters of other scripts are removed and counted.
    """
    out: list[str] = []
    removed = 0
    for c in unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_PLAIN):
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
    that address a model; comparison signs are words.

    What is taken out may leave new syntax behind ("_embedding:x_", "((a:1.2):1.3)"): it is cleaned until nothing changes.
    """
    line, _ = plain(text)
    while (cleaned := _cleaned(line)) != line:
        line = cleaned
    return line


def _cleaned(line: str) -> str:
    """One step of `quoted`: markup as a whole, and stray signs of it once there is none."""
    described = " ".join(s for s in _SENTENCE.split(line) if not addresses_model(s))
    bare = _MARKUP.sub(lambda m: f" {m[1] or ''} ", described)
    if bare == described:
        for sign, words in _COMPARED:
            bare = sign.sub(words, bare)
        bare = _EMBEDDING.sub(r"\1", _BRACKETS.sub(" ", bare))
        bare = _BREAKS.sub(lambda m: m[1].capitalize(), bare)
    return _tidy(bare)


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
    sentences = [m.start() + 1 for m in re.finditer(r"(?<!\b[A-Z])[.!?](?=\s)", f"{kept} ")]  # no end: "M. leprae"
    for end in [*sentences[-1:], max(kept.rfind(","), kept.rfind(";"))]:
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


def upper_first(text: str) -> str:
    """`text` with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """`text` with a small first letter, unless it opens with an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip()
