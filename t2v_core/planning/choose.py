"""Which sentence leads which scene: the best roles first, within the words the film has time for."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from .candidates import HOME, LEAST_WORTH, POINT, Candidate
from .draft import Draft, stands
from .flow import flow
from .order import in_order
from .pacing import FASTEST, PACE, SLOWEST
from .scene_roles import WEAK
from .structure import Source, extract
from .twins import NEAR, are_cases, state_one_fact

# Scenes that say the same: cosine of two of their sentences above which the second is left out.
MAX_SIMILAR = 0.75
# The same for whole scenes, a little lower: the sum of their sentences' vectors only stands for their narration.
MAX_SIMILAR_SCENES = 0.70
_NEW_ROLE, _REPEATED = 0.14, 0.05
_NEW_PHRASE = 0.4  # one of the things that a topic sets side by side, not spoken of yet
COVERS_MORE = 0.2  # a word of the topic that no scene has named yet
ASKED = 0.5  # answering what the request asks of the topic ("*causes* of …"), as far as it does
_NEW_PART = 0.3  # a part of the topic's own section that no scene has spoken of yet
_NEW_SECTION = 0.2  # a section of the topic's home that no scene has spoken of yet
CORE = 0.75  # focus from which a section is at the core of the topic's home; from `HOME` to it being new is worth less
_SAME_SECTION = 0.12  # what a further sentence of a section loses where the topic has more sections than two
_LENGTH = 0.25  # what a sentence twice as long as a scene's share of words loses
LEAST_WORDS = 8.0  # kept for each scene to come
NO_ASIDES_FROM = 4  # scenes from which on a film is rather shorter than that it tells of what stands beside its topic
ENOUGH, LEAST_SHARE = 4, 0.7  # scenes from which on a lead must be worth that share of the best one's
# Two sentences that are said together: their most words in shares of a scene, and the least cosine of a sentence with the one before it.
_TOGETHER, _NEXT_COSINE = 2.0, 0.2
# The same where the first only opens the scene for the second.
_LEADS_TO_COSINE = 0.35
HOOK_FROM = 6  # scenes of a film that has time for a hook
# What the topic's definition is worth as a scene: in a section far from the topic, and in one near it or where its words are.
_DEFINES, _NEAR_HOME, _SURELY_OF_IT = (0.35, 0.7), 0.3, 0.65
_SHARES = {"mechanism": 0.5, "contrast": 0.3, "example": 0.3, "result": 0.3, "key_idea": 0.3}
# Rating (`flow`) below which a sentence is not said behind another: 79 of 100 were loose or wrong in books that it was not fitted to.
MIN_FLOW = 1.2
_BESIDE = 0.5  # what it is worth to tell the case that stands beside one that was told
WORTH_SAYING = 1.0  # rating (`worth`) below which a sentence only supports one that it stands right behind
# The nearest sentences of which the picture is looked at, and what one is worth that shows them with what is said already.
_LOOKED_AT, _DRAWN_TOGETHER = 4, 0.3


# These point further back than the sentence right before, or begin a list whose rest is not told.
_TWO_BACK = re.compile(
    r"\b(?:both(?! \w+ and)|(?:the )?(?:former|latter|other)|another|the (?:first|second|third|last))\b"
    r"|^(?:first|second|third|fourth|last|final)(?:ly)?,|^(?:ours|mine|theirs|hers)\b",
    re.I,
)


def choose_leads(
    candidates: Sequence[Candidate],
    count: int,
    budget: float,
    taken: Sequence[Candidate] = (),
    definitions: int = 1,
    lenient: bool = False,
    pairs: bool = True,
) -> list[Draft]:
    """Up to `count` scenes of about `budget` words together, in the order of an explanation.

    `lenient` lifts the limit of scenes that may share a role; with `pairs` a scene may have two sentences of which one needs the other.
    Every scene's leading sentence stands on its own, has its role's cue, and says something new against
    the other scenes and the sentences `taken` by earlier groups. A topic's own definition comes first.
    """
    home = [c for c in candidates if c.at_home]
    behind = {c.sentence.key: c for c in candidates if pairs and not c.sentence.untied}
    drafts: list[Draft] = []
    chosen = list(taken)
    left = budget
    while len(drafts) < count:
        best = None
        # Room for the scenes to come is kept while it can be. A role once more where the book speaks of the topic,
        # before a sentence from another place.
        for room in (left - LEAST_WORDS * (count - len(drafts) - 1), left):
            for pool, free in ((home, lenient), (home, True), (candidates, lenient)):
                best = best or _best(pool, behind, drafts, chosen, count, room, budget / count, definitions, free)
        if best is None:
            break
        drafts.append(best)
        chosen += best.sentences
        left -= best.words
    return in_order(drafts)


def _least(drafts: Sequence[Draft]) -> float:
    """What a further lead must be worth: less would say so little beside the best scene that the others had better say more."""
    if len(drafts) < ENOUGH:
        return -math.inf
    return LEAST_SHARE * max(_worth(d.lead, d.role) for d in drafts)


def _worth(candidate: Candidate, role: str) -> float:
    """How well it leads a scene, and how far it answers what is asked."""
    return candidate.score(role) + ASKED * candidate.asked


def _best(
    candidates: Sequence[Candidate],
    behind: Mapping[tuple[str, int], Candidate],
    drafts: Sequence[Draft],
    chosen: Sequence[Candidate],
    count: int,
    room: float,
    share: float,
    definitions: int,
    lenient: bool,
) -> Draft | None:
    """The best next scene, or None when no candidate may lead one."""
    used: dict[str, int] = {}
    for draft in drafts:
        used[draft.role] = used.get(draft.role, 0) + 1
    covered = frozenset().union(*(c.covers for c in chosen))
    named = frozenset().union(*(c.phrases for c in chosen))
    behind_leads = {id(c) for d in drafts for c in d.sentences[1:]}
    sections = Counter(_place(c) for c in chosen if id(c) not in behind_leads)
    several = len({c.sentence.hit.chunk.section for c in candidates if (c.focus or 0.0) >= CORE}) > 2
    least = _least(drafts)
    best: tuple[float, Draft] | None = None
    for candidate in candidates:
        if candidate.aside and len(drafts) >= NO_ASIDES_FROM:
            continue
        if not candidate.stands_alone or candidate.sentence.words > max(room, 9) or not is_new(candidate, chosen):
            continue
        more = _goes_on_to(candidate, behind, share, room, chosen)
        if more is None and behind:
            more = _case_beside(candidate, candidates, share, room, chosen)
        if not candidate.leads and not (more and _leads_to(candidate, more)):
            continue
        gain = POINT * (more.worth - candidate.worth) / 2 if more else 0.0
        words = candidate.sentence.words + (more.sentence.words if more else 0)
        section = _place(candidate)
        new_part = candidate.own and section not in sections
        for role in candidate.roles:
            free = lenient or (new_part and role != "hook")
            most = definitions if role == "definition" else count if free else _limit(role, count)
            if _worth(candidate, role) + gain < least or used.get(role, 0) >= most:
                continue
            cued = candidate.roles[role] > WEAK
            value = candidate.score(role) + (_NEW_ROLE * cued if role not in used else -_REPEATED * used[role])
            value += gain - _LENGTH * max(0.0, words / share - 1)
            at_core = min(1.0, max(0.0, ((candidate.focus or 0.0) - HOME) / (CORE - HOME)))
            value += (_NEW_PART if candidate.own else _NEW_SECTION * at_core) * (section not in sections)
            value -= _SAME_SECTION * several * (0 if candidate.reviews else sections[section])
            value += (
                ASKED * candidate.asked
                + COVERS_MORE * bool(candidate.covers - covered)
                + _NEW_PHRASE * bool(candidate.phrases - named)
            )
            value -= 0.25 * max(0.0, similarity(candidate, chosen) - 0.5)
            if role == "definition":
                near = candidate.focus is None or candidate.focus >= _NEAR_HOME or candidate.relevance >= _SURELY_OF_IT
                value += _DEFINES[near]
            if best is None or value > best[0]:
                best = value, Draft(role, [candidate, more] if more else [candidate])
    return best[1] if best else None


def _goes_on_to(
    candidate: Candidate,
    behind: Mapping[tuple[str, int], Candidate],
    share: float,
    room: float,
    chosen: Sequence[Candidate],
) -> Candidate | None:
    """The very next sentence where it is worth more than this one and cannot be said without it: "… This is called a closure"."""
    chunk, position = candidate.sentence.key
    more = behind.get((chunk, position + 1))
    if more is None or more.worth <= candidate.worth or not (more.sentence.dangling or more.takes_up):
        return None
    words = candidate.sentence.words + more.sentence.words
    if words > min(room, _TOGETHER * share) or _TWO_BACK.search(more.sentence.text) or more.aside or more.imperative:
        return None
    near = float(candidate.vector @ more.vector)
    return more if near >= _NEXT_COSINE and is_new(more, chosen) else None


def _case_beside(
    candidate: Candidate, candidates: Sequence[Candidate], share: float, room: float, chosen: Sequence[Candidate]
) -> Candidate | None:
    """The other case that the section tells further on: "If the force is less, …" behind "If the force is greater, …"."""
    for other in candidates:
        later = other.sentence.in_section_of(candidate.sentence) and stands(other) > stands(candidate)
        same_thing = other.leads and other.mention >= candidate.mention and not other.of_sibling
        if not later or not same_thing or float(candidate.vector @ other.vector) < NEAR:
            continue
        words = candidate.sentence.words + other.sentence.words
        if words <= min(room, _TOGETHER * share) and _is_case(candidate, other) and is_new(other, chosen):
            return other
    return None


def _leads_to(candidate: Candidate, more: Candidate) -> bool:
    """Whether a sentence that opens no scene by itself does so for the one behind it, which says what the topic is or means:
    "… a chain of deferred operations. This type of process is called recursive"."""
    says = more.at_home and (more.mention >= 1 or "definition" in more.roles)
    worth = (candidate.worth + more.worth) / 2 >= LEAST_WORTH
    return says and worth and not candidate.aside and float(candidate.vector @ more.vector) >= _LEADS_TO_COSINE


def _place(candidate: Candidate) -> tuple[str, ...]:
    """The part of the topic's own section, elsewhere the section."""
    return candidate.part or candidate.sentence.hit.chunk.section


def _limit(role: str, count: int) -> int:
    """How many of `count` scenes may have the role."""
    if role == "hook":
        return int(count >= HOOK_FROM)
    return max(1, round(_SHARES[role] * count))


def similarity(candidate: Candidate, others: Sequence[Candidate]) -> float:
    """Largest cosine with one of the others."""
    return float(np.max(np.stack([o.vector for o in others]) @ candidate.vector)) if others else 0.0


def is_new(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether no other sentence is the same or says nearly the same."""
    if not others:
        return True
    if any(o.sentence.key == candidate.sentence.key for o in others):
        return False
    cosines = np.stack([o.vector for o in others]) @ candidate.vector
    near = [o for o, cosine in zip(others, cosines, strict=True) if cosine >= NEAR]
    text = candidate.sentence.text
    return bool(cosines.max() <= MAX_SIMILAR) and not any(
        state_one_fact(text, o.sentence.text) for o in near if not candidate.sentence.follows(o.sentence)
    )


def add_support(
    drafts: Sequence[Draft], candidates: Sequence[Candidate], seconds: float, taken: Sequence[Candidate] = ()
) -> None:
    """Give scenes a second and third sentence until the film's words fill its time; the next one of the passage first."""
    wanted, most = PACE * seconds, (FASTEST - 0.1) * seconds
    for _ in range(3):
        for draft in sorted((d for d in drafts if d.steps is None and d.role != "recap"), key=lambda d: d.words):
            total = sum(d.words for d in drafts)
            if total >= wanted or (total >= SLOWEST * seconds * 1.05 and len(draft.sentences) > 1):
                return
            extra = _support_for(draft, drafts, candidates, most - total, taken)
            if extra is not None:
                draft.sentences.append(extra)


def _support_for(
    draft: Draft, drafts: Sequence[Draft], candidates: Sequence[Candidate], room: float, taken: Sequence[Candidate]
) -> Candidate | None:
    others = [*taken, *(c for d in drafts for c in d.sentences)]
    last = draft.sentences[-1]
    fitting: list[tuple[float, Candidate]] = []
    for candidate in candidates:
        follows = candidate.sentence.follows(last.sentence)
        if any(c.sentence.key == candidate.sentence.key for c in draft.sentences):
            continue
        # In its own scene a passage may go on in like words, and the case beside another is told.
        told_before = [c for c in others if not (c in draft.sentences and (follows or _is_case(candidate, c)))]
        if candidate.sentence.words > room or candidate.aside or not is_new(candidate, told_before):
            continue
        if follows and candidate.sentence.untied:
            continue  # behind the sentence it leans on it is said with its "Thus,"
        alone = not (candidate.sentence.dangling or candidate.imperative or candidate.takes_up)
        same_section = candidate.sentence.in_section_of(last.sentence)
        if not follows and (not alone or candidate.worth < WORTH_SAYING or not (same_section or candidate.leads)):
            continue  # only where the passage itself goes on with it
        if follows and _TWO_BACK.search(candidate.sentence.text):
            continue
        value = flow(last, candidate) + _BESIDE * any(_is_case(candidate, c) for c in draft.sentences)
        if value < MIN_FLOW:
            continue
        told = draft.vector_with(candidate)
        if any(float(told @ d.vector_with()) > MAX_SIMILAR_SCENES for d in drafts if d is not draft):
            continue
        fitting.append((value, candidate))
    fitting = sorted(fitting, key=lambda x: -x[0])[:_LOOKED_AT]
    return max(fitting, key=lambda x: x[0] + _DRAWN_TOGETHER * _drawn_with(draft, x[1]), default=(0.0, None))[1]


def _is_case(candidate: Candidate, told: Candidate) -> bool:
    return are_cases(candidate.sentence.text, told.sentence.text)


def _drawn_with(draft: Draft, candidate: Candidate) -> float:
    """Strength of the best picture that shows the candidate's sentence together with the scene's."""
    texts = [c.sentence.text for c in (*draft.sentences, candidate)]
    found = extract([Source(t, "") for t in texts])
    return max((f.strength for f in found if texts[-1] in f.sources and len(f.sources) > 1), default=0.0)
