"""Things that a passage tells side by side: two of a kind, and the members of a family that it counts."""

import pytest

from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.structure import Source, set_apart, told_members


def columns(first: str, second: str, follows: bool = False) -> list[str]:
    found = set_apart(Source(first, "E1"), Source(second, "E2"), follows)
    return [c["text"] for c in found.data["columns"]] if found else []


def test_two_of_a_kind_are_compared_each_with_its_own_passage():
    found = set_apart(
        Source("Reset gates help capture short-term dependencies.", "E1"),
        Source("Update gates help capture long-term dependencies.", "E2"),
        False,
    )
    assert [(c["text"], c["evidence_id"]) for c in found.data["columns"]] == [
        ("Reset gates", "E1"),
        ("Update gates", "E2"),
    ]
    assert found.data["rows"][0]["cells"][1] == "help capture long-term dependencies"


def test_what_is_said_in_contrast_is_compared_only_with_the_sentence_before():
    pair = "The larvae live in fresh water for two years.", "In contrast, adults live in open country."
    assert columns(*pair, follows=True) == ["Larvae", "Adults"]
    assert columns(*pair, follows=False) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Long-term memory is the store of facts.",
            "Long-term memory capacity is without limit.",
        ),  # the one holds the other
        (
            "The neutral stimulus begins to bring on a response.",
            "The conditioned stimulus is a sweet taste.",
        ),  # does, is
        ("Blood returns to the heart with little oxygen.", "In contrast, some arteries carry blood to the lungs."),
        ("Banks lend money to firms.", "Rivers carry sand to the sea."),
        (
            "For instance, a mining firm may harm the air of its town.",
            "In contrast, fairness places all neighbours in one frame.",
        ),
        (
            "Wild herds often give the first taste of freedom.",
            "Small herds give calves their first long taste of freedom in spring.",
        ),
    ],
)
def test_what_is_not_of_one_kind_is_not_set_side_by_side(first, second):
    assert columns(first, second, follows=True) == []


def test_a_cell_is_whole_without_its_asides():
    found = set_apart(
        Source("Grey molds have a thick wall that keeps the first dye (crystal blue) during the washing step.", "E1"),
        Source("In contrast, green molds have a thin wall that does not keep the first dye from washing away during the long washing step; so they look pale.", "E2"),
        True,
    )  # fmt: skip
    assert found.data["rows"][0]["cells"] == [
        "have a thick wall that keeps the first dye during the washing step",
        "have a thin wall that does not keep the first dye from washing away during the long washing step",
    ]


@pytest.mark.parametrize(
    ("text", "template", "names"),
    [
        (
            "There are three types of lens. The first type is the convex lens, which gathers light. It is common. "
            "The second type is a concave lens. The third, the plane lens, does neither.",
            "hierarchy",
            ["convex lens", "concave lens", "plane lens"],
        ),
        (
            "Growth has three stages. Attachment is the first stage in which spores settle. "
            "The second stage is germination. The last stage, ripening, takes a month.",
            "process",
            ["Attachment", "Germination", "Ripening"],
        ),
    ],
)
def test_a_family_told_one_by_one_is_drawn_whole(text, template, names):
    (found,) = told_members([Source(text, "E1")])
    data = found.finding.data
    assert found.finding.template == template
    assert [x["source"] for x in data.get("links", [])] or [x["text"] for x in data["steps"]] == names


def test_a_family_of_which_one_member_is_missing_is_not_drawn():
    assert told_members([Source("There are three types of lens. The first is convex glass. Light bends.", "E1")]) == []


def test_a_pair_on_the_topic_is_one_scene_with_both_sentences(evidence_of, host):
    pages = (
        (
            ("Joints", "Kinds of joints"),
            "A joint is a place at which two bones of the skeleton meet. Fibrous joints hold bones together with tough tissue. "
            "Synovial joints hold bones apart with a capsule of fluid.",
        ),
        (
            ("Joints", "Wear"),
            "A joint wears when its cartilage is lost with age. Exercise keeps the muscles round a joint strong and supple. "
            "An injured joint swells because fluid gathers in its capsule. Warmth eases the pain of a joint at night. "
            "A joint of the hand has more sense organs than a joint of the back.",
        ),
    )
    evidence = evidence_of("joints", pages, scores=(0.8, 0.6))
    plan = make_plan(PlanRequest("joints", seconds=44), evidence, host).plan
    (told,) = [s for s in plan.scenes if s.visual.template == "comparison"]
    assert [c.text.split()[0] for c in told.claims] == ["Fibrous", "Synovial"]


def test_two_cases_of_one_rule_are_told_side_by_side(evidence_of, host):
    cases = (
        "If the load of a raft is less than its lift, the raft rises in the water.",
        "If the load of a raft is greater than its lift, the raft sinks in the water.",
    )
    page = (
        f"A raft is a flat boat of logs that are bound with rope. {cases[0]} The logs of a raft are cut in winter, because dry wood has more lift. "
        f"Salt is carried to the towns by the sea. {cases[1]} Rafts of the valley carry salt and grain to the towns by the sea. "
        "A pole of ash moves the raft through shallow water. The lift of a raft grows with the volume of its logs."
    )
    evidence = evidence_of("raft", ((("Rafts",), page),), scores=(0.8,))
    scenes = make_plan(PlanRequest("raft", seconds=45), evidence, host).plan.scenes
    assert [s for s in scenes if all(case in s.narration for case in cases)]
