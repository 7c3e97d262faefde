"""Comparisons: two things of one kind, set side by side as the passages do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.grammar import Clause, is_clause, main_clause, parse
from ..english.phrases import label_of, name_of
from ..text import FUNCTION_WORDS, capitalise, content_stems, count_words, words
from ..visuals import Comparison, ComparisonRow
from .model import Finding, Source, datum
from .predicates import clause_of

_WHEREAS = re.compile(r"^(?P<a>.+?),?\s+(?:whereas|while|but)\s+(?P<b>.+?)[.]?$", re.I)
_WHILE_FIRST = re.compile(r"^(?:While|Whereas|Although|Though)\s+(?P<a>.+)$")
_UNLIKE = re.compile(
    r"^(?:Unlike|In contrast (?:to|with)|Compared (?:to|with)|As opposed to|Contrary to)\s+(?P<a>[^,]+),\s+(?P<b>.+?)[.]?$",
    re.I,
)
_UNLIKE_LATER = re.compile(
    r"^(?P<b>.+?),?\s+(?:unlike|in contrast (?:to|with)|as opposed to|rather than|instead of)\s+(?P<a>[^,]+?)[.]?$",
    re.I,
)
_ONE_OTHER = re.compile(
    r"^(?:[^,]+,\s+)?(?P<a>one\s.+?),?\s+and\s+(?P<b>the\s+(?:other|rest|remaining)\b.+?)[.]?$", re.I
)
# What sets a sentence against the one before it.
_AGAINST = re.compile(
    r"^(?:in contrast|by contrast|on the other hand|conversely|by comparison|in comparison)\b,?\s(?!(?:to|with)\b)",
    re.I,
)
# Words of a cell where a sentence fills it: cut, and whole.
_CELL, _WHOLE_CELL = 14, 22
_SAID_BESIDES = re.compile(r",\s(?:which|who|where|so)\s|\s?[—–(;:]")
_NO_SIDE = re.compile(
    r"(?:several|many|various|numerous|some|most|even|only|people|reality|truth|facts?|critics|others|everyone|results?|idea|goal|concept|number)\b",
    re.I,
)
_EVEN_SO = re.compile(
    r"(?:nonetheless|nevertheless|still|yet|even so|in fact|in reality|at the same time)\b", re.I
)  # concedes
_SOME = re.compile(r"(?:various|several|many|some|numerous|other|another)\b", re.I)  # of no one kind
MAX_CONCEDED = 3  # words of two things beside "While" or "but", which often only concede
_NOT = re.compile(r"\b(?:not|no|never|nor|neither|without|hardly|less|fewer|more)\b|n[’']t\b", re.I)
_BE = frozenset("is are was were".split())
_INSTANCE = re.compile(r"(?:for|as an|to give an)\s(?:instance|example)\b", re.I)
_OWNED = re.compile(r"(?:his|her|its|their|our|your|it|they|he|she|we|you|this|that|these|those|there|such)\b", re.I)


def comparison(sources: Sequence[Source], passages: Sequence[Source] = ()) -> Finding | None:
    """The comparison the spoken sentences make, completed from sentences about the same things in the passages."""
    for source in sources:
        found = _two_clauses(source) or _one_and_the_other(source) or _unlike(source, [*sources, *passages])
        if found:
            return found
    return _siblings(list(sources)) or _siblings([*sources, *passages], first=list(sources))


def set_apart(first: Source, second: Source, follows: bool) -> Finding | None:
    """Two sentences about two things: of one kind by their names, or the second (which `follows`) set against the first."""
    a, b = main_clause(first.text), main_clause(second.text)
    if a is None or b is None or _OWNED.match(a.subject) or _OWNED.match(b.subject):
        return None
    if _INSTANCE.match(first.text):
        return None  # one case, and no side of two
    left, right = name_of(a.subject, 5), name_of(b.subject, 5)
    if max(count_words(left), count_words(right)) > 3 and not _kin(left, right):
        return None
    if not left or not right or _fold(left) <= _fold(right) or _fold(right) <= _fold(left):
        return None
    if any(re.search(rf"{re.escape(x)}(?:\s(?:and|or)\s|,\s)\w", c.subject) for x, c in ((left, a), (right, b))):
        return None  # "the stress on loud, *fast* speech", "the nerve *and the muscle*": half a subject is another
    against = follows and (_AGAINST.match(second.text) or _names_in_contrast(second.text, left))
    if _fold(left) & _fold(b.rest) or _fold(right) & _fold(a.rest):
        return None  # the one has to do with the other: told of it, not set against it
    of_one_sort = (a.verb.lower() in _BE) == (b.verb.lower() in _BE)  # what both are, or what both do
    if not against and not (of_one_sort and _kin(left, right) and _parallel(a, b)):
        return None
    cells = [_predicate(c) for c in (a, b)]
    if not all(count_words(x) > 2 for x in cells) or cells[0] == cells[1]:
        return None
    built = _build(left, right, [("", *cells)], first, 0.8 if against else 0.7, (first.text, second.text))
    return _cite_cell(built, second, column=1) if built else None


def _names_in_contrast(text: str, name: str) -> bool:
    """ "Unlike A, B …": behind a sentence about A."""
    match = _UNLIKE.match(text)
    return bool(match and _fold(name) == _fold(match["a"]))


def _fold(name: str) -> frozenset[str]:
    return frozenset(content_stems(name))


def _build(
    left: str, right: str, cells: list[tuple[str, str, str]], source: Source, strength: float, texts: tuple[str, ...]
) -> Finding | None:
    """A two-column comparison; `cells` holds (aspect, left, right)."""
    if not left or not right or set(content_stems(left)) == set(content_stems(right)) or re.search(r"\d", left + right):
        return None
    if any(parse(x)[0].tag in {"IN", "TO"} or _SOME.match(x) for x in (left, right)):
        return None  # "Under this rule": a circumstance
    if any(parse(x)[-1].tag.startswith("JJ") for x in (left, right)):
        return None  # "forming chemical | bonds": a subject cut amiss
    if is_clause(left) or is_clause(right):
        return None  # a clause, and no thing
    if re.search(r"['’]s?$", left) or re.search(r"['’]s?$", right):
        return None  # "Pavlov's": half a name
    if any(_says_no_more(x, y) for _, x, y in cells):
        return None
    rows = [ComparisonRow(aspect=a, cells=[x, y], evidence_id=source.evidence_id) for a, x, y in cells if x and y]
    if not rows:
        return None
    columns = [datum(capitalise(left), source), datum(capitalise(right), source)]
    return Finding("comparison", Comparison(columns=columns, rows=rows), strength, texts)


def _says_no_more(a: str, b: str) -> bool:
    """Whether one of two cells only says what the other says as well: they set nothing apart."""
    x, y = set(content_stems(a)), set(content_stems(b))
    denied = [bool(_NOT.search(c)) for c in (a, b)]
    return denied[0] == denied[1] and min(len(x), len(y)) > 1 and (x <= y or y <= x)


def _two_clauses(source: Source) -> Finding | None:
    """ "A does this, whereas B does that": one cell for each clause's predicate."""
    compared = source.text.rsplit("; ", 1)[-1]  # what stands before a semicolon is a statement of its own
    match = _while_first(compared) or _WHEREAS.match(compared)
    if not match:
        return None
    first, second = clause_of(match["a"]), clause_of(match["b"]) or clause_of(capitalise(match["b"]))
    if first is None or second is None or _EVEN_SO.match(match["b"]):
        return None
    places = _place(match["a"], first), _place(match["b"], second)
    if all(places):
        told = [label_of(t[t.find(c.subject) :], 12) for t, c in ((match["a"], first), (match["b"], second))]
        return _build(*places, [("", *told)], source, 0.8, (source.text,))
    if re.match(r"While\b", compared) and parse(f"it {first.verb}")[-1].tag == "VBG":
        return None  # "While the vessels are developing, the cells …": of time
    left, right = _column(first.subject, second.subject), _column(second.subject, first.subject)
    if _OWNED.match(first.subject) or _OWNED.match(second.subject):
        return None
    loose = re.search(r"\sbut\s|^(?:Although|Though)\s|[^,]\swhile\s", source.text)  # "while" may be of time
    concedes = source.text.startswith("While ") and max(map(count_words, (left, right))) > MAX_CONCEDED
    doings = {
        parse(x)[0].tag == "VBG" for x in (left, right) if x
    }  # "While *influencing policy* is the goal, groups …"
    if any(_NO_SIDE.match(x) for x in (left, right)):
        return None  # "While people like maps, *the reality* is …"
    concedes = concedes or len(doings) > 1
    unlike = not _share(first, second) or max(map(count_words, (left, right))) > MAX_CONCEDED
    if (loose or concedes) and not _kin(left, right) and unlike:
        return None
    if re.search(r",\swhile\s", source.text) and not (
        _kin(left, right) or _share(first, second) or _alike(first, second)
    ):
        return None  # "…, while" may be of time as well
    cells = [("", _predicate(first), _predicate(second))]
    return _build(left, right, cells, source, 0.82, (source.text,))


def _while_first(text: str) -> dict[str, str] | None:
    """ "While A does this, B does that", cut at a comma behind which a clause begins, and not inside "a stiff, rotating rod"."""
    told = _WHILE_FIRST.match(text.rstrip("."))
    for comma in re.finditer(r",\s+", told["a"]) if told else ():
        a, b = told["a"][: comma.start()], told["a"][comma.end() :]
        clause = clause_of(b)
        if not parse(a)[-1].tag.startswith("JJ") or (
            clause and b.startswith(clause.subject) and "," not in clause.subject
        ):
            return {"a": a, "b": b}
    return None


def _one_and_the_other(source: Source) -> Finding | None:
    """ "One part is used for testing and the other parts for training": both parts as columns."""
    match = _ONE_OTHER.match(source.text)
    first, second = (main_clause(match["a"]), main_clause(match["b"])) if match else (None, None)
    if first is None or second is None:
        return None
    cells = [("", _predicate(first), _predicate(second))]
    return _build(name_of(first.subject), name_of(second.subject), cells, source, 0.78, (source.text,))


def _place(text: str, clause: Clause) -> str:
    """What a clause speaks of before its subject ("in machine learning a person …")."""
    before = text[: text.find(clause.subject)]
    match = re.match(r"\s*(?:in|for|with|on|at|along|across|under|within|during)\s+(?P<what>.+?),?\s*$", before, re.I)
    return name_of(match["what"], 5) if match else ""


def _column(subject: str, other: str) -> str:
    """A subject's name, completed by the other's head noun where it says "a small one"."""
    whole = re.sub(r"^(?:the|an?)\s+", "", subject, flags=re.I)
    name = whole if "," in whole and count_words(whole) <= 6 else name_of(subject)
    if name or not re.search(r"\bones?$", subject):
        return name
    return re.sub(r"^(?:the|an?)\s+", "", subject, flags=re.I) if name_of(other) else ""


def _predicate(clause: Clause) -> str:
    """What is said of a side: whole where its card has room, else cut at a phrase border."""
    said = re.sub(r"\s\([^()]*\)", "", clause.predicate).rstrip(" .,;")
    if count_words(said) <= _WHOLE_CELL and not re.search(r"[;:()]", said):
        return said
    first = _SAID_BESIDES.split(said)[0]
    return first if 3 < count_words(first) <= _WHOLE_CELL else label_of(said, _CELL)


def _unlike(source: Source, around: Sequence[Source]) -> Finding | None:
    """ "Unlike A, B does …": what A does is looked for in the sentences around."""
    match = _UNLIKE.match(source.text) or _UNLIKE_LATER.match(source.text)
    if not match:
        return None
    clause = main_clause(match["b"])
    left = name_of(match["a"])
    right = name_of(clause.subject) if clause else ""
    if not clause or not left or not right:
        return None
    for other in around:
        about = main_clause(other.text)
        if other.text != source.text and about and not about.negated and _same_thing(about.subject, left):
            cell, mine = _predicate(about), _predicate(clause)
            if cell and mine:
                built = _build(left, right, [("", cell, mine)], source, 0.75, (source.text, other.text))
                if built:
                    return _cite_cell(built, other)
    return None


def _siblings(sources: Sequence[Source], first: Sequence[Source] = ()) -> Finding | None:
    """Two sentences about things of one kind ("batch gradient descent …", "stochastic gradient descent …")."""
    about = []
    for source in sources:
        clause = main_clause(source.text)
        name = name_of(clause.subject, 4) if clause and not clause.negated else ""
        cell = _predicate(clause) if clause and name else ""
        if name and cell and count_words(name) > 1 and not source.text.startswith("For "):
            about.append((name, cell, source, clause))
    spoken = {s.text for s in (first or sources)}
    for i, (name, cell, source, clause) in enumerate(about):
        for other, cell2, source2, clause2 in about[i + 1 :]:
            said = source.text in spoken or source2.text in spoken
            if said and _kin(name, other) and cell != cell2 and _parallel(clause, clause2):
                built = _build(name, other, [("", cell, cell2)], source, 0.68, (source.text, source2.text))
                if built:
                    return _cite_cell(built, source2, column=1)
    return None


def _cite_cell(found: Finding, other: Source, column: int = 0) -> Finding:
    """Give the column that comes from another sentence that sentence's evidence id."""
    slots = found.slots
    columns = list(slots.columns)
    columns[column] = columns[column].model_copy(update={"evidence_id": other.evidence_id})
    return Finding(found.template, slots.model_copy(update={"columns": columns}), found.strength, found.sources)


def _same_thing(subject: str, name: str) -> bool:
    stems = set(content_stems(name))
    return bool(stems) and stems == set(content_stems(name_of(subject)))


def _parallel(a: Clause, b: Clause) -> bool:
    """Two predicates that speak of the same aspect: the same verb, or a content word in common."""
    if a.negated != b.negated or min(count_words(a.rest), count_words(b.rest)) < 2:
        return False
    verbs = [c.verb.lower().split()[0] for c in (a, b)]
    if verbs[0] in {"is", "are", "was", "were"} and verbs[1] in {"is", "are", "was", "were"}:
        return True
    return _share(a, b)


def _alike(a: Clause, b: Clause) -> bool:
    """Whether both clauses say what something is, or have the same verb."""
    x, y = (c.verb.lower().split()[0] for c in (a, b))
    return x.removesuffix("s") == y.removesuffix("s") or {x, y} <= _BE


def _share(a: Clause, b: Clause) -> bool:
    """Whether two predicates have a word in common that neither subject has."""
    shared = set(content_stems(f"{a.verb} {a.rest}")) & set(content_stems(f"{b.verb} {b.rest}"))
    return bool(shared - set(content_stems(a.subject)) - set(content_stems(b.subject)))


def _kin(a: str, b: str) -> bool:
    """Same head noun, different modifiers of the same number ("hard margin", "soft margin")."""
    x, y = [w.lower() for w in words(a)], [w.lower() for w in words(b)]
    if not x or not y:
        return False
    head = content_stems(x[-1])[:1] == content_stems(y[-1])[:1] != []
    return head and len(x) == len(y) and x[:-1] != y[:-1] and not (set(x[:-1]) | set(y[:-1])) & FUNCTION_WORDS
