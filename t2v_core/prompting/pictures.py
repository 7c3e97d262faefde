"""What a scene shows, in one English sentence a video model can paint.

Structured pictures say what their parts stand for; pictures computed by a real algorithm have one canonical sentence
each, because a short and known wording is what models follow best. Nothing asks for lettering: video models paint
gibberish where a caption is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from ..planning.english.phrases import cut_phrase
from ..planning.plan import Scene
from .text import quoted

_PART_WORDS = 8  # of one part's name; a video model paints shapes, not sentences
_PARTS = 5

# Keyed by a word of the template's name, so that "k_means" and "kmeans_clusters" both match.
CANONICAL: tuple[tuple[str, str], ...] = (
    ("bayes", "a square is split into a narrow and a wide part, both fill up to their own height, and the filled areas slide into one bar"),
    ("hierarchicalclustering", "scattered dots, rings close around the nearest ones two by two while a tree of brackets rises beside them"),
    ("supplydemand", "a falling line and a rising line cross, one of them slides to the right and the crossing point moves with it"),
    ("projectile", "a ball flies along an arch over level ground, an arrow along it stays the same and an upright arrow shrinks and turns"),
    ("softmax", "a few bars above and below a line turn into bars that are all above it, the tallest grows most"),
    ("growth", "a curve rises slowly, then steeply, then bends level below a dashed line"),
    ("perceptron", "dots of two colours, a line turns a little each time a dot on its wrong side lights up"),
    ("punnett", "a square of four fields fills with seeds, three round ones and a wrinkled one"),
    ("forest", "nine small two-coloured squares appear one by one, beside them a large square takes on the colour that most of them have"),
    ("mixture", "a cloud of dots in two colours, two ellipses turn and shrink until each surrounds one group"),
    ("matrixproduct", "a row of one grid of tiles and a column of another light up together and fill one tile of a third grid"),
    ("activation", "a dot runs along an S-shaped curve over a horizontal line, a short tangent turns with it"),
    ("derivative", "a line through two points of a curve turns as one point slides towards the other until it only touches the curve"),
    ("integral", "strips under a curve become narrower and more until they fill the area below it"),
    ("oscillation", "a block hangs on a spring and swings up and down, beside it a wave is written"),
    ("stackqueue", "tiles slide into a narrow shelf one after another and come out again at its end"),
    ("pagerank", "a ring of circles that send small lights along their arrows, and the circles that receive most grow largest"),
    ("minimax", "a tree whose leaves glow in two colours, and one colour after another climbs from branch to branch up to the root"),
    ("huffman", "small tiles join two by two into larger ones until one tree stands over all of them"),
    ("hashtable", "numbered tiles drop into a row of boxes, two that meet in one box form a chain"),
    ("valueiteration", "a grid of tiles, brightness spreads from the goal tile and arrows turn towards it"),
    ("alignment", "two rows of coloured tiles, a path winds through a grid and matching tiles slide under each other"),
    ("gradientflow", "a row of layers, a red pulse runs from right to left through them and fades or grows on its way"),
    ("knn", "a new dot appears among coloured dots, a circle grows around it and takes in its nearest neighbours"),
    ("normal", "falling dots pile up into a bell-shaped curve, its middle lights up first and then its flanks"),
    ("rootfinding", "a curve crosses a horizontal line, a marker jumps along tangents until it rests on the crossing"),
    ("svm", "dots of two colours, a line turns until the empty band between the two groups is widest"),
    ("descent", "a ball rolls step by step down a bowl-shaped curve to its lowest point"),
    ("backprop", "layers of circles joined by lines, a pulse runs left to right, then a red pulse runs back right to left"),
    ("network", "layers of circles joined by lines, light pulses run through them from left to right"),
    ("attention", "a row of boxes, arcs of different thickness reach from one box to the others"),
    ("kmeans", "a cloud of dots takes on three colours while three centre marks glide into the middle of each group"),
    ("nearest", "a new dot appears among coloured dots, a circle grows around it and takes in its nearest neighbours"),
    ("logistic", "dots of two colours, an S-shaped curve bends until it separates them"),
    ("regression", "scattered dots, a straight line tilts until it passes through their middle"),
    ("overfit", "scattered dots, a smooth curve turns wiggly until it runs through every dot"),
    ("polynomial", "scattered dots, a smooth curve turns wiggly until it runs through every dot"),
    ("tree", "a tree of boxes grows downwards, each box splits into two branches"),
    ("binarysearch", "a row of tiles, the middle one lights up and half of the row fades, again and again until one is left"),
    ("pca", "an oblong cloud of dots, an arrow turns along its longest direction and the dots drop onto it"),
    ("confusion", "a square of four cells fills with counters while a threshold line slides"),
    ("convolution", "a small square window slides across a grid of pixels and fills a second grid"),
    ("dijkstra", "a network of nodes, the shortest path lights up edge by edge"),
    ("astar", "a grid maze, explored cells spread towards the goal, then one path lights up"),
    ("graph", "a network of nodes, visited nodes light up one after another along the edges"),
    ("bfs", "a network of nodes lights up ring by ring from the starting node"),
    ("dfs", "a network of nodes lights up along one path to its end, then steps back"),
    ("sort", "a row of bars of different height, bars swap places until they rise from left to right"),
    ("fourier", "several sine waves slide together and add up to a square wave"),
    ("markov", "a few circles joined by curved arrows, a token jumps from circle to circle"),
)  # fmt: skip


def picture(scene: Scene, with_data: bool = True, most: int = _PARTS) -> str:
    """One clause for the scene's picture, without a full stop, naming at most `most` of its parts; `with_data` False
    leaves the book's words out."""
    template = re.sub(r"[^a-z]", "", (scene.visual.template or "").lower())
    for key, sentence in CANONICAL:
        if key in template:
            return sentence
    shape, parts = _SHAPES.get(
        "" if quotes_nobody(scene) else template, ("a few large shapes joined by arrows", lambda d: ())
    )
    words = _listed(parts(scene.visual.data), scene.title, most) if with_data else ""
    return f"{shape}, standing for {words}" if words else shape


def quotes_nobody(scene: Scene) -> bool:
    """Whether a scene shows a page for words that no book says: those of a plan by hand, or a mere topic."""
    return scene.visual.template == "quotation" and bool(scene.claims) and not any(c.evidence_ids for c in scene.claims)


def _texts(key: str) -> Callable[[dict[str, Any]], Iterable[str]]:
    def read(data: dict[str, Any]) -> Iterable[str]:
        items = data.get(key) if isinstance(data.get(key), list) else []
        return (_said(i.get("text") or i.get("label") or i.get("date")) for i in items if isinstance(i, dict))

    return read


def _said(value: Any) -> str:
    """A part's name as text: plans written by hand have numbers there ("date": 1999), or something that says nothing."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _links(data: dict[str, Any]) -> Iterable[str]:
    items = data.get("links") if isinstance(data.get("links"), list) else []
    ends = (x for i in items if isinstance(i, dict) for x in (i.get("source"), i.get("target")))
    return dict.fromkeys(e for e in ends if isinstance(e, str))


def _term(data: dict[str, Any]) -> Iterable[str]:
    term = data.get("term")
    return [term["text"]] if isinstance(term, dict) and isinstance(term.get("text"), str) else []


def _statement(data: dict[str, Any]) -> Iterable[str]:
    ends = (data.get("subject"), data.get("object"))
    return [e["text"] for e in ends if isinstance(e, dict) and isinstance(e.get("text"), str)]


_SHAPES: dict[str, tuple[str, Callable[[dict[str, Any]], Iterable[str]]]] = {
    "title": ("one large emblem in the middle of a plain card", lambda d: ()),
    "titlecard": ("one large emblem in the middle of a plain card", lambda d: ()),
    "definition": ("one large central shape with smaller shapes connected around it", _term),
    "statement": ("one large shape joined by an arrow to another, smaller shapes hanging from the arrow", _statement),
    "steps": ("boxes in a row joined by arrows, lighting up in order", _texts("steps")),
    "process": ("boxes in a row joined by arrows, lighting up in order", _texts("steps")),
    "orderedprocess": ("boxes in a row joined by arrows, lighting up in order", _texts("steps")),
    "cycle": ("boxes in a ring joined by curved arrows, lighting up in turn", _texts("steps")),
    "causeeffect": ("a chain of boxes, each arrow pushing the next box into motion", _links),
    "hierarchy": ("a tree of boxes branching downwards", _links),
    "conceptmap": ("circles joined by lines", _links),
    "comparison": ("two columns of shapes side by side, rows appearing in pairs", _texts("columns")),
    "timeline": ("a horizontal line with marks appearing from left to right", _texts("events")),
    "enumeration": ("a column of icons appearing one below the other", _texts("items")),
    "formula": ("large coloured blocks balanced on both sides of a beam, lighting up one by one", lambda d: ()),
    "numbers": ("a bar chart with bars growing to their values", _texts("values")),
    "quotation": ("an open book with one glowing line", lambda d: ()),
    "recap": ("small icons appearing one after another along a line", lambda d: ()),
}


def _listed(parts: Iterable[str], title: str, most: int) -> str:
    """Different parts, as whole phrases, that the title does not name already."""
    words = dict.fromkeys(cut_phrase(quoted(p), _PART_WORDS) for p in parts)
    return ", ".join([w for w in words if w and w.lower() not in title.lower()][:most])
