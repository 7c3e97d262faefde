"""Who does what to whom: clauses of a sentence, and the part each word plays around the verb.

A swap of two arguments keeps every word, so neither word overlap nor embeddings see it. Here each
content word gets its part (subject, object, or the preposition that leads it; passives turned round),
and two sentences are compared for words that have changed places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ..english.clauses import BE, Clause, is_content, is_verbal, main_verb
from ..english.grammar import Token
from ..english.lexicon import are_synonyms, root
from .deeds import BOTH_WAYS

_PREPOSITION = frozenset(
    "of in on at by for with without from to into onto through via between among over under during using as than per within along "
    "across towards toward against about before after above below like behind".split()
)
_SHARES_SUBJECT = frozenset("and or but then".split())


def swapped(sentence: Sequence[Clause], source: Sequence[Clause]) -> tuple[str, str] | None:
    """Two words that have changed places between `source` and `sentence`; None when there are none."""
    full_here, full_there = _parts(sentence, True), _parts(source, True)
    for qualified in (True, False):
        here, there = _parts(sentence, qualified), _parts(source, qualified)
        shared = sorted(s for s in here if s in there)
        for i, a in enumerate(shared):
            for b in shared[i + 1 :]:
                if not qualified and not (_verbs(full_here, a, b) and _verbs(full_there, a, b)):
                    continue  # not arguments of one verb: their parts have nothing to do with each other
                verbs = _verbs(full_here, a, b)
                if verbs and verbs <= BOTH_WAYS:
                    continue  # "the fern resembles the moss"
                ha, hb, ta, tb = here[a], here[b], there[a], there[b]
                if (
                    not (ha & hb or ta & tb)
                    and _meet(ha, tb)
                    and _meet(hb, ta)
                    and not (_meet(ha, ta) or _meet(hb, tb))
                ):
                    return a, b
    return None


_Part = tuple[str, str]  # verb stem or "", and "subject", "object" or a preposition


def _parts(sentence: Sequence[Clause], qualified: bool) -> dict[str, set[_Part]]:
    """stem → its parts; with `qualified` each part names the verb it belongs to."""
    found: dict[str, set[_Part]] = defaultdict(set)
    subject: list[str] = []
    for clause in sentence:
        parts = _clause_parts(clause)
        own = [word for word, _, part in parts[: _words_before_verb(clause)]]
        if not own and clause.lows[0] in _SHARES_SUBJECT and (verb := main_verb(clause)):
            part = "compared" if "than" in clause.lows else "subject"
            parts += [(word, root(verb.low), part) for word in subject]
        subject = own or subject
        for word, verb_stem, part in parts:
            found[word].add((verb_stem if qualified else "", part))
    return found


def _words_before_verb(clause: Clause) -> int:
    """How many words of the clause take a part in front of its verb."""
    verb = main_verb(clause)
    at = clause.tokens.index(verb) if verb else 0
    return sum(is_content(t) and not t.tag.startswith(("VBZ", "VBP", "MD", "RB")) for t in clause.tokens[:at])


def _clause_parts(clause: Clause) -> list[tuple[str, str, str]]:
    """(stem, verb stem, part) for the content words of one clause."""
    tokens = clause.tokens
    verb = main_verb(clause)
    at = tokens.index(verb) if verb else len(tokens)
    passive = _is_passive(tokens, at)
    current, part = root(verb.low) if verb else "", "object" if passive else "subject"
    compares = "than" in clause.lows  # what is compared may be subject or object
    found = []
    for i, token in enumerate(tokens):
        if i == at:
            current = root(token.low)
            part = "complement" if token.low in BE else "subject-of-passive" if passive else "object"
        elif i < at and token.tag == "VBG" and (i == 0 or tokens[i - 1].low in _PREPOSITION):
            part = "matter"  # "adding carbon makes …": neither does it nor suffers it
            found.append((root(token.low), "", "verb"))
        elif i > at and is_verbal(tokens, i) and token.low not in BE:
            current, part = root(token.low), "object"
            found.append((root(token.low), "", "verb"))
        elif token.low in {"which", "whom"} and tokens[i - 1].low in _PREPOSITION:
            verbs = (root(tokens[j].low) for j in range(i + 1, len(tokens)) if is_verbal(tokens, j))
            current, part = next(verbs, current), "subject"  # "a track along which *vesicles* move"
        elif token.text == "," and i < at:
            part = "object" if passive else "subject"  # behind an introductory phrase
        elif token.low in _PREPOSITION and token.low != "of":  # "areas of high pressure": one phrase
            if part != "than":  # "than in air": compared with, wherever it is
                part = "subject" if token.low == "by" and passive and i > at else token.low
        elif is_content(token) and not token.tag.startswith(("VBZ", "VBP", "MD", "RB")):
            found.append((root(token.low), current, "compared" if compares and part != "than" else part))
    return found


def _is_passive(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens):
        return False
    participle = tokens[at].tag in {"VBN", "VBD"} and re.search(
        r"(?:ed|en|wn|ne|nt|lt|pt|ft|ght|ung|ought|ut|et|id|ead|ood|rn)$", tokens[at].low
    )
    return bool(participle) and any(t.low in BE for t in tokens[max(0, at - 4) : at])


def _verbs(parts: dict[str, set[_Part]], a: str, b: str) -> set[str]:
    """The verbs of which both words are arguments."""
    return {v for v, _ in parts[a]} & {v for v, _ in parts[b]}


def _meet(a: set[_Part], b: set[_Part]) -> bool:
    """Whether two sets hold one part, verbs compared by meaning."""
    return any(p == q and (v == w or are_synonyms(v, w)) for v, p in a for w, q in b)
