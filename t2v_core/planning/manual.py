"""A plan from the user's own lines, without a book: one scene a line, marked "no source" on every frame."""

from __future__ import annotations

import re

from ..errors import PlanError
from .english.grammar import noun_phrases
from .english.phrases import cut_phrase, label_of
from .pacing import share_seconds
from .picture import Pictures, Wanted, action
from .plan import AuditEntry, Claim, PlannerInfo, Scene, ScenePlan
from .request import MAX_SCENES, PlanRequest
from .structure import Source
from .text import capitalise, count_words
from .topic import read_topic

MAX_TITLE = 8  # words of a title that is taken from its line

_TITLED = re.compile(r"^(?P<title>[^:.!?]{2,80}):\s+(?P<text>\S.*)$")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")


def plan_manual(request: PlanRequest) -> ScenePlan:
    """One scene for each non-empty line of `request.lines`: `Title: sentence`, or only a sentence.

    Raises `PlanError` when there is no line, or more than a film may have scenes.
    """
    lines = [_BULLET.sub("", line).strip() for line in request.lines.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise PlanError("The manual planner has no lines. Write one scene a line, 'Title: sentence', in plan_text.")
    if len(lines) > MAX_SCENES:
        raise PlanError(f"The manual planner got {len(lines)} lines; a film has at most {MAX_SCENES} scenes.")
    topic = read_topic(request.topic, request.objective)
    parts = [_part(line) for line in lines]
    seconds = share_seconds([max(1, count_words(text)) for _, text in parts], request.seconds)
    pictures = Pictures()
    scenes = []
    for number, ((title, text), length) in enumerate(zip(parts, seconds, strict=True), start=1):
        visual = pictures.choose(Wanted("mechanism", request.topic, (Source(text, ""),)))
        label = label_of(text, 8)
        scenes.append(
            Scene(
                id=f"s{number}",
                title=title,
                role="mechanism",
                seconds=length,
                label=label if label.lower() not in {text.lower().strip(" ."), title.lower()} else "",
                claims=[Claim(text=text, source="user")],
                key_concepts=noun_phrases(text)[:3],
                visual=visual,
                visual_action=action(visual, topic.name),
            )
        )
    return ScenePlan(
        title=capitalise(topic.name),
        topic=request.topic,
        audience=request.audience,
        objective=request.objective,
        style=request.style,
        scenes=scenes,
        planner=PlannerInfo(kind="manual", seed=request.seed),
        audit=[AuditEntry(event="no_source", detail="Written by hand: no book stands behind this plan.")],
    )


def _part(line: str) -> tuple[str, str]:
    """Title and text of a line."""
    match = _TITLED.match(line)
    if match:
        return capitalise(match["title"].strip()), match["text"].strip()
    title = (
        cut_phrase(line, MAX_TITLE) or next(iter(noun_phrases(line)), "") or " ".join(line.split()[:MAX_TITLE]) + " …"
    )
    return capitalise(title), line
