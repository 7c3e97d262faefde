"""What sort of thing a statement says of its subject, read off its verb: what it does, is, holds, says, where it is, that it rises or falls,
or what is denied.

Only words that any text uses so decide (forms of "be" and "have", verbs of saying, of place with "in" or "between", of more and less);
all else is a doing.
"""

from __future__ import annotations

import re
from typing import Literal

from .english.tagging import parse
from .text import stem

Sense = Literal["does", "is", "holds", "within", "between", "says", "rises", "falls", "denied"]

_ADVERB = r"(?:\w+ly|also|often|still|now|then|always|sometimes|even|thus|just|both|all|quite|very|too)"
_MODAL = r"(?:can|could|may|might|will|would|shall|should|must)"
_DENIED = re.compile(r"\b(?:not|never|cannot|no longer|neither)\b|n['’]t\b", re.I)
# Denied is only how far, how often or how long, that it must be, or what is denied is a denial itself ("never fails to", "cannot … without"):
# read with the object. "Because" may be all that "not" denies.
_NOT_ALTOGETHER = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bcannot)\s(?:(?:\w+\s){0,3}?(?:(?!(?:app|supp|re|imp|multip|comp|fami)ly\b)\w{2,}ly|always|just|yet|all|every|each|both|everywhere|everyone|everything|often|much|many|most|enough|alone)"
    r"|quite|very|too|so|as)\b"
    r"|\b(?:have|has|had|need) to\b|\bneed not\b|\bneedn['’]t\b"
    r"|\b(?:without|unless|except|until|till|before|other than|rather than|apart from|but|because|due to)\b"
    r"|\b(?:fail|refuse|lack|prevent|avoid|exclude|escape|forbid|reject|hinder|doubt|miss)(?:e?s|e?d|ing)?\b|\b(?:deny|denie[sd]|stop|stops|stopped)\b",
    re.I,
)
# Next to a denial, and none that strikes a thing out: what hardly happens is no plain doing, holding or becoming more.
_HARDLY = re.compile(r"\s?\b(?:barely|hardly|rarely|scarcely|seldom)\b", re.I)
_NEGATION = re.compile(r"\s?(?:\b(?:not|never)\b|n['’]t\b)", re.I)
_BE = "(?:is|are|was|were|be|been|being)"
_IS = re.compile(
    rf"(?:{_ADVERB} )*(?:(?:{_MODAL}|(?:has|have|had|needs?|ought) to|has|have|had) )?(?:{_ADVERB} )*(?:(?:is|are|was|were|be|been|remains?|remained|seems?|seemed|appears?)(?: to be)?"
    rf"|{_BE} (?:{_ADVERB} )?(?:said|thought|known|believed|held|supposed|assumed|considered|found|reported|claimed|expected) to be)(?: {_ADVERB})*",
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
_BETWEEN = re.compile(
    r"(?:[\w-]+ )*?(?:is|are|was|were|located|found|situated|lies?|lay|sits?|sat|stands?|stood|sandwiched|wedged|squeezed|placed|runs?|ran|stretch(?:es|ed)?|extends?|extended|falls?|fell) between",
    re.I,
)
_TWO = re.compile(r"(?P<one>[^,;]+?) and (?P<other>[^,;]+)")
_AUXILIARY = rf"(?:(?:{_MODAL}|has|have|had|do|does|did|tends? to|tended to|begins? to|began to|continue[sd]? to|start(?:s|ed)? to|{_BE}) )"
_LESS_OR_MORE: dict[Sense, str] = {
    "rises": r"ris(?:es?|ing|en)|rose|increas(?:es?|ed|ing)|grow(?:s|n|ing)?|grew|climb(?:s|ed|ing)?|soar(?:s|ed|ing)?|expand(?:s|ed|ing)?|go(?:es)? up|went up|surge[sd]?|surging",
    "falls": r"fall(?:s|en|ing)?|fell|decreas(?:es?|ed|ing)|declin(?:es?|ed|ing)|drop(?:s|ped|ping)?|shr(?:inks?|ank|unk|inking)|diminish(?:es|ed|ing)?|dwindle[sd]?|go(?:es)? down|went down|plummet(?:s|ed|ing)?|plunge[sd]?",
}
_HOW_FAR = r"(?:with|by|from|to|in|during|over|after|until|between|because of|due to|throughout|above|below)"
_CHANGES = {
    sense: re.compile(
        rf"(?:{_ADVERB} )*{_AUXILIARY}*(?:{_ADVERB} )*(?:{words})(?: (?:{_ADVERB}|rapidly|sharply|steadily|slowly|in (?:size|number|value|strength|importance|volume|mass|price)))*(?P<tie> {_HOW_FAR})?",
        re.I,
    )
    for sense, words in _LESS_OR_MORE.items()
}
# What rises or falls by itself: nothing is acted on, or only how far, from where and with what is said.
# Duties fall to somebody, plants grow in soil, and things fall in love: no amount becomes less or more.
_NO_MEASURE = re.compile(
    r"(?:in love|asleep|ill|apart|short|victim|prey|silent|out of|back|under|on|off|into|up|down|old|accustomed)\b"
    r"|to (?!.*(?:\d|\b(?:zero|low|high|half|twice|maximum|minimum|peak|record|levels?|percent)\b))|between (?!.*\d)",
    re.I,
)
# Only an amount becomes less or more along a curve: the sun rises, a curtain falls and an envoy declines without one.
_MEASURES = frozenset(
    map(
        stem,
        "price cost wage salary income earnings revenue profit loss tax tariff rent debt deficit surplus savings spending expenditure budget value worth fee"
        " demand supply output production productivity consumption sales imports exports trade inflation unemployment employment growth gdp turnover"
        " rate level number amount quantity volume size length width height depth thickness weight mass area density concentration temperature heat pressure"
        " humidity speed velocity acceleration frequency voltage current resistance power energy force intensity brightness ph solubility viscosity entropy"
        " probability likelihood risk chance share proportion percentage fraction ratio average total sum count score index error accuracy variance"
        " population mortality fertility age duration time distance degree extent strength importance".split(),
    )
)
# "by a third", "by 20 percent", "from 3 to 7"; no year ("by 1905").
_BY_HOW_MUCH = re.compile(
    r"\bby (?:[a-z]+ ){0,3}?(?:half|thirds?|quarters?|[$€£]?(?!(?:1\d|20)\d\d\b)\d)|\bfrom [^\d,]{0,12}\d\S* (?:\w+ )?to [^\d,]{0,12}\d|%|\bper ?cent\b|\w+fold\b",
    re.I,
)
_GROWN = re.compile(r"\bgr(?:ow|ew)", re.I)
_PASSIVE = re.compile(rf"\b{_BE} (?:\w+ly )?\w+(?:ed|en|wn)\b", re.I)
_HOW_FAR_OPENS = re.compile(rf"(?:(?:both|only|even|mainly|mostly) )?{_HOW_FAR}\b", re.I)
_IN = re.compile(r"(?P<word>in|within|inside) (?P<place>.+)", re.I)
# A place is named with its article or by its name; what things are "in" without one is a state or a manner ("poverty", "large quantities").
_PLACE = re.compile(r"(?:the|an?|its|their|his|her|our|all|most|each|every|both|(?-i:[A-Z])[\w’'-]+)\b", re.I)
_NO_PLACE = re.compile(
    r"\d|\bstates? of (?!the\b)(?-i:[a-z])|\b(?:times?|moments?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|eras?|ages?|seasons?|spring|summer|autumn|winter|morning|evening|night|reign|past|present|future"
    r"|(?-i:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))\b",
    re.I,
)
# What the noun before the first preposition must not be: a way, a share, an order, a state.
_NO_PLACE_HEAD = re.compile(
    r"(?:ways?|manners?|forms?|orders?|cases?|respects?|directions?|responses?|facts?|reality|turn|addition|total|terms?|sequences?|stages?|steps?|phases?|run|name|wake|face|light|course|context"
    r"|process(?:es)?|event|interests?|style|mood|favou?r|series|row|range|variety|number|amount|quantit(?:y|ies)|success|succession|opposition|condition|hurry|rush|pattern|languages?|hands?|(?-i:[a-z]{2,}(?:ism|ness|[ea]nce)))",
    re.I,
)
_SHARE = re.compile(r"(?:parts?|half|halves|thirds?|quarters?)", re.I)
_ORDINAL = re.compile(r"\b(?:first|second|third|last|latter|early|late|later|equal|great)\b", re.I)
_HEAD_ENDS = re.compile(
    r",|\s(?=(?:of|in|on|at|by|to|from|for|with|between|near|under|over|around|along|through|during|that|which|where|who|when|and|or|as|than)\b)"
)
# What a holder holds nothing of ("no smell", "two priests and no women"), and a doing that "have" is only the tense of.
_NOTHING = re.compile(
    r"(?:no|none|nothing|nobody|neither|hardly|scarcely|barely|little or no|yet to|since|ever|already|just)\b|.*\b(?:and|or|but|nor)\s(?:no|not|nothing|none)\b",
    re.I,
)
_DONE_TO = re.compile(
    rf"(?:.*\s)?{_BE} (?:[\w-]+ )*?(?!(?:followed|succeeded|near|close|\w+er)\b)[\w-]{{3,}}(?: (?:\w+ly|up|out|down|off|away|over|back|on|in|together))* by",
    re.I,
)


def sense_of(verb: str, object_: str, added: str = "", subject: str = "") -> Sense:
    """The sense of a statement with this verb group, object and additions; "does" wherever its words do not plainly say another.

    Where the `subject` is known, it rises or falls only if it is an amount, or by a stated one.
    """
    verb = " ".join(verb.split())
    if _DENIED.search(verb):
        if not _NOT_ALTOGETHER.search(f"{verb} {object_} {added}"):
            return "denied"
        return "is" if _IS.fullmatch(_NEGATION.sub("", verb)) else "does"
    if _HARDLY.search(verb):
        return "is" if _IS.fullmatch(_HARDLY.sub("", verb).strip()) else "does"
    if _SAYS.fullmatch(verb):
        return "says"
    if (changed := _changes(verb, object_)) and (not subject or _is_amount(subject, verb, f"{object_} {added}")):
        return changed
    if _BETWEEN.fullmatch(verb) and ends_of(object_):
        return "between"
    if _IS.fullmatch(verb):
        return "is"
    if _HOLDS.fullmatch(verb):
        return "does" if _NOTHING.match(object_) or _is_perfect(verb, object_) else "holds"
    if inside := _IN.fullmatch(object_):  # "is found | in most cells"
        verb, object_ = f"{verb} {inside['word']}", inside["place"]
    return "within" if _WITHIN.fullmatch(verb) and _is_place(object_) else "does"


def ends_of(text: str) -> tuple[str, str] | None:
    """The two things of "the heart and the lungs"; None where it is not just two."""
    two = _TWO.fullmatch(text)
    if not two or re.search(r"\b(?:and|or|that|which|who)\b|\d", f"{two['one']} {two['other']}"):
        return None
    return two["one"], two["other"]


def _changes(verb: str, object_: str) -> Sense | None:
    """Whether the subject itself becomes more or less ("rose by | a third", "fell | sharply"); not where it makes something so."""
    for sense, pattern in _CHANGES.items():
        match = pattern.fullmatch(verb)
        if not match or _PASSIVE.search(verb):
            continue
        tie = (match["tie"] or "").strip()
        if tie in {"in", "from"} and _GROWN.search(verb) and not re.search(r"\d", object_):
            continue  # "grow in the soil"
        told = (
            match["tie"]
            or re.match(r"\d|[$€£]|more|less|fewer|rapidly|\w+ly\b", object_)
            or _HOW_FAR_OPENS.match(object_)
        )
        if told and not _HARDLY.match(object_) and not _NO_MEASURE.match(f"{tie} {object_}".strip()):
            return sense
    return None


def _is_amount(subject: str, verb: str, behind: str) -> bool:
    """Whether what becomes less or more is an amount, goes with one ("rises with | the heat"), or does so by a stated one."""
    varies = f"{verb} {behind}".partition(" with ")[2]
    return _is_measure(subject) or _is_measure(varies) or bool(_BY_HOW_MUCH.search(f"{verb} {behind}"))


def _is_measure(text: str) -> bool:
    """Whether the noun that a phrase is about names an amount: "the *price* charged for bread", "bread *prices*"."""
    head = _HEAD_ENDS.split(text)[0].split()
    while len(head) > 1 and head[-1].endswith("ed"):
        head.pop()
    return bool(head) and stem(head[-1].lower()) in _MEASURES


def done_by_object(verb: str, object_: str) -> bool:
    """Whether the object acts on the subject ("was bitten by | the dog"). What a thing is followed by does nothing to it."""
    return bool(_DONE_TO.fullmatch(" ".join(verb.split()))) and not re.search(r"\d|^\w+ing\b", object_)


def _is_place(text: str) -> bool:
    head = _HEAD_ENDS.split(text)[0]
    noun = head.split()[-1]
    share = _SHARE.fullmatch(noun) and (head == text or _ORDINAL.search(head))
    return bool(_PLACE.match(text) and not (share or _NO_PLACE.search(text) or _NO_PLACE_HEAD.fullmatch(noun)))


def _is_perfect(verb: str, object_: str) -> bool:
    """Whether "have" is no more than the tense of a participle that opens or ends the object ("has | lost its licence", "had | his rivals executed")."""
    if verb.lower().split()[-1] not in {"has", "have", "had"}:
        return False
    tokens = parse(f"It {verb} {object_} .")[1 + len(verb.split()) : -1]
    behind = next((t for t in tokens if t.tag != "RB"), None)
    opens = behind is not None and behind.tag in {"VBN", "VBD", "VB", "VBP"}
    return opens or (len(tokens) > 2 and tokens[-1].tag in {"VBN", "VBD"} and tokens[0].tag in {"DT", "PRP$"})
