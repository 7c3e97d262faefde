"""A plan from the user's own lines, without a book: one scene a line, marked "no source" on every frame."""

from __future__ import annotations

import re

from ..errors import PlanError, quoted
from .english.grammar import noun_phrases
from .english.phrases import cut_phrase, label_of
from .pacing import share_seconds
from .picture import Pictures, Wanted, action
from .plan import AuditEntry, Claim, PlannerInfo, Scene, ScenePlan
from .request import MAX_SCENES, PlanRequest
from .structure import Source
from .text import capitalise, count_words, without_hidden
from .topic import read_topic

MAX_TITLE, TITLE_CHARACTERS = 8, 80  # words of a title that is taken from its line, and characters of any
SHORTEST = 0.5  # seconds of a scene: below, its picture is not seen at all
MAX_LINE = 3900  # characters: what a claim of a plan holds, and a full stop

_TITLED = re.compile(r"^(?P<title>[^:.!?]{2,80}):\s+(?P<text>\S.*)$")  # TITLE_CHARACTERS
# A plan file, or what is left of one: a fence, an object or its first field at the start of a line, a plan's fields anywhere.
_PLAN = re.compile(
    r"^[ \t]*(?:```|~~~|[\[{]\s*(?:[\[{]\s*)?\")|^[ \t]*[\[{][ \t]*$|\"(?:schema_version|scenes|claims)\"\s*:", re.M
)
_BULLET = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,3}[.)])\s+")


def plan_manual(request: PlanRequest) -> ScenePlan:
    """One scene for each non-empty line of `request.lines`: `Title: sentence`, or only a sentence.

    Raises `PlanError` when the lines are none, too many, too long, or a plan file.
    """
    lines = _lines(request)
    audit = [AuditEntry(event="no_source", detail="Written by hand: no book stands behind this plan.")]
    if request.scenes not in (0, len(lines)):
        detail = f"{request.scenes} scenes were asked for and {len(lines)} made: one for each line."
        audit.append(AuditEntry(event="scenes_of_lines", detail=detail))
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
                rag_query=f"{topic.name}: {title}",
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
        audit=audit,
    )


def _lines(request: PlanRequest) -> list[str]:
    """What each scene says, without bullets and characters that nobody sees."""
    text = request.lines
    if found := _PLAN.search(text):
        raise PlanError(
            f"The manual planner got a plan file (JSON) instead of lines: {quoted(text[found.start() :])}. A whole plan is "
            "used as it is: put it into plan_text from its first '{' to its last '}', or give its file to `render` or `check`. "
            "Lines are one scene each, 'Title: sentence'."
        )
    lines = [_BULLET.sub("", without_hidden(line)).strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise PlanError("The manual planner has no lines. Write one scene a line, 'Title: sentence', in plan_text.")
    most = min(MAX_SCENES, int(request.seconds / SHORTEST))
    if len(lines) > most:
        longer = f"Make it at least {len(lines) * SHORTEST:g} s long, or put" if len(lines) <= MAX_SCENES else "Put"
        raise PlanError(
            f"The manual planner got {len(lines)} lines, one scene each; a film of {request.seconds:g} s has at most "
            f"{most} scenes. {longer} several sentences on one line."
        )
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise PlanError(
                f"Line {number} of the manual planner, {quoted(line)}, has {len(line)} characters; a scene says at most "
                f"{MAX_LINE}. Break the line in two."
            )
    return lines


def _part(line: str) -> tuple[str, str]:
    """Title and text of a line."""
    match = _TITLED.match(line)
    if match:
        return capitalise(match["title"].strip()), match["text"].strip()
    title = cut_phrase(line, MAX_TITLE) or next(iter(noun_phrases(line)), "")
    if not 0 < len(title) <= TITLE_CHARACTERS:
        title = " ".join(line.split()[:MAX_TITLE])[:TITLE_CHARACTERS] + " …"
    return capitalise(title), line
