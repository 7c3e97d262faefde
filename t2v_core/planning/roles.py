"""Who does what to whom: clauses of a sentence, and the part each word plays around the verb.

A swap of two arguments keeps every word, so neither word overlap nor embeddings see it. Here each
content word gets its part (subject, object, or the preposition that leads it; passives turned round),
and two sentences are compared for words that have changed places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .grammar import Token, parse
from .lexicon import are_synonyms, has_direction, root
from .text import FUNCTION_WORDS

_BE = frozenset("is are was were be been being get gets got".split())
_VERB = ("VB", "MD")
_OPENS_CLAUSE = frozenset(
    "but while whereas although though because since so which that who whose when if unless until where and or than as".split()
)
_PREPOSITION = frozenset(
    "of in on at by for with without from to into onto through via between among over under during using as than per within "
    "across towards toward against about before after above below like behind".split()
)
_MARKS = frozenset(",;:()—–")
# Two statements set against each other: always two clauses, whatever the tagger makes of their verbs.
_SHARES_SUBJECT = frozenset("and or but then".split())
_CONTRAST = frozenset("but while whereas although though ;".split())


_STRETCH = _OPENS_CLAUSE - {"and", "or", "that"} | _MARKS


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence round one verb."""

    tokens: tuple[Token, ...]

    @property
    def lows(self) -> tuple[str, ...]:
        return tuple(t.low for t in self.tokens)

    @property
    def stems(self) -> tuple[str, ...]:
        """Stems of the content words, numbers included."""
        return tuple(root(t.low) for t in self.tokens if is_content(t))


# Function words by form that still say where, which or how much.
_TELLING = frozenset(
    "above below before after over under up down out off less more least last same without within inside outside through away toward towards".split()
)


def bears_meaning(word: Token | str) -> bool:
    """Whether a word says something a sentence can be right or wrong about: content, place, order, amount."""
    low = word if isinstance(word, str) else word.low
    return low in _TELLING or (low not in FUNCTION_WORDS and any(c.isalnum() for c in low))


def is_content(token: Token) -> bool:
    """Whether a token carries meaning of its own: not a function word, mark or auxiliary."""
    return token.low not in FUNCTION_WORDS and any(c.isalnum() for c in token.text)


def clauses(sentence: str) -> list[Clause]:
    """The sentence cut at marks and connectives, so that every piece has a verb of its own where possible."""
    tokens = _with_verbs(parse(re.sub(r"(?<=\d),(?=\d{3})", "", sentence)))
    pieces: list[list[Token]] = [[]]
    for i, token in enumerate(tokens):
        opens = (token.low in _OPENS_CLAUSE and token.low not in {"than", "as", "that"}) or (
            token.low == "that" and i and tokens[i - 1].tag.startswith(("NN", "VB"))
        )
        contrast = token.low in _CONTRAST and len(pieces[-1]) > 2 and len(tokens) - i > 3
        if contrast or ((token.text in _MARKS or opens) and _has_verb(pieces[-1]) and _has_verb(tokens[i + 1 :])):
            pieces.append([])
        pieces[-1].append(token)
    merged: list[list[Token]] = []
    for piece in pieces:
        if merged and piece[0].low not in _CONTRAST and not (_has_verb(piece) and _has_verb(merged[-1])):
            merged[-1] += piece
        else:
            merged.append(piece)
    return [Clause(tuple(p)) for p in merged if p]


def swapped(sentence: Sequence[Clause], source: Sequence[Clause]) -> tuple[str, str] | None:
    """Two words that have changed places between `source` and `sentence`; None when there are none."""
    for qualified in (True, False):
        here, there = _parts(sentence, qualified), _parts(source, qualified)
        shared = sorted(s for s in here if s in there)
        for i, a in enumerate(shared):
            for b in shared[i + 1 :]:
                ha, hb, ta, tb = here[a], here[b], there[a], there[b]
                if (
                    not (ha & hb or ta & tb)
                    and _meet(ha, tb)
                    and _meet(hb, ta)
                    and not (_meet(ha, ta) or _meet(hb, tb))
                ):
                    return a, b
    return None


def mixed_up(sentence: Sequence[Clause], source: Sequence[Clause]) -> tuple[str, str] | None:
    """Two words that were said of different things in `source` and have changed sides ("A is x, B is y" → "A is y …")."""
    here, there = _sides(sentence), _sides(source)
    owners: dict[str, set[int]] = defaultdict(set)
    for i, side in enumerate(there):
        for s in side:
            owners[s].add(i)
    sole = {s: next(iter(o)) for s, o in owners.items() if len(o) == 1}
    for i, a in enumerate(here):
        ours = {sole[s]: s for s in a if s in sole}
        for b in here[i + 1 :]:
            both = sorted(set(ours) & {sole[s] for s in b if s in sole})
            if len(both) > 1:
                return ours[both[0]], ours[both[1]]
    return None


def reordered(sentence: Sequence[Clause], source: Sequence[Clause]) -> tuple[str, str] | None:
    """Two words outside prepositional phrases that have changed order inside one active stretch.

    Needs no word classes: it catches swaps where the tagger took the verb for a noun.
    """
    here, there = _cores(sentence), _cores(source)
    for own in here:
        for other in there:
            shared = [s for s in own if s in other]
            for i, a in enumerate(shared):
                for b in shared[i + 1 :]:
                    if other[a][0] > other[b][0] and not (own[a][1] == own[b][1] or other[a][1] == other[b][1]):
                        return a, b
    return None


def _cores(sentence: Sequence[Clause]) -> list[dict[str, tuple[int, int]]]:
    """For each active stretch between connectives: stem → (place, list it belongs to), words under a preposition left out.

    Words joined only by "and", commas or determiners belong to one list, in which order means nothing.
    """
    found = []
    tokens = [t for c in sentence for t in c.tokens]
    for stretch in _split(tokens, _STRETCH):
        lows = [t.low for t in stretch]
        if any(w in _BE for w in lows) or "by" in lows:
            continue
        core: dict[str, tuple[int, int]] = {}
        covered, group, joined = False, 0, False
        for i, token in enumerate(stretch):
            if token.low in _PREPOSITION or token.low == "to":
                covered = True
            elif token.low in {"and", "or"}:
                joined = True
            elif (
                is_content(token)
                and not token.tag.startswith(("RB", "CD"))
                and not covered
                and not _counted(stretch, i)
            ):
                group += not joined
                joined = False
                core.setdefault(root(token.low), (i, group))
        found.append(core)
    return found


def _is_thing(token: Token) -> bool:
    """A content word that is neither verb, adverb nor number; "rise" and "fall" are acts however they are tagged."""
    return is_content(token) and not token.tag.startswith(("RB", "CD", "VB")) and not has_direction(root(token.low))


def _counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word before counts this one ("27 days", "every day"): a phrase of time or amount may stand anywhere."""
    return i > 0 and (tokens[i - 1].tag == "CD" or tokens[i - 1].low in {"every", "each"})


def _sides(sentence: Sequence[Clause]) -> list[list[str]]:
    """Stems of the stretches that are set beside or against each other."""
    tokens = [t for c in sentence for t in c.tokens]
    return [
        [root(t.low) for t in part if bears_meaning(t)] for part in _split(tokens, _CONTRAST | {"and", "so", "because"})
    ]


def _split(tokens: Sequence[Token], at: frozenset[str]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.low in at:
            parts.append([])
        parts[-1].append(token)
    return [p for p in parts if p]


def main_verb(clause: Clause) -> Token | None:
    """The last verb of the clause's first verb group."""
    found = None
    for i, token in enumerate(clause.tokens):
        if _verbal(clause.tokens, i):
            found = token
        elif found is not None and token.tag != "RB":
            break
    return found


def _with_verbs(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tagger's nouns behind "can", "may" and their like are verbs."""
    out = list(tokens)
    for i, token in enumerate(out[1:], start=1):
        before = next((t for t in reversed(out[:i]) if t.tag != "RB"), token)
        if before.tag == "MD" and token.tag in {"NN", "JJ"}:
            out[i] = replace(token, tag="VB")
    return tuple(out)


def _verbal(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token is a verb here, and not a participle in front of its noun ("imported goods")."""
    if not tokens[i].tag.startswith(_VERB):
        return False
    if (
        tokens[i].tag not in {"VBN", "VBD", "VBG"}
        or i + 1 >= len(tokens)
        or not tokens[i + 1].tag.startswith(("NN", "JJ"))
    ):
        return True
    before = tokens[i - 1] if i else None
    return before is not None and (
        before.tag.startswith(("NN", "PRP")) or before.low in _BE | {"to", "by", "has", "have", "had"}
    )


def _has_verb(tokens: Iterable[Token]) -> bool:
    return any(t.tag in {"VBZ", "VBP", "VBD", "MD"} or (t.tag.startswith("VB") and t.low in _BE) for t in tokens)


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
            part = "complement" if token.low in _BE else "subject-of-passive" if passive else "object"
        elif i < at and token.tag == "VBG" and (i == 0 or tokens[i - 1].low in _PREPOSITION):
            part = "matter"  # "adding carbon makes …": neither does it nor suffers it
            found.append((root(token.low), "", "verb"))
        elif i > at and _verbal(tokens, i) and token.low not in _BE:
            current, part = root(token.low), "object"
            found.append((root(token.low), "", "verb"))
        elif token.text == "," and i < at:
            part = "object" if passive else "subject"  # behind an introductory phrase
        elif token.low in _PREPOSITION:
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
    return bool(participle) and any(t.low in _BE for t in tokens[max(0, at - 4) : at])


def _one_verb(parts: dict[str, set[_Part]], a: str, b: str) -> bool:
    return bool({v for v, _ in parts[a]} & {v for v, _ in parts[b]})


def _meet(a: set[_Part], b: set[_Part]) -> bool:
    """Whether two sets hold one part, verbs compared by meaning."""
    return any(p == q and (v == w or are_synonyms(v, w)) for v, p in a for w, q in b)
