"""Which picture each scene wishes for: the structure found in its passages, or a computed algorithm its words name.

A picture that fits the scene's role counts more; one that the film has shown already counts less, and a
computed picture comes back only with another variant. Pictures that only set words are the last resort.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .english.grammar import main_clause
from .plan import Visual, as_sentence
from .sense import Sense, done_by_object, sense_of
from .structure import Finding, Source, extract
from .text import mention_stems, term_stems
from .visuals import WORDY_TEMPLATES, Computed, Datum, Quotation, slots_model

# How well a picture serves a role, added to how well it could be cut from the passages (0..1).
_FITS: dict[str, dict[str, float]] = {
    "hook": {"concept_map": 0.15, "hierarchy": 0.15, "numbers": 0.2, "timeline": 0.2, "computed": 0.1},
    "definition": {"definition": 0.5, "hierarchy": 0.1, "formula": 0.05, "computed": -0.1},
    "mechanism": {"process": 0.3, "cycle": 0.3, "computed": 0.35, "formula": 0.15, "cause_effect": 0.05},
    "contrast": {"comparison": 0.4, "numbers": 0.15, "cause_effect": 0.1, "computed": 0.05},
    "example": {"computed": 0.3, "numbers": 0.25, "hierarchy": 0.2, "process": 0.1, "timeline": 0.1},
    "result": {"cause_effect": 0.3, "numbers": 0.3, "computed": 0.25, "formula": 0.05},
    "key_idea": {"cause_effect": 0.15, "formula": 0.2, "definition": 0.1, "concept_map": 0.1, "computed": 0.05},
    "recap": {"recap": 1.0},
}
_SEEN, _SEEN_JUST_BEFORE = 0.09, 0.12
_WORDY_PENALTY = 0.3
# A computed picture that the scene's own words ask for, and one that only the topic asks for.
_MENTIONED = -0.25  # a scene that only mentions an algorithm: shown where nothing else can be drawn
_OF_LEAD = 0.2  # a definition scene shows its own definition, not that of its second sentence
_NOT_OF_LEAD = 0.15  # what the picture of a second sentence loses
_WELL_CUT = 0.6
_NAMED_HERE, _NAMED_BY_TOPIC = 0.80, 0.78

# What moves, for a diffusion prompt: camera-free, no text asked for.
_ACTIONS = {
    "definition": "the parts of {0} light up one after another",
    "process": "the stages of {0} follow one another from left to right, each filling as it becomes active",
    "cycle": "a marker travels round the stages of {0} and starts again",
    "cause_effect": "a signal runs along arrows from causes to effects of {0}",
    "hierarchy": "a tree of {0} unfolds level by level from its root",
    "concept_map": "connected nodes of {0} appear one by one and their links draw themselves",
    "comparison": "two columns about {0} fill side by side, differences highlighted in turn",
    "timeline": "marks of {0} appear along an axis from left to right",
    "enumeration": "items of {0} appear one under another",
    "formula": "the terms of a formula of {0} are highlighted in turn",
    "numbers": "bars of {0} grow to their values",
    "quotation": "one passage on a page about {0} is highlighted",
    "recap": "small pictures of the earlier scenes about {0} gather side by side",
}
_STATED: dict[Sense, str] = {
    "does": "an arrow leads from {0} to what it acts on, and what goes with it appears beside the arrow",
    "is": "{0} stands still and what it is like lights up beside it",
    "holds": "{0} opens like a frame and shows what it holds",
    "within": "a frame closes round {0} where it lies",
    "between": "{0} appears between two things, a line to either of them",
    "rises": "a curve of {0} climbs from left to right",
    "falls": "a curve of {0} sinks from left to right",
    "says": "a voice tells of {0} and a bubble opens beside it",
    "denied": "an arrow leads from {0} and is crossed out",
}
_UNDERGONE = "an arrow leads to {0} from what acts on it, and what goes with it appears beside the arrow"

# What a name hangs on ("the number of parameters *of* a network"), what only supposes, and phrases that say nothing alone.
_OF_ANOTHER = re.compile(r"\s(?:of|in|for|with|by|on|at|to|from|between|without|than|behind)\s")
_SORTS = r"\b(?:types|kinds|forms|sorts|examples|history|study|definition|choice|uses?|number|names?) of(?: the)?"
_SUPPOSED = re.compile(r"(?:suppose|assume|imagine|without|if it were not|instead of|unlike)\b", re.I)
_IN_CASE = re.compile(r"(?:if|unless|whenever)\b", re.I)
_LEANS = re.compile(
    r"^(?:so that|such that|that|which|who|whose|where|when|while|because|if|unless|until|and|or|but|by|for|to|of|than)\b"
    r"|\b(?:and|or)\s\w+ed$",
    re.I,
)

if TYPE_CHECKING:
    from ..diagram.catalogue import Match


@dataclass(frozen=True)
class Wanted:
    """What is known of a scene when its picture is chosen."""

    role: str
    topic: str
    spoken: tuple[Source, ...]
    passages: tuple[Source, ...] = ()


class Pictures:
    """Chooses scene by scene and remembers what the film has shown."""

    def __init__(self) -> None:
        self._shown: Counter[str] = Counter()
        self._variants: set[tuple[str, str]] = set()
        self._drawn: set[str] = set()
        self._last = ""

    def choose(self, scene: Wanted) -> Visual:
        """The best picture for the scene that the film has not worn out yet."""
        best: tuple[float, str, dict] | None = None
        for template, value, data in [*self._found(scene), *self._computed(scene)]:
            if str(data) in self._drawn:
                continue
            value -= _SEEN * self._shown[template] + _SEEN_JUST_BEFORE * (template == self._last)
            if best is None or value > best[0] + 1e-9:
                best = value, template, data
        if best is None:
            lead = scene.spoken[0]
            best = (
                0.0,
                "quotation",
                Quotation(text=as_sentence(lead.text)[:400], evidence_id=lead.evidence_id).model_dump(),
            )
        _, template, data = best
        return self._show(template, data)

    def take(self, finding: Finding) -> Visual:
        """A picture that is settled already."""
        return self._show(finding.template, finding.data)

    def run(self, finding: Finding, topic: str) -> Visual:
        """The steps of the algorithm that a topic names, as that algorithm runs; as they are told where it has run before."""
        from ..diagram import find_algorithms

        matches = find_algorithms(topic) if finding.template == "process" else []
        match = next((m for m in matches if (m.template, m.variant) not in self._variants), None)
        if match is None:
            return self.take(finding)
        evidence_id = finding.slots.steps[0].evidence_id
        slots = Computed(term=match.term, variant=match.variant, labels=[], evidence_id=evidence_id)
        return self._show(match.template, slots.model_dump())

    def _show(self, template: str, data: dict) -> Visual:
        self._shown[template] += 1
        self._drawn.add(str(data))
        self._last = template
        if slots_model(template) is Computed:
            self._variants.add((template, data["variant"]))
        return Visual(template=template, data=data)

    def _found(self, scene: Wanted) -> list[tuple[str, float, dict]]:
        found: list[Finding] = extract(scene.spoken, scene.passages)
        fits = _FITS[scene.role]
        lead = scene.spoken[0].text
        return [
            (
                f.template,
                _OF_LEAD * (scene.role == "definition" and lead in f.sources)
                - _NOT_OF_LEAD * (f.template != "formula" and lead not in f.sources)
                + f.strength
                + fits.get(f.template, 0.0)
                - _WORDY_PENALTY * (f.template in WORDY_TEMPLATES),
                f.data,
            )
            for f in found
        ]

    def _computed(self, scene: Wanted) -> list[tuple[str, float, dict]]:
        """Pictures of algorithms that the scene's sentences or the topic name, in a variant not shown yet."""
        from ..diagram import find_algorithms

        found: dict[str, tuple[str, float, dict]] = {}
        spoken = " ".join(s.text for s in scene.spoken)
        for text, strength in ((spoken, _NAMED_HERE), (scene.topic, _NAMED_BY_TOPIC)):
            for match in find_algorithms(text):
                if match.template in found or (match.template, match.variant) in self._variants:
                    continue
                if text is spoken and _of_a_sibling(match.term, scene):
                    continue
                if text is not spoken and not _is_told_of(match.term, scene):
                    continue
                source = next((s for s in scene.spoken if match.term.lower() in s.text.lower()), scene.spoken[0])
                slots = Computed(
                    term=match.term, variant=match.variant, labels=_phrases(scene), evidence_id=source.evidence_id
                )
                about = text is not spoken or self._about(match, scene)
                if not about and all(_IN_CASE.match(t) for t in _naming(match.term, scene)):
                    continue  # "If a model overfits, …": a case, and not what the scene tells of
                value = strength + _FITS[scene.role].get("computed", 0.0) if about else _MENTIONED
                found[match.template] = match.template, value, slots.model_dump()
        return list(found.values())

    @staticmethod
    def _about(match: Match, scene: Wanted) -> bool:
        """Whether the scene is about the algorithm: the topic asks for its picture too, or it is a sentence's subject."""
        from ..diagram import find_algorithms

        if _is_imagined_away(match.term, scene):
            return False
        if any(m.template == match.template for m in find_algorithms(scene.topic)):
            return True
        if all(_IN_CASE.match(t) for t in _naming(match.term, scene)):
            return False
        heads = (_OF_ANOTHER.split(c.subject)[0] for s in scene.spoken if (c := main_clause(s.text)))
        return any(m.template == match.template for head in heads for m in find_algorithms(head))


def _is_told_of(term: str, scene: Wanted) -> bool:
    """Whether a sentence of the scene names the algorithm and has it, or a word of its name, as its subject: the run shows what it does."""
    own = term_stems(term)
    clauses = (main_clause(s.text) for s in scene.spoken if own <= mention_stems(s.text))
    return any(c and own & mention_stems(_OF_ANOTHER.split(c.subject)[0]) for c in clauses)


def _naming(term: str, scene: Wanted) -> list[str]:
    """The sentences of a scene that name an algorithm."""
    return [s.text for s in scene.spoken if term.lower() in s.text.lower()]


def _is_imagined_away(term: str, scene: Wanted) -> bool:
    """Whether all that names the algorithm denies something of it or supposes it away: no run shows that."""
    named = _naming(term, scene)
    sorted_ = re.compile(rf"{_SORTS} {re.escape(term)}", re.I)

    def away(text: str) -> bool:
        clause = main_clause(text)
        return bool(_SUPPOSED.match(text) or sorted_.search(text) or (clause and clause.negated))

    return bool(named) and all(map(away, named))


def _of_a_sibling(term: str, scene: Wanted) -> bool:
    """Whether a term is that of the topic's sibling ("price floor" beside "price ceilings"), named only beside the topic."""
    own, other = term_stems(scene.topic), term_stems(term)
    if not own & other or other <= own or own <= other:
        return False
    named = [s.text for s in scene.spoken if other <= mention_stems(s.text)]
    return bool(named) and all(own <= mention_stems(t) for t in named)


def _phrases(scene: Wanted) -> list[Datum]:
    """Up to three short phrases of the scene for the side column of a computed picture."""
    for found in extract(scene.spoken):
        if found.strength < _WELL_CUT:
            break
        for part in ("features", "steps"):
            if phrases := [p for p in getattr(found.slots, part, ()) if not _LEANS.search(p.text)]:
                return phrases[:3]
    return []


def action(visual: Visual, name: str) -> str:
    """What moves in the scene, for the diffusion prompt."""
    pattern = _ACTIONS.get(visual.template or "", "the states of {0} change step by step, one after another")
    if visual.template == "statement":
        added = " ".join(f"{a.get('word', '')} {a['text']}" for a in visual.data.get("additions", ()))
        verb, object_ = str(visual.data.get("verb", "")), str(visual.data["object"]["text"])
        sense = sense_of(verb, object_, added, str(visual.data["subject"]["text"]))
        pattern = _UNDERGONE if sense == "does" and done_by_object(verb, object_) else _STATED[sense]
    return pattern.format(name)
