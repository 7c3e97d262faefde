"""Why a sentence of a book must not be spoken: it points at another place, tells of a figure or the text, is half, odd or long.

The limits (7 to 38 words, 90 % letters) were measured on textbooks: what lies outside is rarely a whole spoken sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..text import FUNCTION_WORDS, count_words, squash, words
from .announcements import announces
from .grammar import FINITE, NOUN, Clause, main_clause, parse
from .short_formulas import without_formula
from .tagging import RELATIVE
from .tasks import task_or_caption

MIN_WORDS, MAX_WORDS = 6, 38
# A definition may be this long: a book that packs what a thing is into one sentence says it nowhere else.
LONGEST_DEFINITION = 46
# No word of a spoken sentence has more letters, and no sentence more signs: longer ones need not be looked into.
LONGEST_WORD = 28
LONGEST_SPOKEN = LONGEST_DEFINITION * (LONGEST_WORD + 1)
_DEFINING = re.compile(
    r"(?:(?:An?|The) )?(?:[\w’'-]+ ){1,5}(?:is|are) (?:an?|the|any) [\w-]+(?: [\w-]+)? (?:that|which|who|of|in|for|by|where|used) "
)
MIN_LETTERS = 0.9
# Of what is counted off in a sentence all must be heard.
_FIRST_AND_SECOND = (("(i)", "(ii)"), ("(a)", "(b)"))
_PERSONS = frozenset(
    "i we you he she they it one this that these those our your my his her their its us them here there the".split()
)
# A statement of fewer words than a sentence mostly has: "Closures capture variables.".
SHORTEST = 4

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
            r"|\b(?:above|below|following|previous|next|preceding|subsequent|present|this|last)[ -](?:section|chapter|figure|table|equation|example|list|page|paragraph|code|lecture|(?:text)?book|note|exercise|text|document|manual|guide|tutorial|formula|screenshot|image|picture(?! of\b)|diagram|plot|graph|subsection|sentence|output|command|commands|paper|article)s?\b"
            r"|\bthe\s+(?:above|following|preceding)\b(?! (?:\w+ )?(?:days?|nights?|mornings?|weeks?|months?|seasons?|springs?|summers?|autumns?|winters?|years?|decades?|century|centuries|generations?)\b)|\bas follows\b|\bfollowing\s*:|\bprevious(?:ly)? (?:seen|mentioned|described)\b|\b(?:discussed|described|covered|explained|treated|explored|examined) (?:in|at) (?:more |greater |further |some )?(?:detail|length|depth)\b|\bsee also\b|\bother (?:chapters?|sections?)\b|\bcovered briefly\b|\((?:links?|figures?|image|credit)\b|\bbeen (?:discussed|described|mentioned)(?=[,;.]| (?:so far|in (?:the|this|previous|earlier|other)|above|earlier|previously|already|here)\b)|(?<!\band )(?<!\bor )(?<!\bfrom )(?<!\bto )(?<!, )\b(?:above|below)(?=[.,)]|\s+(?:there|is|are|shows?|can|has|have|was|were|we|gives?|illustrates?)\b)|(?:^|[,;] |\bplease |\bshould |\byou (?:can |may )?)refer to\b|\brefer to (?:the )?(?:fig|tab|sect|chap|appendi|equation|box)|\(see\b|(?:^|[,;:] )see (?:the|that|how|for)\b|\b(?:we|you)(?: \w+)?(?: \w+)? see (?:that|how|for)\b",
            re.I,
        ),
        (
            "describes a figure",
            r"\b(?:crosses|circles|dots|triangles|squares|arrows|lines|colou?rs|bars|asterisks|shading|numbers|labels|ax[ei]s) (?:mark|show|indicate|represent|denote)s?\b(?! that\b)"
            r"|\((?:[^)]* )?(?:above|below|left|right|top|bottom|middle|center|centre|dashed|solid|dotted|blue|red|green|gr[ae]y|orange|black)(?:\)|,| (?:lines?|curves?|arrows?|dots?|circles?|panels?|boxe?s?|bars?|areas?|images?|left|right)\b)"
            r"|\b(?:on|in|at) the (?:(?:upper|lower|far) )?(?:left|right|top|bottom)(?:-hand)?(?: (?:left|right))?(?=[,;:)]|\.$| (?:side |corner |half |part |row |edge )?(?:of (?:the |this |each )?(?:fig|diagram|graph|image|plot|photo|picture|page|screen|table|map|chart|panel)|panel|image|picture|photo|column|row|corner|axis|menu|plot|graph|and\b|is\b|are\b|shows?\b|represents?\b|depicts?\b))|(?<!shift )(?<!shifts )(?<!shifted )(?<!moves )(?<!move )(?<!out )\bto the (?:left|right)(?=[,.])|\bto the (?:left|right) of the (?:diagram|graph|image|plot|photo)|\bof the (?:diagram|photo(?:graph)?|plot)\b|\b(?:in|part|panel) \([a-z]\)|\b(?:displayed|shown|pictured|depicted|portrayed|seated|standing) (?:here |at |on |to )?(?:the )?(?:far )?(?:left|right|top|bottom|cent(?:er|re))\b|\bnot (?:actual size|to scale)\b|\b(?:is|are) shown(?=\.$| \()|\bthe (?:solid|dashed|dotted|red|blue|green) (?:line|curve|dots?|points?)\b"
            # This hydrograph illustrates … | In the plot, each value is an arrow. | … from the Sun (position B). | The peaks are highlighted.
            r"|^th(?:is|ese) (?!(?:[\w-]+ )?(?:examples?|cases?|results?|experiments?|stud(?:y|ies))\b)(?:[\w-]+ ){1,2}(?:illustrates?|depicts?|portrays?)\b"
            r"|^(?:in|on|from) (?:the|our) (?:plot|figure|chart|diagram|photo(?:graph)?|picture|image|screenshot|illustration)s?,"
            r"|\((?:at |in )?(?:position|point|panel|region|area|curve|arrow|line)s? [A-Z]\)|\b(?:is|are) (?:highlighted|shaded|circled|colou?r[- ]coded)(?: in \w+)?\.?$"
            r"|\b(?:left|right|top|bottom|upper|lower|first|second|third)(?:-?hand)? (?:picture|image|panel|plot|graph|photo(?:graph)?|illustration|drawing|diagram|scan|screenshot|column)s?\b(?! taken\b)",
            re.I,
        ),
        (
            "describes a figure",
            r"^(?:th(?:is|ese) (?:\w+ ){0,2}?(?:prints?|paintings?|drawings?|photo(?:graph)?s?|cartoons?|posters?|engravings?|lithographs?|woodcuts?|portraits?|images?|pictures?|illustrations?|maps?|diagrams?|graphs?|charts?|screenshots?) (?:\w+ ){0,4}?"
            # "The map of the genome shows …" is about a map, and "The painting shows …" about a work that books on art tell of.
            r"|the (?:\w+ )??(?:prints?|drawings?|photo(?:graph)?s?|cartoons?|posters?|engravings?|lithographs?|woodcuts?|portraits?|images?|pictures?|illustrations?|maps?|diagrams?|graphs?|charts?|screenshots?) (?:\w+ly |also )?)(?:shows?|depicts?|illustrates?|portrays?)\b"
            r"|^the scene (?:shows?|depicts?|illustrates?|portrays?|represents?)\b",
            re.I,
        ),
        (  # a reference whose number the file has lost
            "points at another place",
            r"^(?:The )?(?:Figure|Table) (?:\([a-z]\) )?(?:also |below |above )?(?:shows?|illustrates?|depicts?|presents?|summari[sz]es|gives?|lists?|compares?|provides?|plots?|displays?|demonstrates?|contains?|includes?|describes?|outlines?|indicates?|represents?|is|are|has|and|or)\b|(?<=[a-z,;:—–)] )(?:Figure|Table)\b(?! [A-Z])|(?<=\()(?:Figure|Table)\b",
            0,
        ),
        ("a caption glued on", r"[.;]\s\([a-z]\)\s", 0),
        ("words glued together", r"\b[a-z]{2,}[A-Z][a-z]{2,}|[a-z]{5,}[A-Z][a-z]{2,}|\)[a-z]{2,}", 0),
        (
            "a heading glued on",
            r"^(?:Description|Synopsis|Summary|Options|Abstract|Remark|Definition|Notation|Proof|Theorem|Output|Input)\s(?=[A-Z])",
            0,
        ),
        ("a heading glued on", r"^[\w-]+(?:\s[\w-]+)?:\s|\bvs\b", 0),
        (
            "talks about the text",
            r"\bwe (?:will|shall|now(?! (?:know|call|have|think|believe|understand|recogni[sz]e|live|face|use|take)\b)|have (?:now|just|already|so far)\b|have (?:(?:only|not|also|briefly|been) )?(?:discuss|describ|mention|introduc|consider|examin|explor|cover|focus|look|seen\b|learn|used\b|us(?:ed|ing)\b|assum|defin|divid|said\b|talk|treat|presented|studied|review)\w*|already(?! know\b)|can now|might want|are (?:now |almost )?(?:ready|going|done))\b|(?<!\b[Ww]hen )(?<!\b[Ii]f )(?<!\b[Aa]s )\bwe (?:stick|focus|restrict|limit|concentrate|proceed) (?:to|with|on|ourselves)\b|\btake a (?:closer |quick )?look\b|\bas we (?:(?:have|had|will|shall|can|could|may|might|did|do|already|just|now|also|briefly|previously|[’']ve|[’']ll) )*(?:discuss|describ|mention|note[ds]?\b|introduc|consider|examin|explor|cover|see\b|saw\b|seen\b|learn|said\b|say\b|talk|did\b|do\b|proceed|continu|begin|began|turn|progress|hint|allud|show|explain|observ|argu|point|review|remark|stat|defin|read|go on\b|move on\b)|\b(?:you|we|I)['’](?:ve|re|d|ll)\b|\bsee\s+\S+\.$|,\s+see\b",
            re.I,
        ),
        (
            "cites",
            r"\[\d[\d,;\s–-]*\]|\bet al\b|\([A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w-]+)?,? (?:\d{4}[a-z]?|n\.d\.)(?:, \d+(?:[–-]\d+)?)?\)|\bVol\.|(?<!\d[–-])\b(?:19|20)\d\d[a-z]?\)|\bibid\b|\bop\. cit|:[a-z]+:",
            0,
        ),
        ("address", r"https?:|www\.|\S@\S+\.\S|\b\w+\.(?:com|org|edu|html?|pdf|net)\b|doi:", re.I),
        (
            "code",
            r"[{}<>\\|^~`#@]|\$(?!\d)|\$\d[^\s$]*\$|//|\w_\w|\w\(\)|\b[a-z]{3,}\([\w, ]{1,20}\)|==|::|(?<![a-zA-Z”’)-])--\w|\s-{1,2}[a-zA-Z]\b|->|=>|\+\+|[a-z]+[A-Z]\w*\(|\w/\w+/|\b\w+\.(?:py|java|c|h|txt|arff|csv|jar|fa|sto|hmm|exe|sh|xml|props|bat|md|gz)\b|\b(?:NULL|TODO|def|printf|println|argv)\b|(?:\b[a-z]+\.){2,}[A-Za-z]+|\b[a-z]+\.[A-Z]\w+",
            0,
        ),
        (
            "formula debris",
            r"[=≜↦∑∏∫√∂∇≤≥≠≈∈∉⊂⊆∪∩∀∃→←↔⇒⇔±×÷·∙∥∼∞†‡\ufffd\ufffe\ue000-\uf8ff\x00-\x1f¸˜ˆ′″|]|(?<!\d)(?<!\d )°|(?<![\w-][–-])(?<!\d )[\u0370-\u03ff](?![-–][a-z])|\s\*|\*\w|\w\*-|[a-z]{2,}\*|\b[a-zA-Z]\s[a-zA-Z]\s[a-zA-Z]\b|[\w)]\s−\s|\w−[\w(]|\w/\(|\b\w\s?\(\s?\w\s?\)|\b[a-z]\d\b|\b([A-Z]\d)\b.*\b(?!\1)[A-Z]\d\b|\d[a-z]\b(?<!0s)|(?<=\s)[+-]\d|\s[,.;](?=\s)|\b[A-Za-z],\s?[A-Za-z],|\.\.\.|…",
            0,
        ),
        (
            "talks about the text",
            r"\b\w+['’]s story\b|\bour (?:exploration|discussion|study|survey|voyage|journey|tour)\b|\bwe (?:can |may |could )?(?:begin|start)\b|\b(?:just|already) (?:described|discussed|mentioned|introduced|explained|defined|seen)\b"
            r"|\byou (?:will|['’]ll) (?:\w+ )?(?:discover|find|explore|examine|consider|investigate|encounter|be able)\b"
            r"|(?<!\bby which )(?<!\bhow )(?<!\bwhy )(?<!\bwhere )\b(?:we|you|I)(?:['’](?:ll|ve)| will| shall| have| now)? (?:now |first |next |then |also |briefly )?(?:saw|discuss(?:ed)?|describe[sd]?|introduce[d]?|present(?:ed)?|review|cover(?:ed)?|turn|return|show(?:ed|n)?|explain(?:ed)?|learn(?:ed|t)?(?! (?:by|from|to|through|with|without|when|language)\b)|look(?:ed)? at|mention(?:ed)?|encounter(?:ed)?|revisit|recommend|suggest|refer|encourage|advise|read|assume|prove|derive|note|met|study|studied|write|denote|get|obtain)\b"
            # "On Earth we see mostly heavy elements" and "We call its highest point the peak" tell of the subject, "Here we see …" and "you see" of the page.
            r"|(?:^(?:(?:Here|Now|First|Next|Then|Again|Also|So|But|And|In (?:Fig|Tab)[^,]*),? )?|[;:] )[Ww]e (?:now |also |then )?see\b|\bwe (?:now |also |then )?see (?:that|how|from|in (?:the )?(?:fig|tab)|here|why|later|again|below|above)\b|\byou (?:now |also |then )?(?:see|call|say)\b|\bI (?:call|see|say)\b|(?:^|, )[Ww]e (?:call|say) (?:this|these|it|them|that)\b"
            r"|\b(?:let us|let's|let’s|let me|(?<!to )note that|(?:the|our|most|some|many|interested|careful|astute) readers?|interested (?:readers?|students?|parties)|(?:anyone|those|you|you['’]re|you are)(?: who (?:is|are))? interested|beyond the scope|for (?:more )?details|for more (?:on|about|information|details|examples|help)|further (?:reading|information)|for (?:further|additional) information|in this (?:book|chapter|section|part|tutorial|guide|lecture|manual|document|release|version)|(?:the|this) (?:chapter|section|lecture|tutorial|guide|manual)\b|this (?:text)?book|the (?:text)?book (?:is|has|covers|explains|describes|contains|provides|presents|begins|also|shows|uses)|(?:in|of|throughout) the (?:text)?book\b|your?self|your (?:group|class|classmates|instructor|teacher)\b|thank|copyright (?:holder|notice|\d)|©|creative commons|all rights|licen[cs]ed under|(?:openly|freely) licen[cs]ed|(?:the|this|these|our|your) (?:\w+ )?authors?(?! of\b)|homework|(?:this|these|the|following|an|each) exercises?(?! of)|click|dialog|drop-?down|menu (?:item|bar|option)s?|(?-i:[A-Z]\w+|”) menu|double-click|mailing list|download|install|we (?:\w+ )?(?:prove|show|verify|observe) that|(?:to|can|and) (?:prove|verify) that|convince (?:your|our)sel|happily|funny|joke|as usual|as an aside|my|me|our lab)\b|^(?:prove|show|verify|observe) that\b|^to show that\b",
            re.I,
        ),
        (
            "talks about the text",
            r"\b(?:is|are|was|were|be|been) (?:\w+ )?(?:discussed|described|explained|covered|presented|treated|explored|addressed|examined|detailed|reviewed|introduced)"
            r" (?:\w+ )?(?:in|under) (?:the )?(?-i:[A-Z])|\((?:again|yes|no pun|pun|well|sorry|admittedly)\b|\bpun intended\b|\(\d{1,2}:\d\d(?::\d\d)?\)",
            re.I,
        ),
        (
            "talks about the text",
            r"^(?:the )?students? (?:will|should)\b|^think of (?:it|this|them|the|an?)\b|^(?:please\s+)?(?:recall|remember|notice|note)\b|\b(?:we|you|important to|useful to|helpful to|worth|essential to|necessary to|like to|^to) (?:recall|remember|notice)\b",
            re.I,
        ),
        (
            "half a sentence",
            r"^(?:On|About) (?:how|why|what|whether)\b[^,]*$|^(?:For (?:example|instance),\s+)?(?:if|when|while|because|although|since|whereas|unless)\b(?!-)[^,—]*$",
            re.I,
        ),
        (
            "speaks to the reader",
            r"^(?:please\s+)?(?:visit|watch|click|go to|read|view|explore|check out|learn (?:more|about|how)|find out|browse|search|look|see|imagine|pretend|think|try|take a|go|jump to|skip to|(?:open|picture) (?:the|this|an?|your)|listen|(?:name|list|give|provide|suggest) (?:one|two|three|four|five|some|several|an?|at least|examples)|compare|consider (?:what|how|whether|which|why|if|your)|find|describe|explain|identify|discuss)\b(?! (?:is|are|was|were|of|that|ing)\b)"
            r"|^(?:analy[sz]e|appraise|articulate|assess|characteri[sz]e|contrast|demonstrate|differentiate|distinguish|explore|illustrate|outline|recogni[sz]e|relate|summari[sz]e|understand) (?:the|an?|between|some|various|several|your|each|how|why|what|whether|when|where|which|that)\b"
            r"|^(?:\w+ and )?(?:calculate|categori[sz]e|classify|define|determine|evaluate|examine|interpret|name|predict|state) (?:how|why|what|whether|when|which|where|at least|and (?:describe|explain|discuss|compare|contrast|evaluate|apply|use|give))\b"
            r"|\b(?:this|the) (?:website|web ?site|video|animation|applet|interactive|quiz)\b|\bthis (?:link|activity)\b|(?:\bvisit|\bfollow|\bopen|\bat|\bon) the link\b|\ballows? you to (?:explore|see|try|experiment|play)\b|\byou can (?:visit|board|watch|view|tour|download|experience|listen)\b|\b[Ss]imulat(?:or|ion) (?:allows|lets|shows)\b|\bas you (?:can|will|may|might|scan|read|know|see|work|study)\b"
            r"|\byou(?: \w+){0,2} (?:notice|noticed|wonder|remember|recall|imagine|think|guess|expect|recognize|recognise)\b|\b(?:hinted|alluded)\b|^why\b|^what\b.*\bis\?",
            re.I,
        ),
        (
            "breaks off at an initial",
            r"(?:^|[A-Z][\w.’'-]*\s|[,;(“]\s?|\b(?:by|and|of|with|from|to|for|see)\s)[A-HJ-Z]\.$|\b(?:vs?|cf|no)\.$",
            0,
        ),
        ("question or list head", r"[?:;]\s*$|^\s*(?:[-•*–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s", 0),
        (
            "a heading glued on",
            r"^[A-Z]{4,}\s[A-Z]|^(?:\S+\s){0,5}(?!(?:in|of|by|to|on|at|and|or|for|from|with|called|titled|entitled|named|including|wrote|published) )\S*[^\s,;:—–-]\s(?:This|The|These|An|In|When|If|We|For|It|To|As)\s",
            0,
        ),
        (
            "speech",
            r"(?<!\w)[“\"](?![\w’'-]+(?:[,.]?\s[\w’'-]+){0,3}[,.]?[”\"]).*[”\"]|!\s*$|(?:^|[,;:(“] ?|\b(?:and|that|but|if|when|as|so|or|what|which|than|because) )I\b(?!-)|\bI(?:['’]m| am| think| believe| would)\b",
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
_ON_SUBJECT, _WE_KNOW = re.compile(r"(?:On|About) [^,]*$"), re.compile(r"What we know about\b")
# No heading opens so: "If the weights are large, the opposite happens: …".
_OPENS_CLAUSE = re.compile(r"(?:If|When|Although|Because|While|Since|Unless|Once)\b[^,]+, \w")
_INITIALISM = re.compile(r"\b(?:[A-Z]\.){2,}|\b(?:e\.g\.|i\.e\.|[ap]\.m\.)|\b[A-Z](?:[&–/-][A-Z])+\b")
# Letters that name a thing or a unit: "B. cereus", "50 K", "40 km".
_NAMING_LETTER = re.compile(r"\b[A-Z]\.(?= [a-zA-Z])|(?<=\d )[A-Za-z]\b")
# "The number of clusters *k*", "where *W* is the sum", "a weight *w* and": the passage says what the letter stands for.
_INTRODUCED = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Ee]ach|[Ee]very|of|with|and)\s(?:[a-z-]+\s)?(?!(?:and|or|of|the|than|for|with|larger|smaller|greater|higher|lower|bigger|more|less|same)\b)"
    r"[a-z]{3,}\s(?P<named>[B-HJ-Zb-z])(?![\w’'.]\w)\b|\b(?P<said>[B-HJ-Zb-z]),?\s(?:is|are|denotes?|means|stands for|be)\s(?:the|an?|called)\b"
)
_NUMBER = re.compile(r"(?<![\w-])\$?\d(?:[\d,.:–-]*\d)?%?")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
# Above this share of numbers other than years a sentence is read out like a table.
_MANY_NUMBERS = 0.25


@lru_cache(maxsize=16384)  # lists and scenes look at the same sentences
def flaw(text: str, min_words: int = MIN_WORDS, letters: frozenset[str] = frozenset()) -> str:
    """Why a sentence must not be spoken; "" when it is clean.

    `letters` are the variables that its passage introduces (`introduced_letters`): they may be spoken of.
    """
    plain = without_formula(squash(text))
    count = count_words(plain)
    if count < min_words and not (count >= SHORTEST and _states_briefly(plain)):
        return "too short"
    if count > (LONGEST_DEFINITION if _DEFINING.match(plain) else MAX_WORDS):
        return "too long"
    if not plain.endswith((".", ".)", ".”")) or not _starts_well(plain):
        return "not a whole sentence"
    for name, pattern in _FLAWS:
        if pattern.search(plain):
            return name
    clause = main_clause(plain)
    if _PRAISE.match(plain) and (clause is None or _CUT_OFF.search(clause.subject) or _TO_BE_FOUND.search(plain)):
        return "talks about the text"
    if (_ON_SUBJECT.match(plain) and clause is None and not tells(plain)) or (
        _WE_KNOW.match(plain) and not (clause and _WE_KNOW.match(clause.subject))
    ):
        return "half a sentence"
    title, colon, _ = plain.partition(": ")
    if (
        colon and main_clause(title) is None and not tells(title) and not _OPENS_CLAUSE.match(title)
    ):  # "Feature agglomeration vs. univariate selection: …"
        return "a heading glued on"
    if any(a in plain and b not in plain for a, b in _FIRST_AND_SECOND):
        return "half a sentence"
    odd = _unbalanced(plain) or _odd_letters(plain, letters) or _title(plain, clause) or task_or_caption(plain)
    return odd or ("announces" if announces(plain) else "")


def _states_briefly(text: str) -> bool:
    """Whether so few words are a whole statement on a thing that they name ("Closures capture variables.")."""
    clause = main_clause(text)
    if (
        clause is None
        or clause.negated
        or not re.fullmatch(r"[a-z]+(?<!ed)", clause.verb)
        or clause.verb in {"is", "are", "was", "were"}
    ):
        return False
    subject, rest = parse(clause.subject), parse(clause.rest) if clause.rest else ()
    of_things = all(t.low not in _PERSONS and t.tag != "CD" for t in (*subject, *rest))
    return of_things and subject[-1].tag in {"NN", "NNS", "VBG"} and any(t.tag in NOUN for t in rest)


def introduced_letters(passage: str) -> frozenset[str]:
    """The variables of which a passage says what they stand for ("the number of clusters k", "W is the sum …")."""
    return frozenset(m["named"] or m["said"] for m in _INTRODUCED.finditer(passage))


def tells(text: str) -> bool:
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


def _odd_letters(text: str, letters: frozenset[str]) -> str:
    """Too many digits and marks, shouted words, lone letters, or a foreign script."""
    counted = _NUMBER.sub("0", text)
    numbers = sum(not _YEAR.fullmatch(n) for n in _NUMBER.findall(text))
    dense = [c for c in counted if not c.isspace()]
    plain = sum(c.isalnum() or c in ".,'’-–—():;%" for c in dense)
    tokens = words(_INITIALISM.sub("", text))
    if plain < MIN_LETTERS * len(dense) or sum(c.isalpha() for c in dense) < 0.8 * len(dense):
        return "few letters"
    if numbers > max(2, _MANY_NUMBERS * count_words(counted)):
        return "few letters"
    loose = _loose_letters(text) if sum(len(w) == 1 and w.isalpha() for w in tokens) > 1 else set()
    if len(loose - letters) > 1 or len(loose) > 3:
        return "lone letters"
    if sum(len(w) > 3 and w.isupper() for w in tokens) > 2:
        return "shouted words"
    if any(len(w) > LONGEST_WORD for w in tokens) or sum(w[0].isupper() for w in tokens) > 0.5 * len(tokens):
        return "not running text"
    return "" if text.isascii() or sum(c.isalpha() and not c.isascii() for c in text) < 4 else "other letters"


def _title(text: str, clause: Clause | None) -> str:
    """ "The Political Crisis of the 1850s.": where every word that carries meaning has a capital and no verb is found, a work is named."""
    told = clause is not None or any(w.isalpha() and w.islower() and w not in FUNCTION_WORDS for w in words(text))
    return "" if told else "not a whole sentence"


def _loose_letters(text: str) -> set[str]:
    """The letters that stand alone, except where they belong to a name ("T cells", "vitamin C", "point P") or a unit."""
    tokens = parse(_NAMING_LETTER.sub("", _INITIALISM.sub("", text)))
    loose = set()
    for i, token in enumerate(tokens):
        letter = token.text
        if len(letter) != 1 or not letter.isalpha() or letter in "aAI":
            continue
        beside = tokens[max(0, i - 1) : i] + tokens[i + 1 : i + 2]
        if letter.islower() or not any(t.tag in NOUN and len(t.text) > 2 for t in beside):
            loose.add(letter)
    return loose
