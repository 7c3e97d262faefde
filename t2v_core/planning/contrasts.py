"""Titles "A versus B" of a comparison's picture, or of a sentence that sets two things against each other."""

from __future__ import annotations

import re
from itertools import permutations

from .english.grammar import Clause, main_clause, parse
from .naming import EVERYDAY, Lower, argues, is_noun_run, points, telling, without_participle
from .plan import Visual
from .text import count_words, stem, term_stems, words

_MOST = 7  # words of a title
_SIDE = 4  # words of one of the two
_VAGUE = frozenset(
    "method algorithm process result value problem technique approach step effect exception rule model".split()
)
_UNLIKE = re.compile(r"(?:Unlike|In contrast (?:to|with)|Compared (?:to|with))\s(?P<other>[^,]+),\s")
_WHEREAS = re.compile(r",\s(?P<word>whereas|while|but)\s(?P<told>.+)$")
_WHILE = re.compile(r"(?:While|Whereas)\s(?P<told>[^,]+),\s")
_THAN = re.compile(
    r"(?:is|are|has|have)\s(?:\w+\s){0,2}?(?:(?:more|less|fewer)\s(?:\w+\s){0,2}?|\w+er\s(?:\w+\s)?)(?<!rather\s)(?<!other\s)than\s"
    r"(?P<other>[^,;:]+?)(?:\s(?:in|of|at|on|between|for)\s.+)?$"
)
_DIFFERS = re.compile(
    r"(?:(?:is|are)\snot\sthe\ssame(?:\sthing)?\sas|(?:differs?|(?:is|are|looks?)\s(?:(?:very|quite|significantly|markedly)\s)?(?:different|distinct))\sfrom)"
    r"\s(?P<other>[^,;:]+)"
)


def versus(visual: Visual, lower: Lower) -> str:
    """ "A versus B" of a comparison whose columns are short names; `lower` spells a name within a title."""
    if visual.template != "comparison":
        return ""
    names = [column["text"] for column in visual.data["columns"]]
    if any(count_words(n) > _SIDE or n.count("(") != n.count(")") or "," in n or _is_vague(n) for n in names):
        return ""
    if any(term_stems(a) < term_stems(b) for a in names for b in names):
        return ""
    return _joined(names[0], *map(lower, names[1:]))


def contrasted(sentence: str, lower: Lower, compared: bool = False) -> str:
    """ "A versus B" of a sentence whose subject is set against another thing that it names; `compared`: its picture does so."""
    clause = main_clause(sentence)
    if clause is None or argues(clause):
        return ""
    one, other = _two(sentence, clause, compared)
    names = [
        without_participle(re.sub(r"^(?:the|an?|most|many|some|all)\s", "", n.strip(), flags=re.I))
        for n in (one, other)
    ]
    for said, name in zip((one, other), names, strict=True):
        short = name and count_words(name) <= _SIDE and is_noun_run(name) and telling(name) and not _is_vague(name)
        if not short or parse(name)[0].tag == "VBG" or (points(said) and said == name) or points(name):
            return ""
    if any(term_stems(a) <= term_stems(b) or _owns(a, b) for a, b in permutations(names)):
        return ""
    title = _joined(names[0], lower(names[1]))
    return title if count_words(title) <= _MOST else ""


def _two(sentence: str, clause: Clause, compared: bool) -> tuple[str, str]:
    """The subject of a sentence and what it is set against; "" without one."""
    subject = clause.subject.split("—")[0]
    if unlike := _UNLIKE.match(sentence):
        return subject, unlike["other"]
    if (told := _WHILE.match(sentence)) and (first := main_clause(f"{told['told'][0].upper()}{told['told'][1:]}.")):
        return first.subject, subject
    if (told := _WHEREAS.search(sentence)) and (second := main_clause(f"{told['told'][0].upper()}{told['told'][1:]}")):
        # "The mill was old, but its owner sold flour" only concedes: two things are set apart by what both do or are.
        alike = compared or told["word"] != "but" or _deed(second) == _deed(clause)
        return (subject, second.subject) if alike else ("", "")
    said = f"{clause.verb} {clause.rest}"
    found = _THAN.match(said) or _DIFFERS.match(said)
    return subject, found["other"] if found else ""


def _owns(a: str, b: str) -> bool:
    """Whether one name is of something that the other thing has: "short-term memory" beside "long-term memory capacity"."""
    *before, head = map(stem, words(a)) if a else ("",)
    return stem(words(b)[-1]) in before and stem(words(b)[-1]) != head


def _deed(clause: Clause) -> str:
    """What a clause says its subject does, is or has, as a stem."""
    verb = clause.verb.split()[-1]
    same = {"are": "is", "was": "is", "were": "is", "have": "has", "had": "has"}
    return stem(same.get(verb, verb))


def _is_vague(name: str) -> bool:
    return name.lower().removesuffix("s") in _VAGUE or {w.lower() for w in words(name)} <= EVERYDAY | {"humans"}


def _joined(*names: str) -> str:
    """ "Training versus validation error": the names, what they end with in common said once."""
    split = [n.split() for n in names]
    same = 0
    while all(len(n) > same + 1 for n in split) and len({n[-1 - same].lower() for n in split}) == 1:
        same += 1
    split[:-1] = [n[: len(n) - same] for n in split[:-1]]
    return " versus ".join(map(" ".join, split))
