"""A real editor in Chromium on a real server; screenshots are kept in `.t2v/screenshots`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.comfyui import Server, find_comfyui
from devtools.editor import Editor, find_chromium
from devtools.environment import ROOT

SCREENSHOTS = ROOT / ".t2v" / "screenshots"
HOW_TO_GET_IT = "Chromium is missing: `apt-get install chromium`, or set T2V_CHROMIUM to a Chrome or Edge."


@pytest.fixture(scope="session", autouse=True)
def chromium() -> None:
    if find_chromium() is None:
        if os.environ.get("T2V_REQUIRE_BROWSER"):
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("editor")
    with Server(find_comfyui(), base, log=base / "server.log", offline=True) as running:
        yield running


@pytest.fixture
def editor(server: Server) -> Iterator[Editor]:
    with Editor(server.url) as opened:
        yield opened


@pytest.fixture
def keep(request: pytest.FixtureRequest):
    """`keep("name")` takes a screenshot of the test's own editor, `keep("name", of)` of another."""

    def shot(name: str, of: Editor | None = None) -> Path:
        path = SCREENSHOTS / f"{request.node.name}-{name}.png"
        (of or request.getfixturevalue("editor")).screenshot(path)
        return path

    return shot
