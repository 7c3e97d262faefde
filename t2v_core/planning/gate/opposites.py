"""Words turned into their opposites ("rises", "falls"), clause by clause: they are counted, because two of them can cancel out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..english import lexicon
from ..english.clauses import Clause, bears_meaning
from ..english.grammar import Token
from ..english.lexicon import root
from .marks import NUMBER_BOUNDS

_LEADS_NOWHERE = frozenset(
    root(w)
    for w in "give take make set end use break build pick show put call clean sign open wind dry let meet sum".split()
)


def turned(clause: Clause, source: Clause) -> list[tuple[str, str, bool]]:
    """(word, the source's opposite, whether the pair is a converse) for every direction that differs."""
    own, others = _meaning(clause), _meaning(source)
    added, missing = list((own - others).elements()), list((others - own).elements())
    found = []
    for word, other in _in_place(list(own), list(others)):
        if word in added and other in missing:
            added.remove(word)
            missing.remove(other)
            found.append((word, other, lexicon.opposed(word, other) < 0 or "than" in clause.lows))
    for word in list(added):  # each word of the source stands for one word of the sentence
        same = next((o for o in missing if lexicon.are_synonyms(word, o)), None)
        if same is not None:
            added.remove(word)
            missing.remove(same)
    for word in added:
        for other in missing:
            pair = lexicon.opposed(word, other)
            if pair is not None:
                found.append((word, other, pair < 0 or "than" in clause.lows))
                break
    return found


def of_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether "up" or "down" belongs to a verb that leads nowhere by itself ("gives *up*", "break *down*")."""
    return i > 0 and tokens[i].low in {"up", "down"} and root(tokens[i - 1].low) in _LEADS_NOWHERE


def _in_place(own: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    """Opposites that stand between the same two words; whatever else is like one of them, these two are set against each other."""
    between = {(a, b): x for a, x, b in zip(others, others[1:], others[2:], strict=False)}
    pairs = ((w, between.get((a, b))) for a, w, b in zip(own, own[1:], own[2:], strict=False))
    return [(w, x) for w, x in pairs if x is not None and lexicon.opposed(w, x) is not None]


def exclusive(clause: Clause, source: Clause) -> tuple[str, str] | None:
    """A word of the clause and the one of the source that it cannot stand for (red and blue)."""
    own, others = _meaning(clause), _meaning(source)
    for word in [w for w in own if w not in others]:
        for other in [o for o in others if o not in own]:
            if lexicon.are_exclusive(word, other) and (lexicon.opposed(word, other) or 0) >= 0:  # a converse may stand
                return word, other
    return None


def _meaning(clause: Clause) -> Counter[str]:
    """Stems of the words that have a direction or a subject, counted: "prices rise when rates rise" has two."""
    found: Counter[str] = Counter()
    lows = clause.lows
    for i, token in enumerate(clause.tokens):
        if token.low in {"more", "less", "fewer"} and i and (lows[i - 1], token.low) in NUMBER_BOUNDS:
            continue
        if token.low == "over" and (i + 1 == len(lows) or not lows[i + 1][0].isalnum()):
            continue  # "when the reaction is over"
        if _bounds_number(clause, i) or (token.low == "little" and i and lows[i - 1] == "a"):
            continue  # judged as a bound; "a little over" is "slightly over"
        particle = (
            i
            and token.low in {"up", "down"}
            and (
                {"of", "into", "to"} & set(lows[i + 1 : i + 3])
                or lexicon.has_direction(root(lows[i - 1]))
                or lows[i - 1] in lexicon.UNITS
            )
        )  # "made up mostly of", "rise up", "60 miles up"
        if (bears_meaning(token) or token.low in {"on", "most", "much"}) and not (
            particle or of_verb(clause.tokens, i)
        ):
            found[root(token.low)] += 1
    return found


def _bounds_number(clause: Clause, i: int) -> bool:
    """Whether the word says on which side of a number behind it something lies ("*over* three hundred", "*more* than 5")."""
    behind = [t for t in clause.tokens[i + 1 : i + 3] if t.low != "than"]
    return clause.tokens[i].low in {"more", "less", "fewer", "over", "under", "above", "below"} and bool(
        behind and behind[0].tag == "CD"
    )
