"""Phrases cut from sentences for labels, names and titles: always a stretch of the sentence, ending at a phrase border."""

from __future__ import annotations

import re

from ..text import FUNCTION_WORDS, count_words, squash, words
from .grammar import FINITE, noun_phrases, parse
from .tagging import can_be_verb

MAX_LABEL = 8  # words of a label in a picture
_TELLING = 4  # words below which a cut label hardly says anything
MAX_NAME = 6  # words of the name of a thing

_DETERMINERS = re.compile(r"^(?:the|an?|any|some|its|their|this|these|those|our|your|such|both)\s+", re.I)
_POINTING = frozenset(
    "it they them he she we you i one ones this that these those which who what there here itself themselves each other "
    "others another some many most all both either none everything something anything thing things latter former".split()
)
_QUANTIFIERS = frozenset("one some many most all both each other others another either".split())
_NO_NAME = frozenset(
    "to not how whether as so than if because no when while since by in on at for with from of".split()
)
_BORDER = re.compile(
    r"[,;:]\s|\s[–(]|\s?—|\s(?=(?:that|which|who|whose|where|when|while|whereas|because|since|so|although|though|if|unless|until|after|before|for|by"
    r"|with|without|from|into|in|on|at|as|through|using|to|and|or|but|rather|than|such|during|under|over|between|among|towards|via|according|across|within|inside|outside|around|along|against|due)\b)"
)
_SEGMENT = re.compile(
    r",?\s(?<!\bso\s)(?<!\bsuch\s)(?<!\bin\s)(?<!\bby\s)(?<!\bfor\s)(?<!\bto\s)(?<!\brespect\s)(?<!\bdue\s)(?<!\bequal\s)(?<!\bclose\s)(?<!\baccording\s)(?<!\bof\s)(?<!\bthrough\s)(?<!\bduring\s)(?<!\bon\s)(?<!\bat\s)(?<!\bunder\s)(?<!\bwithin\s)(?<!\bmeaning\s)"
    r"(?=(?:that|which|who|whose|where|(?:in|by|for|through|during|from|with|at|on|to|under|within|into|upon) which|so that|such that|for|by|to"
    r"|with(?! respect)|using|based on|from|when|while|whereas|because|if|until|into)\s)|[,;:]\s"
)
# A piece may not end with a word of these classes: the phrase goes on behind it.
_OPEN_TAGS = frozenset({"DT", "IN", "TO", "MD", "VBZ", "VBP", "PRP$", "CC", "WDT", "WRB", "VBG"})
_COMPLEMENT = re.compile(r"\s(?:from|as|to|into|of|by)\b")
_HALF_PAIR = re.compile(r"\b(?:both|either|between|neither)\b(?!.*\b(?:and|or|nor)\b)", re.I)
_HALF_WAY = re.compile(r"\bfrom\b(?!.*\bto\b)", re.I)
# What makes somebody do something: "pushed Congress *to pass*", who is pushed does it.
MAKES_DO = (
    r"\b(?:(?:caus|allow|enabl|forc|encourag|requir|permit|persuad|urg|prompt|induc|order|expect|compell?|motivat|tempt|oblig|push|ask|invit|tell|teach|train|help|driv)(?:es?|s|ed|ing)?"
    r"|told|taught)\b"
)
# "causes the ions | to move": not they are caused, but that they move.
_MADE_TO = re.compile(rf"{MAKES_DO}\s(?!.*\b(?:to|that)\b)[^,;]+$")
_JOINT = re.compile(r"\b(?:and|or|nor)\b")
_NEXT_CLAUSE = re.compile(r"[;:]|\b(?:that|which|who|because|when|where|while|whereas|if|but|so)\b")
_BEFORE_GERUND = frozenset("by for of before after when while without".split())
_RELATIVES = frozenset("which who whom whose where whereby wherein how why whether".split())
# Nouns that say nothing before their "of".
CONTAINERS = frozenset(
    "form forms type types kind kinds sort sorts way ways part parts number set group series class variety amount lack range process method "
    "example examples result means measure state study branch member piece majority rest use".split()
)
_OPEN_WORDS = frozenset(
    "a an the this that these those its their his her our your and or but nor so than as if because while when where which who whose of in "
    "into to from for with without by at between among during via per is are was were be been being has have had can could may might will "
    "would shall should must do does did not no each every more less most least very too such rather much many both either neither respect fact according due equal close likely able relative opposed similar".split()
)


def cut_phrase(text: str, max_words: int) -> str:
    """The longest beginning of `text` of at most `max_words` words that ends at a phrase border.

    Nothing that is cut keeps a comma, colon or half a pair of brackets inside. Returns "" when no border
    leaves at least two words; the whole, when it is short enough.
    """
    text = squash(text).strip(" ,;:.")
    if count_words(text) <= max_words:
        return text
    for end in reversed([m.start() for m in _BORDER.finditer(text)]):
        piece = text[:end].strip(" ,;:.–—")
        if not 2 <= count_words(piece) <= max_words or re.search(r"[,;:()\[\]—]", piece) or _goes_on(piece):
            continue
        if _joins_verbs(text, end) or _half_relative(piece):
            continue
        if parts_pair(text, end):
            continue  # "attempts by both state | and federal governments", "one | or two of them"
        if re.match(r",|\s(?:and|or)\s", text[end:]) and _waits_for_noun(piece, text[end:]):
            continue  # "a few new, uncorrelated ones", "newly found or unknown cells"
        if not (_COMPLEMENT.match(text[end:]) and parse(piece)[-1].tag.startswith("VB")):
            return piece
    return ""


def _waits_for_noun(piece: str, behind: str) -> bool:
    """Whether a piece ends with a word that describes a noun which comes later, behind another such word."""
    last, following = parse(piece)[-1], [t for t in parse(behind) if t.low not in {",", "and", "or"}][:1]
    alike = bool(following) and following[0].tag in {"JJ", "VBN"}
    return last.tag.startswith("JJ") or (last.tag in {"VBN", "VBD"} and alike)


def joins_pair(text: str, joint: int, opener: str = "between|both|either|neither") -> bool:
    """Whether the "and" or "or" at `joint` belongs to the two things that an `opener` before it announces ("the gap between a *and* b")."""
    opened = max((m.end() for m in re.finditer(rf"\b(?:{opener})\b", text[:joint], re.I)), default=-1)
    first = text[opened:joint].rstrip() if opened >= 0 else ""
    tokens = parse(first.rstrip(" ,"))
    if not tokens or _JOINT.search(first) or _NEXT_CLAUSE.search(first) or any(t.tag in FINITE for t in tokens):
        return False
    return not (
        first.endswith(",") and tokens[-1].tag in {"NNS", "NNPS"}
    )  # "the bond between atoms, and …": two already


def points_at(text: str, that: int) -> bool:
    """Whether the word at `that` points at the noun behind it ("share *that* knowledge with guests") and opens no clause."""
    tokens = parse(text)
    *before, verb = [None, *(t for t in tokens if t.end <= that)]
    noun, *behind = [*(t for t in tokens if t.start > that), None]
    acts = verb and can_be_verb(verb.low) and before[-1] and before[-1].tag in {"CC", "TO", "MD"}
    behind_word = verb is not None and verb.tag == "IN" and verb.low not in {"in", "so", "except", "than"}
    if noun is None or noun.tag != "NN" or not (behind_word or (acts and not can_be_verb(noun.low))):
        return False  # a preposition opens no clause: "for *that* rule"
    return behind[0] is None or behind[0].tag in {"IN", "TO", "CC", ",", "."}


def parts_pair(text: str, end: int) -> bool:
    """Whether a cut at `end` parts what is said in one breath: "both a | and b", "from a | to b", "one | or two"."""
    piece, behind = text[:end], text[end:]
    if joint := re.match(r"\s(?:and|or|to)\s(?P<next>\S+)", behind):
        tags = [t.tag for t in parse(f"{piece} and {joint['next']} .")][-4:-1]
        if (tags[0], tags[-1]) == ("CD", "CD"):
            return True
    if (half := _HALF_PAIR.search(piece)) and (joined := _JOINT.search(behind)):
        open_ = half.end() == end or half.group().lower() != "between"  # "between atoms" may be whole
        return open_ or joins_pair(text, end + joined.start())
    to = re.match(r"\sto\s(?P<next>\S+)", behind)
    if to and _MADE_TO.search(piece) and can_be_verb(to["next"]):
        return True
    doing = to and parse(f"it wants to {behind[to.start('next') :]}")[3].tag == "VB"
    return bool(to) and not doing and bool(_HALF_WAY.search(piece))


def _joins_verbs(text: str, end: int) -> bool:
    """Whether the text goes on at `end` with a second verb that shares the first one's object ("to enter | and leave a cell")."""
    joined = re.match(r"\s(?:and|or)\s+(?P<next>\S+)", text[end:])
    if not joined:
        return False
    tokens = parse(text)
    last = next((t for t in tokens if t.end == end), None)
    following = next((t for t in tokens if t.start == end + joined.start("next")), None)
    return bool(last and following and last.tag.startswith("VB") and following.tag.startswith(("VB", "NN")))


def _half_relative(piece: str) -> bool:
    """Whether the piece ends before the verb of its last relative clause ("a form of learning in which the motivation")."""
    tokens = parse(piece)
    opened = max((i for i, t in enumerate(tokens) if t.low in _RELATIVES), default=None)
    return opened is not None and not any(t.tag in FINITE for t in tokens[opened + 1 :])


def label_of(phrase: str, max_words: int = MAX_LABEL) -> str:
    """A phrase cut at a phrase border for use as a label; "" when no clean cut is short enough."""
    said = squash(phrase)
    text = re.split(r"\s\(|[;:]\s|,\s(?:for (?:example|instance)|e\.g)", said)[0]
    if text != said and _HALF_PAIR.search(text) and _JOINT.search(said[len(text) :]):
        return ""  # "either side (left, right) or the middle"
    text = text.strip(" .,;:–—-")
    text = re.sub(r",?\s(?:including|namely|such as)$", "", text)
    cut = cut_phrase(text, max_words)
    if count_words(cut) < min(_TELLING, count_words(text)):
        cut = _cut_before_of(text, max_words) or cut
    found = words(cut)
    if not found or cut.count("(") != cut.count(")") or cut[0] in ")]" or _goes_on(cut, cut == text):
        return ""
    return cut if len(found) > 1 or len(found[0]) > 3 else ""


def _cut_before_of(text: str, max_words: int) -> str:
    """A beginning that ends before an "of", for phrases that no other border cuts to something telling."""
    for end in reversed([m.start() for m in re.finditer(r"\sof\b", text)]):
        piece = text[:end]
        if piece.rpartition(" ")[2].lower() in CONTAINERS or parts_pair(text, end):
            continue
        if _TELLING <= count_words(piece) <= max_words and not re.search(r"[,;:()]", piece) and not _goes_on(piece):
            return piece
    return ""


def name_of(phrase: str, max_words: int = MAX_NAME) -> str:
    """The name of a thing out of a noun phrase: no determiner, aside or relative clause; "" when it only points."""
    text = re.split(r"\s\(|[,;:]\s|\s(?=(?:that|which|who|whose|where|when|because|if)\s)", squash(phrase))[0].strip(
        " .,;:"
    )
    while (bare := _DETERMINERS.sub("", text)) != text:
        text = bare
    if count_words(text) > max_words:
        text = cut_phrase(text, max_words)
    found = words(text)
    if (
        not found
        or found[0].lower() in _NO_NAME
        or (found[0].lower() in _POINTING and (len(found) < 2 or found[0].lower() not in _QUANTIFIERS))
        or found[-1].lower() in FUNCTION_WORDS - {"one", "two"}
    ):
        return ""
    named = squash(phrase).rstrip(" .,;:").endswith(text) and re.search(r"\sof\s\w+ing$", text)  # "a type of bonding"
    open_ = not named and _goes_on(text)
    return text if any(len(w) > 2 or not w.isalpha() for w in found) and _has_noun(text) and not open_ else ""


def segments(phrase: str) -> list[str]:
    """A long phrase split before the words that open a new thought ("… that …", "… by …", "… using …")."""
    text = squash(phrase).strip(" .")
    starts = [0, *(m.end() for m in _SEGMENT.finditer(text))]
    parts = [text[a:b].strip(" ,;:") for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [p for p in parts if p]


def is_noun_phrase(text: str) -> bool:
    """Whether the text is one noun phrase, perhaps with "of" or "and" inside."""
    pieces = re.split(r"\s(?:of|and|or|for|in|with|on|to)\s(?:the\s|an?\s)?", text)
    return bool(pieces) and all(any(p == squash(piece) for p in noun_phrases(piece)) for piece in pieces)


def _goes_on(piece: str, whole: bool = False) -> bool:
    """Whether the piece ends with a word that needs what follows it; a `whole` clause may end with its verb."""
    tokens = [t for t in parse(piece) if re.match(r"\w", t.text)]
    if not tokens:
        return True
    last = tokens[-1]
    if last.low in _OPEN_WORDS:
        return True
    if last.low in {"another", "all", "both", "others"}:
        return False
    if len(tokens) > 1 and last.low.endswith("ing") and tokens[-2].low in _BEFORE_GERUND:
        return True
    return (
        not whole
        and len(tokens) > 1
        and last.tag in _OPEN_TAGS
        and not (last.tag == "VBG" and tokens[-2].tag in {"IN", "JJ", "NN", "TO", "DT"})
    )


def _has_noun(text: str) -> bool:
    tokens = parse(text)
    if len(tokens) > 1 and tokens[-1].tag in {"VBN", "VBD", "VB"} and tokens[-2].tag in {"DT", "JJ", "PRP$"}:
        return True  # "a mental *set*"
    return any(t.tag.startswith("NN") or t.tag in {"VBG", "FW"} or (t.tag == "JJ" and len(tokens) == 1) for t in tokens)
