"""What negations, quantity words and "only" do to the words behind them.

Each is read at its *target*, the next word with meaning; a negation denies its whole stretch between marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..english import lexicon
from ..english.clauses import MARKS, Clause, bears_meaning
from ..english.grammar import NOUN, Token
from ..english.lexicon import root
from .quantities import FRACTIONS

# These deny what follows; the other negations deny their whole stretch between marks.
_FORWARD = frozenset("without except unless deny denies denied".split())
_FORWARD_PAIRS = frozenset({("rather", "than"), ("instead", "of")})
EXCEPT = frozenset({("apart", "from"), ("aside", "from")})
_CANCELLED = frozenset({("not", "only"), ("not", "just"), ("not", "merely")})
_MUST = frozenset({("have", "to"), ("has", "to"), ("had", "to")})
NUMBER_BOUNDS = frozenset(
    {("no", "more"), ("no", "less"), ("no", "fewer")}
)  # "no more than 5": a number's, not a denial
_ALL_THROUGH = frozenset(
    {("all", "year"), ("all", "day"), ("all", "night"), ("all", "along")}
)  # "all year round": how long, not how many
_DEFINITE = frozenset("the their its his her our this that".split())  # in front of "most": a superlative
_KEEP = frozenset(root(w) for w in ("keep", "prevent", "stop", "protect", "save", "hinder", "discourage", "deter"))
_END = frozenset(root(w) for w in ("stop", "cease", "quit", "avoid"))
_DENYING = frozenset("no none nothing nobody never".split())
PRONOUNS = frozenset("it them they these those us".split())
_ALMOST = frozenset("almost nearly virtually practically".split())  # "almost no": hardly any
NEEDED = frozenset("only require requires required need needs needed necessary".split())  # say "must"
BREAKS = MARKS | frozenset(".!?")  # no phrase and no denial reaches across one


@dataclass(frozen=True)
class Word:
    """A word with meaning, and what the words before it do to it."""

    stem: str
    clause: int
    denied: bool = False
    level: int = lexicon.PLAIN
    only: bool = False
    marked: frozenset[str] = (
        frozenset()
    )  # "negation", "quantity" ("adverb" where it is one), "only" ("fraction" in front of one): it is the target of one


def read(sentence: Sequence[Clause]) -> list[Word]:
    """The words of all clauses in order; a subject that a later clause inherits is not said again."""
    found: list[Word] = []
    seen: set[int] = set()
    for i, clause in enumerate(sentence):
        for part in _stretches(clause):
            found += _read_stretch(part, i, seen)
        seen |= {id(t) for t in clause.tokens}
    return found


def _stretches(clause: Clause) -> list[list[Token]]:
    """The clause's words between marks."""
    parts: list[list[Token]] = [[]]
    tokens = clause.tokens
    aside = _aside(tokens)
    for i, token in enumerate(tokens):
        ahead = {t.low for t in tokens[i + 1 : i + (4 if token.low == "but" else 2)]}
        denies_on = token.low in {"and", "but"} and bool(
            ahead & (_DENYING | {"not"} if token.low == "but" else _DENYING)
        )
        if (token.text in BREAKS and i not in aside) or denies_on:
            parts.append([])
        else:
            parts[-1].append(token)
    return [p for p in parts if p]


def _aside(tokens: Sequence[Token]) -> set[int]:
    """The commas round an example ("no units*,* such as dollar signs*,* are attached"): a denial reaches across them."""
    for i, (a, b, c) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if a.text == "," and ((b.low, c.low) == ("such", "as") or b.low == "including"):
            end = next((j for j in range(i + 1, len(tokens)) if tokens[j].text in BREAKS), i)
            return {i, end}
    return set()


def _read_stretch(tokens: Sequence[Token], clause: int, seen: set[int]) -> list[Word]:
    lows = [t.low for t in tokens]
    words: list[Word] = []
    cues: set[str] = set()
    level, only, all_denied, ahead_denied = lexicon.PLAIN, False, False, False
    for i, low in enumerate(lows):
        pair = (low, lows[i + 1] if i + 1 < len(lows) else "")
        if low in lexicon.NEGATIONS and tokens[i].start and tokens[i].text[0].isupper():
            continue  # a name: "returns None"
        if low in _ALMOST and pair[1] in lexicon.NEGATIONS:
            continue
        if low in lexicon.NEGATIONS and i and (lows[i - 1] in _ALMOST or lows[max(0, i - 2) : i] == ["next", "to"]):
            level, cues = lexicon.RARE, cues | {"quantity"}
        elif low in lexicon.NEGATIONS or low.endswith(("n't", "n’t")):
            if (
                pair not in _CANCELLED | NUMBER_BOUNDS
                and not _only_bounds(tokens, i)
                and not (low == "nor" and "neither" in lows)
            ):
                all_denied = not all_denied
                cues.add("negation")
        elif (
            low in _FORWARD
            or pair in _FORWARD_PAIRS
            or (not i and pair in EXCEPT)
            or _keeps_from(tokens, i)
            or _stops(tokens, i)
        ):
            ahead_denied = not ahead_denied
            cues.add("negation")
        elif (
            (low in {"longer", "able"} and i and lows[i - 1] in {"no", "longer"})
            or low in {"up", "down"}
            or (
                low == "any"
                and (level == lexicon.RARE or all_denied or ahead_denied or pair[1] in {"more", "longer", "other"})
            )
        ):
            continue
        elif (
            (low in lexicon.LEVELS or pair in _MUST)
            and pair not in _ALL_THROUGH
            and not (low == "many" and pair[1] in {"more", "fewer"})
            and not (low == "most" and i and lows[i - 1] in _DEFINITE)
        ):
            adverb = tokens[i].tag in {"RB", "MD", "VB", "VBP", "VBZ", "VBD"} and low not in {"most", "all"}
            some = low == "few" and i and lows[i - 1] == "a"  # "a few" are some, "few" are hardly any
            level, cues = (
                lexicon.SOME if some else lexicon.LEVELS.get(low, lexicon.PLAIN),
                cues | ({"quantity", "adverb"} if adverb else {"quantity"}),
            )
        elif low in lexicon.ONLY:
            if (lows[i - 1], low) not in _CANCELLED and not _measures(tokens, i):
                only, cues = True, cues | ({"only", "fraction"} if _portions(tokens, i) else {"only"})
        elif low in PRONOUNS:  # "all of it": whoever it is, not the next word
            if i and lows[i - 1] in _FORWARD:  # "than without *it*"
                ahead_denied, cues = not ahead_denied, cues - {"negation"}
            if i and lows[i - 1] == "of":
                words.append(Word("", clause, ahead_denied, level, only, frozenset(cues)))
            level, only, cues = lexicon.PLAIN, False, cues - {"quantity", "adverb", "only", "fraction"}
        elif bears_meaning(low):
            if len(low) == 1 and cues and i + 1 < len(lows) and tokens[i + 1].tag in NOUN:
                continue  # "all *n* squares"
            if (
                tokens[i].tag == "RB" and low.endswith("ly") and i + 1 < len(lows)
            ):  # "rarely exactly zero": it is the next word that counts
                words.append(Word(root(low), clause, ahead_denied))
                continue
            if id(tokens[i]) in seen and not cues:
                continue
            words.append(Word(root(low), clause, ahead_denied, level, only, frozenset(cues)))
            level, only, cues = lexicon.PLAIN, False, set()
    if "only" in cues and words:
        words[-1] = replace(words[-1], only=True, marked=words[-1].marked | {"only"})
        cues.discard("only")
    if cues and words:  # nothing follows: "… does not"
        words[0] = replace(words[0], marked=words[0].marked | frozenset(cues), level=min(words[0].level, level))
    return [replace(w, denied=w.denied ^ all_denied) for w in words]


def _only_bounds(tokens: Sequence[Token], i: int) -> bool:
    """Whether a negation denies nothing but all else ("*no* motion but rotation"), all before ("*not* paid until later") or a number's bound."""
    behind = [t.low for t in tokens[i + 1 :]]
    later = ("until", "later") in pairwise(behind) or (tokens[i].low == "not" and behind[:1] == ["until"])
    whether = tokens[i].low == "not" and i and tokens[i - 1].low == "or"  # "whether to buy or *not*"
    if later or whether or (tokens[i].low == "no" and {"but", "except"} & set(behind[1:4])):
        return True
    for a, b, c in zip(tokens[i + 1 : i + 5], tokens[i + 2 :], tokens[i + 3 :], strict=False):
        if a.low in {"more", "less", "fewer"} and b.low == "than" and c.tag == "CD":
            return True
    return False


def _measures(tokens: Sequence[Token], i: int) -> bool:
    """Whether "only" says that an amount is small which is said anyway: "only partly", "only 12"."""
    behind = [t for t in tokens[i + 1 : i + 3] if t.low not in {"a", "an", "about"}]
    return (
        bool(behind)
        and not _portions(tokens, i)
        and (tokens[i + 1].low in lexicon.LEVELS or (behind[0].tag == "CD" and behind[0].low != "one"))
    )


def _portions(tokens: Sequence[Token], i: int) -> bool:
    """Whether "only" says that a share is small: "only a third", "only about two fifths"."""
    behind = [t for t in tokens[i + 1 : i + 5] if t.low not in {"a", "an", "about"}]
    return any(t.low in FRACTIONS for t in (behind[1:2] if behind and behind[0].tag == "CD" else behind[:1]))


def _keeps_from(tokens: Sequence[Token], i: int) -> bool:
    """Whether "from" denies the act behind it: "keeps them *from* sinking"."""
    acts = i + 1 < len(tokens) and tokens[i + 1].low.endswith("ing")
    return tokens[i].low == "from" and acts and any(root(t.low) in _KEEP for t in tokens[max(0, i - 8) : i])


def _stops(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb of ending denies the act behind it: "*stops* paying" is "no longer pays"."""
    return i + 1 < len(tokens) and tokens[i + 1].low.endswith("ing") and root(tokens[i].low) in _END
