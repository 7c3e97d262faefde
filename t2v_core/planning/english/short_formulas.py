"""Short formulas that a voice can say in the middle of a sentence, which are no flaw of it."""

from __future__ import annotations

import re

# A short formula, said letter by letter ("P(y|x)", "f(x)"), a function that does something ("inner() has to …"), and a
# lone Greek letter that a noun introduces.
_FORMULA = re.compile(
    r"(?<![\w()|.-])(?:[A-Za-z]\((?<![A-Z]\((?=[gls]\)))[A-Za-z](?:\s?\|\s?[A-Za-z])?\)|(?:^|(?<=, )|(?<=[Aa]fter )|(?<=[Ww]hen )|(?<=[Oo]nce ))[A-Za-z][a-z]{2,14}\(\)(?= (?:\w+ly |instead )?(?:has|can|must|may|will|[a-z]{3,}[^\Ws]s)\b))(?![\w()|\[]|\.\w)"
    r"|(?<=[a-z] )[αβγδεηθκλμνρσφψωϵ](?=[\s,;)]|\.$)"
)
# Of a program its author tells what "we" do.
_OF_PROGRAM = re.compile(r"\b(?:we|our|you|your|I|[Ii]f that)\b.*\(\)|\(\).*\b(?:we|our|you|your|I)\b")


def without_formula(text: str) -> str:
    """The sentence with a word for its one short formula, to be looked at without it; the same where it has more of them.

    What is spoken keeps the formula as the book writes it.
    """
    if text.isascii() and "(" not in text:
        return text
    found = {m.group() for m in _FORMULA.finditer(text)}
    if len(found) != 1 or _OF_PROGRAM.search(text):
        return text
    return _FORMULA.sub(lambda m: "formula" if m.start() else "Formula", text)
