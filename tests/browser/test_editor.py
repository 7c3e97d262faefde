"""What a person does in the graph editor: open a template, press Run, watch the film, upload a book."""

from __future__ import annotations

import json

import av
import numpy as np

from devtools.editor import LISTEN
from devtools.environment import ROOT
from t2v_core.cli.client import ComfyClient
from t2v_core.film.audio import RATE, FileSound

SMALL = """() => { for (const node of window.app.graph._nodes) for (const widget of node.widgets ?? []) {
    const value = {'Scene Planner.seconds': 6, 'Diagram Renderer.width': 640, 'Diagram Renderer.height': 360,
                   'Diagram Renderer.fps': 12}[`${node.title}.${widget.name}`];
    if (value !== undefined) widget.value = value;
} }"""
TEXTS = """() => Object.fromEntries(window.app.graph._nodes.map(n => [n.type, n.widgets?.find(w => w.name === 't2v_text')])
    .filter(([, w]) => w).map(([t, w]) => [t, w.element.textContent]))"""

# The evidence on its node, once the node is `width` wide: inside the node, nothing cut off at its sides.
READABLE = """async width => { const node = window.app.graph._nodes.find(n => n.type === 'T2V_SemanticRetriever');
    const canvas = window.app.canvas; node.setSize([width, Math.max(node.computeSize()[1], 420)]); canvas.ds.scale = 1;
    canvas.centerOnNode(node); node.setDirtyCanvas(true, true); await new Promise(done => setTimeout(done, 500));
    const text = node.widgets.find(w => w.name === 't2v_text').element, box = text.getBoundingClientRect();
    return {inside: box.width <= node.size[0] * canvas.ds.scale, cut: text.scrollWidth > text.clientWidth + 1,
            height: box.height, width: box.width} }"""


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_pressing_run_makes_a_film_that_plays_on_its_node_and_brings_its_graph_back(editor, server, keep):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    editor.page.evaluate(SMALL)
    graph = editor.saved()["output"]
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
    for width in (225, 900):
        shown = editor.page.evaluate(READABLE, width)
        keep(f"{width}-wide")
        assert shown["inside"] and not shown["cut"] and shown["height"] > 60, shown
    assert drop_film(editor, max((server.base / "output").rglob("*.mp4"), key=lambda p: p.stat().st_mtime)) == graph


def drop_film(editor, film) -> dict:
    """Drop a film on the empty editor; the graph that comes back, in API format."""
    editor.page.evaluate("() => window.app.graph.clear()")
    drop = """async bytes => { const file = new File([new Uint8Array(bytes)], 'film.mp4', {type: 'video/mp4'});
        await window.app.handleFile(file) }"""
    editor.page.evaluate(drop, list(film.read_bytes()))
    editor.page.wait_for_function("() => window.app.graph._nodes.length > 0", timeout=20_000)
    return editor.saved()["output"]


def test_a_film_queued_without_the_editor_brings_its_graph_back_too(editor, server):
    prompt = read(ROOT / "workflows" / "api" / "explain_topic_local.json")
    for node in prompt.values():
        small = {
            "T2V_ScenePlanner": {"seconds": 6.0},
            "T2V_DiagramRenderer": {"width": 640, "height": 360, "fps": 12.0},
        }
        node["inputs"] |= small.get(node["class_type"], {})
        if node["class_type"] == "T2V_ExportMP4":
            node["inputs"]["filename_prefix"] = "queued/film"
    ComfyClient(server.url).run(prompt)
    back = drop_film(editor, server.base / "output" / "queued" / "film_00001_.mp4")
    assert {i: (n["class_type"], n["inputs"]) for i, n in back.items()} == {
        i: (n["class_type"], n["inputs"]) for i, n in prompt.items()
    }


def test_a_narrated_film_is_heard_and_read_at_the_same_time(editor, server, keep):
    editor.load(read(ROOT / "workflows" / "narrated_film.json"))
    editor.page.evaluate(SMALL)
    editor.press_run()
    verdict, details = editor.wait_for_end(180)
    assert verdict == "execution_success", details
    keep("narrated")
    film = max((server.base / "output").rglob("*.mp4"), key=lambda p: p.stat().st_mtime)
    sound = FileSound(film)
    heard = np.abs(np.concatenate(list(sound.blocks()), axis=1)[0])
    with av.open(str(film)) as opened:
        video = opened.streams.video[0]
        assert abs(float(video.frames / video.average_rate) - sound.seconds) < 1 / 12
        cues = [
            (float(p.pts * p.time_base), float((p.pts + p.duration) * p.time_base))
            for p in opened.demux(opened.streams.subtitles[0])
            if p.size > 2
        ]
        assert opened.metadata["narrator"].startswith("Piper, voice joe")
    loudest, said = heard.max(), np.zeros(len(heard), bool)
    assert cues and loudest > 0.1
    for start, stop in cues:
        assert heard[round(start * RATE) : round(stop * RATE)].max() > 0.2 * loudest
        said[max(0, round((start - 1 / 12) * RATE)) : round((stop + 1 / 12) * RATE)] = True
    assert heard[~said].max(initial=0) < 0.05 * loudest


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


def test_books_of_every_kind_are_dropped_on_the_node_and_an_empty_one_is_named(editor, server, keep):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    drop = """([name, text]) => { const node = window.app.graph._nodes.find(n => n.type === 'T2V_BookChunker');
        const data = new DataTransfer(); data.items.add(new File([text], name));
        return node.onDragDrop({dataTransfer: data}) }"""
    book = "window.app.graph._nodes.find(n => n.type === 'T2V_BookChunker').widgets.find(w => w.name === 'book').value"
    for name in ("dropped.txt", "a book.epub", "pages.html", "notes.md", "Nichts.pdf"):
        assert editor.page.evaluate(drop, [name, "" if name.startswith("Nichts") else "Text."]) is True
        editor.page.wait_for_function(f"() => {book} === '{name}'", timeout=20_000)
        assert (server.base / "input" / name).is_file()
    assert editor.page.evaluate(drop, ["picture.png", "x"]) is False
    assert editor.toasts() == []
    editor.press_run()
    verdict, details = editor.wait_for_end(60)
    assert verdict == "execution_error" and details["node_type"] == "T2V_BookChunker"
    assert "Nichts.pdf" in details["exception_message"] and "empty" in details["exception_message"]
    keep("empty")


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


def test_lines_and_edited_plans_in_plan_text_are_never_lost_unasked(editor, keep):
    editor.load(read(ROOT / "workflows" / "explain_topic_local.json"))
    find = "const node = window.app.graph._nodes.find(n => n.type === 'T2V_ScenePlanner'); const widget = name => node.widgets.find(w => w.name === name);"

    def on_node(script: str):
        return editor.page.evaluate(f"async () => {{ {find} {script} }}")

    def press(button: str):
        return on_node(f"widget('{button}').callback(); return widget('plan_text').value")

    on_node("window.__queued = 0; window.app.queuePrompt = () => { window.__queued += 1 }")
    on_node("""node.onExecuted({t2v_text: ['PAUSED.'], t2v_plan: ['{"title": "<b>Made</b>"}'], t2v_paused: [true]})""")
    on_node("widget('plan_text').value = 'Light: Light splits water.'")
    assert press("t2v_edit_plan") == "Light: Light splits water."
    editor.page.wait_for_selector(".p-toast-message >> text=lines of your own")
    keep("kept")
    assert press("t2v_drop_plan") == "Light: Light splits water."
    on_node("widget('plan_text').value = ''")
    made = press("t2v_edit_plan")
    assert made == '{"title": "<b>Made</b>"}' and press("t2v_drop_plan") == "", "it is as it was made"
    assert press("t2v_edit_plan") == made
    on_node("widget('plan_text').value = widget('plan_text').value.replace('Made', 'Mine')")
    queued = on_node("return window.__queued")
    press("t2v_drop_plan")
    editor.page.get_by_role("button", name="Cancel", exact=True).click()
    assert on_node("return widget('plan_text').value") == '{"title": "<b>Mine</b>"}'
    assert on_node("return window.__queued") == queued
    press("t2v_drop_plan")
    keep("asked")
    editor.page.get_by_role("button", name="Confirm", exact=True).click()
    editor.page.wait_for_function(f"n => {{ {find} return window.__queued === n + 1 }}", arg=queued)
    assert on_node("return widget('plan_text').value") == ""
