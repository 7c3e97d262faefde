"""Every computed picture in every variant and aspect: laid out without faults, pure, at rest in the end, its numbers the run's."""

from __future__ import annotations

import pytest

from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.algorithms import (
    activation,
    alignment,
    bayes,
    binary_search,
    calculus,
    confusion_matrix,
    cross,
    decision_tree,
    fourier,
    gaussian_mixture,
    gradient_descent,
    graph_search,
    growth,
    hierarchical,
    kmeans,
    linear_regression,
    logistic_regression,
    market,
    markov_chain,
    minimax,
    neural_network,
    oscillation,
    pagerank,
    pca,
    perceptron,
    projectile,
    random_forest,
    root_finding,
    sampling,
    softmax,
    sorting,
    svm,
    value_iteration,
)
from t2v_core.diagram.catalogue import catalogue
from t2v_core.diagram.computed import ComputedTemplate
from t2v_core.diagram.drawlist import Text, leaves
from t2v_core.diagram.render import SceneClip
from t2v_core.planning.plan import Claim, PlannerInfo, Scene, ScenePlan, Visual
from tests.core.diagram.geometry import faults

ASPECTS = {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (720, 720), "4:3": (960, 720)}
MOMENTS = (0.0, 0.4, 1.0)
COMPUTED = {t.name: t for t in catalogue().values() if isinstance(t, ComputedTemplate)}
CASES = [
    (t.name, v) for t in COMPUTED.values() for v in sorted({t.default, *t.terms.values(), *t.variants} - {""}) or [""]
]
WORDS = ("The error and the weight decide.", "Every point and node has its value.", "So it goes until the end.")


def clip(template: str, variant: str, aspect: str = "16:9", seconds: float = 8.0, words: bool = True) -> SceneClip:
    width, height = ASPECTS[aspect]
    visual = Visual(template=template, data={"variant": variant}, pinned=True)
    claims = [Claim(text=w, source="user") for w in WORDS]
    scene = Scene(id="s1", title="A picture", role="mechanism", seconds=seconds, claims=claims, visual=visual)
    plan = ScenePlan(title="Film", topic="x", scenes=[scene], planner=PlannerInfo(kind="manual"))
    film = render_plan(
        plan, RenderSettings(width=width, height=height, transitions=False, captions=words, citations=words)
    )
    assert film.drawn[0].choice.template == template
    return film.segments[0].clip


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
@pytest.mark.parametrize(("template", "variant"), CASES)
def test_no_frame_has_a_fault(template: str, variant: str, aspect: str) -> None:
    check(template, variant, aspect, MOMENTS)


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize(("template", "variant"), CASES)
def test_no_frame_has_a_fault_in_any_aspect(template: str, variant: str, aspect: str) -> None:
    check(template, variant, aspect, tuple(k / 16 for k in range(17)))


def check(template: str, variant: str, aspect: str, moments: tuple[float, ...]) -> None:
    width, height = ASPECTS[aspect]
    drawn = clip(template, variant, aspect)
    for moment in moments:
        still, moving = drawn.lists(round(moment * (drawn.frame_count - 1)))
        found = faults((*still, *moving), 720 * width / height)
        if template == "convolution":  # the kernel's frame slides over the numbers: that is the picture
            found = [f for f in found if "is crossed by Rect" not in f or "width=3" not in f]
        assert not found, f"{moment}:\n" + "\n".join(found[:5])


@pytest.mark.parametrize(("template", "variant"), CASES)
def test_the_result_rests_before_the_scene_ends(template: str, variant: str) -> None:
    drawn = clip(template, variant, words=False)
    last = drawn.frame_count - 1
    assert drawn.lists(last) == drawn.lists(round(0.9 * last))
    assert drawn.lists(last) != drawn.lists(round(0.3 * last))


@pytest.mark.parametrize("template", COMPUTED)
def test_a_picture_is_marked_as_an_example(template: str) -> None:
    still, moving = clip(template, "").lists(0)
    assert any(isinstance(x, Text) and x.string.startswith("Example") for x in leaves((*still, *moving)))


@pytest.mark.parametrize("template", COMPUTED)
@pytest.mark.parametrize("seconds", [1.0, 120.0])
def test_the_pace_fits_short_and_long_scenes(template: str, seconds: float) -> None:
    drawn = clip(template, "", seconds=seconds)
    frames = [drawn.lists(round(m * (drawn.frame_count - 1))) for m in (0.0, 0.3, 0.6, 1.0)]
    assert len({repr(f) for f in frames}) == 4


RESULTS = {
    ("gradient_descent", "momentum"): lambda: f"{gradient_descent.example('momentum').losses[-1]:.4f}",
    ("gradient_descent", "too_large"): lambda: f"{gradient_descent.example('too_large').losses[-1]:.4f}",
    ("bayes_theorem", ""): lambda: f"{bayes.example().posterior:.3f}",
    ("hierarchical_clustering", "ward"): lambda: f"{hierarchical.example('ward').merges[-1].height:.3f}",
    ("kmeans", ""): lambda: f"{kmeans.example().rounds[-1].inertia:.3f}",
    ("linear_regression", ""): lambda: f"{linear_regression.example().errors[-1]:.4f}",
    ("logistic_regression", "boundary"): lambda: f"{logistic_regression.boundary().losses[-1]:.4f}",
    ("neural_network", "forward"): lambda: f"{neural_network.example().activations[-1][0]:.4f}",
    ("neural_network", "backward"): lambda: f"{neural_network.example().deltas[0][1]:.4f}".replace("-", "−"),
    ("decision_tree", ""): lambda: f"{decision_tree.example().impurity(4):.3f}",
    ("graph_search", "dijkstra"): lambda: f"{graph_search.on_graph('dijkstra').cost:g}",
    ("confusion_matrix", "matrix"): lambda: f"{max(s.f1 for s in confusion_matrix.example().states):.2f}",
    ("confusion_matrix", "roc"): lambda: f"{confusion_matrix.example().auc:.2f}",
    ("pca", ""): lambda: f"{pca.example().variances[0]:.3f}",
    ("sorting", "quick"): lambda: str(sorting.example("quick").states[-1].comparisons),
    ("fourier_series", "triangle"): lambda: f"{fourier.series('triangle').errors[-1]:.4f}",
    ("alignment", "score"): lambda: f"score {alignment.example().value}",
    ("alignment", "edits"): lambda: f"distance {alignment.example(True).value}",
    ("root_finding", "newton"): lambda: f"{root_finding.newton().guesses[-1]:.6f}",
    ("root_finding", "bisection"): lambda: f"{root_finding.bisection().guesses[-1]:.6f}",
    ("normal_distribution", "deviations"): lambda: f"{sampling.within(3):.2%}",
    ("normal_distribution", "means"): lambda: f"{sampling.means(30).deviation:.3f}",
    ("svm", ""): lambda: f"{svm.example().widths[-1]:.3f}",
    ("supply_demand", "demand"): lambda: f"{market.example('demand')[1].price:g}",
    ("supply_demand", "price"): lambda: f"{market.Market().supplied(8) - market.Market().demanded(8):g}",
    ("projectile", "path"): lambda: f"{projectile.example().range:.1f} m",
    ("projectile", "angles"): lambda: f"{projectile.example(75).range:.1f} m",
    ("softmax", "temperature"): lambda: f"{softmax.softmax(softmax.SCORES, 8.0)[0]:.2f}",
    ("growth", "exponential"): lambda: f"{float(growth.example('exponential').at(6)):.3g}",
    ("growth", "logistic"): lambda: f"{float(growth.example('logistic').at(9)):.1f}",
    ("growth", "decay"): lambda: f"{float(growth.example('decay').at(6)):.3g}",
    ("perceptron", ""): lambda: str(len(perceptron.example().mistakes)),
    ("binary_search", ""): lambda: str(len(binary_search.search(binary_search.VALUES, binary_search.KEY))),
    ("punnett_square", "dihybrid"): lambda: f"{cross.example('dihybrid').phenotypes[True, True]} of 16",
    ("activation", "sigmoid"): lambda: f"{float(activation.sigmoid(4.0)):.3f}",
    ("derivative", ""): lambda: f"{calculus.secant(0.01):.2f}",
    ("integral", "rectangles"): lambda: f"{calculus.total(64):.4f}",
    ("integral", "trapezoids"): lambda: f"{calculus.total(64, True):.4f}",
    ("oscillation", "simple"): lambda: f"{1000 * oscillation.example().energies(0)[1]:.1f} mJ",
    ("value_iteration", ""): lambda: f"{value_iteration.run()[-1].values[2, 0]:.2f}",
    ("stack_queue", "stack"): lambda: "pop 7",
    ("stack_queue", "queue"): lambda: "dequeue 5",
    ("huffman", ""): lambda: "1101",
    ("pagerank", ""): lambda: f"{pagerank.run().rounds[-1][2]:.3f}",
    ("minimax", "alpha_beta"): lambda: (
        f"Example run: {len(minimax.run(prune=True).states[-1].seen)} of 9 leaves looked at"
    ),
    ("hash_table", ""): lambda: "38 mod 7 = 3",
    ("random_forest", ""): lambda: f"{random_forest.example().accuracy(random_forest.TREES):.1%}",
    ("gaussian_mixture", ""): lambda: f"{gaussian_mixture.example().rounds[-1].likelihood:.3f}",
    ("matrix_product", ""): lambda: "3 − 3 − 8 = −8",
    ("markov_chain", ""): lambda: f"{markov_chain.example().distributions[-1][0]:.3f}",
}


@pytest.mark.parametrize(("template", "variant"), RESULTS)
def test_the_numbers_in_the_end_are_the_runs(template: str, variant: str) -> None:
    drawn = clip(template, variant, words=False)
    still, moving = drawn.lists(drawn.frame_count - 1)
    shown = {x.string for x in leaves((*still, *moving)) if isinstance(x, Text)}
    assert RESULTS[template, variant]() in shown
