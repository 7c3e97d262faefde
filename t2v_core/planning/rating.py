"""Rates the sentences of the passages: what each is about, how central it is, which parts it can play."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from .answers import answers, side_of
from .candidates import CARRIED, HOME, Candidate
from .context import REVIEW_HEADING, Context
from .english.grammar import THE_MORE, main_clause, parse
from .english.sentences import Sentence
from .own_sections import MEANT
from .scene_roles import defines
from .structure import Source, extract
from .text import mention_stems, overlap, term_stems, words
from .topic import HEAD, Topic
from .visuals import only_words
from .worth import Whole, worth

Encode = Callable[[Sequence[str]], np.ndarray]

# Cosine below which a sentence is off the topic even in a passage about it.
MIN_RELEVANCE = 0.30
# The same inside a section whose heading names the topic.
MIN_INSIDE = 0.15
# Share of past tenses from which on a book tells history.
MOSTLY_PRESENT = 0.4
# Cosine from which a review's sentence sums up another, and from which the two say the same.
SAME_MATTER, SAME = 0.5, 0.8
# Cosine of a heading with the topic from which it may be the book's own word for it ("Hemostasis" for "blood clotting").
OWN_WORD = 0.5


def rate(
    sentences: Sequence[Sentence],
    topic: Topic,
    encode: Encode,
    beginners: bool = False,
    focus: Mapping[str, float] | None = None,
    own: Mapping[str, int] | None = None,
) -> list[Candidate]:
    """Candidates of the sentences that are about the topic. `encode` maps texts to unit rows (n × d).

    `focus` says by chunk id how much a section is about the topic; without it headings that name the topic do. `own` says
    by chunk id how deep the topic's own section lies (`own_sections`).
    """
    sentences = [s for s in sentences if main_clause(s.text) or THE_MORE.match(s.text)]  # no fragments
    if not sentences:
        return []
    own = own or {}
    topic = _in_own_words(topic, sentences, encode, focus or {}, MEANT if own else OWN_WORD)
    queries = [". ".join(p for p in (query, topic.objective) if p) for query in topic.queries]
    vectors = encode([*queries, *(s.text for s in sentences)])
    rows = vectors[len(queries) :]
    relevance = rows @ vectors[: len(queries)].mean(axis=0)
    shares = np.array([(focus or {}).get(s.hit.chunk.id, 0.0) ** 2 for s in sentences])
    centrality = (rows @ np.average(rows, axis=0, weights=shares if shares.sum() > 0 else None)).clip(0)
    told = Context(topic)
    found = []
    for i, sentence in enumerate(sentences):
        mention, carried = topic.mentions(f"{sentence.head} {sentence.text}"), told.carried(sentence)
        at = focus.get(sentence.hit.chunk.id, 0.0) if focus else None
        inside = told.inside(sentence) if at is None else at >= HOME
        if (inside or carried) and mention < 1 and topic.has_head(sentence.text):
            mention = HEAD
        cosine = float(relevance[i])
        if (
            cosine < (MIN_INSIDE if inside or carried else MIN_RELEVANCE)
            and mention < 1
            and sentence.hit.chunk.id not in own
        ):
            continue
        deep = own.get(sentence.hit.chunk.id, 0)  # what a part of the section defines is not the topic
        clause = main_clause(sentence.text)
        found.append(
            Candidate(
                sentence,
                rows[i],
                (cosine + CARRIED) / 2 if carried and cosine < CARRIED else cosine,
                float(centrality[i]),
                mention,
                overlap(topic.objective_stems, mention_stems(sentence.text)),
                told.roles(sentence, 0.0 if 0 < deep < len(sentence.hit.chunk.section) else at),
                bool(clause and _is_about(clause.subject, topic, inside)),
                inside,
                carried,
                topic.covered(sentence.text),
                told.takes_up(sentence) or told.of_a_case(sentence),
                _drawn(sentence.text),
                at,
                _hardness(sentence.text) if beginners else 0.0,
                told.aside(sentence),
                named := named_phrases(topic, sentence.text),
                len(named) == len(topic.phrases) > 1,
                of_sibling=told.of_a_sibling(sentence),
                headed=told.inside(sentence),
                names_topic=topic.is_subject_of(sentence.text),
                in_past=_in_past(sentence.text),
                opens_on_topic=topic.opens(sentence.text),
                asked=answers(topic, sentence.text, " ".join(sentence.hit.chunk.section[-1:])),
                part=sentence.hit.chunk.section[: deep + 1] if deep else (),
            )
        )
    return _weighed(_agreed(_placed(found if side_of(topic) == "history" else _episodes(found))))


def _weighed(candidates: list[Candidate]) -> list[Candidate]:
    """Every candidate with what it is worth beside the others."""
    whole = Whole.of(candidates)
    return [replace(c, worth=worth(c, whole)) for c in candidates]


def _in_own_words(
    topic: Topic, sentences: Sequence[Sentence], encode: Encode, focus: Mapping[str, float], least: float
) -> Topic:
    """The topic with what the book calls it: the heading of its section that a sentence there defines, where no heading
    has the request's own words."""
    home = [s for s in sentences if focus.get(s.hit.chunk.id, 0.0) >= HOME and s.hit.chunk.section]
    paths = [tuple(h for h in s.hit.chunk.section if not REVIEW_HEADING.match(h))[-2:] for s in home]
    headings = {h for path in paths for h in path}
    if any(topic.mentions(h) >= 1 for h in headings):
        return topic
    defined: dict[str, None] = {}
    for sentence, path in zip(home, paths, strict=True):
        clause = main_clause(sentence.text)
        named = term_stems(clause.subject) if clause and not sentence.dangling else None
        if named and defines(sentence.text):
            defined |= dict.fromkeys(h for h in path if term_stems(h) == named)
    if not defined:
        return topic
    rows = encode([topic.name, *defined])
    near = {h: float(row @ rows[0]) for h, row in zip(defined, rows[1:], strict=True)}
    best = max(near, key=lambda h: near[h])
    return replace(topic, aliases=(*topic.aliases, best)) if near[best] >= least else topic


def _agreed(candidates: list[Candidate]) -> list[Candidate]:
    """Every candidate with how nearly a review's sentence of its chapter says it, and whether it is at the centre."""
    home = [c.centrality for c in candidates if c.headed or (c.focus or 0.0) >= HOME]
    middle = float(np.median(home)) if home else 1.0
    reviews = [c for c in candidates if c.reviews and c.at_home and not c.sentence.dangling]

    def agreed(candidate: Candidate) -> float:
        chapter = candidate.sentence.hit.chunk.section[:1]
        own = [r.vector for r in reviews if r.sentence.hit.chunk.section[:1] == chapter]
        if candidate.reviews or not own:
            return 0.0
        cosine = float(np.max(np.stack(own) @ candidate.vector))
        return min(1.0, max(0.0, (cosine - SAME_MATTER) / (SAME - SAME_MATTER)))

    return [replace(c, central=c.centrality >= middle, agreed=agreed(c)) for c in candidates]


def _episodes(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, those in the past tense marked where most on the topic stand in the present."""
    near = [c for c in candidates if c.at_home] or candidates
    if not near or sum(c.in_past for c in near) >= MOSTLY_PRESENT * len(near):
        return candidates
    return [replace(c, episode=True) if c.in_past else c for c in candidates]


def _in_past(text: str) -> bool:
    """Whether the main clause is in the past tense."""
    clause = main_clause(text)
    if clause is None:
        return False
    first = parse(f"It {clause.verb} it.")[1]
    return first.tag == "VBD" or first.low in {"was", "were", "had", "did"}


def _placed(candidates: list[Candidate]) -> list[Candidate]:
    """Every sentence of a review with the one it sums up: the nearest in the chapter."""
    told = [c for c in candidates if not c.reviews]

    def summed_up(candidate: Candidate) -> Candidate | None:
        chapter = candidate.sentence.hit.chunk.section[:1]
        near = [(float(c.vector @ candidate.vector), c) for c in told if c.sentence.hit.chunk.section[:1] == chapter]
        cosine, nearest = max(near, key=lambda n: n[0], default=(0.0, None))
        return nearest if cosine >= SAME_MATTER else None

    return [replace(c, sums_up=summed_up(c)) if c.reviews else c for c in candidates]


def named_phrases(topic: Topic, text: str) -> frozenset[str]:
    """The phrases that a text names of a topic of several."""
    return frozenset(p for p in topic.phrases if len(topic.phrases) > 1 and topic.has_phrase(p, text))


def _is_about(subject: str, topic: Topic, inside: bool) -> bool:
    return topic.mentions(subject) >= 1 or (inside and topic.has_head(subject))


@lru_cache(maxsize=1024)
def _drawn(text: str) -> float:
    """Strength of the best picture of a sentence alone that is no card of words."""
    found = extract([Source(text, "")])
    drawn = (f for f in found if f.template != "definition")  # which is worth its role
    return max((f.strength for f in drawn if not only_words(f.template, f.data)), default=0.0)


def _hardness(text: str) -> float:
    """0 for a sentence of 16 short words; 0.2 and more for one of 30 words or of many words of ten letters."""
    found = words(text)
    long = sum(len(w) >= 10 for w in found) / max(1, len(found))
    return 0.012 * max(0, len(found) - 16) + 0.3 * max(0.0, long - 0.15)
