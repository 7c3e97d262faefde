"""Drawing: CPU of a frame, with x264, against ManimCE; flat memory; OCR of captions; which pictures real plans get.

ManimCE draws a like scene through its own camera, and films a like clip with its own command; OCR is
tesseract on cropped, enlarged caption and label boxes. The 20 topics and their books are those of `bench_plan`.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from devtools.environment import ROOT
from t2v_core.diagram import DiagramFilm, RenderSettings, render_plan
from t2v_core.diagram.canvas import Canvas
from t2v_core.diagram.drawlist import Circle, DrawList, Text, arrow, leaves
from t2v_core.diagram.drawlist import Path as Stroke
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.diagram.render import SceneClip
from t2v_core.diagram.text import BODY, TITLE, line
from t2v_core.diagram.theme import THEMES, theme
from t2v_core.film import ExportSettings, export_film
from t2v_core.host import LocalHost
from t2v_core.planning.plan import ScenePlan
from t2v_core.planning.visuals import WORDY_TEMPLATES
from tests.bench import bench_plan
from tests.bench.harness import Bench, MissingPeer, cpu_seconds

NODES, ARROWS, CURVE, FRAMES = 30, 49, 200, 30
PARAGRAPH = ("Each step moves the weights against", "the gradient, so the loss falls", "until it can fall no more.")


def run(b: Bench) -> None:
    """All figures, cheapest first."""
    _draw(b)
    _encode(b)
    _manim(b)
    _ocr(b)
    _memory(b)
    _pictures(b)


def _draw(b: Bench) -> None:
    """CPU of a frame, every template for itself, every frame of its scene."""
    for (width, height), goal in (((1280, 720), 8.0), ((1920, 1080), 14.0)):
        film = render_plan(gallery_plan(), RenderSettings(width=width, height=height))
        cost = sorted((_per_frame(s.clip), s.name) for s in film.segments if s.scene)
        b.figure(
            f"draw a {height}p frame, median of {len(cost)} templates", median(c for c, _ in cost), "ms", at_most=goal
        )
        b.note("dearest: " + ", ".join(f"{name} {ms:.1f}" for ms, name in cost[:-5:-1]))


def _per_frame(clip: Any) -> float:
    frames = clip.frames()
    next(frames)  # sets fonts and formulas once
    start, n = time.process_time(), 0
    for _ in frames:
        n += 1
    return 1000 * (time.process_time() - start) / n


def _encode(b: Bench) -> None:
    plan = _some(gallery_plan(), 8)
    film = render_plan(plan, RenderSettings())
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        export_film(film, Path(folder) / "film.mp4", ExportSettings(preset="veryfast"))
        ms = 1000 * (time.process_time() - start) / film.frame_count
    b.figure("draw and x264 veryfast, 720p", ms, "ms a frame", at_most=32.0)


def _some(plan: ScenePlan, count: int) -> ScenePlan:
    """Every n-th scene, `count` in all."""
    step = max(1, len(plan.scenes) // count)
    return plan.model_copy(update={"scenes": plan.scenes[::step][:count]})


def _manim(b: Bench) -> None:
    manim = b.peer("manim", "manim")
    ours, theirs = [], []
    draw_ours, draw_theirs = _our_scene(), _their_scene(manim)
    for _ in range(3):
        ours.append(cpu_seconds(draw_ours, 1) / FRAMES)
        theirs.append(cpu_seconds(draw_theirs, 1) / FRAMES)
    b.note(
        f"30 nodes, 49 arrows, a curve, a paragraph at 720p: {1000 * median(ours):.1f} ms, ManimCE {1000 * median(theirs):.1f} ms"
    )
    ratios = [t / o for o, t in zip(ours, theirs, strict=True)]
    b.figure("faster than ManimCE, drawing", median(ratios), "×", at_least=2.5)
    for what, codes, goal in (
        ("the same scene", (_OUR_CLIP, _THEIR_CLIP), 4.0),
        ("a process where little moves", (_OUR_QUIET_CLIP, _THEIR_QUIET_CLIP), None),
    ):
        took = [_process(code) for code in codes]
        b.note(f"3 s clip of {what}, start-up included: {took[0]:.1f} CPU s, ManimCE {took[1]:.1f} CPU s")
        b.figure(f"faster than ManimCE, 3 s clip of {what}", took[1] / took[0], "×", at_least=goal)


def _places(k: int) -> np.ndarray:
    """Nodes (30, 2) of frame k, in 0..1."""
    i = np.arange(NODES)
    return np.stack([0.5 + 0.42 * np.cos(0.7 * i + 0.02 * k), 0.5 + 0.38 * np.sin(1.3 * i + 0.03 * k)], axis=1)


def _our_lists(k: int) -> tuple[DrawList, DrawList]:
    """Still and moving draw list of frame k."""
    curve = tuple((64 + 1152 * x / CURVE, 360 + 60 * float(np.sin(x / 9))) for x in range(CURVE))
    at = [(64 + 1152 * x, 130 + 400 * y) for x, y in _places(k).tolist()]
    arrows = tuple(arrow((at[i % NODES], at[(7 * i + 3) % NODES])) for i in range(ARROWS))
    nodes = tuple(Circle(x, y, 10, fill="accent") for x, y in at)
    paragraph = (line(t, 64, 560 + 26 * i, BODY) for i, t in enumerate(PARAGRAPH))
    still = (line("A like scene", 64, 98, TITLE, "semibold"), *paragraph)
    return still, (Stroke(curve, stroke="change", width=2), *arrows, *nodes)


def _our_scene():
    """Making the draw list is timed with drawing it."""
    canvas = Canvas(1280, 720, theme("paper"))

    def draw() -> None:
        for k in range(FRAMES):
            canvas.frame(*_our_lists(k))

    return draw


def _their_scene(manim: Any):
    """Only the camera's work is timed: every frame's arrows and dots are made beforehand."""
    with manim.tempconfig({"pixel_width": 1280, "pixel_height": 720}):
        camera = manim.Camera()
        title = manim.Text("A like scene", font_size=34)
        paragraph = manim.VGroup(*(manim.Text(t, font_size=20) for t in PARAGRAPH)).arrange(manim.DOWN)
        curve = manim.VMobject().set_points_smoothly(
            [np.array([14 * x / CURVE - 7, np.sin(x / 9), 0.0]) for x in range(CURVE)]
        )
        made = []
        for k in range(FRAMES):
            at = [np.array([14 * x - 7, 4 - 8 * y, 0.0]) for x, y in _places(k)]
            arrows = [manim.Arrow(at[i % NODES], at[(7 * i + 3) % NODES]) for i in range(ARROWS)]
            made.append([*arrows, *(manim.Dot(p) for p in at)])

    def draw() -> None:
        for mobjects in made:
            camera.reset()
            camera.capture_mobjects([title, paragraph, curve, *mobjects])

    return draw


def _process(code: str) -> float:
    """CPU seconds of a fresh interpreter that runs `code`, its children included."""
    folder = tempfile.mkdtemp()
    try:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code, folder], check=True, cwd=ROOT, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    finally:
        shutil.rmtree(folder)


_OUR_CLIP = """
import sys
from fractions import Fraction
from pathlib import Path
from t2v_core.film import ExportSettings, export_film
from t2v_core.film.clip import Clip
from tests.bench.bench_diagram import _our_lists
from t2v_core.diagram.canvas import Canvas
from t2v_core.diagram.theme import theme
class Like(Clip):
    width, height, fps, frame_count = 1280, 720, Fraction(30), 90
    def frames(self, start=0, stop=None):
        canvas = Canvas(1280, 720, theme("paper"))
        for k in range(start, 90 if stop is None else stop):
            yield canvas.frame(*_our_lists(k))
export_film(Like(), Path(sys.argv[1]) / "clip.mp4", ExportSettings(preset="veryfast"))
"""
_THEIR_CLIP = """
import sys
from manim import *
from tests.bench.bench_diagram import ARROWS, CURVE, NODES, PARAGRAPH, _places
config.media_dir, config.verbosity, config.progress_bar, config.disable_caching = sys.argv[1], "ERROR", "none", True
config.pixel_width, config.pixel_height, config.frame_rate = 1280, 720, 30
class Like(Scene):
    def construct(self):
        at = lambda k: [np.array([14 * x - 7, 4 - 8 * y, 0.0]) for x, y in _places(k)]
        dots = VGroup(*(Dot(p) for p in at(0)))
        arrows = VGroup(*(Arrow(dots[i % NODES].get_center(), dots[(7 * i + 3) % NODES].get_center()) for i in range(ARROWS)))
        curve = VMobject().set_points_smoothly([np.array([14 * x / CURVE - 7, np.sin(x / 9), 0.0]) for x in range(CURVE)])
        text = VGroup(*(Text(t, font_size=20) for t in PARAGRAPH)).arrange(DOWN)
        self.add(Text("A like scene", font_size=34).to_corner(UL), text, curve, arrows, dots)
        clock = ValueTracker(0)
        dots.add_updater(lambda m: [d.move_to(p) for d, p in zip(m, at(clock.get_value()))])
        arrows.add_updater(lambda m: [a.put_start_and_end_on(dots[i % NODES].get_center(), dots[(7 * i + 3) % NODES].get_center()) for i, a in enumerate(m)])
        self.play(clock.animate.set_value(90), run_time=3, rate_func=linear)
Like().render()
"""
_OUR_QUIET_CLIP = """
import sys
from fractions import Fraction
from pathlib import Path
from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.film import ExportSettings, export_film
plan = gallery_plan()
scene = next(s for s in plan.scenes if s.id == "process").model_copy(update={"seconds": 3.0})
film = render_plan(plan.model_copy(update={"scenes": [scene]}), RenderSettings(fps=Fraction(30)))
export_film(film, Path(sys.argv[1]) / "clip.mp4", ExportSettings(preset="veryfast"))
"""
_THEIR_QUIET_CLIP = """
import sys
from manim import *
config.media_dir, config.verbosity, config.progress_bar, config.disable_caching = sys.argv[1], "ERROR", "none", True
config.pixel_width, config.pixel_height, config.frame_rate = 1280, 720, 30
class Steps(Scene):
    def construct(self):
        names = ["Choose k centres", "Assign each point", "Move each centre", "Repeat"]
        boxes = VGroup(*(VGroup(RoundedRectangle(width=2.6, height=1.6), Text(n, font_size=20)) for n in names)).arrange(RIGHT, buff=0.7)
        arrows = VGroup(*(Arrow(a.get_right(), b.get_left(), buff=0.05) for a, b in zip(boxes, boxes[1:])))
        title = Text("How k-means finds groups", font_size=34).to_corner(UL)
        self.add(title, boxes, arrows)
        for box in boxes:
            self.play(box[0].animate.set_fill(BLUE, 0.4), run_time=0.75)
Steps().render()
"""


def _ocr(b: Bench) -> None:
    """Character errors of tesseract on the captions and the larger labels of every theme."""
    if shutil.which("tesseract") is None:
        raise MissingPeer(
            "tesseract is not installed: apt-get install tesseract-ocr, or its installer on Windows and macOS"
        )
    wrong = total = 0
    plan = _some(gallery_plan(), 6 if b.quick else 14)
    for name in THEMES:
        film = render_plan(plan, RenderSettings(theme=name, width=1920, height=1080))
        for text, crop in _crops(film):
            read = _read(crop)
            wrong += _distance(text, read)
            total += len(text)
    b.figure(f"OCR character errors over {total} characters", 100 * wrong / total, "%", at_most=2.0)


def _crops(film: DiagramFilm) -> Iterator[tuple[str, np.ndarray]]:
    """Lines of plain words at the end of every scene, and their pixels with a margin."""
    for segment in film.segments:
        if not isinstance(segment.clip, SceneClip):
            continue
        at, k = segment.clip.frame_count - 1, film.height / 720
        frame = segment.clip.frame(at)
        for x in leaves(tuple(y for part in segment.clip.lists(at) for y in part)):
            plain = (
                isinstance(x, Text) and len(x.string) >= 12 and x.size >= 18 and x.string.isascii() and x.opacity == 1
            )
            if plain:
                box = x.bounds.inset(-6, -5)
                yield x.string, frame[int(k * box.y) : int(k * box.bottom), int(k * box.x) : int(k * box.right)]


def _read(crop: np.ndarray) -> str:
    """What tesseract reads in a crop, dark on light and three times as large."""
    from PIL import Image, ImageOps

    picture = Image.fromarray(np.ascontiguousarray(crop)).convert("L")
    if np.median(crop) < 128:
        picture = ImageOps.invert(picture)
    picture = ImageOps.expand(ImageOps.autocontrast(picture), 20, 255).resize(
        (3 * (picture.width + 40), 3 * (picture.height + 40))
    )
    with tempfile.TemporaryDirectory() as folder:
        picture.save(Path(folder) / "crop.png")
        done = subprocess.run(
            ["tesseract", str(Path(folder) / "crop.png"), "-", "--psm", "7"], capture_output=True, text=True, check=True
        )
    return " ".join(done.stdout.split())


def _distance(a: str, b: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def _memory(b: Bench) -> None:
    """Peak of a long film against that of a short one, drawn and encoded in a process of its own."""
    long = 60 if b.quick else 600
    short, tall = _peak(10), _peak(long)
    b.figure(f"peak memory of {long} s above that of 10 s", tall - short, "MB", at_most=50)
    b.figure(f"peak memory of {long} s with the encoder", tall, "MB", below=400)


def _peak(seconds: int) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _LONG, str(seconds)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return float(done.stdout.split()[-1])


_LONG = """
import resource, sys, tempfile
from pathlib import Path
from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.film import ExportSettings, export_film
plan, count = gallery_plan(), max(1, int(sys.argv[1]) // 10)
scenes = [plan.scenes[i % len(plan.scenes)].model_copy(update={"id": f"s{i}"}) for i in range(count)]
film = render_plan(plan.model_copy(update={"scenes": scenes}), RenderSettings())
with tempfile.TemporaryDirectory() as folder:
    export_film(film, Path(folder) / "film.mp4", ExportSettings(preset="veryfast"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak / (2**20 if sys.platform == "darwin" else 2**10))
"""


def _pictures(b: Bench) -> None:
    """What real plans are drawn with: the planner's wishes after layout, wordy pictures counted."""
    from t2v_core.book import ChunkSettings, chunk_book

    host = LocalHost()
    library = ROOT / ".t2v" / "bench" / "library"
    books = {p.name: chunk_book(p, ChunkSettings(), host, library) for p in bench_plan._files()}
    drawn: Counter[str] = Counter()
    changed = 0
    for name, topic in bench_plan.TOPICS[:: 4 if b.quick else 1]:
        result, _ = bench_plan.plan_one(books[name], topic, host)
        if result is None:
            b.note(f"{topic} ({name}): insufficient evidence")
            continue
        film = render_plan(result.plan, RenderSettings(width=1280, height=720, fps=Fraction(24)))
        drawn.update(d.choice.template for d in film.drawn)
        changed += sum(
            d.choice.template != s.visual.template for d, s in zip(film.drawn, result.plan.scenes, strict=True)
        )
    b.note("pictures: " + ", ".join(f"{t} {n}" for t, n in drawn.most_common()))
    b.figure("scenes drawn with another picture than planned", changed, f"of {drawn.total()}")
    wordy = sum(drawn[t] for t in WORDY_TEMPLATES)
    b.figure("quotations, enumerations and titles", wordy / drawn.total(), "of the scenes", at_most=0.2)
