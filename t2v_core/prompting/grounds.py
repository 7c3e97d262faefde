"""What a prompt takes from the book: cues in semantic mode, raw passages in overlay mode. Whole, clean statements only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..book.sentences import split_sentences
from ..planning.english.flaws import SHORTEST, flaw
from ..planning.english.grammar import main_clause
from ..planning.english.phrases import is_noun_phrase
from ..planning.plan import Scene, ScenePlan
from ..planning.text import content_stems
from ..retrieval.model import Evidence
from .text import first_words, quoted, upper_first, whole_words

_CUE_WORDS = 14  # of one cue: a video model paints what happens, not an argument
_CUES = 2
_NEAR = 2  # words that a cue shares with its scene
# A clause that these open leans on another one.
_LEANING = re.compile(r"(?:and|or|but|as|so|then|when|while|where|which|because|until|if|that|thus)\b", re.IGNORECASE)
_OPEN_SUBJECT = re.compile(r"\b(?:of|in|on|for|to|by|with)$")


def cues(scene: Scene | None, evidence: Evidence | None, said: str, topic: str) -> str:
    """Up to two statements of the evidence in which something changes, those nearest to the scene first; else short claims
    of the scene itself. Without either the key concepts that `said` does not name yet."""
    if evidence is None:
        return _key_ideas(scene.key_concepts if scene else (), said)
    topical = _stems(topic)  # said in every scene
    about = _stems(f"{scene.title} {scene.narration} {' '.join(scene.key_concepts)}") if scene else set()
    found = list(_statements((*evidence.cues.motion, *evidence.cues.definitions)))
    if scene:
        found = [c for c in found if len(near := _stems(c) & about) >= _NEAR and near - topical]
        found = found or list(_statements(claim.text for claim in scene.claims))
    chosen = sorted(found, key=lambda c: -len(_stems(c) & about - topical))[:_CUES]
    spoken = scene.narration if scene else " ".join(found)
    shown = [v for v in evidence.cues.visual if v.lower() in spoken.lower() and is_noun_phrase(v)]
    concepts = () if chosen or scene is None else scene.key_concepts
    ideas = _key_ideas((*concepts, *shown), f"{said} {' '.join(chosen)}")
    return " ".join((*chosen, ideas)).strip()


def context(scene: Scene | None, plan: ScenePlan | None, evidence: Evidence | None, most: int) -> str:
    """Raw book text of at most `most` words: the passages the scene cites, else the best of the evidence."""
    raw = evidence.context if evidence else ""
    if scene and plan:
        cited = dict.fromkeys(eid for claim in scene.claims for eid in claim.evidence_ids)
        raw = " ".join(plan.passage(eid).text for eid in cited) or raw
    return whole_statements(quoted(raw), most)


def whole_statements(text: str, most: int) -> str:
    """The sentences of `text` that fit into `most` words; of a first one that does not, a beginning that is a statement."""
    kept: list[str] = []
    for sentence in split_sentences(text):
        if len(" ".join((*kept, sentence)).split()) > most:
            break
        kept.append(sentence)
    if kept:
        return " ".join(kept)
    beginning = whole_words(text, most)
    clause = main_clause(beginning)
    return beginning if clause and clause.rest and not _LEANING.match(beginning) else ""


def _statements(texts: Iterable[str]) -> Iterator[str]:
    """Those that are whole and short and speak of the subject: no caption, no list's number, no half of a clause."""
    for text in dict.fromkeys(map(quoted, texts)):
        sentence = f"{upper_first(text).rstrip('.')}."
        if not text or len(text.split()) > _CUE_WORDS or not text[0].isalpha() or _LEANING.match(text):
            continue
        clause = main_clause(sentence)
        if clause and clause.rest and not _OPEN_SUBJECT.search(clause.subject) and not flaw(sentence, SHORTEST):
            yield sentence


def _key_ideas(concepts: Iterable[str], said: str) -> str:
    named = dict.fromkeys(first_words(quoted(c), 5) for c in concepts)
    new = [c for c in named if c and c.lower() not in said.lower()]
    return f"Key ideas: {', '.join(new[:4])}" if new else ""


def _stems(text: str) -> set[str]:
    return set(content_stems(text))
