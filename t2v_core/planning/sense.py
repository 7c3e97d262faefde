"""What sort of thing a statement says of its subject, read off its verb: what it does, is, holds, says, where it is, or what is denied.

Only words that any text uses so decide (forms of "be" and "have", verbs of saying, verbs of place with "in"); all else is a doing.
"""

from __future__ import annotations

import re
from typing import Literal

Sense = Literal["does", "is", "holds", "within", "says", "denied"]

_ADVERB = r"(?:\w+ly|also|often|still|now|then|always|sometimes|even|thus|just|both|all|quite|very|too)"
_MODAL = r"(?:can|could|may|might|will|would|shall|should|must)"
_DENIED = re.compile(r"\b(?:not|never|cannot|no longer|neither)\b|n['’]t\b", re.I)
_IS = re.compile(
    rf"(?:{_ADVERB} )*(?:(?:{_MODAL}|has|have|had) )?(?:{_ADVERB} )*(?:is|are|was|were|be|been|remains?|remained|seems?|seemed|appears?)(?: to be)?(?: {_ADVERB})*",
    re.I,
)
_HOLDS = re.compile(
    r"(?:[\w-]+ )*?(?:has|have|had|contains?|contained|possess(?:es|ed)?|comprises?|comprised|includes?|included|consists? of|consisted of|(?:made up|made|composed) of)",
    re.I,
)
_SAYS = re.compile(
    r"(?:[\w-]+ )*?(?:sa(?:ys?|id)|show(?:s|ed|n)?|suggest(?:s|ed)?|argue[sd]?|believe[sd]?|think|thinks|thought|claim(?:s|ed)?|state[sd]?|report(?:s|ed)?|hold|holds|held|contend(?:s|ed)?"
    r"|announce[sd]?|propose[sd]?|conclude[sd]?|reali[sz]e[sd]?|recogni[sz]e[sd]?|indicate[sd]?|notes?|noted|observe[sd]?|reveal(?:s|ed)?|demonstrate[sd]?|predict(?:s|ed)?|maintain(?:s|ed)?"
    r"|insist(?:s|ed)?|assert(?:s|ed)?|discover(?:s|ed)?|found|finds?|warn(?:s|ed)?|confirm(?:s|ed)?|declare[sd]?|ruled|hypothesi[sz]e[sd]?|teach(?:es)?|taught|agree[sd]?|point(?:s|ed)? out) that",
    re.I,
)
_WITHIN = re.compile(
    r"(?:[\w-]+ )*?(?:located|found|situated|lies?|lay|sits?|sat|resides?|resided|lives?|lived|occurs?|occurred|(?:takes?|took) place|happens?|happened|stored|contained|housed|embedded"
    rf"|enclosed|produced|formed|kept)(?: {_ADVERB})? (?:in|within|inside)",
    re.I,
)
# What things are "in" without being inside it: a way, a time, a share.
_NO_PLACE = re.compile(
    r"\d|\b(?:ways?|manners?|forms?|orders?|cases?|respects?|directions?|response|fact|reality|turn|part|addition|total|terms|sequence|stages?|steps?|phases?|times?|moments?|minutes?|hours?|days?"
    r"|weeks?|months?|years?|decades?|centur(?:y|ies)|spring|summer|autumn|winter|morning|evening|half|thirds?|quarters?)\b",
    re.I,
)


def sense_of(verb: str, object_: str) -> Sense:
    """The sense of a statement with this verb group and object."""
    verb = " ".join(verb.split())
    if _DENIED.search(verb):
        return "denied"
    if _SAYS.fullmatch(verb):
        return "says"
    if _IS.fullmatch(verb):
        return "is"
    if _HOLDS.fullmatch(verb):
        return "holds"
    return "within" if _WITHIN.fullmatch(verb) and not _NO_PLACE.search(object_) else "does"
