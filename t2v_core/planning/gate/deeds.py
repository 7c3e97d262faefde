"""Who does what to whom, whatever form the verb has: "students train schools" where "schools have the role of training students".

Word classes are not trusted: a tagger takes "coat" in "virions coat the antibodies" for a noun. A word that can be a verb
and stands in both sentences is taken for one; what follows it is acted on (what follows its "by" acts), and what stands in
front is the other side. Where the two sides have changed, the sentence says the reverse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ..english import related
from ..english.clauses import BE, Clause, is_content
from ..english.grammar import NOUN, Token, parse
from ..english.lexicon import are_synonyms, opposed, root
from ..english.tagging import can_be_verb
from .marks import BREAKS

# What one does to the other, the other does too.
BOTH_WAYS = frozenset(
    root(w) for w in "meet marry resemble equal join touch match interact differ agree compete balance mean".split()
)
_CHANGED = NOUN | {"DT", "JJ", "PRP$", "CD", "CC"}  # of a phrase that names what is changed, or what into
_WHICH = frozenset("which that who".split())


@dataclass(frozen=True)
class Deed:
    """A verb, the stems on its acting side and those on the side it is done to; the side in front of the verb is all that stands there."""

    verb: str
    agents: tuple[str, ...]
    patients: tuple[str, ...]
    passive: bool


def exchanged_deed(sentence: str, sources: Sequence[str], told: Sequence[Clause] = ()) -> tuple[str, str] | None:
    """One who acts in the sentence and is acted on in a source, and the verb; None when there is none.

    `told`: the clauses of the sources, each with the subject that a pronoun or a relative stands for.
    """
    there = [d for tokens in (*map(parse, sources), *(c.tokens for c in told if c.sure)) for d in _deeds(tokens, False)]
    close = [d for s in sources for d in _deeds(parse(s), True)]
    for deed in _deeds(parse(sentence), True):
        alike = [d for d in there if _one_deed(d.verb, deed.verb)]
        agent, patient = deed.agents[-1], deed.patients[-1]
        if are_synonyms(agent, patient) or any(
            agent in _strict(d, True) or patient in _strict(d, False) for d in alike
        ):
            continue
        if any(agent in d.patients and patient in d.agents for d in alike):
            return agent, deed.verb
        if not deed.passive and any(
            _one_deed(d.verb, deed.verb) and not d.passive and patient == d.agents[-1] and agent not in d.agents
            for d in close
        ):
            return agent, deed.verb  # who does it there has it done to them here
    return None


def _one_deed(verb: str, other: str) -> bool:
    return verb == other or (related.one_meaning(verb, other) and opposed(verb, other) is None)


def turned_back(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """What becomes of something in the sentence and is what it was made of in a source ("water into ice", "ice into water")."""
    there = [change for s in sources for change in _changes(parse(s))]
    back = [change for s in sources for change in _changes(parse(s), "from")]
    for start, end in _changes(parse(sentence)):
        if any(_meet(end, made) and _meet(start, of) for made, of in back):
            continue  # "rebuilds the input from the code": the way back is told too
        for other_start, other_end in there:
            if (
                _meet(start, other_end)
                and _meet(end, other_start)
                and not (_meet(start, other_start) or _meet(end, other_end))
            ):
                return start[-1], end[-1]
    return None


def _changes(tokens: Sequence[Token], word: str = "into") -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The nouns of the phrases in front of every "into" and behind it."""
    found = []
    for i in (i for i, t in enumerate(tokens) if t.low == word):
        before = list(takewhile(lambda t: t.tag in _CHANGED, reversed(tokens[:i])))
        behind = list(takewhile(lambda t: t.tag in _CHANGED, tokens[i + 1 :]))
        sides = [tuple(root(t.low) for t in side if t.tag in NOUN and is_content(t)) for side in (before, behind)]
        if all(sides):
            found.append((sides[0], sides[1]))
    return found


def sides_turned(sentence: str, sources: Sequence[str], verb: str, other: str) -> bool:
    """Whether the verb has on its left what the sources' `other` has on its right, and the other way round."""
    own = _sides(parse(sentence), verb)
    return any(
        own[0][-1:] and there[0][-1:] and _meet(own[0][-1:], there[1]) and _meet(there[0][-1:], own[1])
        for s in sources
        if (there := _sides(parse(s), other))[0]
    )


def _sides(tokens: Sequence[Token], verb: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The noun phrase in front of a verb and all that stands behind it."""
    at = next((i for i, t in enumerate(tokens) if root(t.low) == verb), len(tokens))
    return _before(tokens, at), tuple(root(t.low) for t in tokens[at + 1 :] if is_content(t))


def _meet(a: Sequence[str], b: Sequence[str]) -> bool:
    return any(are_synonyms(x, y) for x in a for y in b)


def _strict(deed: Deed, agents: bool) -> tuple[str, ...]:
    """The side that stands behind the verb; nothing where the other one does."""
    if agents:
        return deed.agents if deed.passive else ()
    return () if deed.passive else deed.patients


def _deeds(tokens: Sequence[Token], narrow: bool) -> list[Deed]:
    """Deeds with two sides; with `narrow` the side in front is only the phrase right there."""
    found = []
    for i, token in enumerate(tokens):
        if not token.tag.startswith("VB") and not can_be_verb(token.low) and not _acting(token.low):
            continue
        verb = root(token.low)
        if token.low in BE or verb in BOTH_WAYS:
            continue
        passive = _is_passive(tokens, i)
        behind = _phrase(tokens, _by(tokens, i) if passive else i)
        front = _before(tokens, i) if narrow else tuple(root(t.low) for t in tokens[:i] if is_content(t))
        if front and behind:
            found.append(Deed(verb, behind if passive else front, front if passive else behind, passive))
    return found


def _acting(low: str) -> bool:
    """Whether it is the -ing form of a verb ("coating", "moving")."""
    return low.endswith("ing") and any(can_be_verb(low[:-3] + end) for end in ("", "e"))


def _is_passive(tokens: Sequence[Token], i: int) -> bool:
    helped = any(t.low in BE for t in tokens[max(0, i - 3) : i]) and not tokens[i].low.endswith("ing")
    return helped or (i + 1 < len(tokens) and tokens[i + 1].low == "by")


def _by(tokens: Sequence[Token], i: int) -> int:
    """Where the "by" of a passive stands; the end where there is none."""
    return next((j for j in range(i + 1, min(len(tokens), i + 6)) if tokens[j].low == "by"), len(tokens))


def _phrase(tokens: Sequence[Token], i: int) -> tuple[str, ...]:
    """The noun phrase right behind, its head last."""
    found: list[str] = []
    for token in tokens[i + 1 :]:
        if is_content(token) and (
            token.tag in NOUN | {"JJ", "CD"} or (not found and token.tag in {"VBZ", "VBG", "VBN"})
        ):
            found.append(root(token.low))
        elif found or token.tag not in {"DT", "PRP$", "JJ", "JJR", "RB"}:
            break
    return tuple(found)


def _before(tokens: Sequence[Token], i: int) -> tuple[str, ...]:
    """The noun phrase in front of the verb and its auxiliaries, its head last."""
    at = i
    while at and (
        tokens[at - 1].tag in {"MD", "RB"} or tokens[at - 1].low in BE | _WHICH | {"has", "have", "had", "not"}
    ):
        at -= 1
    found: list[str] = []
    for token in reversed(tokens[:at]):
        if token.text in BREAKS or token.tag not in NOUN | {"JJ"} or not is_content(token):
            break
        found.insert(0, root(token.low))
    return tuple(found)
