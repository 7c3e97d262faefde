"""A scene that speaks a list of the book, step by step, while the same steps are drawn.

Numbered items, paragraphs behind a colon, stages told by their place or name, what is told "First, … Then, …", a chain of
events: steps lean on one another, so none of them could open a scene; together and in order they are the plainest
explanation a book gives. Each step is a claim of its own, so that its card appears when it is said; the sentence before
the list opens the scene where it says what the list is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..book.model import Chunk
from ..book.sentences import split_sentences
from ..retrieval.model import Hit
from .candidates import Candidate
from .draft import Draft
from .english.flaws import flaw
from .english.references import dangles
from .english.sentences import Sentence, clean_sentences, is_taught
from .events import MIN_EVENTS, told_events
from .gather import Passages, by_section
from .itemised import said_of
from .structure import (
    Finding,
    Item,
    Source,
    course,
    headed_stages,
    heads_stage,
    listed,
    named_stages,
    numbered_lists,
    paragraph_lists,
    stages_by_name,
    steps_of,
    told_lists,
    told_members,
    told_stages,
)
from .structure.paragraphs import tells_to_do
from .structure.processes import NUMBER_WORDS, one_of
from .text import squash, term_stems
from .topic import NUMBER, Topic

# What a chain of events loses beside a list that the book itself made, and what a list without order does.
UNLISTED, UNORDERED = 0.3, 0.2
# The same of a list in another section, where the topic has one of its own.
ELSEWHERE = 1.5
# Cosine of a list with the topic, where neither its heading nor its passage names it.
_NEAR = 0.45
# Focus of a section from which a list there may be on the topic, and from which it is although nothing names that.
_AT_HOME, _HOME = 0.3, 0.6
# Sentences before a list among which the one that says what it is of is sought.
_BEFORE = 3
# Characters between passages that follow one another, and the fewest subsections that are told as stages.
_GAP, MIN_PARTS = 4, 3
# Share of a heading's words below which a topic that it names is only part of its name.
_NARROW = 0.4
# "Searching a database with the topic" is no special case of it.
_BY_TOPIC = re.compile(r"^.*\b(?:using|with|by|through)\s", re.I)
# Passages behind one that was read into which its list may run on.
_RUNS_ON = 3
# What a request for a list says before the name of its topic ("steps of back-propagation").
_ASKED = re.compile(r"^(?:steps|stages|phases) (?:of|in|for) (?:an? |the )?", re.I)
_COUNTS = re.compile(rf"\b(?P<count>{one_of(NUMBER_WORDS)})[\s-](?:[\w-]+\s){{0,3}}?(?P<sort>[\w-]+s)\b", re.I)


def procedure(topic: Topic, passages: Passages, budget: float) -> Draft | None:
    """The scene of the list that is most about the topic, of at most `budget` words; None without one."""
    topic = replace(topic, phrases=tuple(_ASKED.sub("", p) for p in topic.phrases))
    best: tuple[float, Draft] | None = None
    for hits in by_section(passages.hits, lambda h: h):
        if is_taught(hits[0].chunk.section):
            hits = _continued(hits, topic, passages)
            by_id = {passages.id_of(h): h for h in hits}
            read = tuple(by_id)
            if read not in passages.lists:
                passages.lists[read] = list(_lists(hits, by_id))
            best = _better(best, passages.lists[read], by_id, topic, passages, budget)
    for parts in _sections_in_turn(passages):
        by_id = {passages.id_of(h): h for hits in parts.values() for h in hits}
        best = _better(best, _told_by_sections(parts, passages), by_id, topic, passages, budget)
    return best[1] if best else None


def _continued(hits: Sequence[Hit], topic: Topic, passages: Passages) -> list[Hit]:
    """The passages of a section on the topic with those behind each of them into which a list of it may run on."""
    if not any(_is_home(h, topic, passages) for h in hits):
        return list(hits)
    read = {h.chunk.id for h in hits}
    told: list[Hit] = []
    for hit in hits:
        told.append(hit)
        for _ in range(_RUNS_ON):
            behind = next((h for h in passages.neighbours(told[-1]) if h.chunk.span > told[-1].chunk.span), None)
            if behind is None or behind.chunk.id in read:
                break
            told.append(behind)
    return told


def _is_home(hit: Hit, topic: Topic, passages: Passages) -> bool:
    chunk = hit.chunk
    home = chunk.id in passages.own or passages.focus.get(chunk.id, 0.0) >= _AT_HOME
    return home or topic.mentions(" ".join(chunk.section[-2:])) >= 1


def _better(
    best: tuple[float, Draft] | None,
    lists: Iterable[tuple[Sequence[Item], Finding, float]],
    by_id: dict[str, Hit],
    topic: Topic,
    passages: Passages,
    budget: float,
) -> tuple[float, Draft] | None:
    """The list that is most about the topic, and how much; `best` where none of the `lists` is more."""
    sources = [Source(h.chunk.text, i) for i, h in by_id.items()]
    for items, picture, cost in lists:
        said = said_of(items, _lead(items, sources), budget)
        if not said:
            continue
        draft = _draft(said, by_id, passages, picture)
        elsewhere = passages.own and not _is_in_own(draft.lead.sentence.hit.chunk, topic, passages)
        value = _about(draft, topic, passages) - cost - ELSEWHERE * bool(elsewhere)
        if value > 0 and (best is None or value > best[0]):
            best = value, draft
    return best


def _is_in_own(chunk: Chunk, topic: Topic, passages: Passages) -> bool:
    """Whether a passage stands in a section of the topic's own, or beside one in a chapter headed by it, or is headed by its noun."""
    above = chunk.section[:-1]
    beside = any(h.chunk.id in passages.own and h.chunk.section[:-1] == above for h in passages.hits)
    heading = term_stems(NUMBER.sub("", " ".join(chunk.section[-1:])))
    heads = {h.replace("-", "") for h in topic.heads}
    of_head = bool(heads) and heads <= heading == topic.covered(" ".join(chunk.section[-1:]))
    return chunk.id in passages.own or of_head or (beside and topic.mentions(" ".join(above[-1:])) >= 1)


def _lists(hits: Sequence[Hit], by_id: dict[str, Hit]) -> Iterator[tuple[Sequence[Item], Finding, float]]:
    """Every list that one section tells, its picture, and what it loses beside others."""
    sources = [Source(h.chunk.text, i) for i, h in by_id.items()]
    for items in numbered_lists(sources):
        yield items, steps_of(items), 0.0
    for run in _unbroken(sources, hits):
        for items in told_lists(run):
            yield items, steps_of(items), 0.0
        for items in stages_by_name(run):
            yield items, course(items), 0.0
        for items, before in paragraph_lists(run):
            picture = listed(items, before)
            yield items, picture, UNORDERED * (picture.template == "enumeration")
    for items in [*told_stages(sources), *named_stages(sources)]:
        yield items, course(items), 0.0
    for members in told_members(sources):
        yield members.items, members.finding, UNORDERED * (members.finding.template == "hierarchy")
    for i, h in by_id.items():
        for run in told_events(clean_sentences([h]), i):
            for n in range(len(run), MIN_EVENTS - 1, -1):
                yield run[:n], steps_of(run[:n]), UNLISTED


def _unbroken(sources: Sequence[Source], hits: Sequence[Hit]) -> list[list[Source]]:
    """The passages that follow one another in the book without a gap."""
    runs: list[list[Source]] = []
    for number, (source, hit) in enumerate(zip(sources, hits, strict=True)):
        if number and hit.chunk.span[0] - hits[number - 1].chunk.span[1] <= _GAP:
            runs[-1].append(source)
        else:
            runs.append([source])
    return runs


def _sections_in_turn(passages: Passages) -> Iterator[dict[str, list[Hit]]]:
    """The passages of each section whose subsections are stages, by their headings, where all of these were read."""
    read: dict[tuple, dict[tuple[str, ...], list[Hit]]] = {}
    for hits in by_section(passages.hits, lambda h: h):
        chunk = hits[0].chunk
        if len(chunk.section) > 2:
            read.setdefault((chunk.book, chunk.section[:-1]), {})[chunk.section] = hits
    if not any(len(parts) >= MIN_PARTS for parts in read.values()):
        return
    for book in passages.evidence.books:
        order = list(dict.fromkeys(c.section for c in book.chunks))
        for (owner, parent), parts in read.items():
            children = [s for s in order if s[:-1] == parent and heads_stage(s[-1])]
            if owner == book.id and len(children) >= MIN_PARTS and all(s in parts for s in children):
                yield {s[-1]: parts[s] for s in children}


def _told_by_sections(
    parts: dict[str, list[Hit]], passages: Passages
) -> Iterator[tuple[Sequence[Item], Finding, float]]:
    """The course whose stages are subsections, one behind the other ("The lag phase", "The log phase", …)."""
    sources = {head: [Source(h.chunk.text, passages.id_of(h)) for h in hits] for head, hits in parts.items()}
    items = headed_stages(sources)
    if items:
        yield items, course(items), 0.0


def _lead(items: Sequence[Item], sources: Sequence[Source]) -> Item | None:
    """The sentence before a list that says what it is of: it counts the items, or ends with a colon."""
    at = next((n for n, s in enumerate(sources) if s.evidence_id == items[0].source.evidence_id), None)
    if at is None or all(tells_to_do(x.text) for x in items):  # what is to be done needs no more than the title
        return None
    before = squash(sources[at].text).partition(squash(items[0].said))[0]
    told = [(text, s) for s in sources[max(0, at - 1) : at] for text in split_sentences(s.text)]
    told += [(text, sources[at]) for text in split_sentences(before)]
    for text, source in reversed(told[-_BEFORE:]):
        count = _COUNTS.search(text)
        right = count is not None and NUMBER_WORDS[count["count"].lower()] == len(items)
        if (right or (text.endswith(":") and not count)) and not dangles(text) and flaw(f"{text[:-1]}.") == "":
            return Item(text, "", source)
    return None


def _draft(items: Sequence[Item], hits: dict[str, Hit], passages: Passages, picture: Finding) -> Draft:
    vectors = passages.encode([x.said for x in items])
    steps = [
        Candidate(
            Sentence(x.said, hits[x.source.evidence_id], -1 - n, False), vector, 0.0, 0.0, 0.0, 0.0, {"mechanism": 1.0}
        )
        for n, (x, vector) in enumerate(zip(items, vectors, strict=True))
    ]
    return Draft("mechanism", steps, steps=picture)


def _about(draft: Draft, topic: Topic, passages: Passages) -> float:
    """How much the list is about the topic: by its heading, its own and its passage's words, and its meaning; 0 when it is not."""
    chunk = draft.lead.sentence.hit.chunk

    def topic_share(heading: str) -> float:
        bare = NUMBER.sub("", heading)
        by_topic = _BY_TOPIC.sub("", bare)
        bare = by_topic if topic.mentions(by_topic) >= 1 else bare
        return len(topic.covered(bare)) / max(1, len(term_stems(bare)))

    headed = 1.0 if chunk.id in passages.own else topic.mentions(" ".join(chunk.section[-2:]))
    said = topic.mentions(" ".join(c.sentence.text for c in draft.sentences))
    told = max(said, topic.mentions(chunk.text))
    focus = passages.focus.get(chunk.id, 0.0) if passages.focus else 1.0
    if max(headed, told) < 1 and (headed < 0.5 and focus < _HOME):
        return 0.0
    if max(headed, said) < 1 and focus < _AT_HOME:
        return 0.0  # a list of another section, in which the topic is named
    if said < 1 and chunk.id not in passages.own and max(map(topic_share, chunk.section[-2:]), default=1.0) < _NARROW:
        return 0.0  # of one special case of it: "Human Immunodeficiency Virus", where viruses are asked for
    vector = passages.encode([topic.name])[0]
    near = float(vector @ draft.vector_with())
    return headed + 0.5 * (told >= 1) + near if max(headed, told) >= 1 or near >= _NEAR else 0.0
