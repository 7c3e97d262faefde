"""A section's heading as the title of a scene: only where the scene says what the heading names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from .english.grammar import main_clause
from .naming import BEHIND_HEAD
from .text import FUNCTION_WORDS, GENERAL_WORDS, content_stems, count_words, mention_stems
from .topic import NUMBER

if TYPE_CHECKING:
    from .draft import Draft

# Share of a heading's words besides the topic's that a scene must say for it, and where nothing else names the scene.
SAID, HINTED = 0.5, 0.3
_MOST = 8  # words of a heading that is a title
_BAD = re.compile(
    r"^(?:summary|overview|discussion) (?:of|and)\b|^step \d|^other\s|^(?:discussion|results?|conclusions?|background|motivation|remarks)$|[=<>{}\\|∑∂]|\.{3}|\b(?:exercises?|references|thinking ahead|where to next|bibliography|contents|preface|index|(?:key )?(?:summary|terms|concepts)|objectives|review|glossary|part \d+|outcomes|further reading|introduction|overview|notation|example)\b$",
    re.I,
)
EXAMPLE = re.compile(r"(?:[A-Z][\w-]+\s)?(?:Example|Exercise)s?(?:\s[\d.]+)?:\s+")
OPPOSED = re.compile(r"\b(?:versus|vs)\b", re.I)
# What a heading promises that only its own words keep: a count, a definition, a sort of section.
_PROMISES = re.compile(
    r"(?:two|three|four|five|six|seven)\b|.*\bdefined$|(?:implement\w+|software|alternatives|limitations|advantages|strengths|applications)\b",
    re.I,
)
_BOTH = re.compile(r",?\s(?:and|or|versus|vs\.?)\s|,\s")


def heading_of(section: Sequence[str]) -> str:
    """The innermost heading without its number when it has two to seven words that name a subject; else ""."""
    heading = NUMBER.sub("", section[-1]).strip(" .:[]*") if section else ""
    if example := EXAMPLE.match(heading):
        heading = heading[example.end() :]
    if count_words(heading) > _MOST and ": " in heading:  # "Changes in … Quantity: The Four-Step Process"
        heading = next((h for h in heading.split(": ") if 1 < count_words(h) <= _MOST), heading)
    return "" if _BAD.search(heading) or not 2 <= count_words(heading) <= _MOST else heading


def headings_of(section: Sequence[str]) -> list[str]:
    """The innermost heading and the one above it, each "" where it is no title; of a summary that of what it sums up.

    A chapter's heading is too wide for its introduction.
    """
    section, depth = list(section), len(section)
    while section and _BAD.search(section[-1]):
        section.pop()
    return ["", ""] if len(section) == 1 < depth else [heading_of(section), heading_of(section[:-1])]


def one_word(section: Sequence[str]) -> str:
    """The innermost heading when it is one word that names a subject; else ""."""
    heading = NUMBER.sub("", section[-1]).strip(" .:") if section else ""
    general = _BAD.search(heading) or heading.lower() in GENERAL_WORDS | FUNCTION_WORDS
    return "" if general or count_words(heading) != 1 or not content_stems(heading) else heading


def stands_under(heading: str, name: str, lead: str, said: bool) -> bool:
    """Whether a scene may be called by its topic's name and a heading of one word; if that must be `said`, with the name or as what the lead is about."""
    stems, spoken, clause = set(content_stems(heading)), mention_stems(lead), main_clause(lead)
    alike = any(a[:6] == b[:6] for a in stems for b in content_stems(name))  # "Catalysts: catalysis"
    of_it = clause is not None and clause.subject.lower() == heading.lower()
    told = of_it or bool(stems & spoken and set(content_stems(name)) <= spoken)
    return bool(heading) and not alike and (told or not said)


def fit(heading: str, topic: Collection[str], draft: Draft) -> tuple[float, ...]:
    """How well a scene says a heading: as the list its section tells, by its words beside the topic's in the lead and in the scene, by all of them."""
    said = [mention_stems(c.sentence.text) for c in draft.sentences]
    whole = set(content_stems(heading))
    own = whole - set(topic)
    pairs = ((own, said[0]), (own, set().union(*said)), (whole, said[0]))
    return float(draft.steps is not None), *(len(wanted & heard) / max(1, len(wanted)) for wanted, heard in pairs)


def says_of(heading: str, draft: Draft) -> bool:
    """Whether a scene says a word of a heading."""
    return any(set(content_stems(heading)) & mention_stems(c.sentence.text) for c in draft.sentences)


def must_be_said(heading: str, topic: Collection[str], inside: Callable[[str], str]) -> bool:
    """Whether a heading promises more than any scene of its section keeps: a count, a name, one kind of the topic ("Copper Windmills")."""
    *before, head = content_stems(heading) or ("",)
    of_a_kind = head in topic and not set(before) <= set(topic)
    of_a_kind = of_a_kind and not re.search(r"\b(?:of|and|in|for)\b|:", heading)
    names = [w for w in heading.split()[1:] if w[:1].isupper() and inside(w)[:1].isupper()]
    return of_a_kind or bool(names) or bool(_PROMISES.search(heading))


def best_first(fits: Sequence[tuple[str, tuple[float, ...]]]) -> list[int]:
    """The order in which the scenes of a film are named, by their headings and how well they say them: of one heading the best first."""
    order = list(range(len(fits)))
    for heading in {h for h, _ in fits if h}:
        places = [i for i, (h, _) in enumerate(fits) if h == heading]
        for place, scene in zip(places, sorted(places, key=lambda i: fits[i][1], reverse=True), strict=True):
            order[place] = scene
    return order


def tells(heading: str, topic: Collection[str], sentences: Sequence[str], share: float = SAID) -> bool:
    """Whether a scene's leading sentence says what the heading names besides the topic's stems; of two things both."""
    spoken = mention_stems(sentences[0])
    own = [set(content_stems(part)) - set(topic) for part in _BOTH.split(heading)]
    head = content_stems(BEHIND_HEAD.split(re.split(r"\sand\s|:\s", heading)[-1])[0])
    scene = set(topic).union(*map(mention_stems, sentences))
    headed = not head or head[-1] in scene
    return headed and any(own) and all(len(part & spoken) >= share * len(part) for part in own)
