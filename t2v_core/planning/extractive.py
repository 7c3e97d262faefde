"""The planner without a language model: sentences of the book, chosen, ordered and timed.

Role by role the book is asked again; clean sentences are rated; the best leads are chosen within the
words the film has time for; then scenes are filled up, worded, and given a picture. Every claim stands
verbatim in the passage it cites, but for citations of other works.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..errors import quoted
from ..host import Host
from ..retrieval.model import Evidence
from .candidates import Candidate
from .cover import passages_of, require_cover, require_named
from .draft import Draft
from .english.grammar import main_clause
from .english.phrases import cut_phrase
from .english.sentences import clean_sentences, untied
from .english.spelling import respelled
from .enough import require_enough, shortfalls
from .gather import Passages
from .outline import FEWEST, outline
from .pacing import CLAUSES_BELOW, FASTEST, share_seconds
from .picture import Pictures, Wanted, action
from .plan import AuditEntry, Claim, PlannerInfo, Scene, ScenePlan, Visual, evidence_ids_in
from .rating import rate
from .request import PlanRequest
from .scene_roles import QUERIES
from .shortlist import shortlist
from .structure import Finding, Source
from .text import capitalise, count_words
from .titles import named
from .topic import Topic, read_topic
from .visuals import Recap, RecapPoint
from .wording import Wording

# Audiences for whom short sentences of plain words count more.
BEGINNERS = re.compile(
    r"\b(?:beginners?|child(?:ren)?|kids|pupils?|school|novices?|newcomers?|lay(?:men|people|persons?)?|general public|everyone|non-?experts?|first[- ]year)\b",
    re.I,
)
# Passages of each query that are read when the first few say too little.
FURTHER = 20
# New sentences of them that are rated: the encoder reads about 80 of them a CPU second.
FURTHER_RATED = 30
# Characters of a query to which a role adds its words, and phrases of a request whose definitions are looked for.
LONGEST_QUERY, MOST_ASKED = 300, 6
# Passages of the evidence whose neighbours in their section are read too.
BEST = 3


def plan_extractive(request: PlanRequest, evidence: Evidence | None, host: Host) -> ScenePlan:
    """A plan whose claims are sentences of the evidence's passages.

    Raises `InsufficientEvidence` when the book does not cover the topic, or has too few speakable
    sentences on it for a film of this length.
    """
    asked = request.topic
    request, evidence, topic, passages = _read(request, evidence, host)
    host.report(0, 4, "Asking the book for each scene")
    queries = _ask_by_role(request, topic, passages)
    host.report(1, 4, "Choosing sentences")
    candidates = _candidates(request, passages, topic)
    drafts = outline(request, topic, candidates, passages)
    if len(drafts) < FEWEST:  # read further down the ranking before giving up
        passages.ask(list(queries.values()), FURTHER)
        candidates = _candidates(request, passages, topic, candidates)
        drafts = _outlined(request, topic, candidates, passages)
    require_enough(drafts, request, evidence, topic, lambda r: _outlined(r, topic, candidates, passages))
    for draft in drafts:
        draft.query = draft.query or queries[draft.role]
    host.report(2, 4, "Wording scenes and choosing pictures")
    scenes = _scenes(drafts, request, topic, passages)
    host.report(4, 4, "Plan made")
    plan = _plan(scenes, request, topic, passages)
    if request.topic == asked:
        return plan
    note = AuditEntry(event="topic_respelled", detail=f"The topic {quoted(asked)} was read as {quoted(request.topic)}.")
    return plan.model_copy(update={"audit": [note, *plan.audit]})


def rated_sentences(request: PlanRequest, evidence: Evidence | None, host: Host) -> list[Candidate]:
    """The sentences that a plan chooses from first, each with what it is worth.

    Raises `InsufficientEvidence` when the book does not cover the topic.
    """
    request, _, topic, passages = _read(request, evidence, host)
    _ask_by_role(request, topic, passages)
    return _candidates(request, passages, topic)


def _read(request: PlanRequest, evidence: Evidence | None, host: Host) -> tuple[PlanRequest, Evidence, Topic, Passages]:
    """The request as it is meant, the evidence for it, what it asks for, and the passages on that."""
    request, evidence = _as_meant(request, evidence, host)
    evidence = require_cover(evidence, request.topic)
    passages = Passages(evidence, host)
    host.report(0, 4, "Reading the topic")
    topic = read_topic(request.topic, request.objective, _texts(evidence))
    passages.find_focus(topic)
    if not passages.own:  # else a heading is the topic's name, or means it over passages that name it
        require_named(evidence, topic, _texts(evidence))
    return request, evidence, topic, passages


def _as_meant(request: PlanRequest, evidence: Evidence | None, host: Host) -> tuple[PlanRequest, Evidence | None]:
    """The request with the slips of its topic put right, and the evidence for it."""
    meant = respelled(request.topic, _texts(evidence)) if evidence else request.topic
    if evidence is None or meant == request.topic:
        return request, evidence
    request = replace(request, topic=meant)
    if evidence.books:
        from ..retrieval import search

        query = request.rag_query or ". ".join(filter(None, (meant, request.objective)))
        evidence = search(evidence.books, query, evidence.settings, host)
    return request, evidence


def _texts(evidence: Evidence) -> list[str]:
    """Every passage whose wording may show the topic's short forms."""
    return [c.text for c in passages_of(evidence)]


def _ask_by_role(request: PlanRequest, topic: Topic, passages: Passages) -> dict[str, str]:
    """Ask the book once for each role; the queries by role."""
    base = _beginning(request.rag_query.strip() or topic.name)
    queries = {role: pattern.format(base) for role, pattern in QUERIES.items()}
    if topic.objective:
        queries["key_idea"] += f". {topic.objective}"
    passages.ask([q for role, q in queries.items() if role != "recap"])
    passages.ask(topic.queries[1:])
    passages.ask([QUERIES["definition"].format(p) for p in topic.phrases[1:] and topic.phrases[:MOST_ASKED]])
    for hit in passages.evidence.hits[:BEST]:
        passages.neighbours(hit)
    passages.read_definitions(topic)
    passages.read_sections()
    return queries


def _beginning(text: str) -> str:
    """What an encoder reads of a query as long as a paragraph: its first words."""
    return text if len(text) <= LONGEST_QUERY else text[:LONGEST_QUERY].rsplit(" ", 1)[0]


def _candidates(
    request: PlanRequest, passages: Passages, topic: Topic, before: Sequence[Candidate] = ()
) -> list[Candidate]:
    """Rated sentences of the passages, the most promising ones when there are too many; few besides those rated `before`."""
    sentences = clean_sentences(passages.hits)
    sentences = shortlist(sentences + untied(sentences), topic, passages)
    if before:
        known = {c.sentence.text for c in before}
        new = [s.text for s in sentences if s.text not in known and not passages.has_encoded(s.text)]
        sentences = [s for s in sentences if s.text in known.union(new[:FURTHER_RATED])]
    beginners = bool(BEGINNERS.search(request.audience))
    return rate(sentences, topic, passages.encode, beginners, passages.focus, passages.own)


def _outlined(request: PlanRequest, topic: Topic, candidates: Sequence[Candidate], passages: Passages) -> list[Draft]:
    """The scenes, opened by weaker sentences too where the others make too few."""
    drafts = outline(request, topic, candidates, passages)
    if len(drafts) >= FEWEST:
        return drafts
    return max(drafts, outline(request, topic, [replace(c, wanting=True) for c in candidates], passages), key=len)


def _scenes(drafts: Sequence[Draft], request: PlanRequest, topic: Topic, passages: Passages) -> list[Scene]:
    wording = Wording(topic, [h.chunk.text for h in passages.hits])
    pictures = Pictures()
    texts = [_spoken(draft, request, len(drafts)) for draft in drafts]
    seconds = share_seconds([sum(map(count_words, t)) for t in texts], request.seconds)
    visuals = [_visual(draft, pictures, topic, passages) for draft in drafts]
    titles = wording.titles(drafts, visuals)
    scenes: list[Scene] = []
    for number, (draft, title, said, length) in enumerate(zip(drafts, titles, texts, seconds, strict=True), start=1):
        visual = _recap_visual(scenes) if draft.role == "recap" else visuals[number - 1]
        scenes.append(
            Scene(
                id=f"s{number}",
                title=title,
                role=draft.role,
                seconds=length,
                label=wording.label(draft, title),
                claims=[_claim(c, text, passages) for c, text in zip(draft.sentences, said, strict=True)],
                key_concepts=wording.concepts(draft),
                visual=visual,
                visual_action=action(visual, topic.name),
                rag_query=draft.query,
            )
        )
    return named(scenes, topic, wording.spelling.inside)


def _visual(draft: Draft, pictures: Pictures, topic: Topic, passages: Passages) -> Visual:
    """A scene's picture; a recap's is made of the scenes before it, when they are worded."""
    if draft.role == "recap":
        return Visual(template="recap")
    if draft.steps:
        return _of_steps(draft, draft.steps, pictures, topic, passages)
    return pictures.choose(_wanted(draft, topic, passages))


def _of_steps(draft: Draft, steps: Finding, pictures: Pictures, topic: Topic, passages: Passages) -> Visual:
    """The picture of a list; in the topic's own section the run of the algorithm whose steps it tells."""
    of_topic = all(c.sentence.hit.chunk.id in passages.own for c in draft.sentences)
    return pictures.run(steps, topic.text) if of_topic else pictures.take(steps)


def _spoken(draft: Draft, request: PlanRequest, count: int) -> list[str]:
    """The sentences as said: whole, or in a very short film the clause that fits."""
    if request.seconds >= CLAUSES_BELOW:
        return [c.sentence.text for c in draft.sentences]
    text = draft.lead.sentence.text
    share = max(4, int(FASTEST * request.seconds / count))
    stated = main_clause(text)
    for words in range(share, count_words(text)):
        clause = cut_phrase(re.sub(r"\.$", "", text), words)
        if clause and (stated is None or f" {stated.verb}" in clause):  # a clause keeps its verb
            return [clause]
    return [text]


def _claim(candidate: Candidate, text: str, passages: Passages) -> Claim:
    return Claim(text=text, evidence_ids=[passages.id_of(candidate.sentence.hit)], source="extract", support=1.0)


def _wanted(draft: Draft, topic: Topic, passages: Passages) -> Wanted:
    """What the scene's picture may be made of: its sentences, and the formulas of its passages."""
    chunks = {c.sentence.hit.chunk.id: c.sentence.hit for c in draft.sentences}
    near = {h.chunk.id: h for hit in chunks.values() for h in passages.neighbours(hit)}
    return Wanted(
        draft.role,
        topic.text,
        tuple(_source(c, passages) for c in draft.sentences),
        tuple(Source(h.chunk.text, passages.id_of(h), h.chunk.trusted_formulas) for h in near.values()),
    )


def _source(candidate: Candidate, passages: Passages) -> Source:
    return Source(candidate.sentence.text, passages.id_of(candidate.sentence.hit))


def _recap_visual(scenes: Sequence[Scene]) -> Visual:
    points = [
        RecapPoint(text=_point(s), scene=s.id, evidence_id=s.claims[0].evidence_ids[0]) for s in scenes[:6] if s.claims
    ]
    return Visual(template="recap", data=Recap(points=points).model_dump())


def _point(scene: Scene) -> str:
    """What a recap says of a scene: its label where that states something or answers its title, else its title."""
    states = scene.title.endswith("?") or (scene.label and main_clause(f"{scene.label}.") is not None)
    return scene.label if scene.label and states else scene.title


def _plan(scenes: list[Scene], request: PlanRequest, topic: Topic, passages: Passages) -> ScenePlan:
    used = [i for s in scenes for c in s.claims for i in c.evidence_ids]
    used += [i for s in scenes for _, i in evidence_ids_in(s.visual.data)]
    audit = []
    if not passages.embedded:
        audit.append(
            AuditEntry(
                event="no_embeddings", detail="The book has no embeddings here: relevance was judged by shared words."
            )
        )
    return ScenePlan(
        title=capitalise(topic.title),
        topic=request.topic,
        audience=request.audience,
        objective=request.objective,
        style=request.style,
        book=passages.book(used),
        evidence=passages.items(used),
        scenes=scenes,
        planner=PlannerInfo(kind="extractive", seed=request.seed),
        audit=[*audit, *shortfalls(len(scenes), request)],
    )
