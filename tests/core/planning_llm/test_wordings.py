"""True sentences in other words that are kept, and false ones beside them that are caught: one group of passages for each means."""

from __future__ import annotations

import pytest

from t2v_core.planning.gate.grounding import check_sentence
from t2v_core.planning.gate.plain import plainly

LIFT = "The lift carries no more than 450 kilograms."
HOURS = "The lift carries over 600 kilograms in the morning and up to 450 kilograms at night."
FORM = "A parent may sign the form with both the principal and the teacher present."
DROUGHT = "During the drought, farmers sold most of their cattle."
CHEESE = "Cheese is made firm by pressing and by drying."
SALTED = "Cheese is made firm in three ways: by pressing, by drying and by salting."
PAINTING = "The museum paid $3 million for the painting."
REEF = "The reef formed about 12 MYA and died about 9 MYA."
DRIVERS = "Bus drivers make up half of the total number of employed people in the town."
VIOLINS = "Violins made in this region typically have a dark red varnish."
PIPES = "Old pipes leak at joints that sometimes burst in frost."
BEAMS = "Short beams bend less under load than long beams."
TIDES = "The moon raises the tides of the sea."
VALLEY = "Because the soil in the valley is poor, farmers there keep sheep."
MILL = "The mill grinds the grain into flour."
VARNISH = "The varnish protects the wood from water."
GUILD = "The guild elected the master builder of the town each spring and welcomed strangers who came to the town."
ESTATE = "Landless farmers were hired by the estate, and land was cheap."
SMOKE = "Smoke drifts down from the hills in the evening. In the morning it comes from the sea."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, LIFT, "The lift cannot carry more than 450 kilograms."),
        (False, LIFT, "The lift carries more than 450 kilograms."),
        (False, HOURS, "The lift carries up to 600 kilograms in the morning."),
        (False, FORM, "A parent may sign the form with either the principal or the teacher present."),
        (True, DROUGHT, "Most of the cattle were sold by farmers during the drought."),
        (False, DROUGHT, "The farmers sold most of their cattle before the drought."),
    ],
)
def test_bounds_of_numbers_pairs_and_times_are_held_against_the_same_thing(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, CHEESE, "Cheese is made firm in two ways, by pressing and by drying."),
        (False, CHEESE, "Cheese is made firm in three ways, by pressing and by drying."),
        (False, SALTED, "Cheese is made firm in two ways, by pressing and by drying."),
        (True, PAINTING, "The museum paid three million dollars for the painting."),
        (False, PAINTING, "The museum paid three million euros for the painting."),
        (False, REEF, "The reef formed about 12 thousand years ago."),
        (True, DRIVERS, "Half of all employed people in the town are bus drivers."),
        (False, VIOLINS, "Every violin made in this region has a dark red varnish."),
        (True, VIOLINS, "Violins from this region usually have a dark red varnish."),
        (False, PIPES, "Old pipes leak at joints that always burst in frost."),
        (False, BEAMS, "Long beams bend less under load than short beams."),
    ],
)
def test_counts_of_a_list_sums_of_money_and_universals(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, MILL, "The mill turns the grain into flour."),
        (False, VARNISH, "The varnish harms the wood."),
        (True, GUILD, "The guild chose the master builder of the town each spring."),
        (False, GUILD, "The guild expelled strangers who came to the town."),
        (True, ESTATE, "Farmers without land were hired by the estate."),
        (True, TIDES, "It is the moon that raises the tides of the sea."),
        (False, TIDES, "It is the tides of the sea that raise the moon."),
        (True, VALLEY, "Poor soil is why farmers in the valley keep sheep."),
        (False, SMOKE, "Smoke drifts down from the sea."),
    ],
)
def test_verbs_of_contrary_effect_and_stressed_words(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


LOAF = "The oven always gives the loaf a soft, pale crust."
KILN = "The kiln turns clay into brick."
FORD = "At the ford the heavier ox cart sinks behind the lighter horse cart."
PILOT = "The harbour pilot may refuse a ship, but this happens rarely."
NOTICE = "Anyone can read the notice, but only the clerk can remove it."
BELL = "The new bell weighs one and a half times as much as the old one."
LETTERS = "The clerk files but does not read the letters."
CHARCOAL = "The furnace cannot run without charcoal."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (False, LOAF, "The crust of the loaf is hard."),
        (True, LOAF, "The crust of the loaf is soft."),
        (False, KILN, "The kiln turns brick into clay."),
        (True, KILN, "Clay is turned into brick by the kiln."),
        (False, FORD, "The horse cart is heavier than the ox cart."),
        (False, PILOT, "The harbour pilot often refuses a ship."),
        (False, NOTICE, "Everyone can remove the notice."),
        (True, NOTICE, "Everyone can read the notice."),
        (False, BELL, "The new bell weighs twice as much as the old one."),
        (True, LETTERS, "The letters are filed but not read by the clerk."),
        (False, LETTERS, "The clerk reads but does not file the letters."),
        (True, CHARCOAL, "The furnace needs charcoal to run."),
        (False, CHARCOAL, "The furnace can run without charcoal."),
    ],
)
def test_attributes_changes_and_how_far_a_denial_reaches(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


TOLL = "Raising the toll reduces the traffic on the bridge."
SALMON = "Because the spring was dry, the river stayed low, and the salmon came late."
MILLS = "The two mills share a single wheel. Running them is therefore cheap."
HILL = "The observatory was built on a hill by the monks of the abbey."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (False, TOLL, "Reducing the traffic on the bridge raises the toll."),
        (True, TOLL, "The traffic on the bridge falls when the toll is raised."),
        (False, SALMON, "The river stayed low because the salmon came late."),
        (True, SALMON, "The salmon came late because the spring was dry."),
        (False, MILLS, "The two mills share a single wheel because running them is cheap."),
        (False, HILL, "Galileo built the observatory on a hill."),
    ],
)
def test_what_acts_what_follows_and_who_is_named_first(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


def test_only_what_is_stressed_is_put_back_in_front_of_its_verb():
    assert plainly("It was Ohm who found the law.") == "Ohm found the law."
    assert plainly("Rust is what weakens the bridge.") == "Rust weakens the bridge."
    for sentence in ("It is likely that wages rise.", "It has been said that it helps.", "That is why bridges rust."):
        assert plainly(sentence) == sentence


WAR = "After the war began, the government rationed sugar and meat."
TIDE = "The tide rises twice a day, usually six hours apart."
ROPE = "The short rope broke and the sailors used a rope of 20 meters."
BRIDGE = "The bridge cost $2.5 billion."
FOSSILS = "The fossils are 540 million years old."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, WAR, "During the war, the government rationed sugar and meat."),
        (True, TIDE, "Every day the tide rises twice."),
        (True, ROPE, "The rope of 20 meters is long."),
        (False, "The sailors used a short rope.", "The rope is long."),
        (True, BRIDGE, "The bridge cost two and a half billion dollars."),
        (False, BRIDGE, "The bridge cost three and a half billion dollars."),
        (True, FOSSILS, "The fossils date from 540 MYA."),
        (False, FOSSILS, "The fossils date from 450 MYA."),
    ],
)
def test_clauses_of_time_days_of_a_universal_two_things_of_one_noun_and_sums(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok
