"""Which way a cause, a condition or a sequence points: "A because B" is not "B because A"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..english.clauses import BE, Clause, is_content
from ..english.grammar import FINITE, NOUN, Token
from ..english.lexicon import are_synonyms, has_direction, root

# What follows is the cause; in front of the sentence it ends at the comma.
_FROM = frozenset("because since as when whenever if once after".split())
_FROM_PAIRS = frozenset({("due", "to"), ("thanks", "to"), ("owing", "to"), ("because", "of"), ("result", "of"), ("results", "from"),
                         ("result", "from"), ("resulted", "from"), ("stems", "from"), ("stem", "from"), ("arises", "from"), ("arise", "from"),
                         ("caused", "by"), ("triggered", "by"), ("produced", "by"), ("driven", "by"), ("prompted", "by"), ("induced", "by"), ("comes", "from"),
                         ("follows", "from"), ("follow", "from"), ("symptom", "of"), ("emerged", "from"), ("emerges", "from"), ("emerge", "from"),
                         ("response", "to"), ("reaction", "to")})  # fmt: skip
# … where no other word gives a reason.
_HANGS_ON = frozenset(
    {("depends", "on"), ("depend", "on"), ("depended", "on"), ("determined", "by"), ("governed", "by")}
)
# What follows is the effect.
_TO = frozenset("so therefore thus hence consequently thereby before".split())
_FOLLOWS = frozenset("therefore thus hence consequently".split())
_TO_PAIRS = frozenset({("leads", "to"), ("lead", "to"), ("led", "to"), ("leading", "to"), ("results", "in"), ("result", "in"), ("resulted", "in"),
                       ("is", "why"), ("so", "that"), ("contributes", "to"), ("contribute", "to"), ("contributed", "to"),
                       ("explains", "why"), ("brings", "about"), ("bring", "about"), ("brought", "about"), ("way", "for"),
                       ("responsible", "for"), ("cause", "of"), ("causes", "of"), ("reason", "for")})  # fmt: skip
_TO_VERBS = frozenset(
    "causes caused cause causing makes made making trigger induce prompt drives drove driving triggers triggered triggering induces induced "
    "inducing prompts prompted prompting".split()
)
_AS_RESULT = frozenset(
    {
        ("as", "a", "result"),
        ("as", "a", "consequence"),
        ("for", "this", "reason"),
        ("that", "is", "why"),
        ("this", "is", "why"),
    }
)
_REASONS = frozenset(
    "because since due owing thanks causes caused cause therefore thus hence consequently leads led lead".split()
)
# Where a sentence has one of these, what is the cause is plain whatever its other words.
SAYS_WHY = frozenset("because caused".split())
_HAS = frozenset("has have had".split())
_ANY_REASON = _REASONS | frozenset(
    "so as by when if makes make made bring brings brought responsible result results why allow allows let lets help helps reason through whenever once "
    "enable enables mean means produce produces force forces turn turns raise raises lower lowers increase increases reduce reduces".split()
)


# What these verbs are about is their subject's work.
_CHANGES = frozenset(
    root(w)
    for w in """increase raise boost strengthen improve enhance accelerate reduce lower decrease weaken impair damage slow limit prevent
    inhibit block stimulate promote encourage produce create generate kill destroy worsen threaten harm delay speed""".split()
)


def reversed_cause(sentence: Sequence[Clause], source: Sequence[Clause]) -> tuple[str, str] | None:
    """A word of the cause and one of the effect where the two have changed places; None when they have not."""
    links, acts = _links(source), _acts(source)
    for cause, effect in _links(sentence):
        told = max((_in_order(cause, effect, *link) for link in links), default=0)
        for other_cause, other_effect in links:
            forth = _shared(cause, other_cause, other_effect), _shared(effect, other_effect, other_cause)
            back = _shared(cause, other_effect, other_cause), _shared(effect, other_cause, other_effect)
            turned = len(back[0]) + len(back[1])
            if back[0] and back[1] and turned > len(forth[0]) + len(forth[1]) and turned >= told:
                return back[0][0], back[1][0]
            if _both_effects(cause, effect, other_cause, other_effect):
                return cause[0], effect[0]
        for doer, done in acts:
            if _among(cause, done, doer) and _among(effect, doer, done):
                return cause[0], effect[0]
    for doer, done in _acts(sentence):
        for other_doer, other_done in acts:
            moved = _among(_unmoved(doer), other_done, other_doer) and _among(_unmoved(done), other_doer, other_done)
            if moved and _unmoved(doer) and _unmoved(done):
                return doer[-1], done[-1]
    return None


def _in_order(
    cause: Sequence[str], effect: Sequence[str], other_cause: Sequence[str], other_effect: Sequence[str]
) -> int:
    """How many words two links share in the same order; 0 where either side shares none."""
    forth = _shared(cause, other_cause, other_effect), _shared(effect, other_effect, other_cause)
    return len(forth[0]) + len(forth[1]) if all(forth) else 0


def _both_effects(
    cause: Sequence[str], effect: Sequence[str], other_cause: Sequence[str], other_effect: Sequence[str]
) -> bool:
    """Whether what is called cause and effect are both the effect of a third thing in the source, which the sentence leaves out."""
    said = {s for s in (*cause, *effect) if s not in _CHANGES and not has_direction(s)}
    own = [s for s in cause if s in said]
    if not own or any(are_synonyms(s, x) for s in said for x in other_cause):
        return False
    return len(own) > 1 and _among(own, other_effect, other_cause) and bool(_shared(effect, other_effect, other_cause))


def _unmoved(words: Sequence[str]) -> list[str]:
    """The words of a side without those that say that there is more or less of it."""
    named = [w for w in words if w not in _CHANGES]
    return [w for w in named if not has_direction(w)] or named  # "bias" is a thing, though "unbiased" is its opposite


def _acts(told: Sequence[Clause]) -> list[tuple[list[str], list[str]]]:
    """What acts and what it brings about, where no word of cause says so: "A *reduces* B", "A …, which *reduces* B"."""
    found = []
    for i, clause in enumerate(told):
        at = next(
            (j for j, t in enumerate(clause.tokens) if root(t.low) in _CHANGES and _finite(clause.tokens, j)), None
        )
        if at is None:
            continue
        front = _stems(clause.tokens[:at])
        if not front and i and "which" in clause.lows[:at]:
            front = [s for c in told[max(0, i - 2) : i] for s in _stems(c.tokens)]
        if front:
            found.append((front, _stems(clause.tokens[at:])))
    return found


def _finite(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word is the verb of an active statement; "impairs" is one to some taggers and a plural to others."""
    before = next((t.low for t in reversed(tokens[:i]) if t.tag != "RB"), "")
    plural = tokens[i].tag == "NNS" and i > 0 and tokens[i - 1].tag in NOUN
    perfect = tokens[i].tag == "VBN" and before in _HAS  # "had gradually raised"
    return (tokens[i].tag in FINITE or plural or perfect) and before not in BE


def _among(words: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]) -> bool:
    return all(w not in unwanted and any(are_synonyms(w, x) for x in wanted) for w in words)


def same_order(sentence: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """Whether both set two things in one order of time, said with "before" or "after"."""
    return any(
        _shared(first, other_first, other_then) and _shared(then, other_then, other_first)
        for first, then in _links(sentence)
        for other_first, other_then in _links(source)
    )


def added_reason(sentence: Sequence[Clause], source: Sequence[Clause]) -> str:
    """A word that claims a cause where the source names none at all; "" otherwise."""
    tokens = [t for c in source for t in c.tokens]
    purpose = any(a.low == "to" and b.tag == "VB" for a, b in pairwise(tokens))
    if purpose or any(t.low in _ANY_REASON or t.low.endswith("ing") for t in tokens):
        return ""
    return next((w for c in sentence for w in c.lows if w in _REASONS), "")


def _shared(words: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]) -> list[str]:
    return [
        w for w in words if any(are_synonyms(w, x) for x in wanted) and not any(are_synonyms(w, x) for x in unwanted)
    ]


def _links(told: Sequence[Clause]) -> list[tuple[list[str], list[str]]]:
    """(stems of the cause, stems of the effect) of every link between two parts of one sentence."""
    tokens = [t for c in told for t in c.tokens]
    parts = [tokens[start:end] for start, end in _sentences(tokens)]
    found = [link for part in parts for link in _links_of(part)]
    for before, part in pairwise(parts):  # "… . As a result, …"
        opens = tuple(t.low for t in part[:3]) in _AS_RESULT or (part[0].low in _TO and part[0].low != "before")
        if opens or _draws_on(part):
            found.append((_stems(before), _stems(part)))
    return [(cause, effect) for cause, effect in found if cause and effect]


def _draws_on(part: Sequence[Token]) -> bool:
    """Whether the whole of a sentence follows from the one before: "Switching is *therefore* cheaper"."""
    at = next((i for i, t in enumerate(part) if t.low in _FOLLOWS), 0)
    return at > 0 and not any(t.low in {"and", "so"} or t.text in {",", ";"} for t in part[:at])


def _links_of(part: Sequence[Token]) -> list[tuple[list[str], list[str]]]:
    follows = next((i for i, t in enumerate(part) if t.low in _FOLLOWS), -1) if _draws_on(part) else -1
    cues = [(i, *kind) for i in range(len(part)) if i != follows and (kind := _cue(part, i))]
    hangs = [] if cues else [i for i in range(len(part) - 1) if (part[i].low, part[i + 1].low) in _HANGS_ON]
    found = [(_stems(part[i + 2 :]), _stems(part[:i])) for i in hangs[:1]]
    for n, (i, length, backwards) in enumerate(cues):
        end = cues[n + 1][0] if n + 1 < len(cues) else len(part)
        start, stop = (
            (0, cues[0][0]) if backwards and n else (cues[n - 1][0] + cues[n - 1][1] if n and not backwards else 0, i)
        )
        if backwards and n and not stop:  # "When A, B because C"
            start, stop = next((j for j in range(i) if part[j].text == ","), i), i
        if backwards and n == 1 and part[cues[0][0]].low in _TO_VERBS:
            start, stop = 0, i  # "repetition makes it possible, since …": the whole statement has the reason
        before = part[start:stop]
        if backwards and n and not _stems(part[cues[n - 1][0] + cues[n - 1][1] : i]):
            before = []  # "so when A, B": A makes B, not what stands in front
        after = part[i + length : end]
        if not backwards and not _stems(after):
            after = part[i + length :]  # "so when …, it pays": the effect has a condition of its own
        if backwards:  # the cause follows, up to the comma
            comma = next((j for j, t in enumerate(after) if t.text == ","), len(after))
            opens = not any(is_content(t) for t in before) or before[-1].low == "that"
            if opens:  # "Because A, B", "Note that if A, B"
                before = after[comma:]
            after = after[:comma]
        if part[i].low == "before" and i and not any(t.tag in NOUN or t.tag in FINITE for t in part[:i]):
            comma = next((j for j, t in enumerate(after) if t.text == ","), len(after))
            before, after = after[comma:], after[:comma]  # "Long before A, B"
        cause, effect = (after, before) if backwards else (before, after)
        if _stems(cause) and _stems(effect):
            found.append((_stems(cause), _stems(effect)))
    if len(part) > 2 and [t.low for t in part[-4:] if t.low.isalpha()][-3:] == ["as", "a", "result"]:
        joint = max((j for j in range(len(part) - 4) if part[j].low == "and"), default=0)
        found.append((_stems(part[:joint]), _stems(part[joint:-3])))
    return [f for f in found if f[0] and f[1]]


def _cue(part: Sequence[Token], i: int) -> tuple[int, bool] | None:
    """(how many words, whether the cause follows) of the link that stands at `i`."""
    low, nxt, third = (part[j].low if j < len(part) else "" for j in (i, i + 1, i + 2))
    if low == "brought" and nxt in {"about", "on"} and third == "by":
        return 3, True
    if low == "rise" and nxt == "to" and i and root(part[i - 1].low) == "give":
        return 2, False
    if (low, nxt) in _FROM_PAIRS or (low, nxt) in _TO_PAIRS:
        return 2, (low, nxt) in _FROM_PAIRS
    if low == "if" and i and part[i - 1].low == "even":
        return None  # concedes, and gives no reason
    if low == "as" and nxt == "a" and i + 2 < len(part) and part[i + 2].low in {"result", "consequence"}:
        return None
    if low == "as":
        beside = {t.low for t in (*part[max(0, i - 4) : i], *part[i + 1 : i + 5])}
        if (
            "as" in beside
            or nxt == "well"
            or (nxt in {"a", "an", "the"} and not _opens(part, i))
            or (i and part[i - 1].low in {"such", "same", "known", "far", "long"})
        ):
            return None
    if low in _TO_VERBS and (nxt in {"of", "up", "from", "by"} or (i and part[i - 1].low in BE)):
        return None  # "were made because": not what makes, but what is made
    if low in _FROM and not (low == "when" and any(t.low == "than" for t in part)):
        return 1, True
    return (1, False) if low in _TO | _TO_VERBS else None


def _opens(part: Sequence[Token], i: int) -> bool:
    """Whether "as" opens a clause that ends at a comma ("*As* the roots grew, …"): it has a verb."""
    comma = next((j for j in range(i + 1, len(part)) if part[j].text == ","), 0)
    return i == 0 and any(t.tag in FINITE for t in part[i + 1 : comma])


def _sentences(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    ends = [i + 1 for i, t in enumerate(tokens) if t.text in ".;"] or [len(tokens)]
    ends = ends if ends[-1] == len(tokens) else [*ends, len(tokens)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _stems(tokens: Sequence[Token]) -> list[str]:
    return [root(t.low) for t in tokens if is_content(t)]
