"""Whom or what a sentence tells of, read aloud as its picture names it, and what stands before that."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ..english.grammar import THE_MORE, Clause, is_clause, main_clause, parse
from ..english.leadins import without_connective
from ..english.phrases import name_of
from ..english.tagging import AUXILIARY
from ..text import count_words
from ..visuals import Addition
from .definitions import in_its_number
from .legible import breaks_off
from .predicates import is_participle
from .readings import ARTICLE, BE_LIKE, MAX_ADDED, MAX_ADVERBS, MAX_OBJECT, MAX_SUBJECT

# A noun that was read as the verb: "the *conditions* at which …", "… than *do* small ones".
_MISREAD = re.compile(r"\w+s (?:at|in|by|under|for|to|on|from) which\b|(?:do|does|did) (?!not\b)", re.I)
_OPENS_CASE = re.compile(
    r"(?:once|when|whenever|if|because|as|while|although|though|since|after|before|until|unless)\b", re.I
)
_NO_END = frozenset("later earlier ago afterwards including today still".split())
_THAT_SAYS = re.compile(r"\b\w{2,}ing that\b")
_NO_TERM = re.compile(r"(?:prior|due|according|thanks|owing|next|close) to\b", re.I)
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
_ADVERB = frozenset({"RB", "RBR", "RBS"})
# "monocytes, *which* …, *and* lymphocytes": a list that goes on behind a relative clause. "the fuel — a gas — *hot*": a sentence that goes on behind an aside.
_GOES_ON = re.compile(
    r";\s(?:and|or)\s|,\s(?:[^,]+\s)?(?:which|who|whose|where|(?<!,\s)that)\s[^,]*,\s(?:and|or)\s|[—–][^—–]+[—–]\s?[\w“(]"
)
_FEEL = re.compile(r"(?:gets?|got|feels?|felt|looks?|keeps?|kept|stays?|stayed|goes|go|went|lies|lie|lay)$")
_WHICH_ONES = re.compile(r"[^,\s]\s(?:that|which|who|whose|where|when)\s")
_SPEAKERS = frozenset(("we", "you", "people"))
_BETWEEN = re.compile(r",\s((?:the|an?)\s[^,]+)(?=,)")
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
    if last in AUXILIARY or BE_LIKE.fullmatch(clause.verb) or _FEEL.search(clause.verb):
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
    if count_words(name) < count_words(ARTICLE.sub("", said)):
        return ""  # half a name is another
    article = ARTICLE.match(said)
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
