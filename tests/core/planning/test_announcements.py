"""Sentences that only say what the book does next are never spoken."""

from __future__ import annotations

import pytest

from t2v_core.planning.english.announcements import announces
from t2v_core.planning.english.flaws import flaw


@pytest.mark.parametrize(
    "text",
    [
        "We can illustrate the height of a bore with a simple drawing.",
        "Next, we consider the effects of rain on the height of the river.",
        "For simplicity, we consider only a river without side arms.",
        "An example from the coast will clarify these points.",
        "The discussion below explains how a bore gains its height.",
        "The tables that follow compare the rivers of the northern coast.",
        "Following is an example of a river whose bore has vanished.",
        "To understand why bores are rare, consider a river with a wide mouth.",
        "To illustrate this idea, imagine two boats that float down a river.",
        "To understand the height of a bore, we must first define a few terms.",
        "Before discussing how bores vanish, we first need to discuss the tide itself.",
        "It is instructive to compare a bore with a wave of the open sea.",
        "To understand why bores vanish, we need to understand the shape of the mouth.",
        "To explain the height of a bore, it helps to start with the tide.",
        "We conclude with a survey of the rivers of the coast.",
    ],
)
def test_an_announcement_is_not_spoken(text):
    assert announces(text)
    assert flaw(text)


@pytest.mark.parametrize(
    "text",
    [
        "We consider a wave as a bore when it runs against the current.",
        "We would have to consider millions of waves to know the sea.",
        "We can examine the mud of a river and tell how high its bores rose.",
        "To see the bed of a river, divers need a lamp and clear water.",
        "To understand a river, fishermen study its tides for years.",
        "To make a raft, people bind logs with rope.",
        "To understand how plants take up water, gardeners grow them in glass.",
        "The layers below the river hold the water back.",
        "Examples of rivers with a bore are found on every coast.",
        "It is useful to store water for the dry months.",
        "A pilot may consider the tide before he leaves the harbour.",
    ],
)
def test_what_tells_something_is_no_announcement(text):
    assert not announces(text)
    assert not flaw(text)
