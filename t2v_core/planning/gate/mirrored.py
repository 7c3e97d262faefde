"""Two arguments of one relation that have changed places: "A of B" for "B of A", "A gives to B" for "B gives to A".

Needs no grammar either: what stands between two phrases tells how they are related, so a sentence that has the phrases the
other way round says the opposite, whatever else of the passage it leaves out. `rearranged` looks at whole sentences, this at
two phrases and the words between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..english.clauses import BE, bears_meaning
from ..english.grammar import NOUN, parse
from ..english.lexicon import NEGATIONS, are_synonyms, root
from .deeds import BOTH_WAYS
from .marks import BREAKS

_PHRASE = 3  # words of an argument
_BETWEEN = 7  # words between two arguments
_LEFT_OUT = (
    3  # words of the passage between them that the sentence may leave out, where a word with meaning stands there too
)
# What may be left out or added without a change of who does what.
_SLIGHT = BE | frozenset(
    "a an the each every has have had do does did will would can could may might must should shall also often usually "
    "generally typically then thus always therefore only its their his her this that these those some very so".split()
)
_JOIN = frozenset("and or nor with while whereas but versus than to from as like both".split())
_SHARES = frozenset("all most some many each several".split())  # "all of the light"
_MEANS = "by …ing"  # not the "by" of a passive
_ONE_WAY = frozenset("than to from as".split())
# Relations that hold both ways: they say the same of A and B as of B and A.
_BOTH_WAYS = BOTH_WAYS | frozenset(
    root(w)
    for w in """equivalent identical same similar different distinct react combine mix merge unite correlate correlated associate link
    connect connected relate related relationship relation parallel perpendicular orthogonal adjacent next beside alternate communicate
    exchange bond bind overlap intersect coincide border neighbour neighbor compare correspond collide cooperate coexist separate
    distinguish call known name alongside together distance difference between among""".split()
)
_WHEN_AND_WHERE = frozenset("in on at during for by with".split())
# Words that tell how two things are related or open a clause: never left out.
_KEPT = frozenset(
    "by of in on at for from to into onto through via between among under over than per as about against without before after if when "
    "because since although though while whereas unless until where which who whom whose that not never no".split()
)


def mirrored(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """Two phrases of the sentence that a source relates the other way round, and nowhere as the sentence does."""
    own = _words(sentence)
    told = [[w for w, _ in _words(s)] for s in sources]
    said = {w for t in told for w in t}
    for one, between, other, before in _arguments(own, said):
        gap = _LEFT_OUT if any(map(_names, between)) else 0
        if any(_finds(t, [*one, *between, *other], gap) for t in told):
            continue
        for words in told:
            if _finds(words, [*other, *between, *one], gap) and not (
                before in _WHEN_AND_WHERE and before == between[-1]
            ):
                return " ".join(one), " ".join(other)
    return None


def _arguments(
    tagged: Sequence[tuple[str, bool]], said: set[str]
) -> Iterator[tuple[list[str], list[str], list[str], str]]:
    """(a phrase, the words between, another phrase, the word before the first), all of them words of the sources."""
    own, things = [w for w, _ in tagged], [t for _, t in tagged]
    n = len(own)
    for i in range(n):
        if not _names(own[i]) or own[i] not in said:
            continue
        for j in range(i + 1, min(n, i + _PHRASE) + 1):
            if own[j - 1] not in said or not bears_meaning(own[j - 1]):
                break
            if not things[j - 1]:
                continue
            for k in range(j + 1, min(n, j + _BETWEEN) + 1):
                between = list(own[j:k])
                if between[-1] in BREAKS or between[-1] not in said:
                    break
                if k == n or not _names(own[k]) or _holds_both_ways(between):
                    continue
                for end in range(k + 1, min(n, k + _PHRASE) + 1):
                    if own[end - 1] not in said or not bears_meaning(own[end - 1]):
                        break
                    if not things[end - 1]:
                        continue
                    one, other = list(own[i:j]), list(own[k:end])
                    if not _alike(one, other):
                        yield one, between, other, own[i - 1] if i else ""


def _holds_both_ways(between: Sequence[str]) -> bool:
    """Whether what stands on the two sides of these words may change places."""
    relation = next((w for w in between if w not in _JOIN), None)
    if relation is None:
        return not _ONE_WAY & set(between)
    return relation in _BOTH_WAYS


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two phrases cannot be told apart."""
    return any(are_synonyms(a, b) for a in one for b in other)


def _names(word: str) -> bool:
    return bears_meaning(word) and word not in NEGATIONS


def _finds(words: Sequence[str], wanted: Sequence[str], gap: int) -> bool:
    """Whether `wanted` stands in order among the words of one sentence, at most `gap` others in between."""
    return any(words[i] == wanted[0] and _follows(words, i, wanted, gap) for i in range(len(words)))


def _follows(words: Sequence[str], i: int, wanted: Sequence[str], gap: int) -> bool:
    for word in wanted[1:]:
        at = next((j for j in range(i + 1, min(len(words), i + 2 + gap)) if words[j] == word), None)
        if at is None or _KEPT & set(words[i + 1 : at]):
            return False
        gap -= at - i - 1
        i = at
    return True


def _words(text: str) -> list[tuple[str, bool]]:
    """(stem or mark, whether it names or describes a thing) of the words that count."""
    tokens = parse(text)
    found = []
    for i, (token, after) in enumerate(zip(tokens, (*tokens[1:], None), strict=True)):
        share = after is not None and (
            (token.low in _SHARES and after.low == "of") or (token.low == "of" and tokens[i - 1].low in _SHARES)
        )
        if token.low in _SLIGHT or token.text == "," or share:
            continue
        word = token.low if token.text in BREAKS else root(token.low)
        if word == "by" and after is not None and after.low.endswith("ing"):
            word = _MEANS
        found.append((word, token.tag in NOUN or token.tag.startswith("JJ")))
    return found
