"""Titles of a scene that tells several things: "Blood clotting: three steps" where it announces so many, "Tanning: step by step"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .draft import Draft
from .section_titles import heading_of, one_word
from .structure.lists import NUMBER_WORDS, list_items
from .text import mention_stems, term_stems

_COUNTED = re.compile(
    rf"\b(?P<count>{'|'.join(NUMBER_WORDS)}) (?:(?!of\b)[\w-]+ )?(?:steps|stages|phases|types|kinds|forms|parts|layers|classes|functions)\b",
    re.I,
)
_NOT_ALL = re.compile(r"\b(?:for|with|from|over|between|of)\s$")  # "the last of three steps"
_LISTED = re.compile(r"(?:\b(?:are|is|include|namely)\b:?|[:—])\s?(?P<list>[^:—]+)$")


def counted(name: str, draft: Draft) -> str:
    """How many steps (stages, kinds) of `name` the scene tells; "" where it does not tell as many as it announces."""
    text = draft.lead.sentence.text
    found = _COUNTED.search(text)
    if found is None or _NOT_ALL.search(text[: found.start()]):
        return ""
    of = re.match(r"\sof\s(?P<what>[^,:;.]+)", text[found.end() :])
    if of and not term_stems(name) <= mention_stems(of["what"]):
        return ""  # "three types of learning", of which the topic is one
    told = NUMBER_WORDS[found["count"].lower()] in {_drawn(draft), _listed(text[found.end() :])}
    return f"{name}: {found[0].lower()}" if told else ""


def in_steps(name: str, section: Sequence[str], draft: Draft) -> list[str]:
    """What a scene of steps is called, rather than after its first: by the heading of its section, or by `name` where it names that or its heading is that."""
    if draft.steps is None or draft.steps.template not in {"process", "cycle"}:
        return []
    heading = heading_of(section)
    named = draft.lead.names_topic or term_stems(heading) == term_stems(name)
    of = [one_word(section), name if named else ""]
    return [heading, *(f"{x}: step by step" for x in of if x)]


def _drawn(draft: Draft) -> int:
    """How many items the list of the scene has."""
    data = draft.steps.data if draft.steps else {}
    return max((len(v) for v in data.values() if isinstance(v, list)), default=0)


def _listed(behind: str) -> int:
    """How many things a sentence lists behind their count."""
    found = _LISTED.search(behind.rstrip(" ."))
    return len(list_items(found["list"], announced=True)) if found else 0
