"""Every shipped workflow in the editor: it is listed, opens without an alert, and Run would send exactly its API twin."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from devtools.comfyui import Server
from devtools.editor import Editor
from devtools.environment import ROOT

WORKFLOWS = sorted(p.stem for p in (ROOT / "workflows").glob("*.json"))


@pytest.fixture(scope="module")
def one_editor(server: Server) -> Iterator[Editor]:
    """One page in which the workflows are opened one after another, as a person does."""
    with Editor(server.url) as opened:
        yield opened


def _read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_shipped_workflow_opens_without_an_alert_and_is_exactly_its_api_twin(one_editor, keep, name):
    one_editor.load(_read(ROOT / "workflows" / f"{name}.json"))
    one_editor.page.wait_for_timeout(1500)
    keep(name, one_editor)
    assert one_editor.toasts() == []
    assert one_editor.saved()["output"] == _read(ROOT / "workflows" / "api" / f"{name}.json")


def test_the_templates_are_listed_with_their_pictures(one_editor, server):
    listed = one_editor.page.request.get(f"{server.url}/api/workflow_templates").json()
    assert sorted(listed["academic-t2v"]) == WORKFLOWS
    for name in WORKFLOWS:
        picture = one_editor.page.request.get(f"{server.url}/api/workflow_templates/academic-t2v/{name}.jpg")
        assert picture.ok
