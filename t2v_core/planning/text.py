"""Words, stems and phrase borders: the small tools every part of the planner uses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*[*+#]*")  # "A*" and "C++" keep their marks

FUNCTION_WORDS = frozenset(
    """a about above across after again against all almost alone along already also although always am among an and
    another any are around as at away back be because been before being below between both but by can cannot could did
    do does doing done down during each either else enough etc even ever every few for from further get gets given
    gives go had has have having he hence her here him his how however i if in indeed instead into is it its itself
    just keep kept know known last least less let like made make makes many may me might more most much must my namely
    near need neither never next no none nor not now of off often on once one only onto or other others otherwise our
    out over own per perhaps quite rather really same say see seen several shall she should simply since so some
    something sometimes somewhat still such take taken than that the their them then there thereby therefore these they
    this those though through thus to together too toward towards two under unless unlike until up upon us use used
    uses using usually very via was we well were what whatever when where whereas wherever whether which while who
    whole whom whose why will with within without would yet you your""".split()
)

# Function words that are part of no compound ("over fitting" and "on line" are).
_NEVER_JOINED = FUNCTION_WORDS - frozenset("after down in off on out over through under up self".split())

# Words that name no subject matter by themselves.
GENERAL_WORDS = frozenset(
    """able approach aspect basic case certain chapter class common concept corresponding current detail different
    example fact figure first following form general good great high idea important introduction kind large low main
    method new number old order overview part particular place point possible practice problem process property
    question reason respect result second section set similar simple single situation small special step summary table task
    term theory thing third time topic type use value various view way work""".split()
)

# Tabs and line ends, and the joiners that some scripts are spelt with.
_UNHIDDEN = frozenset("\t\n\r\u200c\u200d")


def words(text: str) -> list[str]:
    """The words of `text`; hyphenated words count as one."""
    return WORD.findall(text)


def count_words(text: str) -> int:
    """How many words a voice says."""
    return len(words(text))


@lru_cache(maxsize=1)
def _stemmer():
    from Stemmer import Stemmer

    return Stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Snowball stem of one word in lower case, British spellings folded into American ones ("minimise", "behaviour")."""
    plain = word.lower().replace("‑", "-")
    if "'" in plain or "’" in plain:
        plain = re.sub(r"['’]s?$", "", plain)
    if plain.endswith("s") and re.fullmatch(r"[^aeiouy\W\d]{2,}s", plain):  # "HMMs": the stemmer wants a vowel
        return plain[:-1]
    if "is" in plain:
        plain = re.sub(r"(?<=[a-z]{3})is(e[srd]?|ers|ing|ations?)$", r"iz\1", plain)
    if "our" in plain:
        plain = re.sub(r"(?<=[a-z]{3})our(s|al|ing|ed)?$", r"or\1", plain)
    return _stemmer().stemWord(re.sub(r"ll(ed|ing|er)$", r"l\1", plain) if "ll" in plain else plain)


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order; a hyphenated word gives itself, its joined form and its parts."""
    found = []
    for word in words(text):
        low = word.lower()
        if low in FUNCTION_WORDS or (len(low) < 2 and not low.isdigit()):
            continue
        found.append(stem(low))
        if "-" in low:
            found.append(stem(low.replace("-", "")))
            found += [stem(p) for p in low.split("-") if len(p) > 2 and p not in FUNCTION_WORDS]
    return found


@lru_cache(maxsize=4096)
def term_stems(term: str) -> frozenset[str]:
    """The stems a text must have to mention a term: function words dropped, hyphenated words joined."""
    kept = [w.lower() for w in words(term) if w.lower() not in FUNCTION_WORDS]
    return frozenset(stem(w.replace("-", "")) for w in kept if len(w) > 1 or w.isdigit())


@lru_cache(maxsize=4096)  # the passages of a book are asked after many terms
def mention_stems(text: str) -> frozenset[str]:
    """Everything a text mentions: its content stems, and neighbours written as one word ("back propagation")."""
    found = [w.lower() for w in words(text)]
    joined = [stem(a + b) for a, b in pairwise(found) if a.isalpha() and b.isalpha() and not {a, b} & _NEVER_JOINED]
    return frozenset(content_stems(text)).union(joined)


def specific_stems(text: str) -> list[str]:
    """Content stems without words such as "method" or "example"."""
    general = _general_stems()
    return [s for s in content_stems(text) if s not in general]


@lru_cache(maxsize=1)
def _general_stems() -> frozenset[str]:
    return frozenset(stem(w) for w in GENERAL_WORDS)


def overlap(a: Iterable[str], b: Iterable[str]) -> float:
    """Share of `a`'s distinct members that are in `b`; 0 when `a` is empty."""
    left = set(a)
    return len(left & set(b)) / len(left) if left else 0.0


def squash(text: str) -> str:
    """White space as single blanks."""
    return re.sub(r"\s+", " ", text).strip()


def hidden_characters(text: str) -> list[str]:
    """Characters that no reader sees and that can turn or cut a line: control and formatting ones, but those that join letters."""
    kinds = ("Cc", "Cf", "Co", "Cs", "Cn")
    return list(dict.fromkeys(c for c in text if c not in _UNHIDDEN and unicodedata.category(c) in kinds))


def without_hidden(text: str) -> str:
    """The text without its `hidden_characters`."""
    return text.translate(dict.fromkeys(map(ord, hidden_characters(text))))


def capitalise(text: str) -> str:
    """First letter upper case, unless the first word is a symbol or a name such as `k-means`."""
    first = text.split(" ", 1)[0]
    if (len(first) < 2 and first.lower() != "a") or re.match(r"^[a-z]-|^[a-z]+[A-Z]", first):
        return text
    return large_first(text)


def large_first(text: str) -> str:
    """The text with a large first letter, where that is a Latin one: "β-lactam" begins with a symbol."""
    latin = text[:1].isascii() or unicodedata.name(text[:1], "").startswith("LATIN SMALL LETTER")
    return text[:1].upper() + text[1:] if latin else text


# A word that denies what is said.
DENIAL = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|hardly|rarely|seldom)\b|n['’]t\b",
    re.IGNORECASE,
)

# A sentence that talks to a language model instead of describing the subject.
_ADDRESSED = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|rule|above|previous|earlier|context)"
    r"|\b(?:system|developer|assistant)\s*(?:prompt|message|:)|\byou (?:are|must|will) now\b"
    r"|\bas an? (?:ai|assistant|language model)\b",
    re.IGNORECASE,
)


def addresses_model(sentence: str) -> bool:
    """Whether a sentence gives orders to a language model; it says nothing of the subject, and is no evidence."""
    return bool(_ADDRESSED.search(sentence))
