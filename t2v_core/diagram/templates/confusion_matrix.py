"""Confusion matrix, precision, recall and F1 while the threshold moves; or the ROC curve that the moving threshold draws."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import confusion_matrix as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, Rect, marker
from ..panel import Page, Side, Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import BODY, CAPTION, SMALL, line
from ..theme import mix

PRECISION = ("precision", "positive predictive value")
RECALL = ("recall", "sensitivity", "true positive rate", "hit rate")


class ConfusionMatrix(ComputedTemplate):
    name = "confusion_matrix"
    default = "matrix"
    terms = terms(
        "confusion matrix, precision and recall, precision-recall, precision/recall, F1 score, F1, F-measure, F-score, false positive, "
        "true positive, false negative, contingency table of a classifier, recall and precision, classification threshold",
        roc="ROC curve, ROC, AUC, receiver operating characteristic, area under the curve, ROC analysis, AUROC",
    )
    needs = (
        beside(
            "ROC, false positive, true positive, false negative",
            "classifier, classification, precision, recall, rate, threshold, sensitivity, specificity, positive rate, prediction, "
            "predicted, curve, hits, detection",
        )
        | beside(
            "AUC, area under the curve",
            "classifier, classification, ROC, receiver operating characteristic, threshold, sensitivity, specificity, positive rate",
        )
        | beside("F1, F1 score, F score", "precision, recall, classifier, classification, confusion matrix")
    )
    variants = patterns(roc=r"\bROC\b|\bAUC\b|\bAUROC\b|receiver[- ]operating|area under the (ROC|curve)")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        roc = self.chosen(data, ctx) == "roc"
        run = algorithm.example()
        at = page(box)
        thresholds = _journey(run, roc)
        times = pace(ctx.clock, len(thresholds))
        column = _side(at, roc, ctx)
        strip, lower = at.plot.rows((0.36, 0.64), 10) if at.plot.h > 230 else at.plot.columns((0.46, 0.54), 16)
        scores = _Scores(run, strip)
        picture = _Roc(run, lower) if roc else _Matrix(run, lower)
        note = f"Example run: {int(run.labels.sum())} positive ■, {int((1 - run.labels).sum())} negative ●"
        still = (*at.panel(note), *scores.still(), *picture.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            a, b = thresholds[i], thresholds[min(i + 1, len(thresholds) - 1)]
            threshold = a + (b - a) * u
            now = algorithm.count(run.scores, run.labels, threshold)
            return (
                *scores.draw(threshold),
                *picture.draw(now),
                *column.lights(t),
                *_numbers(column, run, now, roc, i == len(thresholds) - 1),
            )

        return Picture(still, draw)


def _journey(run: algorithm.Sweep, roc: bool) -> list[float]:
    """ROC curves are drawn by lowering the threshold; the matrix sees it rise, and come back to the best F1."""
    rising = [s.threshold for s in run.states]
    return [1.0, *rising[::-1], 0.0] if roc else rising + rising[-2 : run.best - 1 : -1]


def _side(at: Page, roc: bool, ctx: Context) -> Side:
    if roc:
        formula = r"\text{TPR} = \frac{TP}{TP + FN} \quad \text{FPR} = \frac{FP}{FP + TN}"
        alarm = spoken(ctx.clock, ("false positive", "false alarm", "specificity"))
        symbols = [
            Symbol(r"\text{TPR}", "true positive rate, recall", "accent", spoken(ctx.clock, RECALL)),
            Symbol(r"\text{FPR}", "false positive rate", "change", alarm),
            Symbol(r"\text{AUC}", "area under the curve", "goal", spoken(ctx.clock, ("area", "AUC"))),
        ]
    else:
        formula = r"F_1 = \frac{2\,P R}{P + R}"
        symbols = [
            Symbol("P", "precision: TP ÷ (TP + FP)", "accent", spoken(ctx.clock, PRECISION)),
            Symbol("R", "recall: TP ÷ (TP + FN)", "change", spoken(ctx.clock, RECALL)),
        ]
    return side(at.side, formula, symbols, ("measure", "value"), 4, least=3, widest="0.00", label="threshold")


def _numbers(column: Side, run: algorithm.Sweep, now: algorithm.Counts, roc: bool, end: bool) -> DrawList:
    if roc:
        rows = [("TPR", now.recall, "accent"), ("FPR", now.false_positive_rate, "change")]
        rows += [("AUC", run.auc, "goal")] if end else []
    else:
        rows = [("precision", now.precision, "accent"), ("recall", now.recall, "change"), ("F1", now.f1, "goal")]
    rows = [*rows, ("threshold", now.threshold, "soft")][: column.table.rows]
    return tuple(
        item
        for i, (name, value, colour) in enumerate(rows)
        for item in column.table.row(i, name, f"{value:.2f}", value, colour)
    )


class _Scores:
    """The scores along an axis, positives above negatives, and the threshold that moves over them."""

    def __init__(self, run: algorithm.Sweep, box: Box) -> None:
        self.run, self.box = run, box
        self.named = box.h > 110
        self.plane = Plane(Box(box.x + 8, box.y + 4, box.w - 16, box.h - (24 if self.named else 8)), 0.0, 1.0, 0.0, 1.0)
        jitter = np.arange(len(run.scores)) * 0.618 % 1  # golden ratio: even, never twice the same
        self.places = [
            self.plane.at(float(s), (0.50 + 0.28 * j) if y else (0.12 + 0.28 * j))
            for s, y, j in zip(run.scores, run.labels, jitter, strict=True)
        ]

    def still(self) -> DrawList:
        b = self.plane.box
        axis = Path(((b.x, b.bottom), (b.right, b.bottom)), stroke="soft", width=1.2)
        name = line("score", b.right, b.bottom + 17, SMALL, "italic", "soft", align=1)
        return (axis, name) if self.named else (axis,)

    def draw(self, threshold: float) -> DrawList:
        x, top = self.plane.at(threshold, 1.0)
        items = [Rect(x, top, self.plane.box.right - x, self.plane.box.h, fill="pale")]
        for (px, py), y, s in zip(self.places, self.run.labels, self.run.scores, strict=True):
            right = (s >= threshold) == (y == 1)
            items.append(marker("square" if y else "circle", px, py, 4.5, "accent" if right else "change"))
        cut = Path(((x, top), (x, self.plane.box.bottom)), stroke="ink", width=2.5)
        name = line(
            "called positive", min(x + 8, self.plane.box.right - 118), top + 16, SMALL, "regular", "soft", halo="pale"
        )
        return (*items, cut, name) if self.plane.box.right - x > 124 else (*items, cut)


class _Matrix:
    """Four cells, darker the more they hold."""

    def __init__(self, run: algorithm.Sweep, box: Box) -> None:
        self.run = run
        head = 24.0
        side_w = 84.0 if box.w > 260 else 0.0
        self.area = Box(box.x + side_w, box.y + head, box.w - side_w, box.h - head)
        self.cells = [cell for row in self.area.rows((1, 1), 6) for cell in row.columns((1, 1), 6)]
        self.named = side_w > 0

    def still(self) -> DrawList:
        heads = [
            line(("called +", "called −")[k], self.cells[k].cx, self.area.y - 9, SMALL, "regular", "soft", align=0.5)
            for k in (0, 1)
        ]
        rows = (
            [
                line(
                    ("truly +", "truly −")[k],
                    self.area.x - 12,
                    self.cells[2 * k].cy + 6,
                    SMALL,
                    "regular",
                    "soft",
                    align=1,
                )
                for k in (0, 1)
            ]
            if self.named
            else []
        )
        return (*heads, *rows)

    def draw(self, now: algorithm.Counts) -> DrawList:
        items, most = [], max(int(self.run.labels.sum()), int((1 - self.run.labels).sum()))
        for cell, name, n, right in zip(
            self.cells,
            ("TP", "FN", "FP", "TN"),
            (now.tp, now.fn, now.fp, now.tn),
            (True, False, False, True),
            strict=True,
        ):
            colour = "accent" if right else "change"
            items.append(
                Rect(cell.x, cell.y, cell.w, cell.h, 6, mix("panel", colour, 0.05 + 0.3 * n / most), colour, 1.2)
            )
            x, align = (cell.cx, 0.5) if cell.w > 120 else (cell.right - 10, 1.0)
            size = CAPTION if cell.w > 120 else BODY
            items.append(line(str(n), x, cell.cy + 0.36 * size, size, "tabular_semibold", align=align))
            items.append(line(name, cell.x + 8, cell.y + 18, SMALL, "semibold", colour))
        return tuple(items)


class _Roc:
    """The curve drawn so far as the threshold sinks from (0, 0) to (1, 1), and the area below it."""

    def __init__(self, run: algorithm.Sweep, box: Box) -> None:
        self.run = run
        side_ = min(box.w - 60, 1.9 * (box.h - 24))
        self.plane = Plane(Box(box.cx - side_ / 2 + 14, box.y + 4, side_, box.h - 33), 0.0, 1.0, 0.0, 1.0)
        self.curve = self.plane.line(*run.roc.T)

    def still(self) -> DrawList:
        b = self.plane.box
        frame = Rect(b.x, b.y, b.w, b.h, stroke="rule")
        chance = Path((self.plane.at(0, 0), self.plane.at(1, 1)), stroke="soft", width=1.5, dash=(6, 6))
        x_name = line("false positive rate", b.right, b.bottom + 25, SMALL, "regular", "soft", align=1)
        y_name = line("TPR", b.x - 8, b.y + 12, SMALL, "regular", "soft", align=1)
        return (frame, chance, x_name, y_name)

    def draw(self, now: algorithm.Counts) -> DrawList:
        at = self.plane.at(now.false_positive_rate, now.recall)
        done = [p for p in self.curve if p[0] <= at[0] and p[1] >= at[1]]
        below = (*done, at, self.plane.at(now.false_positive_rate, 0))
        area = Path(below, closed=True, fill="goal", opacity=0.16)
        curve = (Path((*done, at), stroke="accent", width=3),) if done else ()
        return (area, *curve, marker("diamond", *at, 9, "change"))


TEMPLATE = ConfusionMatrix()
