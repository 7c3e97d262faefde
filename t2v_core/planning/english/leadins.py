"""Words in front of a sentence that only point at another place of the book ("As we discussed in the previous section, …").

What follows them is a sentence of its own, and often the very definition that a section is about: it is spoken without them.
"""

from __future__ import annotations

import re

_MODALS = r"(?:['’]ve)?(?: (?:have|had|will|can|may|might|should|already|just|briefly|also|now|probably|previously))*"
# Who learned, noted or was told a thing holds it for true; who guessed or expected it may be wrong.
_TOLD = (
    r"(?:discuss(?:ed)?|learn(?:ed|t)?|see|saw|seen|mention(?:ed)?|note[sd]?|describe[sd]?|explain(?:ed)?|read|stud(?:y|ied)|cover(?:ed)?"
    r"|introduced?|explored?|examined?|observed?|recall(?:ed)?|remember|know|stated?|said|pointed out|outlined|reviewed|defined)"
)
_LEAD_IN = re.compile(
    r"^(?:"
    # As we discussed briefly in the previous section, | As you will recall from Chapter 3, | As noted earlier,
    rf"(?:just )?as(?: (?:we|you|I){_MODALS}| (?:was|is|has been|have been|already|previously|briefly))? {_TOLD}\b"
    r"(?:(?! by | from above|\bfig|\btab)[^,;:.]){0,60},"
    # As this chapter has suggested,
    r"|as (?:this|the) (?:chapter|section|unit|book|figure|example|previous (?:chapter|section)) (?:has |have )?(?:\w+),"
    r"|as (?:you|we) (?:might|may|can|could|would) (?:expect|imagine|guess|have guessed|have expected),"
    # Note that | Keep in mind that; not "Recall that", which says what another section is about
    r"|(?:note|notice|observe|keep in mind|bear in mind)(?:, (?:however|though|too),)?(?: (?:from|in) [^,;:.]{1,40}?)?,? that"
    # It is important to note that | It should be noted that
    r"|it (?:is|['’]s) (?:(?:also|very) )?(?:important|worth|useful|helpful|essential|interesting) (?:to )?"
    r"(?:not(?:e|ing)|remember(?:ing)?|reali[sz]e|recogni[sz]e|understand|keep in mind|mention(?:ing)?|point(?:ing)? out) that"
    r"|it turns out that"
    # Now that we can compute the gradient,
    r"|now that (?:we|you) [^,;:.]{3,80},"
    r"|it (?:should|must|can) (?:also )?be (?:noted|remembered|emphasi[sz]ed|stressed|pointed out|mentioned) that"
    # In the previous section, we learned that | You may remember that | We have seen that
    r"|(?:in (?:the|an?) (?:previous|last|preceding|earlier|prior|first|second|third) (?:section|chapter|module|unit|lecture|lesson)s?, )?"
    rf"(?:we|you){_MODALS} {_TOLD}(?: (?:earlier|above|before|previously))? that"
    r")\s+(?=\w)",
    re.I,
)


# Ties to the sentence before that take nothing from what the sentence itself says; "For example" and "otherwise" do.
_CONNECTIVE = re.compile(
    r"^(?:(?:thus|therefore|hence|however|moreover|furthermore|additionally|in addition|similarly|likewise|consequently|accordingly|nevertheless"
    r"|nonetheless|indeed|in fact|as a (?:result|consequence)|in particular|in other words|instead|in (?:contrast|comparison)|by (?:contrast|comparison)"
    r"|on the (?:other|one) hand|conversely|at the same time|meanwhile|of course|also|besides|again|still|as such|finally|rather|in general, then|(?:not )?(?:surprisingly|interestingly|importantly)|(?:un)?fortunately|luckily(?: for \w+)?|more (?:generally|specifically|precisely)|specifically), |(?:but|and|yet) )(?=\w)",
    re.I,
)


_AND_THAT = re.compile(r",? and that\b(?! of\b| \w+[.,])")


def without_connective(sentence: str) -> str:
    """The sentence behind "Thus," or "However,", word for word; the same where it opens otherwise."""
    return _CONNECTIVE.sub("", _CONNECTIVE.sub("", sentence, count=1), count=1)  # "And unfortunately, …"


def without_lead_in(sentence: str) -> str:
    """The sentence behind its lead-in, word for word, with the small letter the book gives it; the same where there is none."""
    said = _LEAD_IN.sub("", sentence, count=1)
    if said == sentence or not sentence.removesuffix(said).rstrip().endswith("that"):
        return said
    return _AND_THAT.split(said, maxsplit=1)[0]  # "We learned that A holds and that B does"
