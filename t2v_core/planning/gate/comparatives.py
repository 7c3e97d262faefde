"""Comparisons: "A is larger than B" equals "B is smaller than A", and contradicts "B is larger than A"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..english.clauses import Clause, bears_meaning
from ..english.grammar import NOUN, Token
from ..english.lexicon import are_synonyms, has_direction, opposed, root

_PLUS, _MINUS = frozenset(["more", "greater"]), frozenset(["less", "fewer"])
_ONES = frozenset(map(root, ("one", "ones")))
_IRREGULAR = {"better": "good", "worse": "bad", "further": "far", "farther": "far"}
_ENDS = frozenset(", ; : . because while whereas although but which so where when if and".split())


@dataclass(frozen=True)
class Comparison:
    """The words on the two sides of "than", the quality compared, and whether the left has more (+1) or less of it."""

    left: frozenset[str]
    right: frozenset[str]
    quality: str
    sign: int
    words: frozenset[str] = frozenset()  # "more" or "less", where one of them makes the comparison
    heads: tuple[str, str] = ("", "")  # the noun that each side is about


def comparisons(told: Sequence[Clause]) -> list[Comparison]:
    """Every "… -er … than …" of a sentence."""
    tokens = [t for c in told for t in c.tokens]
    found = []
    for i in range(len(tokens)):
        if not _weighs(tokens, i) or (
            i + 1 < len(tokens) and (tokens[i + 1].tag == "CD" or tokens[i + 1].low == "half")
        ):
            continue
        start = max((j + 1 for j in range(i) if tokens[j].low in _ENDS - {"and", ","}), default=0)
        marks = [j for j in range(start, i) if _is_comparative(tokens[j])]
        if not marks:
            continue
        end = next((j for j in range(i + 1, len(tokens)) if tokens[j].low in _ENDS), len(tokens))
        for j in marks:
            quality, sign = _quality(tokens, j)
            left = _stems(
                [t for k, t in enumerate(tokens[start:i], start) if k not in marks and root(t.low) != quality]
            )
            words = frozenset({tokens[j].low} & (_PLUS | _MINUS | _IRREGULAR.keys()))
            about = max((j + 1 for j in range(i) if tokens[j].low in _ENDS - {"and", ",", "which"}), default=0)
            heads = _head(tokens[about : marks[0]]), _head(tokens[i + 1 : end])
            found.append(Comparison(left, _stems(tokens[i + 1 : end]), quality, sign, words, heads))
    return found


def _weighs(tokens: Sequence[Token], i: int) -> bool:
    """Whether what is compared with stands behind: "than", "compared to"."""
    then = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return tokens[i].low == "than" or (tokens[i].low == "compared" and then in {"to", "with"})


def compared(
    sentence: Sequence[Clause], source: Sequence[Clause]
) -> tuple[tuple[str, str] | None, frozenset[str], bool]:
    """(a contradiction or None, the qualities on which sentence and source agree, whether one turns the other round)."""
    agreed: set[str] = set()
    turned = False
    for here in comparisons(sentence):
        verdicts = [False for c in source if _said_of_the_other(here, c) or _named_for_the_other(here, c)]
        others = comparisons(source)
        alike = [c for c in others if c.quality == here.quality]  # "thin" and "dense" deny each other too
        for there in alike or others:
            same = _same_quality(here, there)
            moved = _moved(here, there)
            if not same or moved is None:
                continue
            right = same * here.sign * there.sign == (-1 if moved else 1) and not _of_the_opposite(here, there, moved)
            verdicts.append(right)
            if right:
                agreed |= {here.quality, there.quality, *here.words, *there.words}
                turned = turned or moved
        if verdicts and not any(verdicts):
            return (
                (" ".join(sorted(here.left)), f"{here.quality} than {' '.join(sorted(here.right))}"),
                frozenset(),
                False,
            )
    for clause in sentence:
        for quality, sign in _grades(clause).items():
            for there in comparisons(source):
                one, other = clause.subject & there.left - there.right, clause.subject & there.right - there.left
                same = 1 if quality == there.quality else -1 if opposed(quality, there.quality) is not None else 0
                if same and bool(one) != bool(other):
                    if same * sign * there.sign != (-1 if other else 1):
                        return (" ".join(sorted(one or other)), quality), frozenset(), False
                    agreed |= {quality, there.quality}
    return None, frozenset(agreed), turned


def _of_the_opposite(here: Comparison, there: Comparison, moved: bool) -> bool:
    """Whether what has more of it is the opposite of what has in the source ("*large* parties", "*small* parties")."""
    other, own = (there.right if moved else there.left), here.left
    return any(opposed(a, b) is not None for a in own - other - here.right for b in other - own - here.right)


def _said_of_the_other(here: Comparison, clause: Clause) -> bool:
    """Whether the source gives the quality, without a "than", to what the sentence says has less of it."""
    left = here.left - {here.heads[0]} if here.right & _ONES else here.left  # "than compiled *ones*"
    one, other = clause.subject & left - here.right, clause.subject & here.right - left
    if bool(one) == bool(other):
        return False
    grades = {**_grades(clause), **_superlatives(clause)}
    for quality, sign in grades.items():
        same = 1 if quality == here.quality else -1 if opposed(quality, here.quality) is not None else 0
        if same and (same * sign == here.sign) == bool(other):
            return True
    return False


def _named_for_the_other(here: Comparison, clause: Clause) -> bool:
    """Whether the source names what the sentence says has less of it after that quality ("the *denser* oceanic plate")."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if (
            not i
            or tokens[i - 1].tag != "DT"
            or not _is_comparative(token)
            or token.low in _PLUS | _MINUS
            or i + 1 == len(tokens)
            or tokens[i + 1].low == "than"
        ):
            continue
        named = []
        for t in tokens[i + 1 : i + 4]:
            if t.tag not in NOUN | {"JJ"}:
                break
            named.append(root(t.low))
        quality = _plain(token.low)
        same = 1 if quality == here.quality else -1 if opposed(quality, here.quality) is not None else 0
        one, other = set(named) & here.left - here.right, set(named) & here.right - here.left
        if named and same and bool(one) != bool(other) and (same == here.sign) == bool(other):
            return True
    return False


def _superlatives(clause: Clause) -> dict[str, int]:
    """The qualities of which the clause says that something has most ("the fastest waves")."""
    found = {}
    for token in clause.tokens:
        if token.low.endswith("est") and has_direction(root(token.low[:-3])):
            found[root(token.low[:-3])] = 1
        elif token.low.endswith("iest") and has_direction(root(token.low[:-4] + "y")):
            found[root(token.low[:-4] + "y")] = 1
    return found


def regraded(sentence: Clause, source: Clause) -> tuple[str, str] | None:
    """A quality of which one clause has more and the other less, without a "than" ("brighter", "less bright")."""
    there = _grades(source)
    for quality, sign in _grades(sentence).items():
        if there.get(quality, sign) != sign:
            return ("more" if sign > 0 else "less"), quality
    return None


def _grades(clause: Clause) -> dict[str, int]:
    tokens = clause.tokens
    if "than" in clause.lows:
        return {}
    graded = (_quality(tokens, i) for i in range(len(tokens)) if _is_comparative(tokens[i]))
    return {quality: sign for quality, sign in graded if quality != "more"}


def _moved(here: Comparison, there: Comparison) -> bool | None:
    """Whether the two sides have changed places; None where they cannot be told."""
    if _own(here.left, here.right, there.right, there.left) and _own(here.right, here.left, there.left, there.right):
        return True
    stay = _own(here.left, here.right, there.left, there.right) and _own(here.right, here.left, there.right, there.left)
    if stay:
        return False
    if not (all(here.heads) and all(there.heads)):
        return None
    moved, stays = (
        all(are_synonyms(a, b) for a, b in zip(here.heads, heads, strict=True))
        for heads in (there.heads[::-1], there.heads)
    )
    return None if moved == stays else moved


def _head(tokens: Sequence[Token]) -> str:
    """Stem of the first noun phrase's last word ("the *atom* from which a cation forms")."""
    found = ""
    for token in tokens:
        if token.tag in NOUN:
            found = root(token.low)
        elif found:
            break
    return found


def _own(side: frozenset[str], other: frozenset[str], wanted: frozenset[str], unwanted: frozenset[str]) -> int:
    return sum(
        any(are_synonyms(s, w) for w in wanted) and s not in other and not any(are_synonyms(s, u) for u in unwanted)
        for s in side
    )


def _same_quality(a: Comparison, b: Comparison) -> int:
    """1 for one quality, -1 for its opposite, 0 for another one."""
    if a.quality == b.quality or are_synonyms(a.quality, b.quality):
        return 1
    return -1 if opposed(a.quality, b.quality) is not None else 0


def _is_comparative(token: Token) -> bool:
    known = token.low.endswith("er") and not token.tag.startswith("NN") and has_direction(_plain(token.low))
    return (
        token.low in _PLUS | _MINUS
        or token.low in _IRREGULAR
        or known
        or (token.tag in {"JJR", "RBR"} and token.low.endswith("er"))
    )


def _quality(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """What is compared at `i` and its sign: "less dense" → (dens, -1), "denser" → (dens, 1), "more cells" → (cell, 1)."""
    low = tokens[i].low
    if low in _PLUS | _MINUS:
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        word = (
            root(behind.low)
            if behind and behind.low != "than" and behind.tag.startswith(("JJ", "RB", "VBN"))
            else "more"
        )
        return word, 1 if low in _PLUS else -1
    return _plain(low), 1


def _plain(low: str) -> str:
    """Stem of the adjective: "denser" → "dens", "thinner" → "thin", "heavier" → "heavi"."""
    if low in _IRREGULAR:
        return root(_IRREGULAR[low])
    if low.endswith("ier"):
        return root(low[:-3] + "y")
    if len(low) > 5 and low[-3] == low[-4]:
        return root(low[:-3])
    return root(low[:-1]) if low.endswith("er") else root(low)


def _stems(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(root(t.low) for t in tokens if bears_meaning(t))
