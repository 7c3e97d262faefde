"""What a sentence takes for granted: words that point back to something said before it.

A film's scene opens with a sentence out of its passage, so whoever hears it has not heard the one before.
Closed lists catch the words that always point back; the grammar catches those that only do so where the
thing they stand for is not in the sentence itself ("these swings", "other species", "After the war, they …").
"""

from __future__ import annotations

import re
from itertools import pairwise

from ..text import squash, stem, words
from .antecedents import goes_on
from .flaws import LONGEST_SPOKEN
from .grammar import FINITE, NOUN, PREPOSITIONS, Token, main_clause, parse
from .hidden_verbs import SUBORDINATE

# Counted off one after the other: of "the second *type* of memory" the first has been told.
_ENUMERATED = "(?:type|kind|sort|form|category|class|group|set|way|method|technique|approach|option|strategy|reason|factor|cause|effect|advantage|disadvantage|problem|question|issue|point|example|case|part|component|element|aspect|feature|principle|assumption|condition|criterion|difference|experiment|study|test|hypothesis|theory|model|source|use|function|rule|line|column|row|one|two|three|of)s?"
# "When it rains, …": the weather, which needs no name; of "When it freezes, it …" something else has been told.
_WEATHER = r"(?:when|whenever|if|while|because|since|after|although) it (?:rain|snow|hail|freez|thaw)(?:s|es|ed)\b(?![^,]*, (?:it|its)\b)"
_AT_START = re.compile(
    rf"^(?!{_WEATHER})(?:this|these|that|those|it|its|they|their|them|he|she|his|her|such|here|there(?! (?:is|are|may|might|can|could|will|would|must|exists?|seems?|appears?|remains?)\b)|then|thus|hence|therefore|so(?! far\b)|however|but|and|or|nor|yet|also"
    rf"|moreover|furthermore|additionally|besides(?=,)|meanwhile|consequently|accordingly|another|others?|the (?:latter|former|other|first(?= (?:is|are|was|one)\b)|(?:second|third|fourth|next|last)(?! (?:(?!(?:is|are|was|were|has|have|and|will|can|may)\b)[\w-]+ ){{0,2}}?(?!{_ENUMERATED} )[a-z]{{3,}} (?:of|in) (?!this|these|that|those|it|its))|above|previous|same(?! [a-z]+ (?:that|who|which|as)\b)|rest|net (?:result|effect|outcome)|(?:result|reason|idea)(?! (?:of|that|why|behind|for) (?!this|these|that|it\b)| the\b)|remaining|resulting)"
    r"|both(?! (?:[\w-]+(?: [\w-]+)?|(?:the|an?) [^,.]{3,60}?) and\b)|one(?! of the (?:most|main)| (?:of the )?(?:(?!(?:is|are|was|were|has|had|can|could|may|might|will|would|must|should)\b)[\w-]+ ){1,2}?(?:of|to|for|between|with|that|which|in|on|at|from|by|used) (?!this|these|that|those|it|them|its|their|the (?:two|three)))|some of (?:these|them)|each of (?:these|them)|all of (?:these|them)|in (?:this|that|these|their|his|her|its|such|addition(?! to\b)|contrast(?! (?:to|with)\b)|comparison(?= ?,)|other words|short|particular|fact|turn|doing so|practice, this)|for (?:this|that|these)"
    r"|later|in effect|similarly|likewise|instead(?! of [^,]+, (?!it|they|he|she|this|these)\b)|otherwise|conversely|each (?:will|is|has|can|was|may|one)|nevertheless|nonetheless|still|again|finally|next|(?:first|second|third|fourth|last)(?:ly)?(?=,)|on the (?:other|one) hand|as a (?:result|consequence)(?! of\b)|once (?:again|more)|to (?:do|achieve|see|avoid|solve|address) (?:this|that|so|it)"
    r"|on the other(?= ?,)|(?:because|since) (?:if|when) (?:this|that|it|they|he|she|these)|(?:(?:although|though|even|only) (?:if|when)|if|when) (?:he|she|it|they)(?=[^,]*(?:,[^,]*)?, (?:it|they|he|she|we|you|this|that|these|there|the)\b)|(?:what|how|why|where|whatever) (?:he|she|it|they|this|these)(?! (?:is|was|means?|meant|takes?|took)(?: like)? (?:like )?(?:to|for)\b)|the (?!number\b)[\w-]+ ones?(?!-| (?:that|which|who|whose|in|with|of|for|to|where|on|at|from|by|we|you)\b)|(?:the )?[\w-]+ (?:goes|went) on to (?:say|state|explain|argue|describe|note|claim|list|add|write|suggest|define|discuss|ask|conclude|point)|in (?:both|either|neither|each|all) (?:of these |of the )?(?:cases?|instances|situations|examples)(?! of (?!(?:these|those|this|that|the|its|their|it|them)\b))|at this|with (?:this|that|these)|by (?:this|these|doing)|from (?:this|these)|because of (?:this|these)|if (?:this|so|that|it|they|not)|when (?:this|it|they)|since (?:this|it|they)|while (?:this|it|they)|because (?:this|it|they)|although (?:this|it|they)|after (?:this|that)|not only (?:can|could|do|does|did|is|are|was|were|may|might|will|would|has|have|had) (?:this|these|that|it|they|he|she)|rather(?! than\b)|indeed|actually|basically|clearly|obviously|now|that is|i\.e\.|e\.g\.|after all(?=,)|of course|by the way|at the time(?=,)|(?:at|over|of|during|until|since|under|for|from|within|in|on|to) that [a-z]+(?! (?:of|that|which|who|in)\b)|among (?:them|these|those)|the (?:answer|problem|question|situation|solution|trick|researchers|authors|participants|experiment) (?:is|are|was|were|has|have|had|can|could|may|might|will|would|depends?|turns?|lies|changed|found|showed|concluded|also|then)|at the same time|in any case|by then|more(?:over| precisely| formally| generally| specifically)|equivalently|specifically|as (?:such|before|mentioned|noted|described|expected|always)|alternatively|even (?:so|then)|well(?=,)|ok|okay|yes(?=,)|no(?=,))\b",
    re.I,
)
# "The previous step" of what goes on is a part of it; at the beginning of a sentence it is one that was told.
_INSIDE = re.compile(
    r"\b(?:this|these|those|such)\s+(?:process|method|procedure|approach|technique|case|cases|problem|problems|property|idea|step|steps|model|models|algorithm|value|values|way|ways|"
    r"function|equation|formula|result|results|situation|kind|kinds|type|types|sense|expression|quantity|rule|assumption|reason|point|points|effect|a case|is|are|was|can|will|means|two|three|four|same|new)\b"
    r"|^(?:\S+\s){1,5}[a-z]+(?:s|ed) (?:these|those)(?=[,.;]|$)"  # "The scanner discards *these*."
    r"|^(?:many|most|several|few|some|all|none|two|three|four|five) (?:are|were|is|was|have|had|has|can|could|may|might|will|would|do|did|also|still)\b(?! (?:argue|argued|say|said|believe|believed|think|thought|claim|claimed|object|wonder|suggest|suggested)\b)|^(?:you|we|they|one) (?:(?:can|may|might|will|would|could|often|also|must|should|usually|sometimes) )*\w+ (?:it|them|him|her)\b|\bthat same\b|\bthe (?:above|aforementioned|said|previous(?! (?:\w+ ){0,2}?(?:steps?|states?|layers?|stages?|rounds?|iterations?|passes|generations?|frames?|moves?|turns?|values?|outputs?|observations?|estimates?|words?|characters?|tokens?)\b)|two|three|four|other two|other three)\b(?!-| \w+est\b| most\b| (?:[\w-]+ ){1,3}of\b)|\b(?:do|does|did|doing|done) (?:this|that)\b|^(?!(?:if|when|once|whenever)\b)(?:\S+\s){1,5}(?:then|however|instead(?! of\b)|too(?=[,.;]| (?:is|are|was|were|can|may|must|will|have|has|had|do|does)\b))\b|\bin the given example\b|\bnow (?:contains?|has|have|shows?|is|are|displayed)\b|\b(?:to|of|by|with|from|for|on|than|in|like|as) (?:this|these|those)(?=[,.;]|$)|(?<!stuff )(?<!things )\b(?:to|of|by|with|from|for|on|than|like|as) that(?=[.;]|$)|\b(?:solve[sd]?|fix(?:es|ed)?|avoid(?:s|ed)?|handle[sd]?|achieve[sd]?|address(?:es|ed)?|prevent(?:s|ed)?|accomplish(?:es|ed)?|implement(?:s|ed)?) (?:this|that)(?=[,.;]|$| (?:by|with|using|in|for|through|via)\b)|^(?!.*\b(?:or|whether|and|while|but|whereas)\b.*\bin (?:both|either|neither) case).*\bin (?:both|either|neither) cases?\b(?! of (?!(?:these|those|this|that|the|its|their|it|them)\b))|^\S+(?: \S+){0,2} calls? (?:this|these|it|them)\b|\blike this\b|^(?!.*\b(?:while|if|when|that|which|although|because|so|as|but|and|whether|unless)\b.*\b(?:keep|remain|stay|retain))[^,;]*\b(?:keeps?|remains?|stays?|retains?) (?:(?:its|their) (?:simple|original|general|usual|old|former)\b|(?:the same|unchanged|true|valid)(?=[,.;]|$))|\bhere\b|\bthe (?:first|second|third|last|other) one\b|\bsuch an?\b(?!(?: [\w-]+){1,4} (?:that|as)\b)",
    re.I,
)
# Set between commas, these tie a sentence to the one before it; behind "and", to its own first half.
_ASIDE = re.compile(
    r"(?<!\band)(?<!\bbut)(?<!\bor),\s+(?:however|therefore|then|thus|hence|too|though|consequently|nevertheless|moreover|furthermore|meanwhile|likewise|similarly"
    r"|on the other hand|in contrast|by contrast|in turn|in fact|in particular|for (?:example|instance)|as a result|after all|of course|instead|again|as well)(?=[,.])|(?<!both )\b(?:too|as well)(?=[.:;])"
    r"|\beven (?:more|less|(?!after\b|over\b|under\b|ever\b|never\b|whenever\b|wherever\b|either\b|other\b)\w+er)\b(?!.*\bthan\b)",
    re.I,
)
_IT_IS = re.compile(
    r"It (?:is|was|can be|may be|would be|might be|seems|appears|becomes|remains) (?:(?:\w+ly|often|always|not|very|more|also|almost|usually|therefore) ){0,2}(?P<how>[a-z]+) (?:to|that|how|why|whether|what|for (?:\w+ ){1,3}to)\b"
)
# Adjectives that say what a thing can do or is the same as: "It is *able* to divide" is about a thing named before.
_OF_A_THING = re.compile(
    r"able|unable|likely|unlikely|ready|equal|identical|similar|due|prone|subject|free|bound|apt|willing|sure|close|parallel|perpendicular|proportional|related|relative|sensitive|vital|due|next|opposite|attached|open"
)
EXAMPLE_MARK = re.compile(r"^For (?:example|instance),\s+", re.I)
_ENDS_WITH_PRONOUN = re.compile(r"\b(?:it|them|him|her)\.?$")
# "… with adjustable numbers *inside it*", "… the terms used *to describe them*": of a thing that the sentence names.
_OWN_PRONOUN = re.compile(r"(?P<before>.*\b(?:with|used|\w{3,}ing|\w{2,}ed))\b(?: \w+){0,3} (?:it|them)\.?$")
_AMONG_THEM = re.compile(r"\b(?:to|of|by|with|from|for|on|than|in|like|as) them(?=[,.;]|$)", re.I)
_NEW_CLAUSE = re.compile(r"[,;]|\b(?:and|but|while|when|if|that|which|who|because|whose|to|some)\b")
# "Therefore" in a sentence on things in general ("Enzymes thus *speed up* …") is heard without its reason; in one on "the" thing it is not.
_CONCLUDES = re.compile(
    r"^(?:\S+\s){1,5}(?:therefore|thus|hence)\b|(?<!\band )\b(?:is|are|can|may) (?:therefore|thus|hence)\b"
)
_LATTER = re.compile(r"\bthe (?:latter|former)\b(?! (?:half|part|stages?|years|decades)\b)")
_TWO_NAMED = re.compile(r"\b(?:and|or|than|from|versus|not|with|to)\b.*[,;]")
# "Although *it* is rare, meningitis is …": the pronoun comes before its noun.
_ALTHOUGH_IT = re.compile(
    r"(?:Although|Though) (?:it|they) (?:is|are|was|were|may be|can be)\b[^,]*, (?!it|they|he|she|we|you|this|these|that|those|there|the (?:other|latter))"
)
# "Immediate vasoconstriction is the result": of what was said before.
_ENDS_WITH_ROLE = re.compile(
    r"\b(?:is|are|was|were) (?:the|a|one) (?:results?|consequences?|outcomes?|reasons?|causes?|answers?|exceptions?|case)\.?$"
)
# "It is much more complex": than what; "X, they claim, …": who; "A third factor": after which.
_COMPARED = re.compile(
    r"\b(?:is|are|was|were|became|becomes?) (?:much |far |even |significantly |considerably )?(?:more|less) (?:\w+ly )?\w+\W*$"
)
_THEY_CLAIM = re.compile(
    r"\b(?:they|he|she) (?:claim|argue|say|write|suggest|note|believe|explain|contend|insist)(?:s|ed|d)?,"
)
_UNLIKE_IT = re.compile(r"^(?:un)?like\b[^,.]*?,? (?:it|its|they|their)\b", re.I)
_OF_WHAT = re.compile(r"^(?:the|an?) (?:\w+ )?(?:majority|minority|rest|remainder)\b(?! (?:of|in)\b)", re.I)
_ONE_MORE = re.compile(
    r"^(?:an?|one) (?:(?:more|less) [\w-]+ [\w-]+ (?:is|are|was)\b|(?:second|third|fourth|fifth|further|final|related|additional|similar) [a-z])",
    re.I,
)
# "The collision *does* take place", "X is *another* type": said against, or beside, something said before.
_EMPHATIC = re.compile(r"(?<!\bnor )(?<!\bso )(?<!\bas )(?<!\bthan )(?<!\bonly )\b(?:does|do|did) (?P<verb>[a-z]+)\b")
_IS_ANOTHER = re.compile(r"\b(?:is|are|was|were) (?:(?:yet|just|still) )?another\b(?! (?:word|name|term|matter)\b)")
_DO_SO = re.compile(r"\b(?:do|does|did|doing|done) so\b")
_TWO_PARTS = re.compile(r"[,;]|\b(?:when|if|that|which|who|and|because|or|while|but)\b")
# "Since passage of *that law*", "By May of *that year*": so near the beginning nothing has named it, and a year is named by its number.
_OF_THAT = re.compile(
    r"^(?:[\w’'-]+,? ){1,5}?(?:of|in|to|by|under|for|with|from|at|on|since|after|before|during|within) that (?!which\b|who\b|is\b|matter\b)(?P<noun>[a-z]+)(?=[,.;]|$| (?:is|are|was|were|has|had|can|will|[a-z]+ed)\b)"
    r"|^(?!.*(?:\d{3}|\b(?:year|day|date|month|week|decade|century|time|when|whenever)s?\b).*\bthat (?:year|day|date|month|week|decade|century)\b).*\b(?:of|in|to|by|from|on|since|after|before|during|until) that (?:year|day|date|month|week|decade|century)\b"
)
# "… is to cut that cost.", "to put off that choice without …"
_DONE_TO_THAT = re.compile(
    r"\bto (?!(?:believe|think|say|show|know)\b)[a-z]+ that (?!way\b)(?P<noun>[a-z]+)(?=\.?$| without\b| by [a-z]+ing\b)"
)
# "This replacement of officials by the people is called …", "This sort of wave, which runs up a river, is called …": what the
# pointing word means is said behind its noun.
_NAMES_TERM = re.compile(
    r"(?:This|These|Such) (?:(?!(?:[\w-]+ )?(?:types?|kinds?|sorts?|forms?|sets?|parts?|groups?|ways?|was|were|is|are|has|have|can)\b)(?:[\w-]+ ){1,3}?(?:of|between|in which|where|whereby|by which) (?!(?:this|that|these|those|it|them)\b)[^,;]{12,}?"
    r"|(?:(?!(?:was|were|is|are|has|have|can)\b)[\w-]+ ){0,5}?[\w-]+, (?:where|whereby|which|(?:in|by|for) which|consisting of|involving|made of|based on|[a-z]+ed (?:by|as|from|in|of|on|to|when|with)) (?!(?:this|that|these|those|it|them)\b)[^;]{15,}?,)"
    r" (?:is|are) (?:often |also |commonly |sometimes |usually |generally )?(?:called|known as|referred to as|termed) (?!this|it\b)",
)
_PRONOUNS = frozenset("it they he she him her them both these those this others neither".split())
# Of "the cases discussed", "the one above" the text before has told.
_TOLD_BEFORE = re.compile(
    rf"\b(?:the|all|these|those|each|every) (?:(?!(?:is|are|was|were|be|been|has|have|had)\b)[\w-]+ ){{0,2}}{_ENUMERATED}"
    r" (?:discussed|mentioned|described|considered|examined|listed|cited|outlined|covered)(?=[,.;]|$| (?:is|are|was|were|has|have|had|can|could|may|might|will|would|so far|here|above|earlier)\b)"
    r"|\bthe (?:\w+ )?ones? (?:above|below|just)\b",
    re.I,
)
# "It is clear *that* …", "it takes years *to* …", "it was Lenz *who* …": the subject stands behind the verb.
_ANTICIPATES = re.compile(
    r"it (?:(?:can|could|may|might|will|would|must|should|has|had|\w+ly|also|often|always|never|not|therefore|thus) )*(?:be|been|is|was|seems?|seemed|appears?|appeared|becomes?|became|remains?"
    r"|remained|takes?|took|follows|followed|turns|turned|happens|happened|makes|made|helps|pays|costs?)\b[^;]*\b(?:that|to|who|how|whether|why|what|if)\b",
    re.I,
)
_FOR_IT_TO = re.compile(r"for [^,]+ to \w+[^,]*, ", re.I)  # "For a plant to grow, it needs light": named as who does it
_IT_SEEMS = re.compile(
    r"it (?:(?:is|was) \w+|turn(?:s|ed) out|seem(?:s|ed)|appear(?:s|ed)),"
)  # "A lever, it turns out, is …"
_SUBJECTS = frozenset("it they he she".split())
_POINTERS = frozenset("this these those such".split())
_RESTRICTED = frozenset("who that which whose of in with from on at where as".split())  # "those who …", "such as"
_OPENS_CLAUSE = SUBORDINATE | frozenset(
    "as that which who whose whether where until what how why lest than like unlike".split()
)
_OPEN_SET = frozenset("and or any no each every all many most some several various few one like than numerous".split())


def dangles(text: str) -> bool:
    """Whether the sentence leans on one before it ("This process …", "… in these cases")."""
    plain = EXAMPLE_MARK.sub("", squash(text))
    if len(plain) > LONGEST_SPOKEN:
        return True  # never spoken
    if _NAMES_TERM.match(plain):
        return False
    if (found := _OF_THAT.match(plain) or _DONE_TO_THAT.search(plain)) and not _is_named_before(found):
        return True
    return bool(
        (_AT_START.match(plain) and not _announces(plain) and not _ALTHOUGH_IT.match(plain))
        or _INSIDE.search(plain)
        or _ASIDE.search(plain)
    ) or _unresolved(plain)


def _is_named_before(found: re.Match[str]) -> bool:
    """Whether the noun behind "that" stands earlier in the sentence too."""
    noun = found["noun"]
    return noun is not None and stem(noun) in {stem(w) for w in words(found.string[: found.start("noun")].lower())}


def starts_dangling(text: str) -> bool:
    """Whether the sentence *opens* with a word that points back."""
    plain = EXAMPLE_MARK.sub("", squash(text))
    return bool(_AT_START.match(plain)) and not (_announces(plain) or _NAMES_TERM.match(plain))


def _announces(text: str) -> bool:
    """ "It is common to pool …", "It seems likely that …": "it" stands for what is said behind the adjective."""
    found = _IT_IS.match(text)
    if found and re.match(
        r" ?(?:\w+ly )?\w+(?=[.,;]| (?:and|but|or|because|if|when|in|on|for|to)\b)", text[found.end() :]
    ):
        return False  # "It is simple to implement but …": the thing to be implemented
    if found is None or parse(f"It is {found['how']} to go.")[2].tag not in {"JJ", "JJR"}:
        return False
    return found.group().endswith(" that") or not _OF_A_THING.fullmatch(found["how"])


def _unresolved(text: str) -> bool:
    """A pronoun as subject behind an opening phrase, or a pointing word whose noun the sentence has not named."""
    if any(
        p.search(text) for p in (_IS_ANOTHER, _COMPARED, _THEY_CLAIM, _ONE_MORE, _UNLIKE_IT, _OF_WHAT, _TOLD_BEFORE)
    ) or _is_emphatic(text):
        return True
    if _ENDS_WITH_ROLE.search(text):
        return True
    tokens = parse(text)
    if _ends_with_pronoun(text) or _lacks_plural(text, tokens) or _concludes(text, tokens):
        return True
    latter = _LATTER.search(text)
    if latter and not _TWO_NAMED.search(text[: latter.start()]):
        return True
    clause = main_clause(text)
    does = _DO_SO.search(text)
    if does and not any(t.tag in FINITE for t in tokens if t.end < does.start()):
        return True  # behind a verb of its own, "do so" stands for that
    opened_by_phrase = bool(tokens) and _opens_with_phrase(tokens) and not _FOR_IT_TO.match(text)
    bare = clause and clause.subject.lower() in _PRONOUNS
    if bare and opened_by_phrase and not _ANTICIPATES.match(f"{clause.subject} {clause.predicate}"):
        return True
    if _opens_without_name(text, tokens) or goes_on(text, tokens):
        return True
    return any(
        (t.low in _POINTERS and _lacks_noun(tokens, i, pronoun=True)) or (t.low == "other" and _lacks_noun(tokens, i))
        for i, t in enumerate(tokens)
        if i
    )


def _ends_with_pronoun(text: str) -> bool:
    """Whether the last word stands for something the sentence has not named ("No country would argue against *them*")."""
    if not _ENDS_WITH_PRONOUN.search(text) or _TWO_PARTS.search(text):
        return False
    own = _OWN_PRONOUN.match(text)
    return own is None or sum(t.tag in NOUN for t in parse(own["before"])) < 2


def _lacks_plural(text: str, tokens: tuple[Token, ...]) -> bool:
    """Whether "them" is told of, and no plural noun stands before in a clause or phrase of its own."""
    found = _AMONG_THEM.search(text)
    if not found:
        return False
    plural = next((t for t in tokens if t.tag in {"NNS", "NNPS"}), None)
    return plural is None or not _NEW_CLAUSE.search(text, plural.end, found.start() + 1)


def _concludes(text: str, tokens: tuple[Token, ...]) -> bool:
    """Whether the sentence draws a conclusion about what was told of before."""
    return bool(_CONCLUDES.search(text)) and (
        tokens[0].tag in {"DT", "PRP", "PRP$", "IN"} and tokens[0].low not in {"a", "an"}
    )


def _is_emphatic(text: str) -> bool:
    """Whether a verb is stressed against what was said before ("if it *does take* place"); not in a question told on."""
    found = _EMPHATIC.search(text)
    if found is None or re.search(r"\b(?:how|why|what|when|where|which|whether)\b", text[: found.start()], re.I):
        return False
    verb = next((t for t in parse(text) if t.start == found.start("verb")), None)
    return verb is not None and verb.tag == "VB" and verb.low not in {"so", "not"}


def _opens_with_phrase(tokens: tuple[Token, ...]) -> bool:
    """ "In the war, …", "After the war, …": a preposition and no verb before the comma."""
    comma = next((i for i, t in enumerate(tokens) if t.text == ","), len(tokens))
    opens = tokens[0].low in (
        PREPOSITIONS | {"after", "before", "since", "beyond", "despite", "besides", "throughout", "except"}
    ) - {"as"}
    return opens and not any(t.tag in FINITE for t in tokens[:comma])


def _opens_without_name(text: str, tokens: tuple[Token, ...]) -> bool:
    """ "Small at first, *it* grew", "Today, *they* …", "Sold by traders, *it* …", "A tall tree, *it* …": nothing before the pronoun names its thing."""
    at = next((i for i, (t, p) in enumerate(pairwise(tokens)) if t.text == "," and p.low in _SUBJECTS), 0)
    if not at or any(t.tag in FINITE or t.low in _OPENS_CLAUSE for t in tokens[1:at]) or tokens[0].low in _OPENS_CLAUSE:
        return False
    behind = text[tokens[at + 1].start :]
    if _ANTICIPATES.match(behind) or _IT_SEEMS.match(behind):
        return False
    first, second = parse(f"it is {tokens[0].low} it")[2], tokens[1]
    if first.tag in {"VBN", "VBD"} or second.text == "," or first.low in {"a", "an"}:
        return True
    # Behind an adjective no noun that it belongs to: "Hot gases, they say, …".
    return first.tag in {"JJ", "RB"} and (
        second.low in PREPOSITIONS | {"and", "but", "or"} or second.tag in {"RB", "VBN"}
    )


def _is_restricted(tokens: tuple[Token, ...], at: int) -> bool:
    """ "those products *in which* it has an edge", "those *involving* lipids": what is meant is said behind."""
    behind = tokens[at + 1 : at + 6]
    return behind[0].tag in {"VBG", "VBN", "JJR"} or any(
        t.low in {"that", "who", "whom", "which", "whose", "where", "with"} or t.tag == "VBG" for t in behind[1:]
    )


def _lacks_noun(tokens: tuple[Token, ...], at: int, pronoun: bool = False) -> bool:
    """Whether the noun behind a pointing word has not been named earlier in the sentence.

    A `pronoun` without a noun stands for the clause before it, and lacks one only where there is no verb yet.
    """
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.low in _RESTRICTED | {"a", "an"}:
        return False
    before = tokens[:at]
    if not pronoun and (before[-1].low in _OPEN_SET or (at > 2 and before[-1].low in PREPOSITIONS - {"of", "for"})):
        return False  # "central banks *in other* countries"
    if tokens[at].low == "those" and _is_restricted(tokens, at):
        return False
    end = at + 1
    while end < len(tokens) and tokens[end].tag in {"JJ", "JJR", "CD", "VBN", "VBG", "RB"}:
        end += 1
    nouns = []
    while end < len(tokens) and tokens[end].tag in NOUN:
        nouns.append(tokens[end])
        end += 1
    if not nouns:
        return pronoun and not any(t.tag in FINITE for t in before)
    return stem(nouns[-1].low) not in {stem(t.low) for t in before}
