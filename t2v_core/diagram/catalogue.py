"""Which templates there are: every module of `templates/` that defines `TEMPLATE`. Nothing is registered by hand."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from functools import lru_cache

from ..errors import RenderError
from . import templates as _package
from .template import Template


@dataclass(frozen=True)
class Match:
    """A computed picture a text asks for: the template, the term found, and the template's variant."""

    template: str
    term: str
    variant: str


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Template]:
    """Every template by name, in alphabetical order."""
    found: dict[str, Template] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(_package.__path__)):
        template = getattr(importlib.import_module(f"{_package.__name__}.{module}"), "TEMPLATE", None)
        if template is not None:
            found[template.name] = template
    return dict(sorted(found.items()))


def template(name: str) -> Template:
    """The template of this name; `RenderError` lists the names there are."""
    try:
        return catalogue()[name]
    except KeyError:
        raise RenderError(f"There is no template {name!r}. Choose one of: {', '.join(catalogue())}.") from None


def find_algorithms(text: str) -> list[Match]:
    """The computed pictures whose terms occur in `text` as whole words, longest term first, one a template."""
    words = f" {_plain(text)} "
    hits = [(term, name, variant) for term, name, variant in _terms() if f" {term} " in words]
    best: dict[str, Match] = {}
    for term, name, variant in hits:
        best.setdefault(name, Match(name, term, variant))
    return list(best.values())


@lru_cache(maxsize=1)
def _terms() -> tuple[tuple[str, str, str], ...]:
    """(term, template, variant), longest term first, plurals included."""
    known = {
        (form, t.name, variant)
        for t in catalogue().values()
        for term, variant in t.terms.items()
        for form in (_plain(term), _plain(term) + "s")
    }
    return tuple(sorted(known, key=lambda k: (-len(k[0]), k)))


def _plain(text: str) -> str:
    """Lower case words parted by one space; "A*" stays itself."""
    return " ".join(re.findall(r"\w+\*?", text.casefold().replace("-", " ").replace("’", "'")))
