"""Characters and words as a reader expects them: ligatures, mathematical letters, line-end hyphens, footnote marks.

NFC, never NFKC: NFKC turns σ² into σ2. Only three groups of compatibility characters are replaced:
ligatures, the shapes of Arabic letters by their place in a word, and the letters of the mathematical alphanumeric block that TeX and Typst write for x, **x**
or ℝ-like letters (U+1D400–U+1D7FF), which no search finds and few fonts draw.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from .reader.hanging import HANGING

HYPHEN = "\ufffe"  # pdfium's mark for a hyphen at the end of a line

_REPLACED = {
    **{
        c: unicodedata.normalize("NFKC", chr(c))
        for c in (*range(0xFB00, 0xFB07), *range(0xFB1D, 0xFDFB), *range(0xFE80, 0xFEFD))
        if unicodedata.category(chr(c)).startswith("L")
    },
    **{
        c: unicodedata.normalize("NFKC", chr(c))
        for c in range(0x1D400, 0x1D800)
        if unicodedata.category(chr(c)) != "Cn"
    },
    # Nor marks of direction: in a film or a report they would turn what stands beside them.
    **dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xE000, 0xF900), *range(0x7F, 0xA0)]),
    **dict.fromkeys(c for c in range(0x20) if chr(c) not in "\t\n\f\r"),
    **dict.fromkeys([0xA0, 0x2002, 0x2003, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F], " "),
}
# Looking whether there is anything to do costs a tenth of doing it: these hold every character that the patterns and tables begin with.
_MAYBE_REPLACED = re.compile(f"[{''.join(chr(c) for c in _REPLACED if c < 0x10000)}\U00010000-\U0010ffff]")
_RAISED_OR_ACCENT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹˜ˆ¯˙´¨ˇ˝]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Marks with which a sentence, and with which any piece of text may be over; and what may stand behind them.
# Unicode's Sentence_Terminal of the scripts in which books appear today (UAX 29), and the ellipsis.
SENTENCE_ENDS = frozenset(".!?…。．｡！？؟۔।॥։።፧။།។៕")
STOPS = SENTENCE_ENDS | frozenset(":;：；؛")
_CLOSING = "\"'”’»)]}」』）》】"
_BEFORE_BREAK = re.compile(r"(?<![^\W\d_-])[^\W\d_]+(?:-[^\W\d_]+)*$")
_AFTER_BREAK = re.compile(r"\s*[^\W\d_]*")
_LONGEST_WORD = 80
# ASCII that belongs to no word, as spaces.
_APART = bytes(c if c >= 128 or chr(c) in string.ascii_letters + "-" else ord(" ") for c in range(256))
_BREAK = re.compile(rf"{HYPHEN}\s*([^\W\d_]*)")
_LETTERS_AT_END = re.compile(r"[^\W\d_]+\Z")
_FOOTNOTE_MARK = re.compile(
    r"(?:(?<=[a-z]{3})|(?<=\d)|(?<=[.,;:!?”’)]))\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?=[\s.,;:)]|$)|^[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:\s|(?=[A-Z][a-z]|[\u3040-\u9fff]))"
)
_NUMBER = re.compile(r"(?<![\d.])(?!(?:1[5-9]|20)\d\d$)\d+$")  # that is no year and no section
_FUNCTION = re.compile(r"\b(?:sin|cos|tan|sec|csc|cot|sinh|cosh|tanh|log|exp|max|min|det)$")
_BEFORE_POWER = 60  # characters
# Accents that TeX files write as characters of their own: behind a letter in formulas, before it in words.
_ACCENTS = {
    "˜": "\u0303",
    "ˆ": "\u0302",
    "¯": "\u0304",
    "˙": "\u0307",
    "´": "\u0301",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "˝": "\u030b",
}
_ACCENT_BEHIND = re.compile(r"([^\W\d_])([˜ˆ¯˙])(?![a-zà-ÿı])")
_ACCENT_BEFORE = re.compile(r"([´¨ˇ˝])\s?([A-Za-zı])")
# Where a space stands on both sides of a grave, none belongs there, in no language: "t ` ecnica".
_GRAVE = re.compile(r"(?<=[^\W\d_]) ` (?=[aeiouAEIOU])(.)")
# A sign that a font of symbols (Wingdings) draws before a point of a list; its character is one for private use, or unknown. Before a
# verb or a conjunction it is a symbol of the sentence ("� is the rate").
_BULLET_OF_FONT = re.compile(
    "^([\ue000-\uf8ff\ufffd])(?=\\s+[^\\W\\d_]{2})"
    r"(?!\s+(?:is|are|was|were|has|have|had|can|may|must|will|and|or|of|(?:denote|represent|stand|mean|equal|refer|give|measure|describe)s?)\b)"
)
# What Word and its like use most, and Greek nowhere: one is enough. Of others, two lines of a page.
_USUAL_BULLETS, _FEWEST_POINTS = frozenset("\uf0b7\uf0a7\uf0d8\uf0fc"), 2
_BULLET = re.compile(r"^[•▪◦‣●■·–—*]\s+(?=\S)")
_SPACE_BEFORE_STOP = re.compile(r"(?<=[\w)\]”’]) +(?=[.,;](?:\s|$))")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_TAB = re.compile(r"[\t\r\f\v]")
# Scripts without spaces: of Chinese and Japanese two characters, of Thai, Lao, Khmer and Burmese five are about a word.
_EAST = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
SOUTH_EAST = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_UNSPACED = re.compile(f"[{_EAST}{SOUTH_EAST}]")
_EASTERN_RUN = re.compile(f"[{_EAST}]+")
_EASTERN = re.compile(f"[{_EAST}]")
_UNSPACED_WORD = re.compile(
    f"[^\\w\\s]*(?:[{_EAST}]{{1,2}}|[{SOUTH_EAST}]{{1,5}})[^\\w\\s]*|[^\\s{_EAST}{SOUTH_EAST}]+"
)
_EASTERN_OR_MARK = re.compile(f"[{_EAST}\u3001-\u301f\uff01-\uff60]")
_EASTERN_SPACE = re.compile(f"(?<={_EASTERN_OR_MARK.pattern}) +(?={_EASTERN_OR_MARK.pattern})")


def ends_in(text: str, stops: frozenset[str]) -> bool:
    """Whether the last character, closing quotes and brackets aside, is one of `stops`."""
    return text.rstrip(_CLOSING)[-1:] in stops


def words_of(text: str) -> list[str]:
    """The words of `text`: what white space divides; stretches of about a word in scripts that do not use it."""
    return text.split() if text.isascii() or not _UNSPACED.search(text) else _UNSPACED_WORD.findall(text)


def in_bigrams(text: str) -> str:
    """`text` with Chinese and Japanese as pairs of neighbouring characters, by which they are searched (as Lucene does)."""
    if text.isascii() or not _EASTERN.search(text):
        return text
    return _EASTERN_RUN.sub(lambda m: f" {' '.join(map(''.join, pairwise(m.group()))) or m.group()} ", text)


def is_right_to_left(text: str) -> bool:
    """Whether most letters are Hebrew or Arabic, written from right to left."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return False
    return 2 * len(_RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text))


def is_eastern(text: str) -> bool:
    """Whether most of it is Chinese or Japanese."""
    return not text.isascii() and 2 * len(_EASTERN.findall(text)) > len(text) - text.count(" ")


def font_bullets(texts: Iterable[str]) -> frozenset[str]:
    """The signs of fonts of symbols that are bullets on a page, by its lines or paragraphs."""
    signs = Counter(m[1] for text in texts if not text.isascii() and (m := _BULLET_OF_FONT.match(text)))
    return frozenset(sign for sign, n in signs.items() if n >= _FEWEST_POINTS or sign in _USUAL_BULLETS)


def normalise(text: str, bullets: frozenset[str] = frozenset()) -> str:
    """NFC, ligatures, mathematical letters and `bullets` of fonts replaced, control and private characters removed."""
    if text.isascii() and text.isprintable():
        return text
    if text[:1] in bullets:
        text = _BULLET_OF_FONT.sub("•", text)
    return unicodedata.normalize("NFC", text.translate(_REPLACED) if _MAYBE_REPLACED.search(text) else text)


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the book unbroken, in lower case; compounds count as a whole too. Empty where none is broken."""
    whole, *rest = "\n".join(texts).lower().split(HYPHEN)
    if not rest:
        return Counter()
    pieces = [whole]
    for piece in rest:
        before = _BEFORE_BREAK.search(pieces[-1][-_LONGEST_WORD:].rpartition(" ")[2])
        if before:
            pieces[-1] = pieces[-1].removesuffix(before.group())
            piece = _AFTER_BREAK.sub("", piece, count=1)
        pieces.append(piece)
    # Bytes are translated in a tenth of a pattern's time, and those of UTF-8 below 128 stand for ASCII only.
    counts = Counter("\n".join(pieces).encode("utf-8", "replace").translate(_APART).decode().split())
    for word in [word for word in counts if not word.isalpha()]:
        n = counts.pop(word)
        for part in _WORD.findall(word):
            counts[part] = counts.get(part, 0) + n
    return counts


def clean(text: str, words: Counter[str]) -> str:
    """The text of one block: broken words joined, footnote marks and stray spaces removed."""
    if HYPHEN in text:
        text = _join_broken(text, words)
    if not text.isascii():
        if _RAISED_OR_ACCENT.search(text):
            text = _FOOTNOTE_MARK.sub(lambda m: m.group() if _is_power(text, m) else "", text)
            text = _combine_accents(text)
        text = _BULLET.sub("", unicodedata.normalize("NFC", text))
        if _EASTERN_OR_MARK.search(text):
            text = _EASTERN_SPACE.sub("", text)
    if "  " in text or _TAB.search(text):
        text = _SPACES.sub(" ", text)
    if " ` " in text:
        text = _GRAVE.sub(lambda m: unicodedata.normalize("NFC", m.group(1) + "\u0300"), text)
    if " ." in text or " ," in text or " ;" in text:
        text = _SPACE_BEFORE_STOP.sub("", text)
    return text.strip()


def _join_broken(text: str, words: Counter[str]) -> str:
    """`text` with the words joined that line ends broke; of a word that was broken twice, the second break stays."""
    joined, end = "", 0
    for gap in _BREAK.finditer(text):
        before = text[end : gap.start()]
        if before or not _LETTERS_AT_END.search(text[end - 1 : end]):
            left = _LETTERS_AT_END.search(before.rpartition(" ")[2])
            word = left.group() if left else ""
            joined += before.removesuffix(word) + _join(word, gap.group(1), words)
            end = gap.end()
    return joined + text[end:]


def _is_power(text: str, mark: re.Match[str]) -> bool:
    """Whether a raised number belongs to what stands before it: a number, a function, a bracket that holds no words."""
    before = text[max(0, mark.start() - _BEFORE_POWER) : mark.start()]
    if before.endswith(")"):
        words = _WORD.findall(before[before.rfind("(") :])
        return sum(len(w) > 2 and w[1:].islower() for w in words) < 2
    return mark.group().strip() != "¹" and bool(_NUMBER.search(before) or _FUNCTION.search(before))


def _combine_accents(text: str) -> str:
    text = _ACCENT_BEHIND.sub(lambda m: m.group(1) + _ACCENTS[m.group(2)], text)
    return _ACCENT_BEFORE.sub(lambda m: m.group(2).replace("ı", "i") + _ACCENTS[m.group(1)], text)


def _join(left: str, right: str, words: Counter[str]) -> str:
    """Join a word broken at a line end, keeping the hyphen where it belongs to the word.

    The book itself decides where it writes the word unbroken elsewhere; else a hyphen before a
    capital, or between two words that are both common in the book, stays. So does one that hangs ("short- and long-term").
    """
    joined, compound = (left + right).lower(), f"{left}-{right}".lower()
    if HANGING.match(right) and (not left or (not words[joined] and (len(right) > 2 or words[left.lower()]))):
        return f"{left}- {right}"
    if not left or not right:
        return f"{left}-{right}"
    if words[joined] != words[compound]:
        return left + right if words[joined] > words[compound] else f"{left}-{right}"
    if right[0].isupper() and not left.isupper():
        return f"{left}-{right}"
    both_words = min(len(left), len(right)) > 2 and words[left.lower()] > 1 and words[right.lower()] > 0
    return f"{left}-{right}" if both_words else left + right
