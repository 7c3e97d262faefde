"""The sources sheet: every claim of a film with its page and passage, as Markdown that can only show text."""

from __future__ import annotations

import html
import re
from fractions import Fraction

from ..planning.plan import Claim, EvidenceItem, ScenePlan
from .schedule import Schedule


def sources_sheet(plan: ScenePlan, timed: Schedule | None, share: bool) -> str:
    """Markdown. Words of the book and the plan are data: HTML and Markdown in them are escaped.

    With `share` the passages themselves are left out; page and section stay.
    """
    starts = {s.scene: s.start / timed.fps for s in timed.scenes} if timed else {}
    lines = [f"# Sources: {escape(plan.title)}", ""]
    if plan.book is not None:
        authors = f", by {escape(', '.join(plan.book.authors))}" if plan.book.authors else ""
        lines += [f"Book: {escape(plan.book.title)}{authors}", ""]
    if not plan.sourced:
        lines += ["This film has no source: no book stood behind its plan.", ""]
    for n, scene in enumerate(plan.scenes, 1):
        at = f" ({_clock(starts[scene.id])})" if scene.id in starts else ""
        lines += [f"## {n}. {escape(scene.title)}{at}", ""]
        for claim in scene.claims:
            lines += [*_claim(plan, claim, share), ""]
        if not scene.claims:
            lines += [f"{escape(scene.narration) or 'Nothing is said.'} No source.", ""]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text on one line with everything Markdown or HTML could act on made harmless, links included."""
    line = html.escape(" ".join(text.split()), quote=False)
    line = re.sub(r"([\\`*_{}\[\]()#+!|~$-])", r"\\\1", line)
    line = re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    # A bare address would become a link in many viewers.
    return re.sub(r"(?i)\b(https?|ftp|www|mailto|javascript|data)([:.])", r"\1&#8203;\2", line)


def _claim(plan: ScenePlan, claim: Claim, share: bool) -> list[str]:
    lines = [f"* {escape(claim.text)} ({_origin(claim)})"]
    for item in map(plan.passage, claim.evidence_ids):
        lines.append(f"    * {_place(item)}")
        if not share:
            lines += ["", f"        > {escape(item.text)}", ""]
    return lines


def _origin(claim: Claim) -> str:
    said = {"extract": "from the book", "llm": "worded by a language model", "user": "written by the user"}[
        claim.source
    ]
    return said if claim.evidence_ids else f"{said}, no source"


def _place(item: EvidenceItem) -> str:
    printed = (
        f", printed page {escape(item.page_label)}" if item.page_label and item.page_label != str(item.page) else ""
    )
    section = f", {escape(' › '.join(item.section))}" if item.section else ""
    page = f", page {item.page}{printed}" if item.page else ""
    return f"{escape(item.book)}{page}{section} ({escape(item.id)})"


def _clock(seconds: Fraction) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"
