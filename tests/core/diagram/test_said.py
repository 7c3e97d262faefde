"""What is said and what is lit go together: cells of a table, symbols of a formula, words of a quotation; bars keep to their whole."""

from __future__ import annotations

import itertools

import pytest

from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.box import Box
from t2v_core.diagram.drawlist import Circle, Maths, Path, Rect, Text, leaves
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.planning.plan import Claim, Visual


def _items(scene: str, share: float, said: str = "", data: dict | None = None) -> list:
    """What is drawn of a gallery scene after a share of its time, with another sentence or other data when given."""
    plan = gallery_plan()
    one = next(s for s in plan.scenes if s.id == scene)
    if said:
        one = one.model_copy(
            update={"claims": [Claim(text=said, evidence_ids=["E1"], source="extract")], "narration": said}
        )
    if data:
        one = one.model_copy(update={"visual": Visual(template=scene, data=data)})
    clip = render_plan(plan.model_copy(update={"scenes": [one]}), RenderSettings()).segments[0].clip
    still, moving = clip.lists(round(share * (clip.frame_count - 1)))
    return list(leaves((*still, *moving)))


def _colour(items: list, text: str) -> str:
    return next(x.colour for x in items if isinstance(x, Text) and x.string == text)


def test_a_cell_is_grey_until_its_own_words_are_said() -> None:
    said = "Sound is a longitudinal wave that needs a medium, whereas light is a transverse wave."
    data = {
        "columns": [{"text": "Sound", "evidence_id": "E1"}, {"text": "Light", "evidence_id": "E1"}],
        "rows": [{"cells": ["is a longitudinal wave", "is a transverse wave"], "evidence_id": "E1"}],
    }
    early, late = (_items("comparison", t, said, data) for t in (0.4, 0.97))
    assert _colour(early, "is a longitudinal wave") == "ink" == _colour(late, "is a transverse wave")
    assert _colour(early, "is a transverse wave") == "faint"


def test_the_symbol_being_explained_is_lit_in_the_formula() -> None:
    whole = [x for x in _items("formula", 0.4) if isinstance(x, Maths) and "=" in x.latex]
    assert [(x.lit, len(x.glyphs)) for x in whole] == [("accent", 4)]  # w_t stands in it twice


def test_a_quotation_darkens_in_place_and_has_no_caption() -> None:
    early, late = (_items("quotation", t) for t in (0.3, 0.97))
    said = [
        " ".join(
            x.string for x in items if isinstance(x, Text) and x.size > 30 and x.colour == "ink" and x.face == "regular"
        )
        for items in (early, late)
    ]
    assert 0 < len(said[0]) < len(said[1])
    assert not [x for x in early if isinstance(x, Text) and x.size == 24]


def test_bars_of_percentages_are_drawn_against_the_whole() -> None:
    bars = sorted(x.w for x in _items("numbers", 0.97) if isinstance(x, Rect) and x.fill not in ("plate", "rule"))
    track = next(x.w for x in _items("numbers", 0.97) if isinstance(x, Rect) and x.fill == "plate")
    assert [round(100 * w / track, 1) for w in bars[-3:]] == [91.8, 96.9, 99.3]


def test_kinds_said_from_the_child_up_are_a_tree_from_the_root_down() -> None:
    links = [{"source": s, "target": "Vertebrates", "label": "is a", "evidence_id": "E1"} for s in ("Birds", "Fishes")]
    ways = (links, [{**k, "source": k["target"], "target": k["source"]} for k in links])
    for links in ways:
        items = _items("hierarchy", 0.97, "Vertebrates are birds and fishes.", {"links": links})
        top = {x.string: x.y for x in items if isinstance(x, Text)}
        assert top["Vertebrates"] < top["Birds"] == top["Fishes"] and "kinds" in top
        assert not any(isinstance(x, Path) and x.head for x in items)


def test_values_of_other_orders_of_magnitude_stand_where_their_logarithms_do() -> None:
    values = [
        {"label": n, "value": v, "text": f"{v:g}", "evidence_id": "E1"} for n, v in (("a", 0.1), ("b", 1), ("c", 1000))
    ]
    items = _items("numbers", 0.99, data={"unit": "kg", "values": values})
    a, b, c = sorted(x.x for x in items if isinstance(x, Circle))
    assert (c - b) / (b - a) == pytest.approx(3)
    assert {"0.1", "1", "10", "100", "1 000"} <= {x.string for x in items if isinstance(x, Text)}


def test_a_process_in_two_parts_counts_on() -> None:
    steps = [{"text": f"{word} of the reaction in the cell is done", "evidence_id": "E1"} for word in "abcdefghi"]
    plan = gallery_plan()
    one = next(s for s in plan.scenes if s.id == "process")
    one = one.model_copy(update={"visual": Visual(template="process", data={"steps": steps})})
    clip = render_plan(plan.model_copy(update={"scenes": [one]}), RenderSettings(720, 1280)).segments[0].clip
    shown = [{x.string for x in leaves(clip.lists(i)[1]) if isinstance(x, Text)} for i in (0, clip.frame_count - 1)]
    assert "1" in shown[0] and "9" not in shown[0] and "9" in shown[1] and "1" not in shown[1]


def test_ties_of_dates_that_lean_the_same_way_never_share_a_line() -> None:
    years = (-300, 1543, 1609, 1687, 1905, 1915, 1929)
    events = [{"date": str(y), "year": y, "text": f"event {y}", "evidence_id": "E1"} for y in years]
    ties = [x.points for x in _items("timeline", 0.99, data={"events": events}) if isinstance(x, Path) and not x.head]
    level = [(p[1][1], *sorted((p[1][0], p[2][0]))) for p in ties if len(p) == 4 and abs(p[1][0] - p[2][0]) > 1]
    assert len(level) >= 4
    for (y, a, b), (z, c, d) in itertools.combinations(level, 2):
        assert y != z or b <= c or d <= a


def test_one_share_fills_its_part_of_the_whole() -> None:
    share = {"label": "is lost as heat", "value": 12.5, "text": "About 12.5 %"}
    data = {"kind": "share", "unit": "of the energy", "values": [share]}
    whole, part = [x.w for x in _items("numbers", 0.97, data=data) if isinstance(x, Rect) and x.h == 64]
    assert part / whole == pytest.approx(0.125)


@pytest.mark.parametrize(("bound", "solid"), [("most", []), ("least", [0.4])])
def test_a_share_that_is_only_bounded_is_hatched_where_it_is_open(bound, solid) -> None:
    share = {"label": "support the law", "value": 40, "text": "… 40 %", "bound": bound}
    data = {"kind": "share", "unit": "of the voters", "values": [share]}
    items = _items("numbers", 0.97, data=data)
    whole, *parts = [x for x in items if isinstance(x, Rect) and x.h == 64]
    assert [x.w / whole.w for x in parts] == pytest.approx(solid)
    inside = [p for x in items if isinstance(x, Path) for p in x.points if whole.y <= p[1] <= whole.y + whole.h]
    reach = [(x - whole.x) / whole.w for x, _ in inside]
    assert (min(reach), max(reach)) == pytest.approx((0, 0.4) if bound == "most" else (0.4, 1), abs=0.02)


def test_what_a_statement_adds_hangs_from_what_it_tells_more_of_without_crossing() -> None:
    data = {
        "subject": {"text": "The optimiser"},
        "verb": "moves",
        "object": {"text": "the weights"},
        "additions": [{"word": "that", "text": "matter", "of": "object"}, {"word": "in", "text": "each step"}],
    }
    items = _items("statement", 0.97, data=data)
    ties = sorted((x.points for x in items if isinstance(x, Path) and x.head == 8), key=lambda p: p[0])
    assert [a[-1][0] for a in ties] == sorted(a[-1][0] for a in ties)


def _stated(verb: str, object_: str) -> tuple[list, dict[str, Box]]:
    """The items of a statement about salt, and the boxes of its texts."""
    data = {"subject": {"text": "Salt"}, "verb": verb, "object": {"text": object_}}
    items = _items("statement", 0.97, data=data)
    return items, {x.string: x.bounds for x in items if isinstance(x, Text)}


def _rects_around(items: list, inner: Box) -> list[Rect]:
    return [x for x in items if isinstance(x, Rect) and x.bounds.contains(inner)]


def test_only_a_statement_of_a_doing_has_an_arrow_and_a_denied_one_is_crossed_out() -> None:
    verbs = ("attracts", "does not attract", "is", "contains", "occurs in", "shows that")
    drawn = {v: _stated(v, "the water")[0] for v in verbs}
    arrows = {v: [x for x in items if isinstance(x, Path) and x.head == 13] for v, items in drawn.items()}
    assert [v for v, found in arrows.items() if found] == ["attracts", "does not attract"]
    crosses = {v: [x for x in items if isinstance(x, Path) and x.stroke == "change"] for v, items in drawn.items()}
    assert {v: len(found) for v, found in crosses.items() if found} == {"does not attract": 2}


def test_what_holds_is_drawn_round_what_it_holds_and_a_place_round_what_lies_there() -> None:
    items, at = _stated("contains", "ions")
    frame = max(_rects_around(items, at["ions"]), key=lambda r: r.w * r.h)
    assert frame.bounds.contains(at["Salt"])
    assert at["Salt"].bottom < at["ions"].y
    items, at = _stated("is found in", "the sea")
    frame = max(_rects_around(items, at["the sea"]), key=lambda r: r.w * r.h)
    card = min(_rects_around(items, at["Salt"]), key=lambda r: r.w * r.h)
    assert frame.bounds.contains(card.bounds)
    assert not card.bounds.contains(at["the sea"])


@pytest.mark.parametrize("verb", ["does not attract", "does not in any way bind to"])
def test_the_cross_leaves_the_words_of_the_verb_alone(verb: str) -> None:
    items, at = _stated(verb, "water")
    crosses = [x for x in items if isinstance(x, Path) and x.stroke == "change"]
    highest = min(y - x.width / 2 for x in crosses for _, y in x.points)
    assert crosses and highest >= max(
        b.bottom for said, b in at.items() if said not in ("Salt", "water") and said in verb
    )


def test_the_arrow_leads_from_who_does_it_to_whom_it_is_done() -> None:
    items, at = _stated("is dissolved by", "water")
    (way,) = [x.points for x in items if isinstance(x, Path) and x.head == 13]
    assert at["Salt"].x < way[-1][0] < way[0][0] < at["water"].x


def test_what_a_thing_lacks_lies_in_no_frame() -> None:
    items, at = _stated("has", "no smell")
    assert not [r for r in _rects_around(items, at["no smell"]) if r.bounds.contains(at["Salt"]) and r.w < 1200]


def test_a_condition_keeps_its_word_on_its_card_and_an_arrow_leads_to_what_follows() -> None:
    data = {"links": [{"source": "because salt binds water", "target": "the meat keeps longer"}]}
    items = _items("cause_effect", 0.97, data=data)
    at = {x.string: x.bounds for x in items if isinstance(x, Text)}
    card = min(_rects_around(items, at["because"]), key=lambda r: r.w * r.h)
    assert card.bounds.contains(at["salt binds water"])
    (way,) = [x.points for x in items if isinstance(x, Path) and x.head == 13]
    assert card.bounds.right <= way[0][0] < way[1][0] <= at["the meat keeps longer"].x


def test_what_rises_or_falls_has_a_line_that_does_so_and_what_lies_between_stands_there() -> None:
    slopes = {}
    for verb in ("rises with", "falls with"):
        items, _ = _stated(verb, "the heat")
        (way,) = [x.points for x in items if isinstance(x, Path) and x.head == 12]
        slopes[verb] = way[0][1] - way[1][1]
    assert slopes["rises with"] > 0 > slopes["falls with"]
    _, at = _stated("lies between", "the sea and the hills")
    assert at["the sea"].right < at["Salt"].x < at["Salt"].right < at["the hills"].x
