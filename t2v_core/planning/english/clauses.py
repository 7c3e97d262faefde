"""A sentence as clauses: tagged words round one verb each, and which of them carry meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ..text import FUNCTION_WORDS
from .grammar import FINITE, NOUN, Token, parse
from .lexicon import has_direction, root
from .tagging import can_be_verb

BE = frozenset("is are was were be been being get gets got".split())
_VERB = ("VB", "MD")
OPENS_CLAUSE = frozenset(
    "but while whereas although though because since so which that who whose when if unless until where and or than as".split()
)
MARKS = frozenset(",;:()—–")
# Two statements set against each other: always two clauses, whatever the tagger makes of their verbs.
CONTRAST = frozenset("but while whereas although though ;".split())
# Words that the tagger knows as nouns and textbooks use as verbs.
_VERB_STEMS = frozenset(
    root(w)
    for w in """act aid attack balance bear bend bind block blow boil bond bound break burn cause change charge claim close code collide combat
    compound conduct conflict contact contract control cook cool cost count cover crack cross curve cycle damage decay decline decrease defeat
    delay demand design die dissolve divide double doubt drain draw drift drive drop end equal estimate exchange exit experience export fall
    feature feed fight fill filter flow focus fold force form freeze function gain group grow guard guide halve harm heat help hold impact
    import improve increase influence interact invest join judge jump labor land last launch lead leave lie lift light limit link live load
    lock look lose lower map march mark match matter mean measure melt mix model move name need note offer open oppose order orbit output
    peak place plan plant play point prey price process produce profit program project prompt protest pump pull push question race raise
    range reach react record reform release repair reply report request rest result return reverse rise rotate rule run sample scale search
    seat separate shape share shift show sign sink sleep slide slow sort sound speed spin spread stand star start state stay stem step stop
    store stress stretch strike structure study suffer supply support surface surge survive switch tend test touch trade train transfer
    transport trap travel trigger turn twist use value vary view visit vote walk waste watch wave weigh widen work yield
    absorb coordinate adapt assign attract become bring collect compress condense connect consist contain convert deliver depend detect divide emit
    enter erode evaporate expand generate happen inhibit inject lengthen lower migrate multiply obtain prevent raise receive repel require
    secrete settle shorten shrink speak stimulate store transform translate transmit vanish vibrate weaken""".split()
)

_ALWAYS = {"is": "VBZ", "has": "VBZ", "does": "VBZ", "are": "VBP", "was": "VBD", "were": "VBD"}


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence round one verb."""

    tokens: tuple[Token, ...]
    subject: frozenset[str] = frozenset()  # stems of whom it is about, filled in by `subjects.told`
    front: frozenset[str] = frozenset()  # the subject and what stands in front of it ("in air, sound …")
    explicit: bool = False  # whether it names its subject itself
    sure: bool = True  # whether the subject is no guess at a pronoun

    @cached_property
    def lows(self) -> tuple[str, ...]:
        return tuple(t.low for t in self.tokens)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Stems of the content words, numbers included."""
        return tuple(root(t.low) for t in self.tokens if is_content(t))


# Function words by form that still say where, which or how much.
_TELLING = frozenset(
    "above below before after over under up down out off less more least last next same without within inside outside through away toward towards".split()
)


def bears_meaning(word: Token | str) -> bool:
    """Whether a word says something a sentence can be right or wrong about: content, place, order, amount."""
    low = word if isinstance(word, str) else word.low
    return low in _TELLING or _names(low)


def is_content(token: Token) -> bool:
    """Whether a token carries meaning of its own: not a function word, mark or auxiliary."""
    return _names(token.low) and not token.low.endswith(("n't", "n’t"))


@lru_cache(maxsize=20000)
def _names(low: str) -> bool:
    return low not in FUNCTION_WORDS and any(c.isalnum() for c in low)


def clauses(sentence: str) -> list[Clause]:
    """The sentence cut at marks and connectives, so that every piece has a verb of its own where possible."""
    tokens = _with_verbs(parse(re.sub(r"(?<=\d),(?=\d{3})", "", sentence)))
    pieces: list[list[Token]] = [[]]
    for i, token in enumerate(tokens):
        opens = (token.low in OPENS_CLAUSE and token.low not in {"than", "as", "that"}) or (
            token.low == "that" and i and tokens[i - 1].tag.startswith(("NN", "VB"))
        )
        contrast = token.low in CONTRAST and len(pieces[-1]) > 2 and len(tokens) - i > 3
        rest = _to_mark(tokens[i + 1 :]) if token.low in {"and", "or"} else tokens[i + 1 :]
        if contrast or ((token.text in MARKS or opens) and _has_verb(pieces[-1]) and _has_verb(rest)):
            pieces.append([])
        pieces[-1].append(token)
    merged: list[list[Token]] = []
    for piece in pieces:
        if merged and piece[0].low not in CONTRAST and not (_has_verb(piece) and _has_verb(merged[-1])):
            merged[-1] += piece
        else:
            merged.append(piece)
    return [Clause(tuple(p)) for p in merged if p]


def main_verb(clause: Clause) -> Token | None:
    """The last verb of the clause's first verb group."""
    found = None
    for i, token in enumerate(clause.tokens):
        if is_verbal(clause.tokens, i):
            found = token
        elif found is not None and token.tag != "RB":
            break
    return found


def _with_verbs(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Mends what the tagger takes for nouns: verbs behind "can", "form" in "volcanoes form above …", "denser than"."""
    out = list(tokens)
    for i, token in enumerate(out):
        before = next((t for t in reversed(out[:i]) if t.tag != "RB"), None)
        after = out[i + 1] if i + 1 < len(out) else None
        if before is not None and before.tag == "MD" and token.tag in {"NN", "JJ"}:
            out[i] = replace(token, tag="VB")
        elif token.low in _ALWAYS:
            out[i] = replace(token, tag=_ALWAYS[token.low])
        elif token.tag == "VBN" and before is not None and after is not None and _is_past(out, i, before, after):
            out[i] = replace(token, tag="VBD")
        elif token.tag in {"NN", "NNS"} and i > 1 and _relative_verb(out, i):
            out[i] = replace(token, tag="VBZ" if token.tag == "NNS" else "VBP")
        elif token.tag == "VB" and before is not None and before.tag in NOUN | {"CC"} and not _helped(out, i):
            out[i] = replace(token, tag="VBP")
        elif token.tag == "NN" and token.low.endswith("er") and _compares(out, i):
            out[i] = replace(token, tag="JJR")
        elif (
            i
            and before is not None
            and token.tag in {"NN", "NNS", "JJ"}
            and _acts(token, before, after)
            and not _verb_behind(out, i)
        ):
            out[i] = replace(token, tag="VBZ" if token.tag == "NNS" else "VBP")
    return tuple(out)


def _is_past(tokens: Sequence[Token], i: int, before: Token, after: Token) -> bool:
    """Whether a past participle is the verb: between two noun phrases, the first verb behind a mark ("the air *held* more water")."""
    start = max((j + 1 for j in range(i) if tokens[j].text in MARKS or tokens[j].low in OPENS_CLAUSE), default=0)
    first = not any(t.tag.startswith(_VERB) for t in tokens[start:i]) and tokens[start].tag not in {"IN", "TO"}
    return (
        first
        and before.tag in NOUN | {"PRP"}
        and after.tag in {"DT", "PRP$", "PRP", "CD", "JJR"}
        and tokens[i].low not in {"called", "named", "termed"}
    )


def _relative_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word is what a relative pronoun's clause does ("kinases, which *transfer* a group")."""
    head = next((t for t in reversed(tokens[: i - 1]) if t.text != ","), None)
    behind = tokens[i + 1].tag if i + 1 < len(tokens) else ""
    agrees = head is not None and head.tag in NOUN and (tokens[i].tag == "NNS") != (head.tag in {"NNS", "NNPS"})
    return (
        tokens[i - 1].low in {"which", "who", "that"}
        and agrees
        and behind in {"DT", "PRP$", "IN"}
        and can_be_verb(tokens[i].low)
    )


def _compares(tokens: Sequence[Token], i: int) -> bool:
    """Whether "than" follows, or another comparative stands beside the word."""
    behind = tokens[i + 1].low if i + 1 < len(tokens) else ""
    alone = not any(t.tag in {"JJR", "RBR"} for t in tokens[max(0, i - 3) : i])
    return (behind == "than" and alone and has_direction(root(tokens[i].low[:-1]))) or (
        i > 1 and tokens[i - 1].low == "and" and tokens[i - 2].tag in {"JJR", "RBR"}
    )


def _to_mark(tokens: Sequence[Token]) -> Sequence[Token]:
    return tokens[: next((i for i, t in enumerate(tokens) if t.text in MARKS), len(tokens))]


def _helped(tokens: Sequence[Token], i: int) -> bool:
    """Whether an infinitive's "to", "can", "let" or "make" stands shortly before."""
    return any(t.tag in {"TO", "MD"} or root(t.low) in {"let", "make", "help", "do"} for t in tokens[max(0, i - 5) : i])


def _acts(token: Token, before: Token, after: Token | None) -> bool:
    """Whether a word that can be a verb has a subject's noun in front and no noun that it would belong to behind."""
    plural = token.tag == "NNS" and token.low.endswith("s")
    base = root(token.low)
    if (
        base not in _VERB_STEMS
        or (plural and before.tag == "NNS" and not before.low.endswith(("us", "is", "ss")))
        or (
            not plural
            and not (before.tag in {"NNS", "NNPS", "PRP"} or (before.tag == "NNP" and before.low.endswith("s")))
        )
    ):
        return False
    if before.tag not in NOUN | {"PRP", ")", "VBG", "JJ"} and before.low not in {"and", "but", "then"}:
        return False
    return (
        after is None
        or after.tag in {"IN", "TO", "RB", "DT", "PRP", "PRP$", "WRB", "JJ", "JJR", "CC", "CD", ".", ","}
        or after.tag in NOUN
    )


def _verb_behind(tokens: Sequence[Token], i: int) -> bool:
    """Whether the stretch from the word to the next mark or connective has a finite verb of its own ("the flow of heat is")."""
    for token in tokens[i + 1 :]:
        if token.text in MARKS or token.low in OPENS_CLAUSE - {"as", "than"}:
            return False
        if token.tag in FINITE:
            return True
    return False


def is_verbal(tokens: Sequence[Token], i: int) -> bool:
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
        before.tag.startswith(("NN", "PRP")) or before.low in BE | {"to", "by", "has", "have", "had"}
    )


def _has_verb(tokens: Iterable[Token]) -> bool:
    return any(t.tag in {"VBZ", "VBP", "VBD", "MD"} or (t.tag.startswith("VB") and t.low in BE) for t in tokens)
