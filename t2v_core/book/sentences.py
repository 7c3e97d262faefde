"""Where sentences begin and end, in prose with abbreviations, decimals, initials, formulas, lists and quotes.

A rule set, not a model: it needs no download, gives the same answer everywhere, and reads a
300-page book in well under a second. A full stop is an end unless the word before it (abbreviation,
initial, list number) or the word after it (lower case, the rest of a number) says otherwise.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Always followed by the rest of their sentence.
_NEVER_LAST = _words(
    "e.g i.e eg ie cf vs viz resp approx ca dr mr mrs ms prof mt messrs rev gen hon capt lt col sgt esp incl "
    "excl w.r.t s.t a.k.a aka wrt def thm lem prop cor dept univ proc conf trans intl assoc"
)
# An end unless a number, a bracket or a single letter follows: "Fig. 3", "Eq. (2)", "vol. A".
_BEFORE_NUMBER = _words(
    "fig figs eq eqs eqn eqns sec secs sect ch chap chaps no nos nr vol vols p pp pg ref refs tab tabs app "
    "alg algs ex art ver v n col cols par para exer prob rem thms"
)
# May end a sentence; then a word that commonly opens one follows.
_MAY_BE_LAST = _words(
    "etc al inc ltd co corp jr sr bros ed eds st ave dist jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue wed thu fri sat sun min max avg std var est temp freq seq rel abs pos neg num int ext op cit loc"
)
_OPENERS = _words(
    "a after all also although an and another any are as at because before both but by can consider do each finally "
    "first for from given he hence here how however if in indeed instead is it its let many more moreover most "
    "next no not note now of on once one only or other our over second several she similarly since so some such "
    "suppose that the their then there therefore these they this those though thus to two under unlike until we "
    "what when where whereas whether which while who why with without you your"
)

_ABBREVIATIONS = _NEVER_LAST | _BEFORE_NUMBER | _MAY_BE_LAST

_BLOCK_BREAK = re.compile(r"\n[ \t\r\f\v]*\n+\s*|\n(?=[ \t]*[•▪◦‣●■–—*-][ \t]+\S)")
_BEHIND_STOP = r"(?:[\"'”’»)\]}」』）》】]+|\s?\[\d[\d,;\s–-]*\])*"
_STOP = re.compile(rf"[.!?…][.!?…]*{_BEHIND_STOP}")  # a third faster than one class with a plus
# In a text of scripts from Armenian on also these. The first end a sentence whatever follows, unless it is a number that goes on
# ("３．５"); behind a double danda stands the number of the verse ("॥ १२ ॥").
_OTHER_SCRIPT = re.compile("[\u0530-\u1fff\u3000-\udfff\uff01-\uff61]")
_CLOSED = "。｡！？।॥۔።፧။།៕"
_OTHER_STOP = re.compile(rf"[.!?…؟։{_CLOSED}](?:(?<![。｡])[.!?…؟։{_CLOSED}]+)?(?:(?<=॥)\s?[\d.]+\s?॥)?{_BEHIND_STOP}")
# The full-width point ends the sentences of many Japanese and some Chinese texts of science; in others it stands in names ("約翰．史密斯")
# and behind numbers of items. In such a text it ends the last sentence, or there is Japanese and no other stop.
_POINT = "．"
_POINT_STOP = re.compile(_OTHER_STOP.pattern.replace("。", f"。{_POINT}"))
_ENDS_IN_POINT = re.compile(rf"{_POINT}[\"'”’»)\]}}」』）》】\s]*$")
_KANA = re.compile("[\u3041-\u30fa]")
_NUMBER_OF_ITEM = re.compile(
    r"[(\[（［]?(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-zＡ-Ｚａ-ｚ])(?:[.．]\d{1,3})*|第\s?[\d一二三四五六七八九十百]+\s?\w?)"
)
_LATIN_AT_END = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]+$")
# Greek asks with a semicolon.
_ASKS = re.compile("[Ͱ-Ͽἀ-῾]{2};")
_GREEK_STOP = re.compile(rf"{_STOP.pattern}|(?<=[Ͱ-Ͽἀ-῾]{{2}});(?=\s+[Ά-ΏΑ-Ϋ«Ἀ-῾]){_BEHIND_STOP}")
_LAST_WORD = re.compile(r"[^\s(\[{“‘\"'«]+$")
_NEXT_WORD = re.compile(r"\s*([\"'“‘«(\[{]*)([^\s]*)")
_LIST_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlcIVXLC]{1,5}|[A-Za-z])$")
_FARTHEST_ITEM = 12  # characters from the beginning of a sentence
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
# The shortest word after which a full stop ends the sentence although lower case follows ("the data. k-means …",
# "a profile. hmmsearch …"): below it an abbreviation this file does not know is more likely.
_FULL_WORD = 4


def split_sentences(text: str) -> list[str]:
    """The sentences of `text` in order, without the white space between them."""
    return list(_split(text))


@lru_cache(maxsize=32)  # a passage that is found is split for its quotes, its cues and its context
def _split(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in sentence_spans(text))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open character spans of the sentences of `text`; only white space lies between them.

    An empty line and a list bullet at the start of a line always begin a new sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    stops = _STOP if text.isascii() else _stops_of(text)
    breaks = [(m.start(), m.end()) for m in _BLOCK_BREAK.finditer(text)]
    for block_end, next_block in [*breaks, (len(text), len(text))]:
        for stop in stops.finditer(text, start, block_end):
            end = stop.end()
            if end == block_end or _ends_here(text, start, stop, block_end):
                _append(spans, text, start, end)
                start = end
        _append(spans, text, start, block_end)
        start = next_block
    return spans


def _stops_of(text: str) -> re.Pattern[str]:
    """What the scripts of `text` end sentences with."""
    if _OTHER_SCRIPT.search(text):
        points = _POINT in text and (_ENDS_IN_POINT.search(text) or ("。" not in text and _KANA.search(text)))
        return _POINT_STOP if points else _OTHER_STOP
    return _GREEK_STOP if ";" in text and _ASKS.search(text) else _STOP


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add the span without the white space at its ends, if anything is left of it."""
    piece = text[start:end].lstrip()
    if piece:
        start = end - len(piece)
        spans.append((start, start + len(piece.rstrip())))


def _ends_here(text: str, start: int, stop: re.Match[str], block_end: int) -> bool:
    """Whether the stop mark, which something follows, ends the sentence that began at `start`."""
    end = stop.end()
    if text[stop.start()] == _POINT:
        return _point_ends(text, start, stop.start())
    if not text[end].isspace():
        return text[stop.start()] in _CLOSED and not (text[end].isdigit() and text[stop.start() - 1].isdigit())
    following = _NEXT_WORD.match(text, end, block_end)
    opening, word = following.groups()
    if not word:
        return bool(opening)
    if word[0] in ".…":
        return False  # dots with spaces between them: "x₁ . . . xₙ"
    mark, at = stop.group(), stop.start()
    if mark[0] != "." or mark.startswith(".."):
        return not word[0].islower()
    if at - start <= _FARTHEST_ITEM and _LIST_NUMBER.fullmatch(text[start:at].strip()):
        return False
    before = text[max(start, at - 40) : at].rpartition(" ")[2]
    if not before.isalpha():
        last = _LAST_WORD.search(before)
        before = last.group() if last else ""
    return _full_stop_ends(before, opening, word)


def _point_ends(text: str, start: int, at: int) -> bool:
    """Whether the full-width point at `at` ends the sentence that began at `start`: not in numbers, names and abbreviations."""
    if at - start <= _FARTHEST_ITEM and _NUMBER_OF_ITEM.fullmatch(text[start:at].strip()):
        return False
    before, behind = text[max(start, at - 40) : at], text[at + 1 : at + 2]
    if behind.isdigit() and before[-1:].isdigit():
        return False
    latin = _LATIN_AT_END.search(before)
    return not latin or not (
        (len(latin[0]) == 1 and latin[0].isupper()) or behind.isdigit() or _LATIN_AT_END.match(behind)
    )


def _full_stop_ends(before: str, opening: str, word: str) -> bool:
    """Whether the full stop after `before` is an end, given the next `word` and the marks `opening` it."""
    abbreviation = before.lower()
    if before[1:2] in ("", ".") or abbreviation in _ABBREVIATIONS:
        opens = word.rstrip(",:;").lower() in _OPENERS and not word[0].islower()
        if abbreviation in _NEVER_LAST:
            return False
        initial = len(before) == 1 and before.isupper()  # "George P. Smith", not "p. 3"
        if abbreviation in _BEFORE_NUMBER and not initial:
            return not (opening or word[0].isdigit() or word[0].islower() or len(word.rstrip(".,;:)")) == 1)
        if abbreviation in _MAY_BE_LAST:
            return opens
        if _INITIALS.fullmatch(before):
            # "J. Smith" and "U.S. law" go on; "of size N. The next" and "the axis x. Then" do not.
            return opens or (len(before) == 1 and before.islower() and word[0].isupper() and len(word) > 1)
    if before[-1:].isdigit() and word[0].isdigit() and not opening:
        return len(before.rpartition(".")[2]) > 3
    if word[0].islower():
        return not opening and before.isalpha() and len(before) >= _FULL_WORD
    return True
