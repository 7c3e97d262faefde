"""What a writer who has not seen the gate may do to a sentence: rounded numbers, demonyms, irregular forms, phrasal verbs, asides."""

from __future__ import annotations

import pytest

from t2v_core.planning.gate.grounding import check_sentence

MILL = (
    "By 1843, with money from a local banker, Clara Hobart had built a paper mill on the river, which employed a few dozen women. "
    "In 1861 she built a second mill in the hills. She recorded 276 customers in the first year."
)
GUILD = "In the sixteenth century the weavers of Switzerland founded a guild. The guild kept over six thousand looms."
AGE = "Everyone over 18 may borrow books."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, MILL, "With money from a local banker, Clara Hobart had built a paper mill on the river by 1843."),
        (False, MILL, "With money from a local banker, Clara Hobart had built a paper mill on the river by 1861."),
        (True, MILL, "In the first year she recorded fewer than three hundred customers."),
        (False, MILL, "In the first year she recorded fewer than two hundred customers."),
        (False, AGE, "Everyone over 16 may borrow books."),
        (True, GUILD, "The Swiss weavers founded a guild in the 1500s."),
        (False, GUILD, "The Swiss weavers founded a guild in the 1600s."),
        (False, GUILD, "The Swedish weavers founded a guild in the 1500s."),
        (True, GUILD, "The guild kept thousands of looms."),
        (False, GUILD, "The guild kept millions of looms."),
    ],
)  # fmt: skip
def test_numbers_may_be_rounded_and_places_be_adjectives(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


COUNCIL = (
    "The council intensified its inspections of the mines and dropped its opposition to a new canal. "
    "The clerk pled guilty and paid a fine. Miners return to the gate immediately after the alarm."
)
BELLS = "The bells in the tower ring in all the various parishes. Some bells may not sound until the founder has tuned some other bells."
ORE = "The furnace melts ores specific to the northern valleys. Apart from the lead pits, the mines of the valley are shallow."
QUOTA = "It was not until the spring of 1920 that the mine reached its old output. Owners decide whether to sell the coal or not."
ENGINE = "The steam engine gave the mine a means by which it could quickly drain the deepest shafts."
FLOOD = "However, as a singular event, the flood itself did not cause the long closure that followed."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, COUNCIL, "The council stepped up its inspections of the mines."),
        (True, COUNCIL, "The council gave up its opposition to a new canal."),
        (False, COUNCIL, "The council kept up its opposition to a new canal."),
        (True, COUNCIL, "The clerk pleaded guilty and paid a fine."),
        (True, COUNCIL, "Miners return to the gate right after the alarm."),
        (True, BELLS, "The bells in the tower ring in all the parishes."),
        (True, BELLS, "Some bells may not sound until the founder has tuned other bells."),
        (True, ORE, "The furnace melts ores that only the northern valleys have."),
        (True, ORE, "The mines of the valley are shallow, except for the lead pits."),
        (False, ORE, "The mines of the valley, the lead pits included, are not shallow."),
        (True, QUOTA, "Not until the spring of 1920 did the mine reach its old output."),
        (True, QUOTA, "Owners decide whether to sell the coal."),
        (False, QUOTA, "Owners decide never to sell the coal."),
        (True, ENGINE, "The steam engine gave the mine a way to drain the deepest shafts quickly."),
        (False, ENGINE, "The steam engine made it impossible for the mine to drain the deepest shafts quickly."),
        (True, FLOOD, "As a single event, however, the flood itself did not cause the long closure that followed."),
        (False, FLOOD, "As a single event, however, the flood itself caused the long closure that followed."),
    ],
)  # fmt: skip
def test_denials_exceptions_and_phrasal_verbs_are_read_as_what_they_say(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


BOARD = (
    "Strikes spread in the north. Nora Quill, a retired printer, led the talks. In May she signed the agreement of the printers. "
    "Votes taken that summer showed that 40 percent of the members supported it."
)
SPEECH = (
    "Hale held that prices are set by custom, and Brandt had other views on trade. "
    "Brandt argued that wages follow the price of bread so long as other costs remain the same."
)
COUGH = "A cough, caused by dust in the lungs, makes the chest sore. Dust from the mill gave rise to the cough."
GUARD = "The guards pressured the native traders of the port to leave, but they never saw the traders as rivals."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, BOARD, "In May Nora Quill signed the agreement of the printers."),
        (True, BOARD, "Nora Quill led the talks."),
        (True, SPEECH, "Brandt argued that wages follow the price of bread so long as other costs remain the same as before."),
        (False, SPEECH, "Hale argued that wages follow the price of bread so long as other costs remain the same as before."),
        (False, COUGH, "A cough is the cause of dust in the lungs."),
        (False, COUGH, "The cough gave rise to dust from the mill."),
        (True, COUGH, "Dust from the mill was the cause of the cough."),
        (False, GUARD, "The native traders pressed the guards to leave the port."),
    ],
)  # fmt: skip
def test_who_acts_or_speaks_is_known_whatever_describes_them(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


FROST = "The loss of the harvest is thought to be caused by a late frost. The frost may have been the coldest in the valley."


@pytest.mark.parametrize(
    "ok, text",
    [
        (True, "A late frost is believed to be behind the loss of the harvest."),
        (False, "It has been proved that a late frost caused the loss of the harvest."),
        (False, "The frost was undoubtedly the coldest in the valley."),
    ],
)
def test_what_is_only_thought_is_not_proved(ok, text, encoder):
    assert check_sentence(text, [FROST], encoder).ok is ok
