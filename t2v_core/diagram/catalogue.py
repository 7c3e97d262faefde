"""Which templates there are: every module of `templates/` that defines `TEMPLATE`. Nothing is registered by hand."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import lru_cache

from ..errors import RenderError
from . import templates as _package
from .computed import ComputedTemplate
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
    """The computed pictures that `text` asks for, longest term first, one a template."""
    known = ((t.name, t.match(text)) for t in catalogue().values() if isinstance(t, ComputedTemplate))
    found = [Match(name, *hit) for name, hit in known if hit]
    return sorted(found, key=lambda m: (-len(m.term), m.template))
