"""A sentence read in its own order: what stands before the subject, the subject, the verb with what belongs to it, the object,
and what is added to the two ("by …", "because …", "that …")."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ..english.grammar import NOUN, THE_MORE, Clause, is_clause, main_clause, parse
from ..english.leadins import without_connective
from ..english.phrases import label_of, name_of, points_at
from ..english.tagging import AUXILIARY
from ..text import count_words
from ..unfold import PARTICIPLE, Part, unfold
from ..visuals import Addition
from .definitions import MAX_MEANING, in_its_number
from .legible import breaks_off
from .predicates import is_participle, predicates

MAX_SUBJECT, MAX_OBJECT, MAX_ADDED = 16, 16, 18  # words of a card; more are cut at a phrase border, or not drawn
MAX_ONLY = 26  # words of the only card that is added
MAX_CHARACTERS = 160  # of an object that no phrase border shortens
MAX_ADDITIONS, MAX_ADVERBS = 3, 3
# A noun that was read as the verb: "the *conditions* at which …", "… than *do* small ones".
_MISREAD = re.compile(r"\w+s (?:at|in|by|under|for|to|on|from) which\b|(?:do|does|did) (?!not\b)", re.I)
_OPENS_CASE = re.compile(
    r"(?:once|when|whenever|if|because|as|while|although|though|since|after|before|until|unless)\b", re.I
)
_NO_END = frozenset("later earlier ago afterwards including today still".split())
_THAT_SAYS = re.compile(r"\b\w{2,}ing that\b")
_NO_TERM = re.compile(r"(?:prior|due|according|thanks|owing|next|close) to\b", re.I)
HEDGED = re.compile(r"(?:Sometimes|Occasionally|Often|Usually|At times|Perhaps|In (?:some|rare|certain) cases)\b")
# "Neither a nor b is c": without its first word it says the opposite.
DENIED = re.compile(r"(?:neither|nor|nobody|nothing|none|no one|not (?:all|every|only|until|one))\b", re.I)
# What stands before the subject and may go: a word that ties the sentence to the one before it.
_TIE = re.compile(
    r"(?:and|but|so|yet|or|the|an?|even|then|thus|hence|therefore|however|moreover|furthermore|also|instead|similarly|likewise|consequently|accordingly|additionally"
    r"|nevertheless|nonetheless|of course|overall|further|alternatively|besides|first|second|third|next|in so doing|in doing so|to be sure|to be precise|by design|indeed"
    r"|in (?:fact|addition|general|particular|turn|other words|this way|short|contrast|essence)|as a result|for (?:example|instance)|in these cases)?,?\s*",
    re.I,
)
_BEFORE = re.compile(
    r"(?:because of|due to|in addition to|thanks to|according to|as a result of|rather than|instead of|compared (?:to|with)|in contrast to|along with|as well as|depending on"
    r"|based on|in response to|out of|of|even (?:if|though|when|with|in|at|for|before|after|as|among)|as long as|in|on|at|during|for|with|within|among|through|by|after|before|when|whenever|if|while|as|because|since|from|under|upon"
    r"|until|without|despite|to|over|between|across|throughout|unlike|like|once|although|though|whereas|via|given|using|inside|outside|above|below|around|near|against|beyond)\s+(?=\S)",
    re.I,
)
# An addition that says which one is meant, not how the verb is done.
_WHICH = re.compile(
    rf"(?:.*\s)?(?:(?<!so )(?<!such )that|which|who|whose|such as|including)|(?!so\s|such\s){PARTICIPLE} .+", re.I
)
# An addition with a verb of its own: what follows it tells more of that verb.
_CLAUSAL = re.compile(
    r"(?:.*\s)?(?:to|that|which|who|whose|because|since|if|unless|when|whenever|while|until|where|so that|although|but|yet|whereas)|.*\w{2,}ing",
    re.I,
)
_ADVERB = frozenset({"RB", "RBR", "RBS"})
# "monocytes, *which* …, *and* lymphocytes": a list that goes on behind a relative clause. "the fuel — a gas — *hot*": a sentence that goes on behind an aside.
_GOES_ON = re.compile(
    r";\s(?:and|or)\s|,\s(?:[^,]+\s)?(?:which|who|whose|where|(?<!,\s)that)\s[^,]*,\s(?:and|or)\s|[—–][^—–]+[—–]\s?[\w“(]"
)
# What these tie on belongs to the part before them: "from planets to bodies *with* rings".
_OF_THE_LAST = frozenset({"to", "with", "for", "between", "among", "where"})
_BE = re.compile(
    r"(?:.*\s)?(?:is|are|was|were|be|been|being|becomes?|remains?|seems?|appears?)(?:\s(?:\w+ly|also|often|not|still))*"
)
_FEEL = re.compile(r"(?:gets?|got|feels?|felt|looks?|keeps?|kept|stays?|stayed|goes|go|went|lies|lie|lay)$")
# Nouns that say nothing without the word behind them ("play a role | in").
_LIGHT = re.compile(
    r"(?:(?!of\b)[\w,-]+\s){0,4}(?:roles?|parts?|effects?|impacts?|influences?|implications?|ability|capacity|tendency|access|power|contributions?)|it (?:\w+ )?(?:im)?(?:possible|easy|easier|difficult|hard|harder|necessary|likely|clear)",
    re.I,
)
_TAKE = re.compile(r"(?:.*\s)?(?:takes?|took|taken|gives?|gave|makes?|made)$", re.I)
_PLACE = re.compile(
    r"(?:place|part|over|rise|use|way|(?:into )?(?:account|consideration)|advantage|care)\b(?: of)?\s?(?=\S)"
)  # the second word of verbs of two
# What ends an object and belongs to what follows it ("tiny, typically | from …").
_TRAILING_ADVERB = re.compile(r",\s(\w+ly)$")
_GOVERNED = frozenset("to for between in on from with over against toward towards into".split())
ASIDE = re.compile(
    r":\s|\s?[—–](?=\s?(?:for example|for instance|namely|that is|such as|or|and|so|an?|the|even|including)\b)|,\s(?:for example|for instance)\b"
)
_HAVE, _BEEN = (
    frozenset("has have had".split()),
    re.compile(r"(?:[a-z]+\s)?been\s(?=\S)|\w+ed\s(?=(?:of|to|for|in|on|with|that|the|an?|its|their)\b)"),
)
_WHICH_ONES = re.compile(r"[^,\s]\s(?:that|which|who|whose|where|when)\s")
_SPEAKERS = frozenset(("we", "you", "people"))
_TIES = re.compile(
    r"(?:due )?to|because of|in|for|on|at|with|from|into|between|of|by|about|than|as|over|against|towards?", re.I
)
_OF_THE_PAGE = re.compile(
    r"(?:as|in|on|from|by) (?:(?:is |was )?(?:shown|seen|illustrated|noted|mentioned)\b|(?:the )?(?:figure|table|diagram|chart|graph)s?\b|we (?:saw|have seen|will see)\b)",
    re.I,
)
_OPENS_AS_MUCH = re.compile(r"as \w+(?:\s\w+){0,4}? as\b")  # "as dear to one as …"
_SO_THAT = re.compile(r"(?P<so>(?:so|such)\s[^,]+?)\sthat,?\s(?P<that>\S.*)$")
# "900 letters, *of which* almost 90% belong to the first volume": the verb behind it is not cut from what it leads to.
_OF_WHICH = re.compile(r"(?P<object>.+?),\s(?P<word>(?:\w+\s)?of (?:which|whom))\s(?P<text>.+)")
_PARTICLE = re.compile(r"(?:up|out|off|down|away|back|together|forth)\s(?=(?:an?|the|its|their|more|some|many|all)\b)")
_BETWEEN = re.compile(r",\s((?:the|an?)\s[^,]+)(?=,)")
_LISTED = re.compile(r",.*,\s(?:and|or)\s")
_LISTS = re.compile(r",.*,?\s(?:and|or)\s")
_AMISS = re.compile(
    r";|,\s(?:which|who|that|it|we|you|they|he|she)(?:\s\w+)?$|,\s(?:by|through)\s\w+ing\s|\s\w+ed\s(?:the|an?|its|their)\s|\s(?:with|by|for|in|from)\s\w+ing$"
)
_HOW = re.compile(r"\b(?:why|how|what|whether)\s\w")
# "*Beginning with* the first map, explorers …": what the subject does besides, and not its name.
_OPENS = re.compile(
    r"(?:Up)?[Oo]n \w+ing\b|(?:By|In|After|Before|Without|While|When) \w+ing\b|\w+ing\s(?:with|from|in|at|on|by|as|to)\s[^,]+,\s"
)
_ASIDES = re.compile(
    r"\s\([^)]*\)|\s?[—–][^—–]+[—–]|,\s(?!.*,\s(?:and|or)\s)(?!(?:and|or)\s)(?:[^,]+,|(?:the|an?|one)\s[^,]+)$|,\s(?:particularly|especially|including|such as|called|known as)\s[^,]+,?$"
)
# "A small country on the coast, *Belize* was …": what it is stands before the subject.
_FRONTED = re.compile(r"(?:An?|The)\s(?!.*,\s(?:and|or)\s)[^,]+,\s(?P<name>(?:[A-Z]|the\s)[^,]*)")
_DOING_FIRST = re.compile(r"[A-Z]\w+ing\s(?!.*\b(?:it|this|these|them)\b)[^,]+,")
_ARTICLE = re.compile(r"(?:the|an?|each|every|both|all|our|your)\s", re.I)
_PURPOSE = re.compile(r"(?P<verb>.+)\s(?P<to>to\s\w+)$")
# What belongs to the verb before it ("acts | upon", "is made up | of").
_OF_VERB = re.compile(
    r"(?P<word>(?:(?:up|out|down|off|away|back|together|primarily|mainly|mostly|largely|only|closely|directly)\s)?(?:based on|according to|because of|due to|depending on|about|across|against|along|among|around|as|at|between|beyond|by|for|from|in|inside"
    r"|into|near|of|off|on|onto|out of|over|through|throughout|to as|to|toward|towards|under|until|upon|with|within|without))\s(?!(?<=\bat\s)(?:least|most)\b)(?!(?:which|that|what|how|whom|far|reality|fact|practice|turn|part|average|(?:many|some|most|all) cases)\b)(?=\S)",
    re.I,
)
# What a noun made of a verb or a quality governs ("responsiveness | to a change").
_GOVERNS = re.compile(
    r".*(?:tion|sion|ness|ment|ance|ence|ity|sis|ship|change|increase|decrease|access|response)s?", re.I
)


def is_told(clause: Clause, text: str) -> bool:
    """Whether the clause can be told by itself: it compares no two clauses, and its verb is one."""
    gap = text[text.find(clause.subject) + len(clause.subject) :].partition(clause.verb)[0].strip()
    if (gap.startswith(",") and not gap.endswith(",")) or count_words(clause.adverbs) > MAX_ADVERBS:
        return False  # "liability, by reducing what a holder can lose, …": the verb is another's
    if clause.rest.startswith("so much ") or _GOES_ON.search(clause.rest) or is_participle(clause):
        return False
    if any(is_clause(x) and not _WHICH_ONES.search(x) for x in _BETWEEN.findall(clause.rest)):
        return False  # "The door is open, *the lamp is lit*, and …": three statements
    if THE_MORE.match(text) or clause.rest.startswith(",") or _MISREAD.match(f"{clause.verb} {clause.rest}"):
        return False
    first, *behind = parse(f"It {clause.verb} {clause.rest} .")[1 + count_words(clause.verb) :]
    then = next((t for t in behind if t.tag != "RB"), None) if first.tag == "RB" else None
    if (then and then.tag in {"VB", "VBP", "VBZ", "MD"}) or re.search(r"\w-\w+-\w", clause.verb):
        return False  # "the old *plots* only show us …", "a *grain-by-grain* size"
    if first.tag == "VBN" and behind and behind[0].tag in {"MD", "VBZ"}:
        return False  # "a worker who believes his rights are | *violated can* report it": the verb is the relative clause's
    last = clause.verb.lower().split()[-1]
    if last in AUXILIARY or _BE.fullmatch(clause.verb) or _FEEL.search(clause.verb):
        return True
    governs = bool(behind) and behind[0].tag in {"DT", "PRP$", "IN", "RB", "PDT"}
    # "settlers on native *land created* a problem"
    return not (first.tag == "VBZ" or (first.tag in {"VBD", "VBN"} and governs))


@lru_cache(maxsize=1024)
def subject_of(clause: Clause) -> str:
    """The subject as it is read aloud, with its article; "" where it only points at something or was cut amiss."""
    subject = _named(clause)
    amiss = _tells(subject) or _NO_TERM.match(subject) or _is_gerund(subject, clause) or _OPENS.match(clause.subject)
    return "" if not subject or amiss else subject


def _named(clause: Clause) -> str:
    if clause.subject.lower() in _SPEAKERS:
        return clause.subject
    clause = replace(clause, subject=re.sub(r"^then\s", "", clause.subject, flags=re.I))
    if (
        clause.subject.count("(") != clause.subject.count(")")
        or _HOW.search(clause.subject)
        or _AMISS.search(clause.subject)
    ):
        return ""  # cut amiss: "atomic number 31)", "a reason for why people"
    last = parse(clause.subject)[-1]
    plain = parse(f"They {clause.verb}")[1].tag in {"VB", "VBP", "NN"}
    if (
        re.search(r"\bnot only\b", clause.subject)
        or last.low in _NO_END
        or (last.low.endswith("ed") and last.tag in {"VBN", "VBD"} and plain and " " not in clause.verb)
    ):
        return ""  # "Five years later | reported", "Investors of the east *expanded* | rail lines"
    if re.match(r"(?:its|their|his|her|this|these|that|those|where|when|while|if|as)\b", clause.subject, re.I):
        return ""
    if _THAT_SAYS.search(clause.subject):
        return ""  # "Charts showing that old stars | are …": the verb is that of what they show
    if _WHICH_ONES.search(clause.subject):  # which ones: said in full or not at all
        return clause.subject if count_words(clause.subject) <= MAX_OBJECT else ""
    fronted = _FRONTED.fullmatch(clause.subject)
    said = _ASIDES.sub("", fronted["name"] if fronted else clause.subject).rstrip(" ,—–")
    name = in_its_number(said, name_of(said, MAX_SUBJECT))
    if count_words(name) < count_words(_ARTICLE.sub("", said)):
        return ""  # half a name is another
    article = _ARTICLE.match(said)
    return f"{article.group()}{name}" if name and article and f"{article.group()}{name}" in said else name


def _tells(subject: str) -> bool:
    """Whether a subject was cut amiss and says something itself; "conditions *for* most people" says nothing."""
    if _WHICH_ONES.search(subject) or subject.lower() in _SPEAKERS:
        return False
    clause = main_clause(f"{subject}.")
    return is_clause(subject) and not (clause and re.match(r"(?:for|of|in|on|to|with|from|at|by)\s", clause.rest))


def _is_gerund(subject: str, clause: Clause) -> bool:
    """ "*Knowing* that prices rise helps …": cut to one word, a doing has lost what it is done to."""
    cut = subject.lower() != clause.subject.lower() and " " not in subject
    return cut and parse(f"It is {subject.lower()} it.")[2].tag == "VBG"


def opening_of(text: str, clause: Clause) -> Addition | None:
    """What stands before the subject ("In large groups, …"); empty where nothing does; None where it cannot be shown."""
    at = text.find(clause.subject)
    if _OPENS_CASE.match(text):  # its own subject may be the same word: "Once *we* have it, we use it"
        at = max(at, text.find(f"{clause.subject} {clause.adverbs or clause.verb}"))
    before = text[: max(0, at)].strip()
    if _TIE.fullmatch(before) or without_connective(f"{before} it") == "it":
        return Addition.model_construct(word="", text="", of="verb")
    if re.match(r"(?:here|there)\b", before, re.I):
        return None
    if all(t.tag in _ADVERB or t.low in {"today", "now", ","} for t in parse(before)):
        return Addition(text=before.rstrip(" ,"))  # "More recently, …", "Usually …"
    if before.count("(") != before.count(")"):
        return None
    match = _BEFORE.match(before)
    if not match and _DOING_FIRST.fullmatch(before) and count_words(before) <= MAX_ADDED:
        return Addition(text=before.rstrip(" ,"))  # "Taking another way, …"
    text = before[match.end() :].rstrip(" ,") if match else ""
    if not match or not text or not before.endswith(",") or count_words(text) > MAX_ADDED or breaks_off(text):
        return None
    return Addition(word=match.group().strip(), text=text)


def split(clause: Clause, rest: str) -> tuple[str, str, tuple[Part, ...]]:
    """The verb with what belongs to it ("is acted upon by"), the object, and what is added to the two."""
    verb, said = " ".join(filter(None, (clause.adverbs, clause.verb))), rest
    if not said and (purpose := _PURPOSE.match(verb)):
        verb, said = purpose["verb"], purpose["to"]  # "have tried | to win"
    if not said:
        return "", verb, ()  # "the members | disagreed"
    if verb.split()[-1] in _HAVE and (been := _BEEN.match(said)):
        verb, said = f"{verb} {been.group().strip()}", said[been.end() :]
    if _TAKE.match(verb) and (two := _PLACE.match(said)):
        verb, said = f"{verb} {two.group().strip()}", said[two.end() :]
    if away := _PARTICLE.match(said):
        verb, said = f"{verb} {away.group().strip()}", said[away.end() :]  # "puts out | energy"
    governed = None if _OPENS_AS_MUCH.match(said) else _OF_VERB.match(said)
    if governed:
        verb, said = f"{verb} {governed['word']}", said[governed.end() :]
    if points := re.match(r"(?:it|them)\s(?:in|into|on|onto|to|from|with|at|through|by)\s(?=\S)", said):
        verb, said = f"{verb} {points.group().strip()}", said[points.end() :]  # "place it in | storage"
    told = re.match(r"that,?\s", said)
    if (
        told and count_words(said) > 2 and not points_at(f"and {verb} {said}", len(verb) + 5)
    ):  # what is found is a whole statement
        return f"{verb} that", said[told.end() :], ()
    if so := _SO_THAT.match(said):
        return verb, so["so"], (Part("that", so["that"]),)
    if some := _OF_WHICH.fullmatch(said):
        return verb, _bare(some["object"]), (Part(some["word"], some["text"]),)
    object_, parts = unfold(said, MAX_ADDITIONS)
    if any(_LISTS.search(p.text) for p in parts) and not any(_WHICH.fullmatch(p.word) for p in parts):
        object_, parts = said, ()  # a list is not cut before its last item
    if any(not p.word or _ARTICLE.match(p.word) for p in parts) and _LISTED.search(said):
        object_, parts = said, ()  # "the node, the bundle, and the fibres": members, and not one thing said again
    if parts and len(predicates(clause.verb, said)) > 1:
        object_, parts = (
            said,
            (),
        )  # "antigens | on | the surfaces *and cause* clotting": a second verb is none of the part's
    tied = bool(governed) and not _LIGHT.fullmatch(
        object_
    )  # "moves from | *secondary* | to …": the verb has its preposition
    while (
        parts and not tied and _TIES.fullmatch(parts[0].word) and (_says_little(object_) or _LIGHT.fullmatch(object_))
    ):
        if re.search(r"\s(?:and|or|but)\s", object_):
            break  # "smaller and deeper and often occur | at": more than belongs to the verb
        verb, object_, parts = f"{verb} {object_} {parts[0].word}", parts[0].text, parts[1:]
    if parts and (adverb := _TRAILING_ADVERB.search(object_)):
        object_, parts = object_[: adverb.start()], (Part(f"{adverb[1]} {parts[0].word}", parts[0].text), *parts[1:])
    return verb, _bare(object_), parts


def additions_of(verb: str, object_: str, parts: tuple[Part, ...], said: str) -> list[Addition]:
    """The parts as cards; one that tells more of the part before it stands on the same card."""
    made: list[Addition] = []
    for part in parts:
        which = bool(_WHICH.fullmatch(part.word))
        before = made[-1].word if made else ""
        inside = (
            _CLAUSAL.fullmatch(before) or _WHICH.fullmatch(before) or (made and not before and made[-1].of == "object")
        )
        if _OF_THE_PAGE.match(f"{part.word} {part.text}"):
            continue
        course = before == "from" and part.word in {"through", "into", "over", "until"}
        if made and (which or part.word in _OF_THE_LAST or course or inside):
            start = said.find(made[-1].text)
            end = said.find(part.text, start) + len(part.text)
            made[-1] = made[-1].model_copy(update={"text": said[start:end]})
            continue
        word, text = part.word, _bare(part.text)
        if _ARTICLE.match(word):  # "subunits, *a structure that* …": the thing said once more belongs to the text
            word, text, which = "", f"{word} {text}", True
        of_object = which or (
            not made and (_is_like(verb) or (part.word in _GOVERNED and bool(_GOVERNS.fullmatch(object_))))
        )
        if made and part.word == "and":
            of_object = made[-1].of == "object"  # "between a | and b"
        made.append(Addition(word=word, text=text, of="object" if of_object else "verb"))
    return made


def short_of(text: str) -> str:
    """A text as it stands where a card has room for it, else cut at a phrase border; "" where neither is possible."""
    if count_words(text) <= MAX_OBJECT:
        return text
    cut = label_of(text, MAX_MEANING)
    return cut if cut and not breaks_off(cut) else text if len(text) <= MAX_CHARACTERS else ""


def _says_little(text: str) -> bool:
    """Whether an object names no thing: "useful", "all", "very difficult"."""
    return not any(t.tag in NOUN | {"VBG", "PRP", "CD"} for t in parse(f"it is {text}")[2:])


def _is_like(verb: str) -> bool:
    return _BE.fullmatch(verb) is not None


def _bare(text: str) -> str:
    """A phrase without the aside in brackets at its end."""
    return re.sub(r"\s\([^)]*\)$", "", text).rstrip(" —–") or text
