"""The whole path on a real server: a book and a topic become a film."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request

import av
import pytest


def test_every_shipped_workflow_makes_its_film(client, shipped, made):
    assert shipped
    for workflow in shipped.values():
        path = made(client.run(workflow))
        with av.open(str(path)) as film:
            assert film.streams.video[0].codec.name == "h264"


def test_the_film_is_what_was_asked_for(client, film, made):
    film.set("T2V_ScenePlanner", seconds=20.0)
    path = made(client.run(film))
    with av.open(str(path)) as opened:
        video = opened.streams.video[0]
        frames = sum(1 for _ in opened.decode(video))
        assert (video.width, video.height, video.average_rate) == (640, 360, 12)
        assert frames == 20 * 12
        assert [s.type for s in opened.streams if s.type != "data"] == ["video", "subtitle"]
        chapters = opened.chapters()
        assert len(chapters) >= 2
        assert chapters[0]["start"] == 0


def test_dropping_the_film_on_the_editor_finds_the_graph(client, film, made):
    graph = {"nodes": [], "links": [], "version": 0.4, "extra": {"note": "größe 数"}}
    path = made(client.run(film, extra={"extra_pnginfo": {"workflow": graph}}))
    head = path.read_bytes()[: 64 * 2**20]
    assert head.index(b"moov") < head.index(b"mdat")
    with av.open(str(path)) as opened:
        assert json.loads(opened.metadata["workflow"]) == graph
        prompt = json.loads(opened.metadata["prompt"])
    assert {node["class_type"] for node in prompt.values()} >= {"T2V_BookChunker", "T2V_ExportMP4"}


def test_every_sentence_of_the_film_names_its_page(client, film, made):
    path = made(client.run(film))
    sources = path.with_suffix(".sources.md").read_text(encoding="utf-8")
    assert "p. " in sources
    assert path.with_suffix(".vtt").read_text(encoding="utf-8").startswith("WEBVTT")


def test_an_equal_prompt_is_not_run_again(client, film):
    client.run(film)
    assert set(client.run(film).cached) >= {film.node("T2V_BookChunker"), film.node("T2V_DiagramRenderer")}


def test_unicode_names_of_book_and_film(client, film, made, tmp_path):
    book = tmp_path / "Größe 数学 🙂.txt"
    book.write_text(TEXT, encoding="utf-8")
    film.set("T2V_BookChunker", book=client.upload(book))
    film.set("T2V_ExportMP4", filename_prefix="Übung 1/フィルム")
    film.set("PrimitiveStringMultiline", value="photosynthesis")
    path = made(client.run(film))
    assert path.name == "フィルム_00001_.mp4"


def test_the_server_writes_nothing_outside_its_base_directory(client, film, home):
    client.run(film)
    assert not list(home.rglob("*"))


def test_a_four_second_film_has_labels_in_place_of_sentences(client, film, made):
    film.set("T2V_ScenePlanner", seconds=4.0)
    with av.open(str(made(client.run(film)))) as opened:
        assert sum(1 for _ in opened.decode(video=0)) == 48


def test_without_a_book_a_manual_plan_says_no_source(client, film, made):
    planner = film.node("T2V_ScenePlanner")
    lines = "Water: Water boils at sea level when it is hot enough.\nSteam: Steam rises and cools again."
    film.set("T2V_ScenePlanner", planner="manual", plan_text=lines, topic="boiling water")
    del film[planner]["inputs"]["evidence"]
    for kind in ("T2V_BookChunker", "T2V_SemanticRetriever", "PrimitiveStringMultiline"):
        del film[film.node(kind)]
    path = made(client.run(film))
    with av.open(str(path)) as opened:
        assert "no source" in json.dumps(dict(opened.metadata)).lower()


def test_core_nodes_take_our_video_and_we_take_theirs(client, film, output):
    renderer, exporter = film.node("T2V_DiagramRenderer"), film.node("T2V_ExportMP4")
    film["parts"] = {"class_type": "GetVideoComponents", "inputs": {"video": [renderer, 0]}}
    film["again"] = {"class_type": "CreateVideo", "inputs": {"images": ["parts", 0], "fps": ["parts", 2]}}
    film["core"] = {
        "class_type": "SaveVideo",
        "inputs": {"video": [renderer, 0], "filename_prefix": "core/film", "format": "auto", "codec": "auto"},
    }
    film[exporter]["inputs"] |= {"video": ["again", 0], "filename_prefix": "round/trip"}
    client.run(film)
    for path in (output / "core" / "film_00001_.mp4", output / "round" / "trip_00001_.mp4"):
        with av.open(str(path)) as opened:
            assert sum(1 for _ in opened.decode(video=0)) == 72


def test_the_environment_check_names_every_part(client):
    prompt = {"1": {"class_type": "T2V_EnvironmentCheck", "inputs": {}}}
    (report,) = client.run(prompt).outputs["1"]["t2v_text"]
    for part in ("Python", "ComfyUI", "torch", "memory", "disk"):
        assert part.lower() in report.lower()


def test_a_paused_plan_stops_the_graph_and_an_accepted_one_goes_on(client, film, made):
    film.set("T2V_ScenePlanner", pause=True)
    paused = client.run(film)
    assert not paused.files()
    (plan,) = paused.outputs[film.node("T2V_ScenePlanner")]["t2v_plan"]
    film.set("T2V_ScenePlanner", pause=False, plan_text=plan)
    assert made(client.run(film)).stat().st_size > 10_000


@pytest.mark.parametrize(
    ("name", "shown", "kind"),
    [
        ("gif", {"images"}, "image/gif"),
        ("webp", {"images", "animated"}, "image/webp"),
        ("png", {"images"}, "image/png"),
        ("webm-vp9", {"images", "animated"}, "video/webm"),
        ("mkv-ffv1", {"t2v_files"}, "video/x-matroska"),
    ],
)
def test_the_editor_shows_each_format_the_way_browsers_play_it(client, film, made, name, shown, kind):
    renderer, exporter = film.node("T2V_DiagramRenderer"), film.node("T2V_ExportMP4")
    film["cut"] = {"class_type": "Other_TrimAndSave", "inputs": {"video": [renderer, 0], "start": 0.0, "seconds": 0.5}}
    film.set("T2V_ExportMP4", format=name, video=["cut", 0])
    del film[exporter]["inputs"]["plan"]
    outcome = client.run(film)
    assert set(outcome.outputs[exporter]) == {"t2v_text", *shown}
    (file,) = [f for f in outcome.files() if f["type"] == "output"]  # the storyboard is temporary
    seen = urllib.request.urlopen(f"{client.url}/view?{urllib.parse.urlencode(file)}")
    assert seen.headers["Content-Type"] == kind and len(seen.read()) > 500


TEXT = """# Plants

## Photosynthesis

Photosynthesis is the process by which green plants turn light energy into chemical energy. The plant takes in carbon dioxide from
the air and water from the soil, and light absorbed by chlorophyll drives the reaction that joins them into sugar. Oxygen leaves the leaf as a
by-product of photosynthesis. First, chlorophyll absorbs light in the thylakoid membranes. Then the energy splits water into oxygen and
hydrogen ions. Finally, the Calvin cycle uses the stored energy to build sugar from carbon dioxide.

## Limits of photosynthesis

The rate of photosynthesis depends on light, on carbon dioxide and on temperature. Because enzymes lose their shape in great heat, photosynthesis
slows down when a leaf becomes too warm. In dim light the rate of photosynthesis is limited by light, whereas in bright light it is limited by
carbon dioxide. Shade plants reach their highest rate of photosynthesis at low light, while crop plants keep gaining up to full sun.
"""
