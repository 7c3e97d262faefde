"""Titles read off a sentence: what, why, how, when or where something is so, with the answer left to the scene.

Every word stands in the sentence, in its order; only the word that asks is put before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .english.grammar import Clause, main_clause, noun_phrases, parse
from .english.phrases import label_of
from .naming import EVERYDAY, PLACED, Lower, inside, leans, names_thing, points, telling
from .text import count_words

MOST = 8  # words of a title
_NAME = 5  # words of what it is about
_CAUSE = 10  # words of a cause that is a label

# "If it rains, the streets get wet" does not say that the streets get wet.
CONDITION = re.compile(
    r"(?:By the time|At the time|If|Unless|Without|When|Whenever|Where|Once|Until|Suppose|Assuming|As long as|Provided)\b",
    re.I,
)
_GIVEN = re.compile(r"(?:[A-Z][^,]+,\s)?(?P<word>[Ii]f|[Ww]hen)\s(?P<said>[^,]+),\s")
_BECAUSE = re.compile(
    r",?\s(?:because|due to|owing to|as a result of"
    r"|(?<=\w )since(?=\s(?!then\b|\d|the\s\d)[^,;]*\s(?:is|are|has|have|can|do|does|always|\w+s)\s))\s"
)
_OPENS_BECAUSE = re.compile(r"(?:Because|Since|Due to|Owing to)\s(?!then\b|\d)")
_NOT_BECAUSE = re.compile(r"(?:\bnot|n[’']t)(?:\s\w+){0,2}$|\b(?:only|merely|just)$")  # "not so much because"
PARTLY = re.compile(r"\s?\b(?:in part|partly|primarily|largely|mainly|simply)$")
_BY_DOING = re.compile(r"(?:^|\s)by\s(?:\w+ly\s)?(?!being\b|having\b)\w+ing\b")
_BOUND = re.compile(r"[,;:(]|\b(?:that|which|who|whose|whereas|while|but|although|if|when|so)\b")
_HOLLOW = re.compile(r"^(?:(?:always|also|thus|therefore|then|often|usually|generally|typically|simply)\s)+")
_ADJUNCT = re.compile(r"(?:in|on|at|with|during|over|after|before|through|within|from|by|for|under)\s|$")
_MAY_END = re.compile(
    r"\s(?:in|on|at|during|over|after|before|through|within|between|among|when|because)\b|[,;]\s(?!and\b|\w+,)|\s\("
)
# A verb that says too little without its object.
_EMPTY_VERB = re.compile(
    r"(?:is|are|was|were|be|been|has|have|had|can|could|may|might|must|should|will|would|becomes?|became|seems?|appears?|makes?|made|gives?|takes?"
    r"|took|goes|went|comes?|came|do|does|did)$"
)
_DONE = re.compile(
    r"(?:is|are|was|were|can be|may be|must be|has to be|have to be)\s(?:\w+ly\s)?(?:made|formed|measured|calculated|computed|determined|produced|found"
    r"|created|obtained|regulated|controlled|divided|chosen|trained|updated|built|estimated|converted|classified|transmitted|synthesi[sz]ed|generated"
    r"|maintained|identified|prevented|treated|diagnosed|solved|evaluated)$"
)
_MEANS = re.compile(
    r"(?:by(?!\s(?:the fact|any|no|far)\b)|through|using|via|from(?!\s\w+\sto\s)|with the help of|by means of|in (?:two|three|four|several)|into)\s"
)
_WHEN = re.compile(r"(?P<word>when|where|as(?=\s(?:the|an?)\s))\s")
# "Firms earn most *if they band together*"; "see if …" asks whether.
_IN_CASE = re.compile(
    r"(?:,?\sonly)?,?\s(?:if|when|whenever)\s(?!not\b|any\b|so\b|\w+(?:ing|ed)\b|needed\b|necessary\b|possible\b)"
)
_CASE_FIRST = re.compile(r"(?:Only )?(?:If|When|Whenever)\s[^;:]+,\s(?:then\s)?$")
_WHETHER = re.compile(r"\b(?:see|look|ask|know|determine|say|tell|check|wonder|test|decide|find|mean|matter)s?\b")
_ONLY_IF = re.compile(r"(?P<how>\w+)\s(?:only\s)?(?:if|when)\s")
_LASTS = re.compile(r"(?:continues?|continued|lasts?|lasted|persists?|persisted|goes on|remains?)$")
_TAKES_PLACE = re.compile(
    r"(?:occurs?|happens?|arises?|begins?|starts?|ends?|stops?|forms?|appears?|exists?|develops?|increases?|decreases?|rises?|falls?|grows?|declines?"
    r"|drops?|changes?|(?:is|are|was|were|can be)\s\w+(?:ed|nd|en|wn))$"
)
# "Bonds form when …": the verb may be read as a noun.
_COMES_ABOUT = re.compile(
    r"(?P<thing>(?:[\w’'-]+\s){1,5}?)(?P<verb>forms?|occurs?|happens?|arises?|results?|begins?|starts?)\swhen\s"
)
# What is said behind these verbs answers "what … ?".
_ASKED = re.compile(
    r"(?P<verb>(?:is|are)\sthe\s(?:basis|foundation|source)\s(?:for|of)|depends?\son|depended\son|consists?\sof|requires?|(?:is|are)\s(?:made\sup|composed|made)\sof|leads?\sto|results?\sin|involves?|includes?"
    r"|contains?|provides?|releases?|looks?\sfor|uses?(?!\sthe\s(?:term|word|name|phrase)\b)|needs?|(?:(?:can|may)\s)?(?:shows?|measures?|reveals?|indicates?|predicts?|allows?)|(?:does|do)\snot\s(?:require|involve|include|contain|need|use)"
    r"|(?:is|are|has been|have been|can be)\sused\s(?=(?:to|for)\s)|means?(?=\sthat\s))\s"
)
_COMES = re.compile(r"(?P<verb>comes?\sfrom|originates?|arises?\sfrom)\s")
# Verbs of which the doer is asked where its name is too long for a title: "What produces a heart murmur".
_CAUSING = re.compile(
    r"(?:produce|cause|determine|limit|control|regulate|drive|prevent|increase|reduce|raise|lower|form|create|trigger|stimulate|affect|influence|shape"
    r"|explain|protect|stop|separate|connect|support|maintain|improve|change|weaken|strengthen|allow|enable|decrease|generate)(?:s|d|ed)$"
)
_THERE = re.compile(
    r"There\s(?:is|are|were|was)\s(?:(?:many|several|some|various|also|a number of|a variety of)\s)*(?P<what>[^:;,.()]+)",
    re.I,
)
_COUNT = re.compile(
    r"(?:two|three|four|five|six|seven|eight|nine|ten)\s(?:[\w-]+\s)?(?:types|kinds|forms|classes|categories|stages|phases|steps|parts|layers|reasons"
    r"|ways|factors|causes|principles|functions|groups|approaches|methods|techniques|theories|models|views|branches|elements)\b|(?:types|kinds|forms|ways|reasons)\sof\b",
    re.I,
)
_THERE_IS_NO = re.compile(r"(?:^There|,\sthere)\s(?:is|are|was|were)\s(?P<what>no\s[^,;:.]+)\.?$")


def headlines(sentence: str, lower: Lower) -> list[str]:
    """Candidates, best first, without their capital."""
    clause = main_clause(sentence)
    found = [_there(sentence), _comes_about(sentence, lower)]
    if clause:
        found += [why(sentence, clause, lower), _how(clause, lower), *_asked(sentence, clause, lower)]
        found += [_in_case(sentence, clause, lower), _given(sentence)]
    return [h for h in found if h and count_words(h) <= MOST]


def why(sentence: str, clause: Clause, lower: Lower) -> str:
    """ "Why the training error falls" of a sentence that tells the cause."""
    cause, opens = _BECAUSE.search(f" {clause.rest}"), _OPENS_BECAUSE.match(sentence)
    if CONDITION.match(sentence) or not (cause or opens):
        return ""
    if _tells_since_when(f" {clause.rest}"[cause.start() :] if cause else sentence):
        return ""
    rest = clause.rest
    if clause.negated and ", but" in rest:
        return ""  # "not because of the rain, but …"
    if cause:
        rest = PARTLY.sub("", rest[: max(0, cause.start() - 1)].strip())
        if _BOUND.search(rest) or _NOT_BECAUSE.search(rest):
            return ""  # of another clause
    return _wh("why", clause, rest, lower)


def reason(sentence: str) -> str:
    """What a sentence gives as the cause, where that is a short clause: the answer to its "why"."""
    clause = main_clause(sentence)
    found = re.search(r"\bbecause\s(?!of\b)(?P<said>[^,;:]+)\.?$", sentence)
    found = found or re.match(r"(?:Because|Since)\s(?P<said>[^,]+),\s", sentence)
    if clause is None or clause.negated or not found or _tells_since_when(sentence):
        return ""
    before = sentence[: found.start()].rstrip(" ,")
    if _NOT_BECAUSE.search(before) or PARTLY.search(before):
        return ""  # no cause, or not the whole of it
    said = found["said"].rstrip(" .")
    if not said or count_words(said) > _CAUSE or leans(said):
        return ""
    return said if main_clause(f"{said[0].upper()}{said[1:]}.") else ""


def _tells_since_when(text: str) -> bool:
    """Whether a text opens with a "since" of time: "since the war", "since the war ended"."""
    since = re.match(r",?\s?since\s(?P<said>[^,;:.]+)", text, re.I)
    said = main_clause(f"{since['said'][0].upper()}{since['said'][1:]}.") if since else None
    return bool(since) and (said is None or parse(f"They {said.verb} it.")[1].tag in {"VBD", "VBN"})


def doer(clause: Clause, lower: Lower) -> str:
    """ "What produces a heart murmur" of a sentence whose subject fills no title."""
    object_ = _object(clause.rest, MOST - 2) if _CAUSING.match(clause.verb) and not clause.negated else ""
    object_ = re.sub(r"\s(?:only|also|even|just|mainly|mostly)$", "", object_ or "")
    plain = object_ and noun_phrases(object_) and telling(object_) and not leans(object_)
    return f"what {clause.verb} {object_}" if plain else ""


def _wh(word: str, clause: Clause, rest: str, lower: Lower) -> str:
    """The asking word before subject, verb and a short object."""
    verb = clause.verb
    hedge = f"{clause.adverbs} " if clause.adverbs and not _HOLLOW.fullmatch(f"{clause.adverbs} ") else ""
    short = PLACED.split(clause.subject)[0] if "," not in clause.subject else clause.subject
    for subject in dict.fromkeys((clause.subject, short)):
        thing = inside(subject, lower, _NAME)
        said = f"{word} {thing} {hedge}{verb}"
        object_ = _object(rest, MOST - count_words(said)) if thing else None
        if object_ is None or (not object_ and (_EMPTY_VERB.match(verb.split()[-1]) or not _ADJUNCT.match(rest))):
            continue
        title = f"{said} {object_}".strip()
        if (
            count_words(title) <= MOST
            and not leans(title)
            and not re.search(r"\b(?:more|less|most|as|so|too|very)$", title)
        ):
            return title
    return ""


def _object(rest: str, room: int) -> str | None:
    """What stands behind a verb, cut to `room` words; "" where it may be left out, None where nothing clean is left."""
    rest = _HOLLOW.sub("", rest).strip(" ,")
    if count_words(rest) <= room and not _BOUND.search(rest):
        return rest
    if _ADJUNCT.match(rest):
        return ""
    short = label_of(rest, room)
    clean = short and rest.startswith(short) and _MAY_END.match(rest[len(short) :]) and noun_phrases(short)
    return short if clean and not _BOUND.search(short) else None


def _how(clause: Clause, lower: Lower) -> str:
    """ "How the heart pumps blood" of a sentence that tells the means; "How a price is determined"."""
    if clause.negated:
        return ""
    if _DONE.match(clause.verb):
        thing = inside(clause.subject, lower, _NAME) if _MEANS.match(clause.rest) else ""
        return f"how {thing} {clause.verb}" if thing and not leans(thing) else ""
    by = _BY_DOING.search(clause.rest)
    if (
        by is None
        or _BOUND.search(clause.rest[: by.start()])
        or re.search(r"\b(?:not|merely)\b", clause.rest[: by.start()])
    ):
        return ""
    passive = re.match(r"(?:is|are|was|were)\b", clause.verb) and by.start() > 0
    return "" if passive else _wh("how", clause, clause.rest[: by.start()], lower)


def _asked(sentence: str, clause: Clause, lower: Lower) -> Iterator[str]:
    """ "When an eclipse occurs", "Where the best model is found", "What demand depends on"."""
    thing = inside(clause.subject, lower, _NAME)
    if not thing or points(clause.subject) or leans(thing) or clause.adverbs or CONDITION.match(sentence):
        return
    told = f"{clause.verb} {clause.rest}"
    asked = None if set(thing.lower().split()) <= EVERYDAY else _ASKED.match(told)
    if asked and (" not " in asked["verb"] or not clause.negated):
        yield f"what {thing} {asked['verb']}{' for' if asked['verb'].endswith('used') else ''}"
    if clause.negated:
        return
    when = _WHEN.match(clause.rest)
    treated = (
        when and when["word"] == "as" and re.match(r"(?:is|are|was|were|can|exists?)\b", clause.verb)
    )  # "used as a boat"
    if when and not treated and _TAKES_PLACE.search(clause.verb):
        yield f"{when['word'].replace('as', 'when')} {thing} {clause.verb}"
    if (only := _ONLY_IF.match(clause.rest)) and re.match(r"(?:is|are|was|were|becomes?)$", clause.verb):
        yield f"when {thing} {clause.verb} {only['how']}"
    if re.match(r"(?:vary|varies|differ|differs)$", clause.verb) and re.match(r"(?:in|by|with|from)\s", clause.rest):
        yield f"how {thing} {clause.verb}"
    if _LASTS.match(clause.verb) and re.match(r"(?:until|for|as long as)\s", clause.rest):
        yield f"how long {thing} {clause.verb}"
    if came := _COMES.match(told):
        yield f"where {thing} {came['verb']}"


def _given(sentence: str) -> str:
    """ "If the centroids were known": the case of which a sentence tells."""
    given = _GIVEN.match(sentence)
    if not given or not 3 <= count_words(given["said"]) <= 6 or leans(given["said"]):
        return ""
    clause = main_clause(f"{given['said']}.")
    opens = parse(given["said"])[0].tag in {"DT", "NN", "NNS", "NNP", "JJ"} and not points(given["said"])
    stated = inside(clause.subject, str, _NAME) if clause else opens
    return f"{given['word'].lower()} {given['said']}" if stated else ""


def _in_case(sentence: str, clause: Clause, lower: Lower) -> str:
    """ "When firms earn their highest profits" of a sentence that tells in which case that is so, before or behind it."""
    if clause.negated or points(clause.subject) or _WHETHER.search(clause.verb):
        return ""
    clause = replace(clause, subject=clause.subject.removeprefix("then "))
    if _CASE_FIRST.match(sentence[: sentence.find(clause.subject)]) and ";" not in sentence:
        return _wh("when", clause, clause.rest, lower)
    case = _IN_CASE.search(f" {clause.rest}")
    if not case or CONDITION.match(sentence):
        return ""
    rest = clause.rest[: max(0, case.start() - 1)].strip()
    asks = _BOUND.search(rest) or _WHETHER.search(rest)
    return "" if asks else _wh("when", clause, rest, lower)


def _comes_about(sentence: str, lower: Lower) -> str:
    """ "When bonds form" of "Bonds form when …"."""
    told = _COMES_ABOUT.match(sentence)
    thing = inside(told["thing"].strip(), lower, _NAME) if told and names_thing(told["thing"].strip()) else ""
    return f"when {thing} {told['verb']}" if told and thing and not points(told["thing"]) else ""


def _there(sentence: str) -> str:
    """ "Three types of muscle" of "There are three types of muscle: …"; "No free lunch" of "There is no free lunch"."""
    if (no := _THERE_IS_NO.search(sentence)) and 3 <= count_words(no["what"]) <= 6 and not leans(no["what"]):
        return no["what"]
    found = _THERE.match(sentence)
    what = found["what"].strip() if found else ""
    whole = count_words(what) <= 6 and all(
        t.tag == "VBG" or not t.tag.startswith(("VB", "MD", "W")) for t in parse(what)
    )
    name = what if whole else re.split(r"\s(?:that|which|who|to|when|where)\s|" + PLACED.pattern, what)[0]
    name = re.sub(r"^(?:an?|the)\s", "", name.strip())
    return name if 2 <= count_words(name) <= 6 and _COUNT.search(name) and not leans(name) else ""
