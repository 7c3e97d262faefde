"""Why a sentence of a book must not be spoken: it points at another place, tells of a figure or the text, is half, odd or long.

The limits (7 to 38 words, 90 % letters) were measured on textbooks: what lies outside is rarely a whole spoken sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text import count_words, squash, words
from .grammar import FINITE, main_clause, parse
from .tagging import RELATIVE

MIN_WORDS, MAX_WORDS = 6, 38
# A definition may be this long: a book that packs what a thing is into one sentence says it nowhere else.
LONGEST_DEFINITION = 46
_DEFINING = re.compile(
    r"(?:(?:An?|The) )?(?:[\w’'-]+ ){1,5}(?:is|are) (?:an?|the|any) [\w-]+(?: [\w-]+)? (?:that|which|who|of|in|for|by|where|used) "
)
MIN_LETTERS = 0.9

_FLAWS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, flags))
    for name, pattern, flags in (
        (
            "points at another place",
            r"\b(?:fig(?:ure|s)?\.?|tab(?:le|s)?\.?|sect(?:ion)?s?\.?|sec\.|chap(?:ter)?s?\.?|eqs?\.|equations?|listing|appendi(?:x|ces)"
            r"|algorithm|exercises?|examples?|theorem|lemma|program|step|page|part|volume)\s*\(?(?:\d|[IVX]+\b|[A-Z]\.\d)",
            re.I,
        ),
        (
            "points at another place",
            r"\b(?:(?:see|shown|described|discussed|mentioned|given|defined|listed|introduced|explained|used|as)\s+(?:\w+\s+)?(?:above|below|earlier|previously|later|before|here))\b"
            r"|\b(?:above|below|following|previous|next|preceding|subsequent|present|this|last)[ -](?:section|chapter|figure|table|equation|example|list|page|paragraph|code|lecture|book|note|exercise|text|document|manual|guide|tutorial|formula|screenshot|image|picture|diagram|plot|graph|subsection|sentence|output|command|commands|paper|article)s?\b"
            r"|\bthe\s+(?:above|following|preceding)\b|\bas follows\b|\bfollowing\s*:|\bprevious(?:ly)? (?:seen|mentioned|described)\b|\bsee also\b|\bother (?:chapters?|sections?)\b|\bcovered briefly\b|\((?:links?|figures?|image|credit)\b|\bbeen (?:discussed|described|mentioned)\b|\b(?:above|below)(?=[.,)]|\s+(?:there|is|are|shows?|can|has|have|was|were|we|gives?|illustrates?)\b)|\brefer to\b|\(see\b|\bsee (?:the|that|how|for)\b",
            re.I,
        ),
        (
            "describes a figure",
            r"\b(?:crosses|circles|dots|triangles|squares|arrows|lines|colou?rs|bars|asterisks|shading|numbers|labels|ax[ei]s) (?:mark|show|indicate|represent|denote)s?\b"
            r"|\([^)]*\b(?:above|below|left|right|top|bottom|dashed|solid|dotted|blue|red|green|gr[ae]y|orange|black)\b[^)]*\)"
            r"|\b(?:on|in|at) the (?:left|right|top|bottom)\b|\bto the (?:left|right)(?=[,.]| of the (?:diagram|graph|image|plot|photo))|\bof the (?:diagram|photo(?:graph)?|plot)\b|\bthe (?:solid|dashed|dotted|red|blue|green) (?:line|curve|dots?|points?)\b"
            r"|\b(?:left|right|top|bottom|upper|lower|first|second|third)(?:-?hand)? (?:picture|image|panel|plot|graph|photo(?:graph)?|illustration|drawing|diagram|scan|screenshot|side|column)s?\b",
            re.I,
        ),
        (
            "describes a figure",
            r"^(?:th(?:is|ese) (?:\w+ ){0,2}?(?:prints?|paintings?|drawings?|photo(?:graph)?s?|cartoons?|posters?|engravings?|lithographs?|woodcuts?|portraits?|images?|pictures?|illustrations?|maps?|diagrams?|graphs?|charts?|screenshots?) (?:\w+ ){0,4}?"
            # "The map of the genome shows …" is about a map, and "The painting shows …" about a work that books on art tell of.
            r"|the (?:\w+ )??(?:prints?|drawings?|photo(?:graph)?s?|cartoons?|posters?|engravings?|lithographs?|woodcuts?|portraits?|images?|pictures?|illustrations?|maps?|diagrams?|graphs?|charts?|screenshots?) (?:\w+ly |also )?)(?:shows?|depicts?|illustrates?|portrays?)\b",
            re.I,
        ),
        ("a caption glued on", r"[.;]\s\([a-z]\)\s", 0),
        ("words glued together", r"\b[a-z]{2,}[A-Z][a-z]{2,}|[a-z]{5,}[A-Z][a-z]{2,}|\)[a-z]{2,}", 0),
        (
            "a heading glued on",
            r"^(?:Description|Synopsis|Summary|Options|Abstract|Remark|Definition|Notation|Proof|Theorem|Output|Input)\s(?!is\b|of\b|are\b)",
            0,
        ),
        ("a heading glued on", r"^[\w-]+(?:\s[\w-]+)?:\s|\bvs\b", 0),
        (
            "talks about the text",
            r"\bwe (?:will|shall|now|have(?= (?:now|just|already|so|been|only|to|in|not)\b)|already|can now|might want|are (?:now |almost )?(?:ready|going|done))\b|(?<!\b[Ww]hen )(?<!\b[Ii]f )(?<!\b[Aa]s )\bwe (?:stick|focus|restrict|limit|concentrate|proceed) (?:to|with|on|ourselves)\b|\btake a (?:closer |quick )?look\b|(?<!\blong )(?<!\bsoon )(?<!\bfar )(?<!\bmuch )\bas we\b|\b(?:you|we|I)['’](?:ve|re|d|ll)\b|\bsee\s+\S+\.$|,\s+see\b",
            re.I,
        ),
        (
            "cites",
            r"\[\d[\d,;\s–-]*\]|\bet al\b|\([A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w-]+)?,? \d{4}[a-z]?\)|\b(?:19|20)\d\d[a-z]?\)|\bibid\b|\bop\. cit|:[a-z]+:",
            0,
        ),
        ("address", r"https?:|www\.|\S@\S+\.\S|\b\w+\.(?:com|org|edu|html?|pdf|net)\b|doi:", re.I),
        (
            "code",
            r"[{}<>\\|^~`#$@]|//|\w_\w|\w\(\)|\b[a-z]{3,}\([\w, ]{1,20}\)|==|::|--\w|\s-{1,2}[a-zA-Z]\b|->|=>|\+\+|[a-z]+[A-Z]\w*\(|\w/\w+/|\b\w+\.(?:py|java|c|h|txt|arff|csv|jar|fa|sto|hmm|exe|sh|xml|props|bat|md|gz)\b|\b(?:NULL|TODO|def|printf|println|argv)\b|(?:\b[a-z]+\.){2,}[A-Za-z]+|\b[a-z]+\.[A-Z]\w+",
            0,
        ),
        (
            "formula debris",
            r"[=≜∑∏∫√∂∇≤≥≠≈∈∉⊂⊆∪∩∀∃→←↔⇒⇔±×÷·∙∥∼∞°†‡\u0370-\u03ff\ufffd\ufffe\ue000-\uf8ff\x00-\x1f¸˜ˆ′″|]|\s\*|\*\w|\b[a-zA-Z]\s[a-zA-Z]\s[a-zA-Z]\b|\b\w\s?\(\s?\w\s?\)|\b[a-zA-Z]\d\b|\d[a-z]\b(?<!0s)|(?<=\s)[+-]\d|\s[,.;](?=\s)|\b[A-Za-z],\s?[A-Za-z],|\.\.\.|…",
            0,
        ),
        (
            "talks about the text",
            r"\b\w+['’]s story\b|\bour (?:exploration|discussion|study|survey|voyage|journey|tour)\b|\bwe (?:can |may |could )?(?:begin|start)\b|\b(?:just|already) (?:described|discussed|mentioned|introduced|explained|defined|seen)\b"
            r"|\byou (?:will|['’]ll) (?:\w+ )?(?:discover|find|explore|examine|consider|investigate|encounter|be able)\b"
            r"|(?<!\bby which )(?<!\bhow )(?<!\bwhy )(?<!\bwhere )\b(?:we|you|I)(?:['’](?:ll|ve)| will| shall| have| now)? (?:now |first |next |then |also |briefly )?(?:see|saw|discuss(?:ed)?|describe[sd]?|introduce[d]?|present(?:ed)?|review|cover(?:ed)?|turn|return|show(?:ed|n)?|explain(?:ed)?|learn(?:ed|t)?(?! (?:by|from|to|through|with|without|when)\b)|look(?:ed)? at|mention(?:ed)?|encounter(?:ed)?|revisit|recommend|suggest|refer|encourage|advise|read|assume|prove|derive|note|met|study|studied|write|denote|get|obtain|call|say)\b"
            r"|\b(?:let us|let's|let’s|let me|note that|observe that|reader|readers|interested|beyond the scope|for (?:more )?details|for more (?:on|about|information|details|examples|help)|further (?:reading|information)|for (?:further|additional) information|in this (?:book|chapter|section|part|tutorial|guide|lecture|manual|document|release|version)|(?:the|this) (?:book|chapter|section|lecture|tutorial|guide|manual)\b|your?self|thank|copyright|all rights|licen[cs]e[ds]?\b|author|homework|(?:this|these|the|following|an|each) exercises?(?! of)|click|button|dialog|menu|double-click|mailing list|download|install|prove that|show that|verify that|convince|happily|funny|joke|by the way|of course|as usual|as an aside|my|me|our lab)\b",
            re.I,
        ),
        (
            "talks about the text",
            r"\b(?:is|are|was|were|be|been) (?:\w+ )?(?:discussed|described|explained|covered|presented|treated|explored|addressed|examined|detailed|reviewed|introduced)"
            r" (?:\w+ )?(?:in|under) (?:the )?(?-i:[A-Z])|\((?:again|yes|no pun|pun|well|sorry|admittedly)\b|\bpun intended\b",
            re.I,
        ),
        (
            "talks about the text",
            r"^(?:the )?students? (?:will|should)\b|^think of (?:it|this|them|the|an?)\b|^(?:please\s+)?(?:recall|remember|notice|note)\b|\b(?:we|you|to) (?:recall|remember|notice)\b",
            re.I,
        ),
        (
            "half a sentence",
            r"^(?:On|About) (?:how|why|what|whether)\b[^,]*$|^(?:For (?:example|instance),\s+)?(?:if|when|while|because|although|since|whereas|unless)\b[^,]*$",
            re.I,
        ),
        (
            "speaks to the reader",
            r"^(?:please\s+)?(?:visit|watch|click|go to|read|view|explore|check out|learn (?:more|about|how)|find out|browse|search|look|see|imagine|picture|pretend|think|try|take a|go|open|listen|compare|consider (?:what|how|whether|which|why|if|your)|find|describe|explain|identify|discuss)\b(?! (?:is|are|was|were|of|that|ing)\b)"
            r"|\b(?:this|the) (?:website|web ?site|video|animation|applet|interactive|link|activity|quiz)\b|\ballows? you to (?:explore|see|try|experiment|play)\b|\byou can (?:visit|board|watch|view|tour|download|experience|listen)\b|\b[Ss]imulat(?:or|ion) (?:allows|lets|shows)\b|\bas you (?:can|will|may|might|scan|read|know|see|work|study)\b"
            r"|\byou(?: \w+){0,2} (?:notice|noticed|wonder|remember|recall|imagine|think|guess|expect|recognize|recognise)\b|\b(?:hinted|alluded)\b|^why\b|^what\b.*\bis\?",
            re.I,
        ),
        ("breaks off at an initial", r"\b(?:[A-Z]|vs?|cf|no)\.$", 0),
        ("question or list head", r"[?:;]\s*$|^\s*(?:[-•*–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s", 0),
        (
            "a heading glued on",
            r"^[A-Z]{4,}\s[A-Z]|^(?:\S+\s){1,6}(?:This|The|These|An|In|When|If|We|For|It|To|As)\s",
            0,
        ),
        (
            "speech",
            r"(?<!\w)[“\"](?![\w’'-]+(?:[,.]?\s[\w’'-]+){0,3}[,.]?[”\"]).*[”\"]|!\s*$|\bI\b(?! \w)|\bI(?:['’]m| am| think| believe| would)\b",
            0,
        ),
    )
)

# Praise of a text is no statement, unless it says more of its subject than where it is found ("A good story has a beginning").
_PRAISE = re.compile(
    r"(?:an? )?(?:very )?(?:nice|good|excellent|great|interesting|useful|brief|short|clear|readable|fascinating|detailed|superb) (?:\w+ )?"
    r"(?:timeline|discussion|overview|introduction|summary|account|article|book|story|explanation|review|video|interview|look|profile|history)\b",
    re.I,
)
_TO_BE_FOUND = re.compile(
    r"\b(?:(?:can|may) be (?:found|read|seen|had|viewed|downloaded)|(?:is|are) (?:\w+ )?(?:given|found|provided|available|presented|included|offered|contained|by)|see)\b|https?:|www\.",
    re.I,
)
# "A nice story of *how we* …": the verb behind it is not the sentence's.
_CUT_OFF = re.compile(r"\b(?:how|why|what|whether) \w+$", re.I)
# Openings that a whole sentence may have too ("On cooling the metal becomes solid").
_ON_DOING, _WE_KNOW = re.compile(r"(?:On|About) \w+ing\b[^,]*$"), re.compile(r"What we know about\b")
_INITIALISM = re.compile(r"\b(?:[A-Z]\.){2,}|\b(?:e\.g\.|i\.e\.)")


def flaw(text: str, min_words: int = MIN_WORDS) -> str:
    """Why a sentence must not be spoken; "" when it is clean."""
    plain = squash(text)
    count = count_words(plain)
    if not min_words <= count <= (LONGEST_DEFINITION if _DEFINING.match(plain) else MAX_WORDS):
        return "too short" if count < min_words else "too long"
    if not plain.endswith((".", ".)", ".”")) or not _starts_well(plain):
        return "not a whole sentence"
    for name, pattern in _FLAWS:
        if pattern.search(plain):
            return name
    clause = main_clause(plain)
    if _PRAISE.match(plain) and (clause is None or _CUT_OFF.search(clause.subject) or _TO_BE_FOUND.search(plain)):
        return "talks about the text"
    if (_ON_DOING.match(plain) and not _tells(plain)) or (
        _WE_KNOW.match(plain) and not (clause and _WE_KNOW.match(clause.subject))
    ):
        return "half a sentence"
    title, colon, _ = plain.partition(": ")
    if colon and main_clause(title) is None:  # "Feature agglomeration vs. univariate selection: Example of …"
        return "a heading glued on"
    return _unbalanced(plain) or _odd_letters(plain)


def _tells(text: str) -> bool:
    """Whether a finite verb stands in it that no relative word comes before."""
    for token in parse(text):
        if token.tag in FINITE or token.low in RELATIVE:
            return token.tag in FINITE
    return False


def _starts_well(text: str) -> bool:
    first = text[0]
    return first.isupper() or bool(re.match(r"[a-z]+-[a-z]+\b|[a-z]+\d*[A-Z]", text))


def _unbalanced(text: str) -> str:
    pairs: Sequence[tuple[str, str]] = (("(", ")"), ("[", "]"), ("“", "”"))
    return next((f"unbalanced {a}{b}" for a, b in pairs if text.count(a) != text.count(b)), "")


def _odd_letters(text: str) -> str:
    """Too many digits and marks, shouted words, lone letters, or a foreign script."""
    dense = [c for c in text if not c.isspace()]
    plain = sum(c.isalpha() or c in ".,'’-–—():;%" for c in dense)
    if plain < MIN_LETTERS * len(dense) or sum(c.isalpha() for c in dense) < 0.8 * len(dense):
        return "few letters"
    tokens = words(_INITIALISM.sub("", text))
    lone = sum(len(w) == 1 and w not in "aAI" and not w.isdigit() for w in tokens)
    shouted = sum(len(w) > 3 and w.isupper() for w in tokens)
    if lone > 1 or shouted > 2:
        return "lone letters" if lone > 1 else "shouted words"
    if any(len(w) > 28 for w in tokens) or sum(w[0].isupper() for w in tokens) > 0.5 * len(tokens):
        return "not running text"
    return "" if text.isascii() or sum(c.isalpha() and not c.isascii() for c in text) < 4 else "other letters"
