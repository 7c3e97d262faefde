"""Numbers with their units: what a sentence may not bring along by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..english.lexicon import UNITS
from ..text import FUNCTION_WORDS, stem

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS: dict[str, float] = {
    **{w: float(i) for i, w in enumerate(_ONES.split())},
    **{w: float(10 * i) for i, w in enumerate(_TENS.split(), start=2)},
    "half": 0.5, "twice": 2.0, "thrice": 3.0,
    **{stem + end: n for stem, n in (("doubl", 2.0), ("tripl", 3.0), ("halv", 0.5)) for end in ("e", "es", "ed", "ing")},
    "both": 2.0, "pair": 2.0, "dozen": 12.0,
}  # fmt: skip
# Only in front of "of" and "as much": elsewhere "third" is a place in an order.
FRACTIONS = {
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
    "tenth": 0.1,
    "tenths": 0.1,
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
AGO = {"kya": 1e3, "mya": 1e6, "bya": 1e9}  # "54 MYA": million years ago
_MANY = {f"{w}s": value for w, value in _SCALES.items()}  # "millions of stars": an order of magnitude
NUMBER_WORDS = frozenset((*_WORDS, *_SCALES, *_MANY))
NUMBER_WORD = "(?:" + "|".join((*_ONES.split()[2:], *_TENS.split(), *_SCALES)) + ")"
_NUMBER = re.compile(
    r"(?P<digits>(?<![\w.])[-−]?\d+(?:[,\u202f ]\d{3})*(?:\.\d+)?)(?P<rest>st|nd|rd|th)?"
    r"|(?P<word>\b(?:"
    + "|".join((*_WORDS, *_SCALES, *_MANY))
    + r")\b|\b(?:"
    + "|".join(FRACTIONS)
    + r")\b(?=\s+(?:of|as)\b))",
    re.IGNORECASE,
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_CENTURY = re.compile(
    rf"\b(?:(?P<hundreds>\d\d)00s\b|(?P<ordinal>{'|'.join(reversed(_ORDINALS))})[\s-]century\b)", re.IGNORECASE
)
_AFTER = re.compile(r"[\s\-]*([%°$€]\s?[CFcf]?\b|[^\W\d_]+)(?:[\s\-]+([^\W\d_]+))?")
_CURRENCY = re.compile(r"([$€])\s*$")
_MULTIPLIES = re.compile(r"(?:doubl|tripl)(?:es?|ed|ing)$|(?:twice|thrice) as$", re.IGNORECASE)
# In front of a number that names one of several and counts nothing: "*type* 2 diabetes".
_LABEL = re.compile(
    r"\b(?:type|phase|step|stage|class|level|grade|group|chapter|figure|part|version|category|generation)\s+$", re.I
)
_DECADE = re.compile(r"\b[12]\d\d0s\b")
_STRETCH = re.compile(r"[,;:()]|\b(?:and|but|while|whereas)\b|[.!?](?=\s|$)")
_BELOW = ("fewer than", "less than", "under", "below", "nearly", "almost", "close to", "not quite")
_ABOVE = ("more than", "over", "above", "upwards of", "in excess of")
_OPENING = 3  # words with meaning of a phrase that dates the sentence it opens ("*In March 1995*, …") stay below
_DATES = re.compile(r"(?:in|on|by|at|from|since|until|after|before|during|around|about)\b", re.IGNORECASE)
_CLEARLY = 2  # words by which a number must fit better where another one stands
_WEAK = frozenset(["one", "both", "pair"])  # mostly a pronoun or figure of speech


@dataclass(frozen=True)
class Quantity:
    """A number of a sentence, with what it counts."""

    value: float
    unit: str  # canonical, "" without one
    noun: str  # stem of the word it counts, "" where none follows
    text: str
    before: str = ""  # what stands in front of it


def quantities(sentence: str) -> list[Quantity]:
    """Every number in digits or words, "forty-two thousand" read as one."""
    sentence = _CENTURY.sub(_century, sentence)
    found: list[Quantity] = []
    end = -1
    for m in _NUMBER.finditer(sentence):
        word = (m["word"] or "").lower()
        value = (
            float(re.sub(r"[,\u202f ]", "", m["digits"]).replace("−", "-"))
            if m["digits"]
            else {**_WORDS, **FRACTIONS, **_MANY}.get(word, 1.0)
        )
        unit, noun = _counted(sentence, m)
        front = sentence[: m.start()].lower().rstrip(" $€")
        glued = found and re.fullmatch(r"[\s\-]*", sentence[end : m.start()]) and not m["digits"]
        if glued and word in _SCALES:
            before = found.pop()  # a sign in front is the unit of the whole: "$5 million"
            value, unit, noun = before.value * _SCALES[word], before.unit or unit, "" if before.unit else noun
            front = before.before
        elif (
            found
            and word == "half"
            and re.fullmatch(r"\s+and a\s+", sentence[end : m.start()])
            and _scaled(sentence, m)
        ):
            value += found.pop().value  # "two and a half billion"
        elif glued and word in FRACTIONS and found[-1].value < 10:
            value *= found.pop().value  # "two-thirds", "one third"
        elif glued and word in _WORDS and found[-1].value in range(20, 100, 10) and value < 10:
            value += found.pop().value
        elif word in _SCALES:
            value = _SCALES[word]
        if m["digits"] and noun in AGO:
            value, unit, noun = value * AGO[noun], UNITS["year"], ""
        end = m.end()
        text = m.group().strip()
        if word in {"twice", "thrice"} and sentence[end:].lstrip().startswith("as "):
            text += " as"  # a multiple, not how often
        found.append(Quantity(value, unit, noun, text, front))
    return found


def _century(m: re.Match[str]) -> str:
    """ "The 1500s" and "the sixteenth century" as "16th century"."""
    number = int(m["hundreds"]) + 1 if m["hundreds"] else _ORDINALS.index(m["ordinal"].lower()) + 1
    return f"{number}th century"


def _scaled(sentence: str, m: re.Match[str]) -> bool:
    """Whether "million" or the like stands behind a number."""
    return next(iter(re.findall(r"[a-z]+", sentence[m.end() :].lower())), "") in _SCALES


def wrong_number(sentence: str, passages: Sequence[str]) -> str:
    """The first number that no passage has, or that counts something else there; "" when all agree."""
    known = [q for p in passages for q in quantities(p)]
    for q in quantities(sentence):
        same = [k for k in known if abs(k.value - q.value) <= 1e-9 * max(1.0, abs(q.value)) and _countable(q, k)]
        if not same and _DECADE.search(sentence) and any(q.value <= k.value < q.value + 10 for k in known):
            continue  # "in the 1920s" for "in 1924"
        if not same:
            another = any(k.noun == q.noun and k.value != q.value for k in known if q.noun)
            if any(_rounds(q, k) for k in known):
                continue
            if (
                (q.text.lower() not in _WEAK or f"exactly {q.text}" in sentence)
                and not _stands_for_things(q, sentence)
                and (another or not _listed(q, sentence))
            ):
                return q.text
        elif q.noun and not q.unit:
            counted = {k.noun for k in same if k.noun and not k.unit}
            elsewhere = {k.noun for k in known if k not in same}
            if counted and q.noun not in counted and q.noun in elsewhere:
                return f"{q.text} {q.noun}"
    return ""


def _rounds(q: Quantity, known: Quantity) -> bool:
    """Whether a number is an exact one of the passage, said less exactly ("*fewer than fifty*" of 46, "*thousands*" of nine thousand)."""
    if q.text.lower() in _MANY:
        return q.value < known.value < 1000 * q.value
    if q.unit != known.unit or (q.noun != known.noun and q.noun and known.noun):
        return False
    if known.before.endswith(_BELOW + _ABOVE):
        return False
    if q.before.endswith(_BELOW):
        return q.value / 2 <= known.value < q.value
    return q.before.endswith(_ABOVE) and q.value < known.value <= 2 * q.value


def exchanged_number(sentence: str, passages: Sequence[str]) -> str:
    """The first number that stands with what a passage counts by another number, and not with its own; "" for none."""
    told = [(stems, values) for p in passages for stems, values in _pieces(p, True) if values]
    for stems, values in _pieces(sentence, False):
        for value, text in values.items():
            own = [len(stems & there) for there, known in told if value in known]
            others = [len(stems & there) for there, known in told if value not in known and not known.keys() & values]
            if own and max(others, default=0) - max(own) >= _CLEARLY:
                return text
    return ""


def _pieces(text: str, whole: bool) -> list[tuple[set[str], dict[float, str]]]:
    """For the stretches between marks and connectives their stems and numbers in digits; with `whole` a date has all of its sentence."""
    found = []
    text = re.sub(r"(?<=\d),(?=\d{3})|(?<=\d|h|t|d),(?=\s\d{4}\b)", "", text)  # "400,000", "August 16th, 1993"
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        pieces = _STRETCH.split(sentence)
        for i, piece in enumerate(pieces):
            values = {q.value: q.text for q in quantities(piece) if q.text[:1].isdigit()}
            stems = _stems(piece)
            if whole and not i and _DATES.match(piece) and len(stems) < _OPENING:
                stems = _stems(sentence)
            found.append((stems, values))
    return found


def _stems(text: str) -> set[str]:
    return {stem(w) for w in re.findall(r"[^\W\d_]+", text) if w.lower() not in FUNCTION_WORDS}


def _countable(q: Quantity, known: Quantity) -> bool:
    """Whether one may be said for the other: "doubling" is twice as much of something, not two things."""
    acts = [bool(_MULTIPLIES.match(k.text)) for k in (q, known)]
    return acts[0] == acts[1] or (known if acts[0] else q).noun in {"", "time"}


def _listed(q: Quantity, sentence: str) -> bool:
    """Whether a number word says how many things the sentence names behind a mark ("in *two* ways, by plucking and by abrasion")."""
    named = re.search(rf"\b{re.escape(q.text)}\b[^,:–—(]*[,:–—(](?P<things>[^.;:]+)", sentence, re.IGNORECASE)
    if q.text[:1].isdigit() or not named:
        return False
    things = [t for t in re.split(r",\s*(?:and|or)\b|,|\b(?:and|or)\b", named["things"]) if re.search(r"\w", t)]
    return len(things) == q.value


def _stands_for_things(q: Quantity, sentence: str) -> bool:
    """Whether a number word speaks of things named before ("of *the two*, …")."""
    return (
        not (q.unit or q.noun)
        and bool(re.search(rf"\bthe {re.escape(q.text)}\b(?!\s+of\b)", sentence, re.IGNORECASE))
        and not q.text[0].isdigit()
    )


def wrong_unit(sentence: str, passages: Sequence[str]) -> str:
    """The first number whose unit differs from the passages'; "" when all agree."""
    known = [q for p in passages for q in quantities(p)]
    for q in quantities(sentence):
        units = {k.unit for k in known if abs(k.value - q.value) <= 1e-9 * max(1.0, abs(q.value))}
        if q.unit and q.unit not in units:
            return f"{q.text} {q.unit}"
        if not q.unit and q.noun and units and "" not in units and q.text.lower() not in _WORDS:
            return f"{q.text} {q.noun}"
    return ""


def _counted(sentence: str, m: re.Match[str]) -> tuple[str, str]:
    """Canonical unit and stem of the noun behind (or currency sign before) the number."""
    if sign := _CURRENCY.search(sentence[: m.start()]):
        return UNITS[sign[1]], ""
    after = _AFTER.match(sentence, m.end())
    if not after or _LABEL.search(sentence[: m.start()]):
        return "", ""
    first = re.sub(r"\s", "", after[1])
    low = first.lower()
    if low == "s" and _DECADE.match(sentence, m.start()):
        return "", ""  # "the 1920s"
    if m["rest"] or (len(first) == 1 and first.isalpha() and first in "aAI"):
        return "", ""
    if low in _SCALES:
        return "", stem(after[2]) if after[2] and after[2].lower() not in FUNCTION_WORDS else ""
    if low == "degrees" and after[2] and after[2].lower() in UNITS:
        return UNITS[after[2].lower()], ""
    if low in UNITS and (len(low) > 1 or first in UNITS or first.isupper() or not first.isalpha()):
        return UNITS[low], ""
    return "", "" if low in FUNCTION_WORDS or low.endswith("ed") else stem(low)  # "fewer than 50,000 *returned*"
