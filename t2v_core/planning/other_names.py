"""What a text calls a thing besides the words of a request: its short forms, its long forms, its synonyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .english.lexicon import are_exclusive, opposed
from .text import FUNCTION_WORDS, term_stems, words

# An acronym or a synonym that a text uses so often is its word for the thing.
_USED_OFTEN = 3
# Names that one thing may have in one text.
_MOST = 2
# Words of a name: the longest of glossaries and indexes have about ten.
_LONGEST = 12
# A word without small letters, in either number: an acronym or a number.
_CAPITALS = re.compile(r"\b[^\W_a-z]{3,}s?\b")
_NAME = r"(?P<name>[A-Za-z][\w-]+(?: [a-z][\w-]+)?)"
_CALLED = (
    r",? \(?(?:also|often|sometimes|commonly|usually|better) (?:known as|called|termed|referred to as) (?:the |an? )?"
)
_OR = r"(?:, or | \(or )"
# Where a name may begin: "excess supply, also called …" names something else than supply.
_ALONE = r"(?:^|[.;,(] |\b(?:the|an?|of|in|by|for) )"


def other_names(phrases: Sequence[str], text: str) -> list[str]:
    """What the text calls the things of these phrases, too; a run of words as long as a sentence is the name of none."""
    used = Counter(word.removesuffix("s") for word in _CAPITALS.findall(text))
    return list(dict.fromkeys(n for p in phrases if len(words(p)) <= _LONGEST for n in _names_of(p, text, used)))


def _names_of(phrase: str, text: str, used: Counter[str]) -> list[str]:
    """Acronyms that the text sets behind the phrase or uses for a run of its words, long forms of one asked for, and
    synonyms of the phrase, of what stands behind its "of", and of words that the text writes as one."""
    if re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]s?", phrase):
        letters = phrase.rstrip("s")
        before = re.findall(rf"((?:[A-Za-z]+[ -]+){{{len(letters)}}})\(\s*{re.escape(letters)}s?\s*\)", text)
        return [long.strip(" -") for long in before if _initials(long) == letters.lower()]
    named = _synonyms(phrase, text)
    parts = words(phrase)
    if len(parts) < 2:
        return named
    behind = re.findall(rf"{re.escape(phrase)}s?\s*\(\s*([A-Z][A-Za-z]*[A-Z])s?\s*\)", text, re.I)
    found = named + [short for short in behind if short[0].lower() == phrase[0].lower()]
    for start in range(len(parts) - 2):  # three words or more: two letters stand for too many things
        for end in range(start + 3, len(parts) + 1):
            short = _initials(" ".join(parts[start:end])).upper()
            if used[short] >= _USED_OFTEN:
                found.append(" ".join([*parts[:start], short, *parts[end:]]))
    return found + _of_parts(phrase, text)


def _of_parts(phrase: str, text: str) -> list[str]:
    """ "lifecycle of erythrocyte" for "life cycle of red blood cells", where the text has these words."""
    head, of, thing = phrase.partition(" of ")
    heads = [head, *_written_as_one(head, text)]
    things = [thing, *_synonyms(thing, text)] if of else [""]
    return [h + of + t for h in heads for t in things][1:]


def _written_as_one(phrase: str, text: str) -> list[str]:
    """The phrase with two neighbouring words joined, where the text writes them so: "lifecycle"."""
    parts = words(phrase)
    return [
        " ".join([*parts[:i], a + b, *parts[i + 2 :]])
        for i, (a, b) in enumerate(pairwise(parts))
        if {a.lower(), b.lower()}.isdisjoint(FUNCTION_WORDS) and re.search(rf"\b{re.escape(a + b)}", text, re.I)
    ]


def _synonyms(phrase: str, text: str) -> list[str]:
    """Other names that the text gives the phrase, in either number: "karyokinesis, also known as mitosis",
    "the leukocyte, commonly known as a white blood cell", "white blood cells, or leukocytes, …"."""
    base = re.sub(r"(?<=[^su\W]{3})s$", "", phrase)
    near = "\n".join(line for line in text.split("\n") if base.lower() in line.lower())
    asked = rf"{re.escape(base)}s?\b"
    begins = r"(?:^|[.;] |\bthe |\b[Aa]n? )(?:the |an? )?"
    called = (rf"{begins}{_NAME}{_CALLED}{asked}", rf"{_ALONE}{asked}{_CALLED}{_NAME}(?=[,.;)])")
    # Not the end of a list ("cells, fibers, or tissues, …"), nor a choice inside of a sentence ("adding an acid, or base, …").
    opens = r"(?:^|[.;] )(?:the |an? )?"
    either = (
        rf"{opens}{asked}, or {_NAME},",
        rf"{opens}{_NAME}, or (?:an? |the )?{asked},",
        rf"{begins}{asked} \(or {_NAME}\)",
        rf"{begins}{_NAME} \(or (?:an? |the )?{asked}\)",
    )
    found = [m["name"] for p in called for m in re.finditer(p, near, re.I | re.M)]
    found += [
        m["name"]
        for p in either
        for m in re.finditer(p, near, re.I | re.M)
        if len(re.findall(rf"\b{re.escape(m['name'].removesuffix('s'))}", text, re.I)) >= _USED_OFTEN
        and term_stems(m["name"]).isdisjoint(term_stems(phrase))
    ]
    return [f for f in dict.fromkeys(found) if f.lower() not in FUNCTION_WORDS and not _are_two(base, f, near)][:_MOST]


def _are_two(phrase: str, name: str, near: str) -> bool:
    """Whether the text tells two things apart: they are opposites, stand in one sentence besides, or either may do something
    ("The buyer, or seller, may withdraw")."""
    if any(opposed(a, b) is not None or are_exclusive(a, b) for a in term_stems(phrase) for b in term_stems(name)):
        return True
    one, other = (rf"\b{re.escape(n.removesuffix('s'))}s?\b" for n in (phrase, name))
    sentences = [s for s in re.split(r"(?<=[.;!?])\s|\n", near) if not re.search(_CALLED, s)]
    for a, b in ((one, other), (other, one)):
        introduced = re.compile(rf"{a}{_OR}(?:the |an? )?{b}(?!, (?:may|must|shall|should)\b)", re.I)
        beside = re.compile(rf"{a}(?:.*\s)?(?:and|or|from|between|with|to)\s(?:the |an? )?{b}", re.I)
        if any(beside.search(introduced.sub("", s)) for s in sentences):
            return True
    return False


def _initials(phrase: str) -> str:
    return "".join(part[0] for part in re.split(r"[ -]+", phrase.strip(" -"))).lower()
