"""What a person does in the graph editor: open a template, press Run, watch the film, upload a book."""

from __future__ import annotations

import json

import pytest

from devtools.editor import LISTEN
from devtools.environment import ROOT

WORKFLOWS = sorted(p.stem for p in (ROOT / "workflows").glob("*.json"))
SMALL = """() => { for (const node of window.app.graph._nodes) for (const widget of node.widgets ?? []) {
    const value = {'Scene Planner.seconds': 6, 'Diagram Renderer.width': 640, 'Diagram Renderer.height': 360,
                   'Diagram Renderer.fps': 12}[`${node.title}.${widget.name}`];
    if (value !== undefined) widget.value = value;
} }"""
TEXTS = """() => Object.fromEntries(window.app.graph._nodes.map(n => [n.type, n.widgets?.find(w => w.name === 't2v_text')])
    .filter(([, w]) => w).map(([t, w]) => [t, w.element.textContent]))"""


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_shipped_workflow_opens_without_an_alert(editor, keep, name):
    editor.load(read(ROOT / "workflows" / f"{name}.json"))
    editor.page.wait_for_timeout(1500)
    keep(name)
    assert editor.toasts() == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_editor_turns_a_workflow_into_exactly_its_api_twin(editor, name):
    editor.load(read(ROOT / "workflows" / f"{name}.json"))
    assert editor.saved()["output"] == read(ROOT / "workflows" / "api" / f"{name}.json")


def test_the_templates_are_listed_with_their_pictures(editor, server):
    listed = editor.page.request.get(f"{server.url}/api/workflow_templates").json()
    assert sorted(listed["academic-t2v"]) == WORKFLOWS
    for name in WORKFLOWS:
        picture = editor.page.request.get(f"{server.url}/api/workflow_templates/academic-t2v/{name}.jpg")
        assert picture.ok


def test_pressing_run_makes_a_film_that_plays_on_its_node(editor, keep):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    editor.page.evaluate(SMALL)
    editor.press_run()
    verdict, details = editor.wait_for_end(180)
    assert verdict == "execution_success", details
    editor.page.wait_for_function(
        "() => [...document.querySelectorAll('video')].some(v => v.readyState >= 2)", timeout=20_000
    )
    keep("film")
    videos = editor.page.evaluate(
        "() => [...document.querySelectorAll('video')].map(v => [v.videoWidth, v.videoHeight, v.error])"
    )
    assert [640, 360, None] in videos
    texts = editor.page.evaluate(TEXTS)
    assert set(texts) >= {
        "T2V_BookChunker",
        "T2V_SemanticRetriever",
        "T2V_ScenePlanner",
        "T2V_DiagramRenderer",
        "T2V_ExportMP4",
    }
    assert "page " in texts["T2V_SemanticRetriever"]
    assert editor.toasts() == []


def test_a_film_dropped_on_the_editor_brings_its_graph_back(editor, server):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    editor.page.evaluate(SMALL)
    editor.press_run()
    assert editor.wait_for_end(180)[0] == "execution_success"
    graph = editor.saved()["output"]
    film = max((server.base / "output").rglob("*.mp4"), key=lambda p: p.stat().st_mtime)
    editor.page.evaluate("() => window.app.graph.clear()")
    drop = """async bytes => { const file = new File([new Uint8Array(bytes)], 'film.mp4', {type: 'video/mp4'});
        await window.app.handleFile(file) }"""
    editor.page.evaluate(drop, list(film.read_bytes()))
    editor.page.wait_for_function("() => window.app.graph._nodes.length > 0", timeout=20_000)
    assert editor.saved()["output"] == graph


def test_the_upload_button_puts_a_book_on_the_node(editor, server, tmp_path, keep):
    book = tmp_path / "my <img src=x onerror=alert(1)> notes.md"
    book.write_text("# Notes\n\nA sentence.\n", encoding="utf-8")
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    with editor.page.expect_file_chooser() as chooser:
        editor.page.evaluate(
            "() => window.app.graph._nodes.find(n => n.type === 'T2V_BookChunker').widgets.find(w => w.name === 't2v_upload').callback()"
        )
    chooser.value.set_files(str(book))
    value = "() => window.app.graph._nodes.find(n => n.type === 'T2V_BookChunker').widgets.find(w => w.name === 'book')"
    editor.page.wait_for_function(f"() => ({value})().value.endsWith('notes.md')", timeout=20_000)
    name, offered = editor.page.evaluate(f"() => {{ const w = ({value})(); return [w.value, w.options.values] }}")
    assert name in offered
    assert (server.base / "input" / name).read_bytes() == book.read_bytes()
    keep("uploaded")
    assert editor.toasts() == []


def test_a_book_is_dropped_on_the_node(editor, server):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    drop = """async () => { const node = window.app.graph._nodes.find(n => n.type === 'T2V_BookChunker');
        const data = new DataTransfer(); data.items.add(new File(['# Dropped\\n\\nText.'], 'dropped.txt', {type: 'text/plain'}));
        return node.onDragDrop({dataTransfer: data}) }"""
    assert editor.page.evaluate(drop) is True
    book = "window.app.graph._nodes.find(n => n.type === 'T2V_BookChunker').widgets.find(w => w.name === 'book').value"
    editor.page.wait_for_function(f"() => {book} === 'dropped.txt'", timeout=20_000)
    assert (server.base / "input" / "dropped.txt").is_file()


def test_markup_in_a_result_is_shown_as_text(editor):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    shown = editor.page.evaluate("""() => {
        const node = window.app.graph._nodes.find(n => n.type === 'T2V_SemanticRetriever');
        node.onExecuted({t2v_text: ['<img src=x onerror="window.__hit = 1"> p. 3']});
        const element = node.widgets.find(w => w.name === 't2v_text').element;
        return [element.textContent, element.children.length] }""")
    assert shown == ['<img src=x onerror="window.__hit = 1"> p. 3', 0]
    assert editor.page.evaluate("() => window.__hit") is None


def test_a_paused_plan_is_read_edited_and_accepted_as_edited(editor, server, keep):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    editor.page.evaluate(SMALL)
    node = "window.app.graph._nodes.find(n => n.type === 'T2V_ScenePlanner')"
    widget = f"(name => {node}.widgets.find(w => w.name === name))"
    before = set((server.base / "output").rglob("*.mp4"))
    editor.page.evaluate(f"() => {{ {widget}('pause').value = true }}")
    editor.press_run()
    assert editor.wait_for_end(180)[0] == "execution_success"
    assert set((server.base / "output").rglob("*.mp4")) == before
    shown = editor.page.evaluate(TEXTS)["T2V_ScenePlanner"]
    assert shown.startswith("PAUSED.") and "(p. " in shown
    editor.page.evaluate(
        f"() => {{ const n = {node}; window.app.canvas.centerOnNode(n); n.setDirtyCanvas(true, true) }}"
    )
    keep("paused")

    def accept(change: str) -> tuple:
        editor.page.evaluate(
            f"""() => {{ {widget}('t2v_edit_plan').callback(); const text = {widget}('plan_text');
                const plan = JSON.parse(text.value); const claim = plan.scenes[0].claims[0]; {change}
                text.value = JSON.stringify(plan, null, 2) }}"""
        )
        keep("editing")
        editor.page.evaluate(LISTEN)
        editor.page.evaluate(f"() => {widget}('t2v_accept_plan').callback()")
        return editor.wait_for_end(180)

    verdict, details = accept(
        "claim.text = 'A sentence of my own.'; window.__cited = claim.evidence_ids; claim.evidence_ids = ['E99']"
    )
    assert verdict == "execution_error"
    assert "scenes.0.claims.0.evidence_ids: 'E99' names no passage" in details["exception_message"]
    keep("mistake")
    editor.page.keyboard.press("Escape")
    verdict, details = accept("claim.evidence_ids = window.__cited; claim.source = 'user'")
    assert verdict == "execution_success", details
    assert "A sentence of my own." in editor.page.evaluate(TEXTS)["T2V_ScenePlanner"]
    assert editor.page.evaluate(f"() => {widget}('pause').value") is False
    (film,) = set((server.base / "output").rglob("*.mp4")) - before
    subtitles = [f.read_text(encoding="utf-8") for f in film.parent.glob("*.srt")]
    assert any("A sentence of my own." in text for text in subtitles)
    keep("accepted")
