"""A scene that speaks a list of the book, numbered or told in order, or a chain of events, step by step, while the same steps are drawn.

Steps lean on one another, so none of them could open a scene; together and in order they are the plainest
explanation a book gives. Each step is a claim of its own, so that its card appears when it is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..retrieval.model import Hit
from .candidates import Candidate
from .draft import Draft
from .english.flaws import flaw
from .english.grammar import main_clause, parse
from .english.references import dangles
from .english.sentences import Sentence, clean_sentences
from .events import MIN_EVENTS, told_events
from .gather import Passages, by_section
from .structure import Finding, Item, Source, numbered_lists, steps_of, told_lists, told_members
from .text import count_words
from .topic import Topic

# Words of a list below which it is no explanation.
MIN_LIST_WORDS = 10
# What a chain of events loses beside a list that the book itself made.
UNLISTED = 0.3
# The same of a list in another section, where the topic has one of its own.
ELSEWHERE = 1.5
# Cosine of a list with the topic, where neither its heading nor its passage names it.
_NEAR = 0.45
# What an item may lack and still be a step that can be said.
_FORGIVEN = frozenset({"", "too short", "not a whole sentence", "speaks to the reader", "half a sentence"})
_TASKS = re.compile(
    r"(?:describe|explain|discuss|define|list|summari[sz]e|distinguish|identify|what|why|how|which)\b", re.I
)


_ORDINAL = re.compile(r"(?:first(?:ly)?|initially|to begin),", re.I)
_SOMEONE = re.compile(r"(?:\w+,?\s+){0,2}(?:he|she|they|it|his|her|their|its|this|these)\b", re.I)


def procedure(topic: Topic, passages: Passages, budget: float) -> Draft | None:
    """The scene of the list that is most about the topic, of at most `budget` words; None without one."""
    best: tuple[float, Draft] | None = None
    for hits in by_section(passages.hits, lambda h: h):
        by_id = {passages.id_of(h): h for h in hits}
        sources = [Source(h.chunk.text, i) for i, h in by_id.items()]
        told = [run for i, h in by_id.items() for run in told_events(clean_sentences([h]), i)]
        chains = [run[:n] for run in told for n in range(len(run), MIN_EVENTS - 1, -1)]
        lists = [(items, steps_of(items)) for items in [*numbered_lists(sources), *told_lists(sources), *chains]]
        for items, picture in [*lists, *((m.items, m.finding) for m in told_members(sources))]:
            said = _said(items, budget)
            if not said:
                continue
            draft = _draft(items, said, by_id, passages, picture)
            value = _about(draft, topic, passages) - UNLISTED * (items in chains)
            value -= ELSEWHERE * bool(passages.own and hits[0].chunk.id not in passages.own)
            if value > 0 and (best is None or value > best[0]):
                best = value, draft
    return best[1] if best else None


def _said(items: Sequence[Item], budget: float) -> list[str]:
    """What is said of each step: its whole sentence, or its short form where time is short; [] when it cannot be said."""
    if sum(bool(_TASKS.match(x.text)) for x in items) * 2 > len(items):
        return []  # exercises, not steps
    if dangles(items[0].text) and not _ORDINAL.match(items[0].text):
        return []  # "… of this idea": what was counted is said before
    if _SOMEONE.match(items[0].text):
        return []  # "First, he …": whose steps they are was said before
    if 0 < sum(x.text[:1].islower() for x in items) < len(items):
        return []  # one of them was cut in its middle
    if any(flaw(x.text, 1) not in _FORGIVEN or x.text.rstrip().endswith("?") for x in items):
        return []
    phrases = sum(main_clause(x.text) is None and parse(x.text)[0].tag not in {"VB", "VBP", "VBG"} for x in items[1:])
    broken = any(re.search(r"(?:[,(]|\band|\bor)$", x.text.strip()) for x in items)
    if broken or 2 * phrases > len(items):
        return []  # parts of one sentence, and no steps
    short = [x.label for x in items] if all(map(_is_whole, items)) else []
    for said in ([x.text for x in items], short):
        if MIN_LIST_WORDS <= sum(map(count_words, said)) <= budget:
            return said
    return []


def _is_whole(item: Item) -> bool:
    """Whether the short form ends where the sentence does, or at one of its commas or colons."""
    at = item.text.find(item.label)
    return at >= 0 and bool(re.match(r"\s*(?:[,;:.(]|$)", item.text[at + len(item.label) :]))


def _draft(
    items: Sequence[Item], said: Sequence[str], hits: dict[str, Hit], passages: Passages, picture: Finding
) -> Draft:
    vectors = passages.encode(list(said))
    steps = [
        Candidate(
            Sentence(text, hits[x.source.evidence_id], -1 - n, False), vector, 0.0, 0.0, 0.0, 0.0, {"mechanism": 1.0}
        )
        for n, (x, text, vector) in enumerate(zip(items, said, vectors, strict=True))
    ]
    return Draft("mechanism", steps, steps=picture)


def _about(draft: Draft, topic: Topic, passages: Passages) -> float:
    """How much the list is about the topic: by its heading, its passage's words, and its meaning; 0 when it is not."""
    chunk = draft.lead.sentence.hit.chunk
    named = topic.mentions(" ".join(chunk.section[-2:])) + 0.5 * (topic.mentions(chunk.text) >= 1)
    vector = passages.encode([topic.name])[0]
    near = float(vector @ draft.vector_with())
    return named + near if named >= 0.5 or near >= _NEAR else 0.0
