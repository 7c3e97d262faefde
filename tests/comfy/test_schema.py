"""What saved workflows and newcomers rely on: ids and inputs stay, everything is explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devtools.environment import ROOT

# The inputs of every released node, in order. Saved workflows store widget values by position: append, never change.
HIDDEN = {"prompt", "extra_pnginfo", "unique_id"}
FROZEN = Path(__file__).parent / "frozen_inputs.json"


@pytest.fixture
def ours(client):
    return {k: v for k, v in client.get("/object_info").items() if k.startswith("T2V_")}


def test_inputs_are_only_ever_appended(ours):
    for node, frozen in json.loads(FROZEN.read_text(encoding="utf-8")).items():
        for kind, names in frozen.items():
            assert ours[node]["input_order"].get(kind, [])[: len(names)] == names, f"{node}: {kind} inputs changed"


def test_every_node_is_frozen(ours):
    assert set(ours) == set(json.loads(FROZEN.read_text(encoding="utf-8")))


def test_every_input_and_output_says_what_it_is(ours):
    for node, info in ours.items():
        assert info["description"], node
        for inputs in info["input"].values():
            for name, spec in inputs.items():
                if name not in HIDDEN:
                    assert spec[1].get("tooltip"), f"{node}.{name} has no tooltip"
        assert all(info["output_tooltips"]), node


def test_every_node_has_a_help_page(ours, client):
    for node in ours:
        page = (ROOT / "web" / "docs" / f"{node}.md").read_text(encoding="utf-8")
        assert page.startswith("# ") and len(page) > 150, node
        named = {name for inputs in ours[node]["input_order"].values() for name in inputs} - HIDDEN
        assert not [n for n in named if n not in page and not n.startswith("book_")], node
        assert not [n for n in ours[node]["output_name"] if f"| {n} |" not in page], node


def test_all_nodes_stand_under_one_menu_root(ours):
    assert {info["category"].split("/")[0] for info in ours.values()} == {"Academic T2V"}
