"""Punnett square: every gamete of one parent meets every gamete of the other, and the forms that show are counted."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import cross as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Rect, marker
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import BODY, SMALL, line
from ..theme import mix

NOTES = {
    "monohybrid": "Example: Rr × Rr, round and wrinkled seeds",
    "dihybrid": "Example: RrYy × RrYy, seeds of peas",
    "test": "Example: Rr × rr, a test cross",
}
FORMULAS = {
    "monohybrid": r"P(rr) = \tfrac{1}{2} \cdot \tfrac{1}{2} = \tfrac{1}{4}",
    "dihybrid": r"P(rryy) = \tfrac{1}{4} \cdot \tfrac{1}{4} = \tfrac{1}{16}",
    "test": r"P(rr) = \tfrac{1}{2} \cdot 1 = \tfrac{1}{2}",
}
LOOKS = (("circle", "accent"), ("square", "change"), ("triangle", "goal"), ("diamond", "ink"))  # by how a seed looks


class PunnettSquare(ComputedTemplate):
    name = "punnett_square"
    default = "monohybrid"
    terms = terms(
        "Punnett square, monohybrid cross, law of segregation, Mendel's law of segregation, 3:1 ratio, phenotypic ratio",
        dihybrid="dihybrid cross, law of independent assortment, independent assortment, 9:3:3:1 ratio",
        test="test cross, testcross",
    )
    needs = beside(
        "law of segregation, independent assortment, law of independent assortment, phenotypic ratio, 3:1 ratio, test cross",
        "Mendel, allele, alleles, gene, genes, genotype, genotypes, gamete, gametes, dominant, recessive, offspring, heterozygous",
    )
    variants = patterns(
        dihybrid=r"\bdihybrid|\bindependent assortment|9:3:3:1", test=r"\btest ?cross", monohybrid=r"\bmonohybrid"
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        cross = algorithm.example(kind)
        at = page(box)
        square = _Square(cross, at.plot)
        places = [(r, c) for r in range(square.n) for c in range(square.n)]
        times = pace(ctx.clock, len(places) + 1)
        symbols = [
            Symbol("R", "dominant: round seeds", "accent", spoken(ctx.clock, ("dominant", "allele", "alleles"))),
            Symbol("r", "recessive: wrinkled seeds", "change", spoken(ctx.clock, ("recessive",))),
        ]
        if kind == "dihybrid":
            symbols.append(
                Symbol(
                    "Y, y",
                    "yellow, green",
                    "goal",
                    spoken(ctx.clock, ("independent", "second gene", "colour", "color")),
                )
            )
        forms = sorted({algorithm.shows(g) for row in cross.cells for g in row}, reverse=True)
        total = len(places)
        column = side(
            at.side,
            FORMULAS[kind],
            symbols,
            ("seeds", "cells"),
            len(forms),
            len(forms),
            f"{total} of {total}",
            "wrinkled, yellow",
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 0.6)
            filled = places[: i + (u > 0)] if i < total else places
            counts = [sum(algorithm.shows(cross.cells[r][c]) == f for r, c in places[:i]) for f in forms]
            rows = tuple(
                item
                for k, (form, count) in enumerate(zip(forms, counts, strict=True))
                for item in column.table.row(k, _named(form), f"{count} of {total}", count / total, _look(form)[1])
                if count
            )
            return (*square.draw(filled, ease(u) if i < total else 1.0), *column.lights(t), *rows)

        return Picture((*at.panel(NOTES[kind]), *square.still(), *column.still), draw)


def _named(form: tuple[bool, ...]) -> str:
    """How a seed looks, in words."""
    return ", ".join((("wrinkled", "round"), ("green", "yellow"))[k][shown] for k, shown in enumerate(form))


def _look(form: tuple[bool, ...]) -> tuple[str, str]:
    """Shape and colour of a form's marker."""
    if len(form) == 1:
        return LOOKS[0 if form[0] else 1]
    return LOOKS[2 * (not form[0]) + (not form[1])]


class _Square:
    """Gametes along the top and the left side, genotypes in the cells with a mark of how the seed looks."""

    def __init__(self, cross: algorithm.Cross, plot: Box) -> None:
        self.cross = cross
        self.n = len(cross.cells)
        self.high = (plot.h - 26) / self.n
        self.wide = min((plot.w - 60) / self.n, 1.9 * self.high if self.n > 2 else 1.5 * self.high)
        if plot.w < 480:
            self.wide = (plot.w - 44) / self.n
        self.x, self.y = plot.cx - self.wide * self.n / 2 + 16, plot.y + 24

    def _cell(self, r: int, c: int) -> Box:
        return Box(self.x + c * self.wide + 1.5, self.y + r * self.high + 1.5, self.wide - 3, self.high - 3)

    def still(self) -> DrawList:
        items: list = [
            Rect(b.x, b.y, b.w, b.h, 4, "plate")
            for r in range(self.n)
            for c in range(self.n)
            for b in (self._cell(r, c),)
        ]
        for k, gamete in enumerate(algorithm.gametes(self.cross.father)):
            items.append(line(gamete, self._cell(0, k).cx, self.y - 7, SMALL, "semibold", "soft", 0.5))
        for k, gamete in enumerate(algorithm.gametes(self.cross.mother)):
            b = self._cell(k, 0)
            items.append(line(gamete, self.x - 9, b.cy + 0.36 * SMALL, SMALL, "semibold", "soft", 1.0))
        return tuple(items)

    def draw(self, filled: list[tuple[int, int]], u: float) -> DrawList:
        items: list = []
        for k, (r, c) in enumerate(filled):
            new = u if k == len(filled) - 1 else 1.0
            b, genotype = self._cell(r, c), self.cross.cells[r][c]
            shape, colour = _look(algorithm.shows(genotype))
            size = BODY if self.n == 2 and b.h > 60 else SMALL
            text = line(genotype, 0, 0, size, "semibold")
            beside = b.h < 80 or self.n > 2
            fits = text.advance + 22 <= b.w
            items.append(Rect(b.x, b.y, b.w, b.h, 4, mix("panel", colour, 0.16), opacity=new))
            if beside:
                left = b.cx - (text.advance + (20 if fits else 0)) / 2
                items.append(
                    line(genotype, left + (20 if fits else 0), b.cy + 0.36 * size, size, "semibold", "ink", opacity=new)
                )
                items += [marker(shape, left + 6, b.cy, 6, colour, new)] if fits else []
            else:
                items.append(marker(shape, b.cx, b.cy - 16, 13, colour, new))
                items.append(line(genotype, b.cx, b.cy + 28, size, "semibold", "ink", 0.5, opacity=new))
        return tuple(items)


TEMPLATE = PunnettSquare()
