"""Cancel, pressed while each node is at work on a real server: the run ends, nothing partial stays, the next run is fine.

How soon it ends is what `python dev.py bench cancel` measures.
"""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path

import pytest

from devtools.environment import ROOT
from t2v_core.cli.client import ServerError

_unlike = itertools.count(100)
BOOK = "\n\n".join(
    f"## Part {n}\n\n"
    + " ".join(f"Process {n} turns quantity {k} into a stable result of kind {n * k % 97} by steps." for k in range(40))
    for n in range(60)
)


def files_in(folder: Path) -> set[Path]:
    return {p for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def stop_at(client, server):
    """`stop_at(workflow, kind, share)` presses Cancel once that node has done this share of its bar."""

    def run(workflow, kind: str, share: float) -> None:
        node, pressed = workflow.node(kind), []

        def follow(progress):
            if progress.node == node and progress.done >= share * progress.total and not pressed:
                pressed.append(progress)
                client.interrupt()

        before = files_in(server.base / "output")
        with pytest.raises(ServerError, match="interrupted"):
            client.run(workflow, follow)
        assert pressed, f"{kind} never came so far"
        assert files_in(server.base / "output") == before
        assert not list(server.base.rglob("*.t2v-part"))
        assert not list(server.base.rglob("*.part"))

    return run


@pytest.fixture
def long_film(film):
    """So long that every node is still at work, or another behind it, when Cancel arrives; never alike, so that all of it runs."""
    film.set("T2V_SemanticRetriever", max_context_words=next(_unlike))
    film.set("T2V_ScenePlanner", seconds=60.0).set("T2V_ExportMP4", use_cache=False, filename_prefix="cancel/film")
    return film.set("T2V_DiagramRenderer", width=1280, height=720, fps=30.0)


def is_fine(client, film) -> None:
    """The same graph, short again, makes its film."""
    film.set("T2V_ScenePlanner", seconds=4.0, planner="extractive")
    assert client.run(film.set("T2V_DiagramRenderer", width=432, height=240, fps=8.0)).files()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6])
def test_while_a_book_is_read_cut_and_embedded(client, long_film, stop_at, server, tmp_path, share):
    (tmp_path / "long.md").write_text(BOOK, encoding="utf-8")
    book = client.upload(tmp_path / "long.md")
    sample = long_film[long_film.node("T2V_BookChunker")]["inputs"]["book"]
    stop_at(long_film.set("T2V_BookChunker", book=book, export_folder="book"), "T2V_BookChunker", share)
    is_fine(client, long_film.set("T2V_BookChunker", book=sample, export_folder=""))


@pytest.mark.parametrize("kind", ["T2V_SemanticRetriever", "T2V_ScenePlanner", "T2V_DiagramRenderer"])
def test_while_a_scene_is_searched_planned_or_laid_out(client, long_film, stop_at, kind):
    stop_at(long_film, kind, 0.0)
    is_fine(client, long_film)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_while_the_film_is_written(client, long_film, stop_at, share):
    if share:  # pictures that are soon made, still for a minute
        long_film.set("T2V_DiagramRenderer", width=432, height=240, fps=8.0)
    stop_at(long_film, "T2V_ExportMP4", share)
    is_fine(client, long_film)


def test_while_the_storyboard_is_drawn(client, long_film, stop_at):
    stop_at(long_film, "T2V_DiagramRenderer", 0.6)
    is_fine(client, long_film)


def test_while_a_language_model_writes(client, long_film, stop_at):
    servers = _module("tests/core/planning_llm/faulty_server.py")
    with servers.faulty_server() as llm:
        llm.answer = lambda path, body: servers.Reply(chunks=servers.sse("{", finish="", done=False), stall=True)
        long_film.set("T2V_ScenePlanner", planner="server", server_url=llm.url, on_llm_error="error")
        stop_at_answer = long_film.node("T2V_ScenePlanner")

        def follow(progress):
            if progress.node == stop_at_answer and llm.seen:
                client.interrupt()

        with pytest.raises(ServerError, match="interrupted"):
            client.run(long_film, follow)
        assert llm.gone.wait(10)  # the connection was closed, so that the model stops too
    is_fine(client, long_film)


def _module(path: str):
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    module = importlib.util.module_from_spec(spec)
    __import__("sys").modules[module.__name__] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
