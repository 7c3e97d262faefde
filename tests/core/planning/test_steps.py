"""Lists of a book and stages told over several paragraphs are one scene, said whole or not at all."""

import pytest

from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.english.phrases import label_of
from t2v_core.planning.itemised import said_of
from t2v_core.planning.structure import (
    Item,
    Source,
    extract,
    headed_stages,
    heads_stage,
    listed,
    named_stages,
    numbered_lists,
    paragraph_lists,
    steps_of,
    told_members,
    told_stages,
)
from t2v_core.planning.structure.items import doing_of, step_label
from t2v_core.planning.structure.paragraphs import tells_to_do

FOLDING = (
    "Folding a map takes four steps:\n\nLay the map on a table.\n\nFold it along the middle.\n\n"
    "Then, press the fold with a ruler.\n\nFinally, fold the long side.\n\nA folded map fits into a pocket. It lasts for years."
)


def said(items, budget=80):
    return [x.said for x in said_of(items, None, budget)]


def labels(items):
    return [x.label for x in items]


def test_a_step_that_names_a_variable_a_value_or_a_unit_is_said():
    text = (
        "1. Choose m seeds, for example m of the stones at random. 2. Put them on the shelf with w = 0. "
        "3. Heat the shelf to 80 °C. 4. Repeat the last two steps until no seed moves."
    )
    (items,) = numbered_lists([Source(text, "E1")])
    assert len(said(items)) == 4
    assert steps_of(items).template == "process"  # the last step does not lead back to the first


def test_a_list_that_starts_over_is_a_cycle():
    text = "1. Fill the jar with sand. 2. Weigh the jar on a scale. 3. Empty the jar and start again."
    (items,) = numbered_lists([Source(text, "E1")])
    assert steps_of(items).template == "cycle"


def test_a_stage_headed_by_its_number_and_name_is_said_with_them():
    text = (
        "Stage 1: Settling. The spores sink to the bottom of the pond. They rest. Stage 2: Sprouting. A thread grows out "
        "of each spore. Stage 3: Ripening. The threads form a mat that lasts all summer."
    )
    (items,) = numbered_lists([Source(text, "E1")])
    assert labels(items) == ["Settling", "Sprouting", "Ripening"]
    assert said(items)[1] == "Stage 2: Sprouting. A thread grows out of each spore."


def test_paragraphs_behind_a_colon_are_steps_as_many_as_were_counted():
    ((items, before),) = paragraph_lists([Source(FOLDING, "E1")])
    assert said(items)[0] == "Lay the map on a table." and len(items) == 4
    assert listed(items, before).template == "process"


def test_paragraphs_of_another_number_than_was_counted_are_no_list():
    assert paragraph_lists([Source(FOLDING.replace("four", "five"), "E1")]) == []


def test_a_list_whose_end_is_not_plain_is_not_told():
    text = "To fold a map:\n\nLay it on a table.\n\nFold it along the middle.\n\nPress the fold.\n\nThe ruler is put away last."
    assert paragraph_lists([Source(text, "E1")]) == []


def test_named_paragraphs_are_items_side_by_side():
    text = (
        "Weavers use three kinds of thread:\n\nLinen: The thread of flax is strong and cool.\n\n"
        "Wool: The hair of sheep keeps the warmth in.\n\nSilk: The thread of a caterpillar shines."
    )
    ((items, before),) = paragraph_lists([Source(text, "E1")])
    assert labels(items) == ["Linen", "Wool", "Silk"] and listed(items, before).template == "enumeration"
    assert said(items)[0] == "Linen: The thread of flax is strong and cool."


def test_paragraphs_that_tell_what_to_do_are_steps_behind_a_sentence_that_speaks_of_steps():
    text = (
        "Let us go through the steps of a dye test.\n\nState the question of the test.\n\nSet the strength of the dye α and a bath (1 - β).\n\n"
        "Draw threads at random. They are counted twice by two weavers.\n\nUse the threads to find the share that fades (e.g., of {red, no} threads).\n\n"
        "Repeat.\n\nA dye test is done once a year. It takes a week."
    )
    ((items, before),) = paragraph_lists([Source(text, "E1")])
    assert listed(items, before).template == "process"
    assert said(items) == [
        "State the question of the test.",
        "Set the strength of the dye α and a bath",
        "Draw threads at random.",
        "They are counted twice by two weavers.",
        "Use the threads to find the share that fades",
        "Repeat.",
    ]


def test_a_word_that_may_be_a_doing_or_a_thing_is_judged_by_its_sentence():
    assert tells_to_do("Use the thread twice.") and not tells_to_do("Use of thread is rare.")


def test_items_named_before_a_colon_may_go_on_in_small_letters_and_without_a_verb():
    text = (
        "A thread is one of three things:\n\nFast: its colour outlasts the cloth.\n\nFugitive: its colour fades within a year.\n\n"
        "Grey: all the other threads."
    )
    ((items, _),) = paragraph_lists([Source(text, "E1")])
    assert said(items)[2] == "Grey: all the other threads."


@pytest.mark.parametrize(
    "text",
    [
        "Questions on maps:\n\nDescribe the fold of a map.\n\nExplain why a map tears.\n\nCompare two maps of a town.",
        "By the end you will be able to:\n\nIdentify the parts of a map\n\nDiscuss the use of a map\n\nDefine a scale",
    ],
)
def test_exercises_and_objectives_are_no_steps(text):
    assert not any(said(items) for items, _ in paragraph_lists([Source(text, "E1")]))


STAGES = (
    "Settling is the first stage of felting, during which the wool sinks. The water is warm. It is changed once. "
    "Soap may be added.",
    "Matting is the second stage of felting. During this stage, the scales of the hairs hook into one another. It takes an hour.",
    "The final stage is drying, which takes a night.",
)


def test_stages_told_by_their_place_over_several_passages_are_one_course():
    (items,) = told_stages([Source(t, f"E{n}") for n, t in enumerate(STAGES)])
    assert labels(items) == ["Settling", "Matting", "drying"]
    assert "During this stage, the scales of the hairs hook into one another." in said(items)
    assert "Matting is the second stage of felting." in said(items)


def test_a_course_of_which_a_stage_is_missing_is_not_told():
    counted = Source("Felting has four stages. " + STAGES[0], "E0")
    rest = [Source(t, f"E{n}") for n, t in enumerate(STAGES)][1:]
    assert told_stages([counted, *rest]) == []
    assert told_stages([Source(STAGES[0], "E0"), Source("The third stage of felting is drying.", "E1")]) == []


def test_stages_announced_by_name_are_told_under_their_names():
    text = (
        "The three periods of a fair (see the map) include the opening, trading, and closing periods. "
        "The opening period begins at dawn with a bell. Stalls are built. "
        "In the trading period, farmers sell their goods to the town. The closing period begins when the lamps are lit."
    )
    (items,) = named_stages([Source(text, "E1")])
    assert labels(items) == ["opening period", "trading period", "closing period"] and len(said(items)) == 3


def test_subsections_that_are_stages_are_one_course():
    parts = {
        "The Ebb Phase": [Source("In the ebb phase, the water leaves the bay.", "E1")],
        "The Slack Phase": [Source("The boats lie on the sand. In the slack phase, nothing flows.", "E2")],
        "The Flood Phase": [Source("The flood phase brings the water back to the quay.", "E3")],
    }
    assert all(map(heads_stage, parts)) and not heads_stage("Phase Diagrams")
    assert labels(headed_stages(parts)) == ["Ebb Phase", "Slack Phase", "Flood Phase"]
    assert headed_stages({"Step 2: Weigh the jar": [], "Step 1: Fill the jar": [], "Step 3: Empty it": []}) == []


def test_a_long_list_is_cut_where_its_sentences_may_stop_and_never_to_fewer_items():
    text = (
        "1. Wash the wool in the stream, which carries the dirt and the grease of the sheep away from the pens. "
        "2. Comb the wool with a card. 3. Spin the wool on a wheel unless it is wet, because wet wool breaks."
    )
    (items,) = numbered_lists([Source(text, "E1")])
    assert said(items, 30) == [
        "Wash the wool in the stream",
        "Comb the wool with a card.",
        "Spin the wool on a wheel unless it is wet, because wet wool breaks.",
    ]
    assert said(items, 12) == []


def test_a_cut_takes_no_second_verb_away_from_its_subject():
    text = "1. The clerk reads, sorts, and files the letters of the day. 2. The clerk seals the box. 3. A boat takes the box."
    (items,) = numbered_lists([Source(text, "E1")])
    assert said(items, 20) == [] or said(items, 20)[0] == "The clerk reads, sorts, and files the letters of the day."


def test_members_of_an_open_count_are_told_right_behind_it():
    told = "First, it warms the house. Second, it dries the clothes."
    assert told_members([Source(f"A stove has several advantages. {told}", "E1")])
    assert not told_members(
        [Source(f"The heat differs between several rooms. Walls matter. Doors do too. {told}", "E1")]
    )


def test_the_sentence_that_counts_the_stages_opens_their_scene(evidence_of, host):
    felting = "Felting is a craft that turns loose wool into a firm sheet. The process of felting has three stages."
    pages = (
        (("Crafts", "Felting"), " ".join((felting, *STAGES))),
        (
            ("Crafts", "Uses of felt"),
            "Felting gives hats, boots and tents to people who live in cold countries. Felting needs more water than weaving does. "
            "If the water is too cold, felting fails because the scales stay closed.",
        ),
    )
    plan = make_plan(PlanRequest("felting", seconds=60), evidence_of("felting", pages, (0.8, 0.6)), host).plan
    scene = next(s for s in plan.scenes if s.visual.template == "process")
    assert scene.claims[0].text == "The process of felting has three stages."
    assert [s["text"] for s in scene.visual.data["steps"]] == ["Settling", "Matting", "Drying"]


def test_stages_of_one_special_case_are_not_told_of_the_whole_kind(evidence_of, host):
    stages = "Stage 1: Egg. A moth lays its eggs on a leaf. Stage 2: Larva. The young eats the leaf. Stage 3: Adult. The moth flies to a light."
    pages = (
        (("Animals", "The Great Silver Insect of the South"), stages),
        (
            ("Animals", "Creatures of the garden"),
            "Insects are animals with six legs and a body of three parts. Insects breathe through tubes that open at their sides. "
            "If the air is cold, insects move slowly because their blood is not warmed. Insects need less food than birds do.",
        ),
    )
    plan = make_plan(PlanRequest("insects", seconds=44), evidence_of("insects", pages, (0.7, 0.8)), host).plan
    assert not any("Stage 1" in s.narration for s in plan.scenes)


def test_stages_told_with_a_number_in_the_sentence_are_one_course():
    text = (
        "The dyeing of wool has three stages. In stage 1, the wool is boiled with alum. In stage 2, the colour is added. "
        "In stage 3, the wool is washed and dried."
    )
    (items,) = told_stages([Source(text, "E1")])
    assert len(said(items)) == 3


@pytest.mark.parametrize(
    "limited",
    [
        "Pour the acid slowly into the water; never pour the water into the acid.",
        "Open the red valve of the boiler — provided that the pump is off.",
        "Close the lid of the large jar, making sure that no air gets in.",
        "Stir the mixture for five whole minutes, unless it sticks.",
        "If the lamp is red, wait for the green lamp in the hall.",
        "Heat the wax in a pan, which only an adult may lift.",
    ],
)
def test_a_step_is_said_with_its_limits_or_not_at_all(limited):
    assert said_with(limited, 60)[1] == limited
    assert all(said_with(limited, budget)[1:2] in ([], [limited]) for budget in range(10, 40, 3))


def said_with(step, budget):
    steps = ("Fill the jar with clean sand.", step, "Weigh the jar on a scale.")
    return said([Item(x, step_label(doing_of(x)) or label_of(x, 11), Source(x, "E1")) for x in steps], budget)


def test_what_is_not_to_be_done_is_not_cut_off_at_a_colon():
    assert not any(said_with("Put the hot plate on the shelf: do not touch the heater.", n) for n in range(10, 40, 3))


def test_what_heads_a_stage_is_said_as_the_book_writes_it():
    text = "Stage 1: Birth! Cells form in the pond. Stage 2: Growth? The cells divide. Stage 3: Death. The cells sink."
    (items,) = numbered_lists([Source(text, "E1")])
    assert labels(items) == ["Birth", "Growth", "Death"]
    assert all(x in text for x in said(items)) and said(items)[0] == "Stage 1: Birth! Cells form in the pond."


@pytest.mark.parametrize(
    "text",
    [
        "These are ſix kinds of plants. The first kind is moss. The second kind is fern.",
        "Stage ı. The seed sinks. Stage İİ. The seed opens. Stage iii. The leaf grows.",
        "In stage ı, the seed sinks. In stage ii, the seed opens. In stage iii, the leaf grows.",
        "The ſix stages are egg, larva, and adult. The egg lies on a leaf. The larva eats. The adult flies.",
        "A ſix-step process washes the wool, then combs it and then spins it.",
        "Weavers use ſix kinds of thread:\n\nLinen: It is cool.\n\nWool: It is warm.\n\nSilk: It shines.",
    ],
)
def test_letters_that_only_fold_to_those_of_a_number_are_no_number(text):
    passages = [Source(text, "E1")]
    assert not [*told_members(passages), *told_stages(passages), *named_stages(passages), *numbered_lists(passages)]
    extract(passages)
    paragraph_lists(passages)
    assert headed_stages({f"Stage {n}: Egg": passages for n in ("ı", "ii", "iii")}) == []


def test_a_step_of_endless_borders_is_not_said():
    clerk = "The clerk reads the letters" + ", and seals, and files" * 900
    (items,) = numbered_lists([Source(f"1. {clerk}. 2. The clerk seals the box. 3. A boat takes the box.", "E1")])
    assert said(items, 60) == []
    assert numbered_lists([Source("1. Fill the jar. " * 1200, "E1")]) == []


@pytest.mark.parametrize(
    "told",
    [
        "First, it warms the house. Last, it dries the clothes.",
        "First, it warms the house. Another use is light. Second, it dries the clothes.",
        "First, it warms the house. Second, it dries the clothes. In addition, it cooks the soup. Last, it gives light.",
    ],
)
def test_members_of_an_open_count_are_not_told_without_one_in_the_middle(told):
    assert not told_members([Source(f"A stove has several advantages. {told}", "E1")])


def test_a_first_and_a_last_step_alone_are_no_process():
    first, then, last = (
        "First, the clerk opens the box.",
        "Then the clerk reads the letter.",
        "Finally, the clerk seals it.",
    )
    assert extract([Source(x, "E1") for x in (first, then, last)])[0].template == "process"
    assert not any(f.template == "process" for f in extract([Source(x, "E1") for x in (first, last)]))


STEPS_OF_FULLING = (
    "Follow this recipe. 1. Soak the cloth in warm water overnight. 2. Beat the cloth with a heavy wooden hammer. "
    "3. Rinse the cloth in the cold stream. 4. Stretch the cloth on a frame in the sun."
)


@pytest.mark.parametrize("topic", ["steps of cloth-fulling", "How does cloth-fulling work?"])
@pytest.mark.parametrize("own", ["12.2 The recipe", "12.2 Where cloth-fulling works"])
def test_the_steps_in_a_numbered_chapter_of_a_hyphenated_name_are_told(evidence_of, host, topic, own):
    about = (
        "Cloth-fulling is a craft that makes woven cloth dense and warm. Cloth-fulling needs more water than weaving does. "
        "If the water is too cold, cloth-fulling fails because the hairs stay smooth. Cloth-fulling gives coats to sailors."
    )
    pages = (
        (("12 Warm crafts with cloth-fulling", own), STEPS_OF_FULLING),
        (("12 Warm crafts with cloth-fulling", "12.1 The craft"), about),
    )
    plan = make_plan(PlanRequest(topic, seconds=60), evidence_of(topic, pages, (0.7, 0.8)), host).plan
    scene = next(s for s in plan.scenes if s.visual.template == "process")
    assert len(scene.visual.data["steps"]) == 4
