"""A Gaussian mixture: every point belongs to both groups by a share, and the ellipses follow the shares."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import gaussian_mixture as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Group, Path, marker
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..theme import mix

SHOWN = (0, 1, 2, 3, 4, 6, 8, 12)  # rounds
STRETCH = 2.0  # at most: stretched groups are Gaussian still, with the same shares
LOOKS = (("circle", "accent"), ("square", "change"))


class GaussianMixture(ComputedTemplate):
    name = "gaussian_mixture"
    terms = terms(
        "Gaussian mixture, Gaussian mixture model, mixture of Gaussians, GMM, expectation maximisation, expectation maximization, EM algorithm, soft clustering, mixture model"
    )
    needs = beside(
        "mixture model, soft clustering, EM algorithm, expectation maximisation, expectation maximization, GMM",
        "Gaussian, Gaussians, mixture, mixtures, cluster, clusters, clustering, responsibilities, component, components, normal",
    )
    not_beside = beside(
        "EM algorithm, expectation maximisation, expectation maximization, mixture model",
        "hidden Markov, Baum-Welch, motif, phylogenetic, haplotype, topic",
    )
    strangers = (
        "Bayesian Gaussian mixture",
        "infinite mixture model",
        "Dirichlet process mixture model",
        "finite mixture model",
        "mixture of experts",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        plot = at.plot
        high = 0.92
        wide = max(1.08, plot.w / plot.h * high / STRETCH)
        plane = Plane(plot, 0.52 - wide / 2, 0.52 + wide / 2, 0.5 - high / 2, 0.5 + high / 2)
        times = pace(ctx.clock, len(SHOWN))
        symbols = [
            Symbol(
                r"r_{ik}",
                "share of group k in point i",
                "accent",
                spoken(ctx.clock, ("responsibility", "responsibilities", "expectation", "probability", "soft")),
            ),
            Symbol(
                r"\mu_k, \Sigma_k",
                "mean and spread of group k",
                "change",
                spoken(
                    ctx.clock,
                    ("mean", "means", "covariance", "maximisation", "maximization", "component", "components"),
                ),
            ),
            Symbol(
                r"\pi_k", "weight of group k", "goal", spoken(ctx.clock, ("weight", "weights", "mixing", "proportion"))
            ),
        ]
        formula = r"r_{ik} = \frac{\pi_k \, \mathcal{N}(x_i \mid \mu_k, \Sigma_k)}{\sum_j \pi_j \, \mathcal{N}(x_i \mid \mu_j, \Sigma_j)}"
        column = side(at.side, formula, symbols, ("round", "log-likelihood a point"), 6, 2, "−0.000", "round")
        fits = [run.rounds[k].likelihood for k in SHOWN]
        low, top = min(fits), max(fits)
        states = [
            (str(k), f"{f:.3f}".replace("-", "−"), 0.08 + 0.92 * (f - low) / (top - low))
            for k, f in zip(SHOWN, fits, strict=True)
        ]
        still = (*at.panel(f"Example run: {len(run.points)} points, two groups"), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            a, b = run.rounds[SHOWN[i]], run.rounds[SHOWN[min(i + 1, len(SHOWN) - 1)]]
            picture = Group(_drawn(run, plane, a, b, ease(u)), clip=at.bleed)
            return (picture, *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


def _drawn(run: algorithm.Fit, plane: Plane, a: algorithm.Round, b: algorithm.Round, u: float) -> DrawList:
    """Ellipses at one and two standard deviations, on their way from one round to the next, and the points by their shares."""
    means = a.means * (1 - u) + b.means * u
    spreads = a.covariances * (1 - u) + b.covariances * u
    shares = a.shares * (1 - u) + b.shares * u
    items: list = []
    for k, (_, colour) in enumerate(LOOKS):
        for reach in (2.0, 1.0):
            ring = tuple(plane.at(*p) for p in _ellipse(means[k], spreads[k], reach))
            fill = mix("panel", colour, 0.14) if reach == 2 else ""
            items.append(
                Path(ring, closed=True, fill=fill, stroke=colour, width=2 if reach == 1 else 1.2, opacity=0.75)
            )
    for p, share in zip(run.points, shares, strict=True):
        kind = LOOKS[int(share[1] > 0.5)][0]
        items.append(
            marker(
                kind,
                *plane.at(*p),
                5.5 if plane.box.h > 220 else 4.0,
                mix("accent", "change", round(float(share[1]), 2)),
                0.9,
            )
        )
    for k, (kind, colour) in enumerate(LOOKS):
        items.append(marker(kind, *plane.at(*means[k]), 10 if plane.box.h > 220 else 8, colour, 1.0, "panel"))
    return tuple(items)


def _ellipse(mean: np.ndarray, spread: np.ndarray, reach: float) -> np.ndarray:
    """Points at `reach` standard deviations about the mean."""
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    return mean + reach * (np.linalg.cholesky(spread) @ np.vstack([np.cos(turn), np.sin(turn)])).T


TEMPLATE = GaussianMixture()
