"""Gradient descent on a contour: plain, with too large a step, with momentum, or with a few samples a step."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import gradient_descent as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms, wording
from ..drawlist import Box, Circle, DrawList, Group, Path
from ..panel import Page, Symbol, page, side
from ..plot import Plane, dense, dot, tag
from ..template import Context, Picture
from ..theme import mix

LEVELS = 13
STEP_SIZE = ("step size", "learning rate", "step length")
LOSS = ("loss", "cost", "error", "objective")
WEIGHTS = ("weights", "parameters", "coefficients")
NOTES = {
    "plain": "Example run: quadratic loss of 64 samples",
    "too_large": "Example run: step size above {limit:.2f} diverges",
    "momentum": "Example run; dashed: without momentum",
    "stochastic": "Example run: {batch} of 64 samples a step",
}


class GradientDescent(ComputedTemplate):
    name = "gradient_descent"
    default = "plain"
    terms = terms(
        "gradient descent, steepest descent, descent direction, gradient method, gradient step, learning rate, step size, "
        "loss surface, loss landscape, error surface",
        stochastic="stochastic gradient descent, stochastic gradient, SGD, mini-batch gradient descent",
        momentum="momentum, heavy ball method",
    )
    needs = beside(
        "learning rate, step size", "gradient, descent, loss, weights, training, converge, diverge"
    ) | beside("momentum", "gradient, descent, SGD, optimiser, optimizer, learning rate, loss")
    strangers = tuple(
        f"{kind} gradient {what}"
        for kind in "conjugate, functional, natural, policy, projected, proximal".split(", ")
        for what in ("descent", "method", "step")
    )
    not_beside = beside("gradient descent, gradient step, learning rate", "boosting, boosted")
    variants = patterns(
        too_large=r"\b(step|step[- ]?size|learning[- ]?rate)s?\b[^.]{0,30}\btoo (large|big|high|long)\b"
        r"|\btoo (large|big|high|long) an? (step|learning)|\bdiverg|\bovershoot|\boscillat",
        momentum=r"\bmomentum\b|\bheavy[- ]ball\b",
        stochastic=r"\bstochastic\b|\bSGD\b|\bmini-?batch",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        variant = self.chosen(data, ctx)
        run = algorithm.example(variant)
        at = page(box)
        plane = _plane(at)
        times = pace(ctx.clock, len(run.points))
        column = side(at.side, *_formula(run, data, ctx), head=("step", wording(LOSS, data, ctx)), rows=5)
        path = plane.line(*run.points.T)
        states = [(str(k), f"{loss:.4f}", loss / run.losses.max()) for k, loss in enumerate(run.losses)]
        rings = _contours(run, plane)
        note = NOTES[variant].format(limit=run.largest_step_size, batch=run.batch)
        still = (
            *at.panel(note, (*rings, *_ghost(run, plane))),
            *_labels(run, plane, path, rings),
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            return (*column.lights(t), _walk(path, i, u, at.bleed), *column.table.ledger(states, i))

        return Picture(still, draw)


def _plane(at: Page) -> Plane:
    return Plane(at.plot, 0.0, 1.0, 0.0, 1.0)


def _formula(run: algorithm.Descent, data: Computed, ctx: Context) -> tuple[str, list[Symbol]]:
    def symbol(latex: str, names: tuple[str, ...], colour: str = "ink", before: str = "", after: str = "") -> Symbol:
        return Symbol(latex, before + wording(names, data, ctx) + after, colour, spoken(ctx.clock, names))

    weights = symbol("w_t", WEIGHTS, after=" at step t")
    size = symbol(rf"\eta = {run.step_size:g}", STEP_SIZE, "change")
    gradient = Symbol(
        r"\nabla L", f"gradient of the {wording(LOSS, data, ctx)}", "accent", spoken(ctx.clock, ("gradient", "slope"))
    )
    if run.variant == "momentum":
        formula = r"v_{t+1} = \beta v_t - \eta\,\nabla L(w_t)"
        return formula, [symbol(rf"\beta = {run.momentum:g}", ("momentum",), "change"), size, gradient]
    if run.variant == "stochastic":
        few = Symbol(
            r"\nabla L_B",
            f"gradient on {run.batch} samples",
            "accent",
            spoken(ctx.clock, ("gradient", "sample", "batch", "mini batch")),
        )
        return r"w_{t+1} = w_t - \eta\,\nabla L_B(w_t)", [weights, size, few]
    return r"w_{t+1} = w_t - \eta\,\nabla L(w_t)", [weights, size, gradient]


def _contours(run: algorithm.Descent, plane: Plane) -> DrawList:
    """Level lines of the quadratic loss: ellipses along the Hessian's eigenvectors."""
    values, vectors = np.linalg.eigh(run.problem.hessian)
    angle = np.linspace(0, 2 * np.pi, 73)[:-1]
    ring = vectors @ (np.stack([np.cos(angle), np.sin(angle)]) / np.sqrt(values)[:, None])
    top = max(0.40, 1.06 * float(run.losses.max() - run.losses.min()))
    lines = []
    for k, level in enumerate(top * np.linspace(0.09, 1, LEVELS) ** 2):  # evenly spaced rings
        x, y = run.problem.minimum[:, None] + np.sqrt(2 * level) * ring
        colour = mix("accent", "panel", 0.25 + 0.55 * k / LEVELS)
        lines.append(Path(plane.line(x, y), closed=True, smooth=True, stroke=colour, width=1.4))
    return tuple(lines)


def _ghost(run: algorithm.Descent, plane: Plane) -> DrawList:
    if run.variant != "momentum":
        return ()
    plain = plane.line(*algorithm.without_momentum(run).points.T)
    return (Path(plain, stroke="soft", width=2, dash=(5, 5)), dot(*plain[-1], 5, "soft"))


def _labels(run: algorithm.Descent, plane: Plane, path: tuple, rings: tuple[Path, ...]) -> DrawList:
    goal = plane.at(*run.problem.minimum)
    walk, busy = dense(path, 4), [p for ring in rings for p in dense(ring.points)]
    return (
        dot(*goal, 4, "goal"),
        Circle(*goal, 12, stroke="goal", width=2),
        tag("minimum", goal, plane.box, "goal", busy, walk, 20),
        tag("start", path[0], plane.box, "change", busy, walk, 18),
    )


def _walk(path: tuple, i: int, u: float, clip: Box) -> Group:
    done = list(path[: i + 1])
    if u > 0:
        (x0, y0), (x1, y1) = path[i], path[i + 1]
        done.append((x0 + (x1 - x0) * u, y0 + (y1 - y0) * u))
    trail = (Path(tuple(done), stroke="change", width=3),) if len(done) > 1 else ()
    dots = tuple(dot(*p, 4.5, "change") for p in path[: i + 1])
    return Group((*trail, *dots, dot(*done[-1], 7.5, "change")), clip=clip)


TEMPLATE = GradientDescent()
