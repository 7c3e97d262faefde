"""Words before or behind a sentence that only point at another place ("As we discussed in the previous section, …", "… (see page 12)").

What is left without them is a sentence of its own, and often the very definition that a section is about: it is spoken alone.
"""

from __future__ import annotations

import re

from .flaws import tells
from .grammar import main_clause

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
    r"|nonetheless|indeed|in fact|clearly|obviously|in (?:turn|short|summary|sum|essence)|by the way|for (?:this|that|these|those) reasons?|because of this|after all|as a (?:result|consequence)|in particular|in other words|instead|in (?:contrast|comparison)|by (?:contrast|comparison)"
    r"|on the (?:other|one) hand|conversely|at the same time|meanwhile|of course|also|besides|again|still|as such|finally|rather|in general, then|(?:not )?(?:surprisingly|interestingly|importantly)|(?:un)?fortunately|luckily(?: for \w+)?|more (?:generally|specifically|precisely)|specifically), |(?:but|and|yet) )(?=\w)",
    re.I,
)


_FIGURE = r"(?:fig(?:ure)?s?\b\.?|tables?\b)"
_NUMBERED = (
    r"(?:equations?|eqs?\.?|fig(?:ure)?s?\.?|tables?|theorems?|lemmas?|sections?|chapters?|formulas?) \(?\d[\d.]*\)?"
)
# By Equation (6.2) | As shown in Figure 3, | As Table 2 shows, | Figure 3 shows that
_POINTER_AT_START = re.compile(
    rf"^(?:(?:by|according to) {_NUMBERED},?|(?:from|using|applying) (?!fig|tab){_NUMBERED},"
    r"|as (?:(?:is|are|can be|we|you)(?: can)? )?(?:shown|illustrated|depicted|seen|see|indicated|demonstrated|summari[sz]ed|reported|listed)"
    rf" (?:in|by|on) (?:the )?{_FIGURE}[^,]{{0,25}},"
    rf"|as {_FIGURE}[^,]{{0,15}} (?:shows?|illustrates?|indicates?|demonstrates?|suggests?|reveals?),"
    rf"|{_FIGURE}[^,;:]{{0,10}} (?:also )?(?:shows?|illustrates?|demonstrates?|indicates?|reveals?|confirms?) that"
    r")\s+(?=\w)",
    re.I,
)
_TOLD_ELSEWHERE = r"(?:discussed|described|noted|mentioned|explained|shown|illustrated|depicted|seen|summari[sz]ed|outlined|pictured|listed|introduced|defined|examined|covered|explored|given)"
_ELSEWHERE = (
    r"(?:earlier|later|above|below|previously|before|here|elsewhere|in (?:the (?:previous|next|last|following|chapter|section)|an? (?:later|earlier)|this|more detail|(?:greater|further) detail|section|chapter|(?-i:[A-Z]))"
    r"|(?:in|by|on) (?:the )?(?:fig(?:ure)?s?|tab(?:le)?s?|box|diagram|graph|chart|map|image|photo(?:graph)?)\b)"
)
# "(Figure 3)", "[12]", "(Smith, 2003)", "(see page 12)", ", which is discussed in Chapter 7" right before the full stop.
_POINTER_AT_END = re.compile(
    r"\s*(?:\((?:also )?(?:see|cf\.?)\s[^()]*\)|\((?:e\.g\.,?\s+)?(?:fig|tab|sect|sec|chap|eq|appendi|box|plate|exhibit|page|p\.|pp\.|ref)[^()]*\)|\[\d[\d,;\s–-]*\]"
    r"|\((?:e\.g\.,? )?(?-i:[A-Z])[^()]*\b(?:(?:1[6-9]|20)\d\d[a-z]?\b|n\.d\.)[^()]*\)|\((?:1[6-9]|20)\d\d\)"
    rf"|\((?:as (?:we )?)?(?:will be |to be )?{_TOLD_ELSEWHERE} {_ELSEWHERE}[^()]*\)"
    rf"|,\s(?:(?:as|which) )?(?:(?:is|are|was|were|will be|has been|have been|we|you|can be)(?: (?:also|have|will|shall|already))* )?{_TOLD_ELSEWHERE} (?:\w+ly )?{_ELSEWHERE}[^,;()]*(?:\([^()]*\))?"
    rf"|,\sas (?:we|you)(?: (?:have|will|shall|already|just))* (?:see|saw|discuss|{_TOLD_ELSEWHERE})\b[^,;()]*"
    r"|[,;]\s(?:see|cf\.)\s(?:also\s)?(?:the )?(?:fig|tab|sect|chap|eq|appendi|page|p\.|next|previous|following)[^,;]*|,\sas\sin\s(?:fig|tab|section|chapter|equation|example)[^,;]*"
    rf"|,\sas\s{_FIGURE}[^,;]{{0,12}}\s(?:shows?|illustrates?|demonstrates?|indicates?))\s*\.$",
    re.I,
)
# "Wealth or credit: When households …": a heading run into the line that it stands over.
_RUN_IN_HEADING = re.compile(
    r"(?!(?:note|tip|hint|example|question|answer|solution|source|credit|step|exercise|warning|caution|figure|table|box|q|a|as|in|on|at|from|by|for|with|to|according|see)\b)"
    r"(?-i:[A-Z])[^.,:;?!“”\"\d]{2,50}: (?=(?-i:[A-Z]))",
    re.I,
)
_AND_THAT = re.compile(r",? and that\b(?! of\b| \w+[.,])")


def without_connective(sentence: str) -> str:
    """The sentence behind "Thus," or "However,", word for word; the same where it opens otherwise."""
    return _CONNECTIVE.sub("", _CONNECTIVE.sub("", sentence, count=1), count=1)  # "And unfortunately, …"


def without_pointer(sentence: str) -> str:
    """The sentence without what only points elsewhere at its start or right before its full stop, word for word; else the same.

    Where the end is left out, so is the stop.
    """
    said = _POINTER_AT_END.sub("", sentence)
    if said != sentence:
        said = _POINTER_AT_END.sub("", f"{said}.").removesuffix(".")  # "… [3] (Figure 2)."
    return _POINTER_AT_START.sub("", said, count=1)


def without_heading(sentence: str) -> str:
    """The sentence behind a heading that the file sets in its line ("Diffusion: The molecules spread …"); else the same."""
    head = _RUN_IN_HEADING.match(sentence)
    if not head or tells(head.group()) or main_clause(sentence[head.end() :]) is None:
        return sentence
    return sentence[head.end() :]


def without_lead_in(sentence: str) -> str:
    """The sentence behind its lead-in, word for word, with the small letter the book gives it; the same where there is none."""
    said = _LEAD_IN.sub("", sentence, count=1)
    if said == sentence or not sentence.removesuffix(said).rstrip().endswith("that"):
        return said
    return _AND_THAT.split(said, maxsplit=1)[0]  # "We learned that A holds and that B does"
