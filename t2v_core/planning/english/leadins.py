"""Words before or behind a sentence that only point at another place ("As we discussed in the previous section, …", "… (see page 12)").

What is left without them is a sentence of its own, and often the very definition that a section is about: it is spoken alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text import FUNCTION_WORDS, squash, stem, words
from .citations import CITED
from .flaws import LONGEST_SPOKEN, tells
from .grammar import main_clause
from .tagging import is_name

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
    r")\s+(?=\w|\([^()]+\)\.?$)",
    re.I,
)


# Ties to the sentence before that take nothing from what the sentence itself says; "For example" and "otherwise" do.
_CONNECTIVE = re.compile(
    r"^(?:(?:this (?:means|implies) that |it follows that |here, |for (?:this|that) to (?:work|happen|succeed), )(?!(?:the|we|you|I|our|your|if|when|as|even|there|in|by|not|\w)\b)|(?:thus|therefore|hence|however|moreover|furthermore|additionally|in addition|similarly|likewise|consequently|accordingly|nevertheless"
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
# What only a text does to its subject, and what may happen in the world as well ("seen in Europe", "introduced later").
_TELLING = r"(?:discussed|described|mentioned|explained|outlined|summari[sz]ed|defined|covered)"
_TOLD_ELSEWHERE = (
    rf"(?:{_TELLING}|noted|shown|illustrated|depicted|seen|pictured|listed|introduced|examined|explored|given)"
)
_TEXT_NOUN = (
    r"(?:fig(?:ure)?s?\b\.?|tab(?:le)?s?\b\.?|sec(?:t(?:ion)?s?)?\b\.?|chap(?:ter)?s?\b\.?|eqs?\b\.?|equations?\b|appendi(?:x|ces)\b"
    r"|box(?:es)?\b|plates?\b|exhibits?\b|pages?\b|pp?\.|refs?\b\.?|examples?\b)"
)
_ITS_NUMBER = r"\(?(?-i:\d[\d.–-]*[a-z]?|[A-Z](?:[.-]?\d[\d.–-]*)?|[IVX]+)\b\)?"
_NUMBERED_PLACE = rf"(?:{_TEXT_NOUN}\s?{_ITS_NUMBER}|(?-i:Fig(?:ure)?|Table)s?\b\.?)"  # "in Figure" where the file has lost the number
_REFERENCE = (
    rf"{_NUMBERED_PLACE}(?:(?:[,;]|,?\s(?:and|or|&|to|through))\s(?:{_NUMBERED_PLACE}|{_ITS_NUMBER}))*"
    r"(?:,?\s(?:left|right|top|bottom|upper|lower|middle|cent(?:er|re))(?:\spanels?)?)?"
)
_TITLE = r"(?-i:[A-Z])[\w’'-]*(?:[:,]?\s(?:(?:and|or|of|on|the|in|for|to|with|an?)\s)*(?-i:[A-Z])[\w’'-]*)*"
_PASSAGE = (
    rf"(?:{_REFERENCE}|(?:the|an?)\s(?:previous|next|last|following|preceding|later|earlier)\s(?:sections?|chapters?|modules?|units?|lessons?|pages?|paragraphs?)"
    rf"|th(?:is|e)\s(?:section|chapter|module|unit)(?:\s(?:on|about)\s[^,;()]{{1,60}})?)"
)
_PICTURED = r"(?:the|this)\s(?:figure|table|box|diagram|graph|chart|map|image|photo(?:graph)?|illustration)(?:\s(?:above|below))?"
_ADVERB = rf"(?:above|below|later|earlier|before|previously|here|elsewhere)(?:\s(?:in|on)\s{_PASSAGE})?"
_IN_DETAIL = r"(?:\w+ly\s)?(?:in\s(?:more|greater|further)\sdetail\s)?"
_IN_PASSAGE = rf"(?:in|on|by)\s{_PASSAGE}"
_IN_TEXT = rf"(?:{_ADVERB}|{_IN_PASSAGE}|(?:in|on|by)\s{_PICTURED})"
_IS = r"(?:(?:is|are|was|were|will|be|has|have|been|can|also)\s)*"
_WE = r"(?:we|you)(?:\s(?:have|had|will|shall|can|already|just|also))*"
_SEE = rf"(?:see|saw|discuss|describe|explain|explore|examine|{_TOLD_ELSEWHERE})"
# "(Figure 3)", "[12]", "(Smith, 2003)", "(see page 12)", ", which is discussed in Chapter 7" right before the full stop.
# Only whole references: of ", seen in Europe only", "(except in the South until 1965)" every word is told of the subject.
_POINTER_AT_END = re.compile(
    rf"(?<!\s)\s*(?:\((?:e\.g\.,?\s|also\s|as\sin\s)?(?:(?:see|cf\.?)\s(?:also\s)?)?(?:{_REFERENCE}|{CITED})(?:;\s(?:{_REFERENCE}|{CITED}))*\)"
    rf"|\((?:also\s)?(?:see|cf\.?)\s(?:also\s)?(?:{_PASSAGE}|{_PICTURED}|{_TITLE}|above|below)(?:\sfor\s[^()]*)?\)|\[\d[\d,;\s–-]*\]"
    rf"|\((?:as\s)?(?:will\sbe\s|to\sbe\s)?(?:{_TELLING}\s{_IN_DETAIL}{_IN_TEXT}|{_TOLD_ELSEWHERE}\s{_IN_DETAIL}(?:above|below|{_IN_PASSAGE}|(?:in|on|by)\s{_PICTURED}))\)"
    rf"|,\s{_IS}{_TOLD_ELSEWHERE}\s{_IN_DETAIL}{_IN_PASSAGE}"
    rf"|,\s(?:as\s{_IS}{_TOLD_ELSEWHERE}|which\s{_IS}{_TELLING}|(?:as|which)\s{_WE}\s{_SEE})\s{_IN_DETAIL}{_IN_TEXT}"
    rf"|,\swhich\s{_IS}{_TOLD_ELSEWHERE}\s{_IN_DETAIL}(?:above|below|{_IN_PASSAGE}|(?:in|on|by)\s{_PICTURED})"
    rf"|,\sas\s{_WE}\s{_SEE}|,\s(?:as|which)\s(?:(?:we|you)\s(?:will|shall)\s{_SEE}|will\sbe\s{_TELLING}|(?:is\s|are\s)?(?:discussed|explained))\sin\s{_TITLE}"
    rf"|[,;]\s(?:see|cf\.)\s(?:also\s)?{_PASSAGE}|,\sas\sin\s{_REFERENCE}"
    rf"|,\sas\s{_REFERENCE}\s(?:shows?|illustrates?|demonstrates?|indicates?))\s*\.$",
    re.I,
)
# "Wealth or credit: When households …": a heading run into the line that it stands over.
_RUN_IN_HEADING = re.compile(
    r"(?!(?:note|tip|hint|example|question|answer|solution|source|credit|step|exercise|warning|caution|figure|table|box|q|a|as|in|on|at|from|by|for|with|to|according|see)\b)"
    r"(?-i:[A-Z])[^.,:;?!“”\"\d]{2,50}: (?=(?-i:[A-Z]))",
    re.I,
)
# What is told under such a label need not be so, or is so of one case only.
_NOT_SO = re.compile(
    r"\b(?:myth|misconception|mistake|fallacy|objection|criticism|critics?|claim|argument|hypothesis|premise|contradiction|spoiler|anecdot\w+"
    r"|problem|results?|case|scenario|input|output|goal|task|common|before|after|false|wrong|example)s?\b",
    re.I,
)
# Those who speak: what is told under them is what they hold for true.
_SPEAKERS = re.compile(
    r"\b(?:\w+(?:ists|icians|ians|ptics|crats)|stoics|cynics|scholars|thinkers|writers|opponents|defenders|supporters)$",
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
    if len(sentence) > LONGEST_SPOKEN:
        return sentence
    said = _POINTER_AT_END.sub("", sentence)
    if said != sentence:
        said = _POINTER_AT_END.sub("", f"{said}.").removesuffix(".")  # "… [3] (Figure 2)."
    return _POINTER_AT_START.sub("", said, count=1)


def without_heading(sentence: str, section: Sequence[str] = (), passage: str = "") -> str:
    """The sentence behind a heading that the file sets in its line ("Diffusion: In diffusion, molecules spread …"); else the same.

    Who says it, or that it is false ("Myth: …"), stands in front of a colon too: a heading is one of its `section` or only names what
    the sentence or, in small letters, the rest of its `passage` names as well ("Marking: We start … Each time we mark …").
    """
    head = _RUN_IN_HEADING.match(sentence)
    if (
        not head
        or tells(head.group())
        or _names_speaker(head.group()[:-2])
        or main_clause(sentence[head.end() :]) is None
    ):
        return sentence
    title, said = sentence[: head.end() - 2], sentence[head.end() :]
    named = {stem(w) for w in words(title.lower()) if w not in FUNCTION_WORDS}
    own = title.lower() in {squash(heading).lower() for heading in section}
    if not own and named and not _NOT_SO.search(title):
        told = words(said.lower()) + [w for w in words(passage) if w.islower()]
        own = named <= {stem(part) for w in told for part in (w, *w.split("-"))}
    return said if own else sentence


def _names_speaker(title: str) -> bool:
    """Whether a label says who holds what stands behind it: a person's name or those of a school."""
    return bool(_SPEAKERS.search(title)) or is_name(title.split()[-1])


def without_lead_in(sentence: str) -> str:
    """The sentence behind its lead-in, word for word, with the small letter the book gives it; the same where there is none."""
    said = _LEAD_IN.sub("", sentence, count=1)
    if said != sentence and said.startswith("("):  # a mark of the file, and nothing else, is in brackets
        said = said.strip("().")
    if said == sentence or not sentence.removesuffix(said).rstrip().endswith("that"):
        return said
    return _AND_THAT.split(said, maxsplit=1)[0]  # "We learned that A holds and that B does"
