"""Sentences that only say what a book does next: "An example will clarify these points", "To see why, consider a river".

What they announce stands behind them, and a film that says one says nothing. `flaws` knows the words of a text ("in this
section", "let us"); here they are known by what is done: to illustrate, to consider, to point to what stands below.
"""

from __future__ import annotations

import re

_MODALS = r"(?:(?:can|could|may|might|will|would|now|also|must|should|shall|want to|need to|have to|first|next|then|further|briefly|like to|just|only) )*"
_OPENING = (
    r"(?:(?:now|next|first|last|then|finally|here|also),? |(?:in|for|(?:in order )?to|before|once) [^,]{3,80}, )?"
)
# What a text does for its reader: to see a thing in another way, and not to do something with it.
_SHOW = r"(?:illustrat|demonstrat|motivat|outlin|exemplif)(?:e|ed|y|ied)|tackle|delve|go over|conclude with"
_LOOK = r"(?:(?:now|also|first|next|then|further|briefly|just|only|will|must|need to) )*(?:(?:can )?(?:consider(?:ed)?|visuali[sz]ed?)|examined?)"
_UNDERSTAND = r"(?:illustrate|see|show|demonstrate|understand|explain|appreciate|clarify|make|get|motivate|grasp)"
_READ_ON = r"(?:define|discuss|introduce|look at|examine|explore|review|consider|bear in mind|establish|address|compare|be familiar|understand|know|learn|(?:start|begin) (?:with|by|from)|look (?:back|into))"
_PARTS = r"(?:examples?|discussions?|figures?|tables?|box(?:es)?|code|models?|sections?|paragraphs?|chapters?|text|snippets?|functions?|programs?|scripts?|listings?|equations?|formulas?|diagrams?|graphs?|charts?|derivations?|arguments?|proofs?|lists?|definitions?|implementations?|plots?|images?|pictures?|experiments?)"

_ANNOUNCES = re.compile(
    # We can illustrate this with an example. | Next, we consider the effects of rain. But "we consider each box as an example".
    rf"{_OPENING}(?:we|I) (?:{_MODALS}(?:{_SHOW})\b(?! that\b)|{_LOOK}\b(?! \w+ing\b)(?!.*\b(?:as|by|using|if|because|through)\b))"
    # An example will clarify these points. | The tables below compare the rivers. | What follows is …
    r"|(?:an?|one|another|the|this|some|two)(?: (?!is\b|are\b|was\b|were\b)[\w-]+){0,2} (?:examples?|illustrations?|analog(?:y|ies)|case stud(?:y|ies)|scenarios?|anecdotes?|demonstrations?|comparisons?)(?: (?:of|from|in|on|about)(?: [\w-]+){1,4}?)?"
    r" (?:will|may|can|should|might|could|would) (?:also )?(?:help )?(?:us )?(?:to )?(?:clarify|illustrate|show|demonstrate|explain|help|make)\b"
    rf"|(?:the|our|this|these|all)(?: [\w-]+){{0,2}} {_PARTS} (?:below|above|that follows?(?! (?:the|an?|from)\b)|to follow|ahead)\b"
    rf"|(?:what follows|(?:below|following) (?:is|are) (?:an?|the|some|two|three))\b|the next (?:few|two|three|several) {_PARTS}\b"
    # To see why, consider a river that … | To understand this, we need to look at the banks.
    rf"|(?:in order )?to {_UNDERSTAND}\b[^,.;]*, (?:let|consider|imagine|suppose|recall|say|think of|take|pretend|picture|assume|look at)\b(?! into)"
    rf"|(?:in order )?(?:to|before) (?:{_UNDERSTAND}|understanding|discussing|answer)\b[^,]*, (?:(?:we|you) {_MODALS}{_READ_ON}|it (?:helps|is (?:helpful|useful|necessary|important|best)) to {_READ_ON})\b"
    # It is instructive to compare the two.
    r"|it (?:is|may be|can be|might be) (?:also |now )?(?:useful|helpful|instructive|interesting|worthwhile|worth|time|illuminating|natural|convenient) (?:here |now |first )?(?:to )?"
    r"(?:ask|consider|look|review|examine|recall|revisit|clarify|discuss|explore|mention|describe|start|begin|wonder|pause|think|see|introduce|compare|study)(?:ing)?\b",
    re.I,
)


def announces(text: str) -> bool:
    """Whether a sentence tells of what stands behind it in the book, and nothing by itself."""
    return bool(_ANNOUNCES.match(text))
