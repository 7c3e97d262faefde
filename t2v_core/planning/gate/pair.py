"""A sentence and what it is compared with, as the checks of the gate read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..english.clauses import Clause
from ..english.lexicon import root
from .remembering import Encoder

# Share of words that the passage does not have, from which on a sentence has a wording of its own. Of 2750 sentences
# every third true one lies above it, and of its refusals by word order or by lost words there nearly all were wrong.
_OWN_WORDS = 0.2


@dataclass(frozen=True)
class Pair:
    """A sentence and what it is compared with, both as clauses."""

    here: list[list[Clause]]
    there: list[list[Clause]]
    around: list[list[Clause]]  # with the sentences beside the nearest: words from there are no inventions
    nearest: str
    beside: list[str]  # the sentences that `around` was read from
    encoder: Encoder

    @cached_property
    def close(self) -> bool:
        """Whether the sentence keeps nearly all words of the passage, so that word can be laid on word."""
        known = {root(t.low) for part in self.around for c in part for t in c.tokens}
        own = [s for c in self.sentence for s in c.stems]
        new = sum(s not in known for s in own)
        return new <= 1 or new < _OWN_WORDS * len(own)

    @cached_property
    def sentence(self) -> list[Clause]:
        return [c for part in self.here for c in part]

    @cached_property
    def source(self) -> list[Clause]:
        return [c for part in self.there for c in part]
