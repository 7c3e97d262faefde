"""The scenes of a film, before they are worded: one explanation for a short film, a chapter a section for a long one.

A long film opens with the topic itself, then goes through the book's sections nearest to the topic, in the
order of the book; each section is explained by the same roles, with its own heading as the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

import numpy as np

from .candidates import LEAST_WANTING, TELLING, Candidate
from .choose import add_support, choose_leads, is_new
from .draft import Draft
from .english.sentences import Sentence, clean_sentences, said_as_example
from .gather import Passages
from .order import in_order
from .pacing import CLAUSES_BELOW, FASTEST, PACE, SLOWEST, scene_count
from .pairs import pair
from .procedures import procedure
from .rating import rate
from .request import PlanRequest
from .text import content_stems, count_words, mention_stems, overlap
from .topic import HEAD, Topic, read_topic

# Fewer scenes than this are no explanation for a film that has room for them.
FEWEST = 4
# A film gets a recap from this many scenes on.
RECAP_FROM = 6
# A recap's sentence: its most words, its least cosine with all that was said, and what standing in the book's own review is worth.
RECAP_WORDS, SUMS_UP, REVIEWS = 30, 0.6, 0.1
# Share of a recap's words that the film has said before: it tells nothing new.
KNOWN = 0.65
# Scenes one topic carries before the film turns to the book's sections, and scenes of one section.
OPENING, PER_SECTION = 12, 5
# Sections of which only what is worth saying on the topic itself is told first.
NEAREST = 20
# Share of a film that a list may take.
LIST_SHARE = 0.6
# The same with two things set side by side.
TOLD_SHARE = 0.65
# Words of a sentence that a very short film cuts a clause from.
WORDS_TO_CUT = 32
# Words a second above which long sentences rather make a scene fewer; the report warns of it.
HURRIED = 2.9
_NUMBERED = re.compile(r"^(?:chapter|section|part)?\s*\d+(?:\.\d+)*[.:)]?\s+", re.I)


def outline(request: PlanRequest, topic: Topic, candidates: Sequence[Candidate], passages: Passages) -> list[Draft]:
    """The scenes in order, each with its role and sentences; fewer than asked where the book says too little."""
    count = scene_count(request.seconds, request.scenes)
    recap = count >= RECAP_FROM
    if count > OPENING:
        drafts = _long(request.seconds, count - recap, topic, candidates, passages)
    else:
        drafts = _short(request.seconds, count - recap, count, candidates, topic, passages)
    if recap and drafts:
        drafts += _recap(drafts, candidates)[:1]
    if request.seconds >= CLAUSES_BELOW and count <= OPENING:
        add_support(drafts, candidates, request.seconds)
    return _parted(drafts, min(FEWEST, count))


def _parted(drafts: list[Draft], wanted: int) -> list[Draft]:
    """Too few scenes become more: a further sentence that stands alone gets a scene of its own."""
    while 1 < len(drafts) < wanted:
        long = next((d for d in drafts if not d.steps and any(map(_alone, d.sentences[1:]))), None)
        if long is None:
            break
        at = next(i for i, c in enumerate(long.sentences) if i and _alone(c))
        part = Draft(_role_of(long.sentences[at]), long.sentences[at:], long.query, long.topic, long.pool)
        drafts.insert(drafts.index(long) + 1, part)
        del long.sentences[at:]
    return drafts


def _alone(candidate: Candidate) -> bool:
    return bool(candidate.roles) and candidate.stands_alone and not candidate.takes_up


def _role_of(candidate: Candidate) -> str:
    roles = {r: v for r, v in candidate.roles.items() if r not in {"definition", "hook"}}
    return max(roles, key=lambda r: roles[r], default="key_idea")


def _short(
    seconds: float, wanted: int, count: int, candidates: Sequence[Candidate], topic: Topic, passages: Passages
) -> list[Draft]:
    """Scenes of one topic, its numbered procedure among them; long sentences may speed the film up before a scene is given up."""
    told: list[Draft] = []
    if wanted > 1 and seconds >= CLAUSES_BELOW:
        told += filter(None, [procedure(topic, passages, LIST_SHARE * PACE * seconds)])
    plain = _round(told, seconds, wanted, count, candidates, topic)
    if wanted > 2 + len(told) and seconds >= CLAUSES_BELOW:
        said = {c.sentence.text for d in told for c in d.sentences}
        room = TOLD_SHARE * PACE * seconds - sum(d.words for d in told)
        two = pair(topic, [c for c in candidates if c.sentence.text not in said], passages, room)
        drafts = _round([*told, two], seconds, wanted, count, candidates, topic) if two else []
        if len(drafts) >= min(len(plain), FEWEST):  # where the book says little, the two may be needed apart
            return drafts
    return plain


def _round(
    told: list[Draft], seconds: float, wanted: int, count: int, candidates: Sequence[Candidate], topic: Topic
) -> list[Draft]:
    """The scenes that are `told` already, and others round them."""
    taken = [c for d in told for c in d.sentences]
    left = seconds - sum(d.words for d in told) / PACE
    definitions = min(2, len(topic.phrases))
    return in_order([*_short_of(left, wanted - len(told), count - len(told), candidates, definitions, taken), *told])


def _short_of(
    seconds: float,
    wanted: int,
    count: int,
    candidates: Sequence[Candidate],
    definitions: int,
    taken: Sequence[Candidate] = (),
) -> list[Draft]:
    """Scenes of the sentences on the topic, besides those `taken` already."""
    most: list[Draft] = []
    for scenes in range(wanted, (wanted if wanted >= FEWEST else 1) - 1, -1):  # in a short film fewer scenes say more
        for pace in (PACE, FASTEST, HURRIED):
            words = pace * seconds if seconds >= CLAUSES_BELOW else WORDS_TO_CUT * count
            drafts = choose_leads(
                candidates, scenes, words * wanted / count, taken, definitions, pairs=seconds >= CLAUSES_BELOW
            )
            most = max(most, drafts, key=len)
            if len(most) >= (scenes if pace < FASTEST else min(scenes, FEWEST)):
                return most
    return most


def _recap(drafts: Sequence[Draft], candidates: Sequence[Candidate]) -> list[Draft]:
    """A last scene whose sentence sums up: the one nearest to all that was said; none where no sentence is near."""
    said = [c for d in drafts for c in d.sentences]
    whole = np.mean([d.vector_with() for d in drafts], axis=0)
    whole = whole / max(float(np.linalg.norm(whole)), 1e-9)
    rest = [
        c
        for c in candidates
        if c.leads
        and c.mention >= HEAD
        and (c.reviews or c.subject_fits)
        and not (c.aside or c.episode)
        and TELLING - 1 <= c.sentence.words <= RECAP_WORDS
    ]
    spoken = mention_stems(" . ".join(c.sentence.text for c in said))
    rest = [c for c in rest if not said_as_example(c.sentence.text) and is_new(c, said)]
    rest = [c for c in rest if overlap(set(content_stems(c.sentence.text)), spoken) >= KNOWN]
    near = {id(c): float(c.vector @ whole) for c in rest}
    best = max(rest, key=lambda c: near[id(c)] + REVIEWS * c.reviews + REVIEWS * c.mention, default=None)
    return [Draft("recap", [best])] if best is not None and near[id(best)] >= SUMS_UP - REVIEWS * best.reviews else []


def _long(seconds: float, count: int, topic: Topic, candidates: Sequence[Candidate], passages: Passages) -> list[Draft]:
    """The topic's own scenes, then section after section until there are enough."""
    each = seconds / (count + 1)
    opening = choose_leads(candidates, OPENING, PACE * each * OPENING, definitions=min(2, len(topic.phrases)))
    if len(opening) < OPENING:  # the rest of the topic's own section comes before any other
        own = [replace(c, wanting=True) for c in candidates if c.own]
        room, said = OPENING - len(opening), [c for d in opening for c in d.sentences]
        opening = in_order([*opening, *choose_leads(own, room, PACE * each * room, said, lenient=True)])
    chapters = [(opening, list(candidates))]
    taken = [c for d in opening for c in d.sentences]
    for number, (heading, sentences, near) in enumerate(_nearest_first(topic, passages)):
        room = count - sum(len(drafts) for drafts, _ in chapters)
        if room <= 0:
            break
        passages.report(number, f"Reading {heading}")
        part = read_topic(heading, topic.objective)
        told = _worth_saying(sentences, topic, passages) if near else sentences
        found = rate(told, part, passages.encode, focus=dict.fromkeys((s.hit.chunk.id for s in told), 1.0))
        drafts = choose_leads(found, min(room, PER_SECTION), PACE * each * PER_SECTION, taken)
        for draft in drafts:
            draft.topic, draft.pool, draft.query = part, found, f"{topic.name}: {part.name}"
        taken += [c for d in drafts for c in d.sentences]
        chapters.append((drafts, found))
    _fill(chapters, seconds)
    head, *rest = [drafts for drafts, _ in chapters if drafts] or [[]]
    rest.sort(key=lambda drafts: drafts[0].lead.sentence.hit.chunk.span)
    return [d for drafts in (head, *rest) for d in drafts]


def _nearest_first(topic: Topic, passages: Passages) -> Iterator[tuple[str, list[Sentence], bool]]:
    """The sections as `_sections` has them: what the nearest say on the topic itself comes before all else that they and others say."""
    sections = _sections(topic, passages)
    nearest = list(islice(sections, NEAREST))
    yield from ((*section, True) for section in nearest)
    yield from ((*section, False) for section in chain(nearest, sections))


def _worth_saying(sentences: Sequence[Sentence], topic: Topic, passages: Passages) -> list[Sentence]:
    """Those that are worth something to a film on the topic, and not only to one on their own heading."""
    rated = rate(sentences, topic, passages.encode, focus=passages.focus, own=passages.own)
    return [c.sentence for c in rated if c.worth >= LEAST_WANTING]


def _fill(chapters: Sequence[tuple[list[Draft], list[Candidate]]], seconds: float) -> None:
    """Give every chapter's scenes more sentences until the film's words fill its time, or the book has no more."""
    said = [d for drafts, _ in chapters for d in drafts]
    for _ in range(3):
        total = sum(d.words for d in said)
        if not said or total >= SLOWEST * 1.05 * seconds:
            return
        for drafts, candidates in chapters:
            own = sum(d.words for d in drafts)
            share = own * (seconds / total)
            add_support(drafts, candidates, share, [c for d in said for c in d.sentences])


def _sections(topic: Topic, passages: Passages) -> Iterator[tuple[str, list[Sentence]]]:
    """Headings and clean sentences of the sections nearest to the topic, nearest first."""
    for heading, hits in passages.sections(topic.name):
        sentences = clean_sentences(hits)
        name = _NUMBERED.sub("", heading)
        if sentences and count_words(name):
            yield name, sentences
