"""Labels made whole. A phrase that stops inside a list, before what it is compared with, or before a word that its verb or
adjective needs says something else than its sentence: it is carried on to the end of what belongs to it, or not drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..english.grammar import FINITE, NOUN, Token, parse
from ..english.phrases import parts_pair
from ..english.tagging import can_be_verb
from ..text import count_words, squash, stem
from ..visuals import Addition, CauseEffect, Comparison, ConceptMap, Datum, Definition, Link, Slots, Statement, Steps
from .model import Finding
from .twice_told import twice_told

MAX_WHOLE = 18  # words of a label that was carried on; a card holds no more
_TURNS = 3  # how often one label is carried on
# Where a phrase ends that a label is carried on with.
_END = re.compile(
    r",(?!\d)|[;:.()—–]|\s(?=(?:and|or|but|that|which|who|whose|when|where|because|since|if|so|while|whereas|although|unless|until|by|to|for|from|with|in|on|at|through"
    r"|during|as|than|after|before|into|within|without|using|rather|instead)\b)"
)
_THAN = re.compile(r"\sthan\b")
_TIE = re.compile(r"\s(?:from|to|of|with|for|in|on|about|at)\s(?!\w+ing\b)")
_PARTICLE = re.compile(
    r"\s(?:(?:back|straight|right)\s)?(?:out|up|down|off|back|away|apart|together|forward|forth|aside|in)(?=\s(?:of|into|to|from|in|through|toward|towards|at|onto)\b|[.,;:]|$)"
)
_RESULT = frozenset(map(stem, "make makes made keep keeps kept leave leaves left render renders rendered".split()))
_PAIRED = re.compile(r"(?:both|either|neither|between)\b(?!.*\b(?:and|or|nor)\b)", re.I)
_JOINED = re.compile(r"\s(?:and|or|nor)\s")
_ITEM = re.compile(r",\s(?P<joint>(?:and|or)\s)?(?P<said>[^,;:()—–.]+)")
_NO_ITEM = re.compile(
    r"(?:which|who|whose|that|where|when|while|whereas|because|since|although|though|if|unless|as|but|so|yet|for|including|such|especially|particularly|namely|not|then|thus|even|it|they|we"
    r"|he|she|there|this|these|those)\b",
    re.I,
)
# "the upper classes, and in courting votes": with a comma, "and" joins no two things, unless the first are two already.
_LONE_AND = re.compile(r"(?!.*\sand\s.*,\s(?:and|or)\s)(?!\w+ing\b)(?P<first>[^,]+),\sand\s[^,]+")
# A clause that says which one is meant, right behind its noun: "the amount *that the system can create*".
_WHICH_ONE = re.compile(r"\s(?:that|who|whom|whose|which|where|(?:in|to|of|for|by|with|from|on|at|through) which)\s")
_CLOSES = re.compile(r"[,;:()—–]|$")
_SAME_OF = re.compile(r"\s(?:and|or)\s[\w-]+\sof\s")  # "the release | and binding *of* molecules"
_OPENS_CLAUSE = frozenset("until when whenever because if while although though since unless".split())
_INSIDE_LIST = re.compile(r"[^,]+,\s(?:and|or)\s")  # "events, | feelings, or yearnings"
_NEAR = 25  # characters behind a label within which its neighbour in the picture begins; and of that to look for


def made_whole(finding: Finding) -> Finding | None:
    """The finding with each label as far as what it begins goes; None where one would be too long for its card."""
    labels = _Labels(finding.sources)
    slots = _carried(finding.slots, labels)
    return None if labels.lost else replace(finding, slots=slots)


class _Labels:
    """Carries the labels of one finding on, and notes whether one of them was lost."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = [squash(s).rstrip(" .!") for s in sentences]
        self.lost = False

    def whole(self, label: str, siblings: Iterable[str] = (), behind: str = "") -> str:
        """The label as it stands `behind` another phrase of its sentence, carried on."""
        for sentence in self._sentences:
            start = _find(label, sentence, behind)
            if start >= 0:
                made = completed(label, sentence, tuple(siblings), start)
                self.lost = self.lost or not made
                return made or label
        return label


def _find(label: str, sentence: str, behind: str) -> int:
    low = sentence.casefold()
    after = low.find(behind.casefold()) + len(behind) if behind and behind.casefold() in low else 0
    found = low.find(label.casefold(), after)
    return found if found >= 0 else low.find(label.casefold())


def completed(label: str, sentence: str, siblings: Sequence[str] = (), start: int = -1) -> str:
    """A label of `sentence` as far as what it begins goes; "" where that is too long, or where another statement begins in it.

    `siblings` are labels that stand beside it in the picture: what goes on with one of them lacks nothing. `start` is
    where the label stands, by default where it first occurs.
    """
    start = start if start >= 0 else sentence.casefold().find(label.casefold())
    if start < 0:
        return label
    first = end = start + len(label)
    tokens = parse(sentence)
    if sentence[:start].endswith(", ") and _INSIDE_LIST.match(label) and _lists(sentence[:start]):
        return ""
    for _ in range(_TURNS):
        more = _missing(sentence, start, end, tokens, siblings)
        if not more:
            break
        end += more
    lone = _LONE_AND.fullmatch(sentence[start:end])
    if (
        (end > first and parts_pair(sentence, end))
        or twice_told(tokens, start, end)
        or (lone and not _does(lone["first"]))
    ):
        return ""
    if end == first:
        return label
    if count_words(sentence[start:end]) <= MAX_WHOLE:
        return label + sentence[first:end]
    whole_alone = (
        _list_end(label, sentence[first:], siblings) and "," not in label
    )  # one thing of a long list is true alone
    return label if whole_alone else ""


def _missing(sentence: str, start: int, end: int, tokens: Sequence[Token], siblings: Sequence[str]) -> int:
    """How many characters behind `end` belong to the label that began at `start`; 0 where it is whole."""
    label, after = sentence[start:end], sentence[end:]
    said = re.split(r"[,;:]", after)[0].casefold()
    if any(0 <= said.find(re.split("[,;:]", s.casefold())[0][:_NEAR]) <= _NEAR for s in siblings):
        return 0
    last = next((t for t in tokens if t.end == end), None)
    before = next((t for t in reversed(tokens) if t.end <= start), None)
    if before and before.low in _OPENS_CLAUSE and _JOINED.match(after) and not _states(label):
        return _clause_end(after, 0)
    if after.startswith(" to ") and parts_pair(sentence[start:], end - start):  # "enables a group of people | to rise"
        return len(re.split(r"[,;:()—–]", after)[0])
    if last and last.tag in NOUN and re.search(r"\bthe\s[\w-]+$", label) and (shared := _SAME_OF.match(after)):
        return _phrase_end(after, shared.end())
    if _PAIRED.match(label):
        joined = _JOINED.search(after)
        return _phrase_end(after, joined.end()) if joined else 0
    if _THAN.match(after) and not re.search(r"\b(?:rather|other)$", label):
        return _phrase_end(after, _THAN.match(after).end())
    tie = _TIE.match(after)
    if last and tie and last.tag in {"JJ", "JJR"} and not _before_noun(tokens, last):
        return _phrase_end(after, tie.end())
    if (
        last
        and tie
        and last.tag == "VBN"
        and re.search(r"\b(?:that|which|who)\s|\s(?:found|used|made)$|\bbeen\s\w+$", label)
    ):
        return _phrase_end(after, tie.end())  # "molecules that are *bound | to the wall*"
    if last and last.tag.startswith("NN") and (particle := _PARTICLE.match(after)):
        goes_on = re.match(r"\s(?:of|into|to|from|in|through|toward|towards|at|onto)\b\s?", after[particle.end() :])
        return _phrase_end(after, particle.end() + goes_on.end()) if goes_on else particle.end()
    if _is_result(sentence, start, end, tokens):
        return _phrase_end(after, 1, frozenset({"JJ", "JJR"}))
    if last and last.tag in NOUN and (which := _WHICH_ONE.match(after)):
        return _clause_end(after, which.end())
    return _list_end(label, after, siblings)


def _phrase_end(after: str, start: int, ends: frozenset[str] = NOUN) -> int:
    """Where the phrase that begins at `start` ends: at the first border behind a noun, an "of" inside it included."""
    for end in _END.finditer(after, start):
        said = after[start : end.start()]
        opened = re.match(r"\s(?:which|whom|whose)\b", after[end.start() :]) and re.search(
            r"\s(?:of|to|in|for|from|by|with)$", said
        )
        if opened:  # "from any lien *of which he was unaware*"
            return end.start() + len(re.split(r"[,;:]\s", after[end.start() :])[0])
        adjectives = end.group() == "," and said and parse(said)[-1].tag == "JJ"  # "of small, round seeds"
        if (end.group().strip() and not adjectives) or any(t.tag in ends for t in parse(said)):
            return end.start()
    return len(after)


def _clause_end(after: str, start: int) -> int:
    """Where a relative clause ends: at the first mark behind its verb."""
    for close in _CLOSES.finditer(after, start):
        if any(t.tag in FINITE for t in parse(f"It is what {after[start : close.start()]}")[3:]):
            return close.start()
    return len(after)


def _states(text: str) -> bool:
    return any(t.tag in FINITE for t in parse(f"{text} ."))


def _lists(before: str) -> bool:
    """Whether what stands before a comma ends with a thing of a list, and no clause or phrase that opens the sentence."""
    tokens = parse(before[before.rfind(", ", 0, -2) + 1 :].strip(" ,"))
    return bool(tokens) and tokens[-1].tag == "NNS" and not any(t.tag in {"IN", "TO", "CD", *FINITE} for t in tokens)


def _before_noun(tokens: Sequence[Token], adjective: Token) -> bool:
    """Whether an adjective is a noun: what modifies it stands right before it ("the *poor* of a town", "a broad *maximum* with …")."""
    at = next(i for i, t in enumerate(tokens) if t.start == adjective.start)
    return at > 0 and tokens[at - 1].tag in {"DT", "PRP$", "JJ", "JJR", "JJS", "CD"}


def _is_result(sentence: str, start: int, end: int, tokens: Sequence[Token]) -> bool:
    """ "makes both firms *worse off*": what the thing is made, right behind it."""
    before = [t for t in tokens if t.end <= start and t.tag not in {"DT", "PRP$", "CD", "PDT"}]
    behind = next((t for t in tokens if t.start > end - 1 and t.tag != "RB"), None)  # "vastly *easier*"
    if behind and "," in sentence[end : behind.start]:
        return False
    made = bool(before) and stem(before[-1].low) in _RESULT
    return made and behind is not None and behind.tag in {"JJ", "JJR"} and sentence[end : end + 1] == " "


def _list_end(label: str, after: str, siblings: Sequence[str]) -> int:
    """Where a list ends that goes on behind a label; 0 where what follows the comma is no item of it."""
    at, items = 0, 0
    while item := _ITEM.match(after, at):
        said = item["said"].strip()
        if _NO_ITEM.match(said) or any(_opens_with(said, s) for s in siblings) or _does(said):
            return 0
        items += 1
        if item["joint"]:
            lone = items == 1 and ("," not in label or _does(label))  # ", and" alone may open a clause
            return 0 if lone else _phrase_end(after, item.start("said"))
        at = item.end()
    return 0


def _opens_with(said: str, sibling: str) -> bool:
    bare: Callable[[str], str] = lambda x: re.sub(r"^(?:the|an?|its|their)\s", "", x.casefold())  # noqa: E731
    return bare(said).startswith(bare(sibling)) or bare(sibling).startswith(bare(said))


def _does(text: str) -> bool:
    """Whether a stretch has a verb of its own, or opens with one: no item of a list of things."""
    tokens = parse(text)
    if tokens and tokens[0].tag in {"VBG", "VBN", "VBD", "IN", "TO", "RB", "WDT", "WRB"}:
        return True
    if len(tokens) > 1 and tokens[0].tag == "NNS" and tokens[1].tag in {"JJ", "DT"} and can_be_verb(tokens[0].low):
        return True  # "*spills* toxic chemicals"
    own = re.split(r"\s(?:that|which|who|whose|where|when|to)\s", text)[0]
    return any(t.tag in FINITE for t in parse(own))


def _carried(slots: Slots, labels: _Labels) -> Slots:
    """The slots with their labels made whole."""
    if isinstance(slots, ConceptMap | CauseEffect):
        ends = [e for x in slots.links for e in (x.source, x.target)]
        targets = {x.target for x in slots.links}
        return slots.model_copy(update={"links": [_link(x, ends, labels, x.source in targets) for x in slots.links]})
    if isinstance(slots, Comparison):
        rows = [r.model_copy(update={"cells": [labels.whole(c) for c in r.cells]}) for r in slots.rows]
        return slots.model_copy(update={"rows": rows})
    if isinstance(slots, Statement):
        said = [slots.subject.text, *(a.text for a in slots.additions)]
        added = [_addition(a, said, labels) for a in slots.additions]
        return slots.model_copy(update={"object": _datum(slots.object, labels, said, slots.verb), "additions": added})
    if isinstance(slots, Definition):
        said = [f.text for f in slots.features]
        meaning = _datum(slots.meaning, labels, said)
        return slots.model_copy(
            update={"meaning": meaning, "features": [_datum(f, labels, said) for f in slots.features]}
        )
    if isinstance(slots, Steps):
        said = [s.text for s in slots.steps]
        return slots.model_copy(update={"steps": [_datum(s, labels, said) for s in slots.steps]})
    return slots


def _link(link: Link, ends: Sequence[str], labels: _Labels, chained: bool) -> Link:
    """A link with its ends carried on; a source that is `chained` is the target of another one."""
    others = [e for e in ends if e not in {link.source, link.target}]
    behind = [x for x in (*others, link.label, link.target) if x]
    source = link.source if chained else labels.whole(link.source, behind)
    return link.model_copy(update={"source": source, "target": labels.whole(link.target, others, link.source)})


def _addition(addition: Addition, others: Sequence[str], labels: _Labels) -> Addition:
    said = labels.whole(addition.text, [o for o in others if o != addition.text], addition.word)
    return addition.model_copy(update={"text": said})


def _datum(datum: Datum, labels: _Labels, siblings: Sequence[str], behind: str = "") -> Datum:
    if datum.whole:
        return datum  # drawn whole where there is room
    said = labels.whole(datum.text, [s for s in siblings if s != datum.text], behind)
    return datum.model_copy(update={"text": said})
