"""Steps that a book tells in running sentences: with "First", "Then", "Finally", by the round they are of, or by the name of a stage.

Each leans on the one before, so none could open a scene, and together they are an explanation. What stands between two steps
explains the first of them (`Item.behind`): it is told where there is time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...book.sentences import split_sentences
from ..english.flaws import flaw
from ..english.grammar import Clause, behind_subject, main_clause, parse
from ..english.phrases import label_of
from ..english.references import dangles
from ..text import count_words
from .items import MAX_STEPS, MIN_STEPS, OF_STEPS, Item, doing_of, step_label
from .model import Source, distinct
from .processes import IN_ORDER, MAX_STEP, NUMBER_WORDS, STATE, one_of
from .whole import MAX_WHOLE

# Sentences that may stand between two steps, and between two stages told by name.
WITHIN = 3
# The same behind a first step without a word of order.
WITHIN_UNMARKED = 1
# Sentences before the first step among which the one that announces steps stands, where no word of time does.
ANNOUNCED_WITHIN = 1
_SORT = r"(?:stages?|steps?|phases?|rounds?|passes|pass|iterations?|cycles?)"
_AT = r"(?:(?:in|during|at|for) )?the "
_FIRST = re.compile(
    rf"(?:first(?:ly)?|initially|to (?:begin|start)(?: with)?|at first)\b,|{_AT}(?:very )?first (?:[\w-]+ )?{_SORT}\b",
    re.I,
)
_THEN = re.compile(
    r"(?:then|next(?=,| (?:we|you|the|an?|it|they)\b)|after (?:this|that)|afterwards?|subsequently)\b", re.I
)
_NTH = re.compile(
    rf"(?:second|third|fourth)(?:ly)?,|{_AT}(?:next|second|third|fourth|fifth|following)(?: \([^)]*\))? (?:[\w-]+ ){{0,2}}?{_SORT}\b",
    re.I,
)
# What only goes on where the run has other words of order.
_ONCE = re.compile(
    r"(?:once|after|as soon as|following) (?!all,)[^,]{3,80}, |(?:this|it) (?:\w+ )?(?:is|are) (?:then )?followed by |eventually\b|ultimately\b(?!, (?:though|however)\b)",
    re.I,
)
_ROUNDS = re.compile(
    r"(?:the |these )?(?:rounds|iterations|passes|cycles) (?:continue|go on|are repeated|stop|end)\b", re.I
)
_LAST = re.compile(
    rf"(?:(?:finally|lastly|at last)\b(?!, (?:though|however)\b)|{_AT}(?:\w+ and )?(?:final|last) (?:[\w-]+ ){{0,2}}?{_SORT}\b|{_ROUNDS.pattern})",
    re.I,
)
# "We first count …", "We then count …", "The cell is then stained": the word of time stands behind the subject.
_INNER_FIRST = re.compile(r"(?!(?:if|when|once|whenever|since|as)\b)(?:[\w’-]+ ){1,6}?first (?P<verb>\w+)", re.I)
_INNER_THEN = re.compile(
    r"(?!(?:if|when|whenever|since|as|because|although|suppose|for)\b)(?:[\w’-]+ ){0,7}?(?:(?!since|by|until|and|even|if|just|more|rather|the\b)[\w’-]+ (?:then|subsequently)|(?:we|you|is|are) next) \w",
    re.I,
)
_HERE = re.compile(r"^here, ", re.I)
_PASSIVE = re.compile(r"(?:is|are|was|were)\s(?:\w+ly\s)?\w+(?:ed|en|wn|ne|nt|lt|pt|ft|ght|ung|ut|et|id|ad)\b")
_ASIDE = re.compile(r",\s[^,]*,?$")  # "crystal violet*, a primary stain,* is applied"
_PURPOSE = re.compile(r"^To \w+\s[^,]{3,60},\s")
_LEANS = re.compile(
    r"(?:\w+,? ){0,2}?(?:it|they|this|these|that|those|its|their|both|such|each|he|she)\b|.*\bthe (?:resulting|latter|former|same|second|third|next)\b",
    re.I,
)
# Whose doings are told once and explain nothing, what tells of an example, and what says where the book goes on.
_SOMEONE = re.compile(r"\b(?:he|she|his|her|I|my|me)\b|\b(?:1[5-9]|20)\d\d\b")
_FOR_INSTANCE = re.compile(
    r"(?:if|when|for (?:example|instance)|suppose|imagine|recall|consider|note|remember|however|but|although)\b", re.I
)
_ON_PAGE = re.compile(
    r"\b(?:we|I) (?:will |shall |first |next |then |finally )*(?:discuss|describe|show|explain|introduce|present|see|look|begin|turn)\b|:$"
)
_UNCHANGED = frozenset("cut hit put set shut split spread".split())  # participles like the verb, or the noun
_NAMES = re.compile(r"(?:known|called|defined|termed|considered|expressed|said|given)$")
# "First, … Second, …" counts reasons too, unless steps were announced.
_ANNOUNCES = re.compile(rf"\b(?:{_SORT}|procedures?)\b", re.I)
_REASONS = re.compile(
    r"\b(?:reasons?|problems?|advantages?|disadvantages?|drawbacks?|benefits?|challeng\w+|difficult\w*|why|ways|points)\b",
    re.I,
)
_COUNTED = re.compile(
    rf"\b(?P<count>{one_of(NUMBER_WORDS)})[\s-](?:[\w-]+\s){{0,2}}?(?P<sort>stage|step|phase|period)s?\b", re.I
)
_NAMED = re.compile(
    r"(?:\b(?:[Ii]n|[Dd]uring|[Aa]t|[Bb]y|[Ii]nto|[Ee]nters?|[Rr]each(?:es)?)\s)?\b[Tt]he (?P<name>(?!(?:same|this|next|first|second|third|fourth|final|last|previous|other|early|late|earlier|later|whole|entire)\b)[a-z][\w-]+(?: [\w-]+)?) (?P<sort>stage|phase|period)\b"
)


def told_lists(passages: Sequence[Source]) -> list[list[Item]]:
    """Every run of nearly consecutive sentences, of passages that follow one another, told in order from a first step on."""
    said = _sentences(passages)
    found: list[list[Item]] = []
    at = 0
    while at < len(said):
        steps = _steps(said, at)
        items = _items(said, steps) if len(steps) >= MIN_STEPS else []
        if items and _are_steps(items, " ".join(text for text, _ in said[max(0, at - ANNOUNCED_WITHIN) : at])):
            found.append(items)
        at = steps[-1] + 1 if items else at + 1
    return found


def stages_by_name(passages: Sequence[Source]) -> list[list[Item]]:
    """Every course of as many stages as were counted, each told by its own name ("In the settling stage, …")."""
    said = _sentences(passages)
    found = []
    for at, (text, _) in enumerate(said):
        count = _COUNTED.search(text)
        if count is None:
            continue
        wanted, sort = NUMBER_WORDS[count["count"].lower()], count["sort"].lower()
        run: list[tuple[int, str]] = []
        for i in range(at + 1, len(said)):
            names = [m["name"] for m in _NAMED.finditer(said[i][0]) if m["sort"].lower() == sort]
            if i - (run[-1][0] if run else at) > WITHIN or len(names) > 1:
                break
            if names and names[0].lower() not in {n.lower() for _, n in run}:
                run.append((i, names[0]))
        if MIN_STEPS <= len(run) == wanted:
            found.append([Item(said[i][0], f"{name} {sort}", said[i][1]) for i, name in run])
    return found


def _sentences(passages: Sequence[Source]) -> list[tuple[str, Source]]:
    return [(text, source) for source in passages for text in split_sentences(source.text)]


def _steps(said: Sequence[tuple[str, Source]], at: int) -> list[int]:
    """Where the steps of a run from `at` on stand; [] where none begins there."""
    if not (_opens(said[at][0]) or _opens_unmarked(said, at)):
        return []
    run = [at]
    within = WITHIN if _opens(said[at][0]) else WITHIN_UNMARKED
    for i in range(at + 1, len(said)):
        if i - run[-1] > within + 1 or said[i][0].endswith("?") or _opens(said[i][0]):
            break
        if _tells_when(said[i][0]) or _ONCE.match(said[i][0]):
            run.append(i)
        if _LAST.match(said[i][0]):
            break
    plain = [i for i in run[1:] if _tells_when(said[i][0])]
    while len(run) > 1 and run[-1] - run[-2] > 1 and run[-1] not in plain:
        run.pop()  # "Once …" at a distance may begin what comes after
    return run if 2 * len(plain) >= len(run) - 1 and _ended(said, run[-1]) else []


def _ended(said: Sequence[tuple[str, Source]], last: int) -> bool:
    """Whether a run says that its last step is one, or its paragraph ends there: else more of them may follow."""
    text, source = said[last]
    if _LAST.match(text) or _NTH.match(text):
        return True
    behind, ends, _ = source.text.partition(text)[2].partition("\n")
    closed = bool(ends) or said[-1][1] is source
    return closed and len(split_sentences(behind)) <= 1


def _opens(text: str) -> bool:
    inner = _INNER_FIRST.match(text)
    return bool(_FIRST.match(text) or (inner and parse(f"it {inner['verb']}")[1].tag.startswith("VB")))


def _opens_unmarked(said: Sequence[tuple[str, Source]], at: int) -> bool:
    """Whether a sentence without a word of order is the first step before a "Then": it begins what is told, or says what for."""
    text, source = said[at]
    if not any(_is_then(t) for t, _ in said[at + 1 : at + 3]) or _tells_when(text) or _ONCE.match(text):
        return False
    bare = _HERE.sub("", text)
    says_what_for = bare != text or _PURPOSE.match(text) or re.search(r"\bby first \w+ing\b", text)
    announced = at > 0 and said[at - 1][1] is source and OF_STEPS.search(said[at - 1][0])
    if not (at == 0 or says_what_for or announced or _begins(text, source)):
        return False
    if _FOR_INSTANCE.match(bare) or _ON_PAGE.search(text) or dangles(bare) or _LEANS.match(bare):
        return False
    clause = main_clause(_PURPOSE.sub("", bare))
    return clause is not None and not clause.negated and _is_doing(clause)


def _begins(text: str, source: Source) -> bool:
    """Whether a sentence stands first in its paragraph."""
    return re.search(rf"\n\s*{re.escape(text[:40])}", source.text) is not None


def _is_doing(clause: Clause) -> bool:
    """Whether a clause tells, in the present, what is done."""
    tokens = parse(f"It {clause.verb} {clause.rest}")[1:3]
    if tokens[0].low in {"is", "are"}:
        done = tokens[-1].tag in {"VBN", "VBD"} or tokens[-1].low in _UNCHANGED
        return done and not _NAMES.match(tokens[-1].low)
    if tokens[0].low == "must":
        return True
    return tokens[0].tag in {"VBZ", "VBP", "VB"} and tokens[0].low not in {"has", "have"}


def _is_then(text: str) -> bool:
    return bool(_THEN.match(text) or _INNER_THEN.match(text))


def _goes_on(text: str) -> bool:
    return _is_then(text) or bool(_NTH.match(text))


def _tells_when(text: str) -> bool:
    return _goes_on(text) or bool(_LAST.match(text))


def _items(said: Sequence[tuple[str, Source]], steps: Sequence[int]) -> list[Item]:
    """The steps with what explains them; [] where one of them has no short form, or leans on what cannot be said."""
    if len(steps) > MAX_STEPS:
        return []
    items = []
    for at, following in zip(steps, [*steps[1:], None], strict=True):
        text, source = said[at]
        label = _label(text)
        if not label or _SOMEONE.search(text) or _ON_PAGE.search(text):
            return []
        said_here = _HERE.sub("", text)  # a scene opens with what is done, and not with where
        behind = _explained(said[at + 1 : following]) if following else ()
        items.append(Item(said_here, label, source, _whole(label, text), behind=behind))
    if not distinct([x.label for x in items]) or 2 * sum(_is_past(x.text) for x in items) >= len(items):
        return []
    return items


def _whole(label: str, text: str) -> str:
    """The doing that a label is short for, as far as its sentence goes, where that is short enough for a card."""
    said = text[text.find(label) :].rstrip(" .") if label in text else ""
    return said if count_words(said) <= MAX_WHOLE else ""


def _explained(between: Sequence[tuple[str, Source]]) -> tuple[Item, ...]:
    """The sentences behind a step, up to the first that cannot be said."""
    told: list[Item] = []
    for text, source in between:
        against = told and re.match(r"(?:however|but)\b", text, re.I)
        if flaw(text) or _SOMEONE.search(text) or _ON_PAGE.search(text) or (_FOR_INSTANCE.match(text) and not against):
            break
        told.append(Item(text, "", source))
    return tuple(told)


def _label(text: str) -> str:
    """What is done in a step, short; "" where no phrase border makes it so."""
    if rounds := _ROUNDS.match(text):
        return rounds.group()
    bare = _PURPOSE.sub("", _HERE.sub("", IN_ORDER.sub("", text)))
    clause = main_clause(bare)
    suffered = _suffered(clause) if clause else ""
    if clause and suffered and _ASIDE.search(clause.subject):
        return suffered
    for body in (doing_of(bare), bare):
        if label := step_label(body):
            return label
    if clause is None or _PASSIVE.match(clause.verb):
        return suffered
    for told in (behind_subject(bare, clause), f"{clause.verb} {clause.rest}"):
        label = label_of(told, MAX_STEP)
        if count_words(label) > 1 and f"{clause.verb} " in f"{label} " and not label.endswith(clause.verb):
            return re.sub(r"^(?:is|are)\sto\s", "", label)
    return ""


def _suffered(clause: Clause) -> str:
    """What is done to what, in the passive: what is done says little without what it is done to."""
    if not _PASSIVE.match(clause.verb):
        return ""
    label = label_of(f"{_ASIDE.sub('', clause.subject)} {clause.verb} {clause.rest}", MAX_STEP)
    return label if f" {clause.verb}" in label else ""


def _is_past(text: str) -> bool:
    clause = main_clause(IN_ORDER.sub("", text))
    if clause is None:
        return False
    first = parse(f"It {clause.verb} {clause.rest}")[1]
    return first.low in {"was", "were", "had", "did"} or (first.tag == "VBD" and first.low not in {"set", "put", "cut"})


def _are_steps(run: Sequence[Item], before: str) -> bool:
    """Whether what stands before a run speaks of steps, or it goes on in time and tells doings: reasons are told "First, …" too."""
    if any(_ANNOUNCES.search(x.text[:60]) and _NTH.match(x.text) for x in run):
        return True
    clauses = [main_clause(IN_ORDER.sub("", x.text)) for x in run]
    if any(c and _NAMES.search(c.verb) for c in clauses):
        return False
    announced = bool(_ANNOUNCES.search(before)) and not _REASONS.search(before)
    states = sum(c is not None and STATE.match(c.verb) is not None for c in clauses)
    if any(_is_then(x.text) for x in run):
        return announced or 2 * states <= len(run)
    return announced and not states and not any(c and c.negated for c in clauses)
