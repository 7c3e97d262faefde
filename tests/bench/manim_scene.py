"""The same scene drawn by us and by ManimCE: 30 moving nodes, 49 arrows, a curve, a title and a paragraph.

ManimCE's drawing is its camera's work alone; its clips are made as a user makes them, in a fresh process.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from statistics import median
from typing import Any

import numpy as np

from devtools.environment import ROOT
from t2v_core.diagram.canvas import Canvas
from t2v_core.diagram.drawlist import Circle, DrawList, arrow
from t2v_core.diagram.drawlist import Path as Stroke
from t2v_core.diagram.text import BODY, TITLE, line
from t2v_core.diagram.theme import theme
from tests.bench.harness import Bench, cpu_seconds

NODES, ARROWS, CURVE, FRAMES = 30, 49, 200, 30
PARAGRAPH = ("Each step moves the weights against", "the gradient, so the loss falls", "until it can fall no more.")


def compare_with_manim(b: Bench) -> None:
    """Drawing alone, and a clip of three seconds with start-up; `MissingPeer` without ManimCE."""
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


def places(k: int) -> np.ndarray:
    """Nodes (30, 2) of frame k, in 0..1."""
    i = np.arange(NODES)
    return np.stack([0.5 + 0.42 * np.cos(0.7 * i + 0.02 * k), 0.5 + 0.38 * np.sin(1.3 * i + 0.03 * k)], axis=1)


def our_lists(k: int) -> tuple[DrawList, DrawList]:
    """Still and moving draw list of frame k."""
    curve = tuple((64 + 1152 * x / CURVE, 360 + 60 * float(np.sin(x / 9))) for x in range(CURVE))
    at = [(64 + 1152 * x, 130 + 400 * y) for x, y in places(k).tolist()]
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
            canvas.frame(*our_lists(k))

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
            at = [np.array([14 * x - 7, 4 - 8 * y, 0.0]) for x, y in places(k)]
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
from tests.bench.manim_scene import our_lists
from t2v_core.diagram.canvas import Canvas
from t2v_core.diagram.theme import theme
class Like(Clip):
    width, height, fps, frame_count = 1280, 720, Fraction(30), 90
    def frames(self, start=0, stop=None):
        canvas = Canvas(1280, 720, theme("paper"))
        for k in range(start, 90 if stop is None else stop):
            yield canvas.frame(*our_lists(k))
export_film(Like(), Path(sys.argv[1]) / "clip.mp4", ExportSettings(preset="veryfast"))
"""
_THEIR_CLIP = """
import sys
from manim import *
from tests.bench.manim_scene import ARROWS, CURVE, NODES, PARAGRAPH, places
config.media_dir, config.verbosity, config.progress_bar, config.disable_caching = sys.argv[1], "ERROR", "none", True
config.pixel_width, config.pixel_height, config.frame_rate = 1280, 720, 30
class Like(Scene):
    def construct(self):
        at = lambda k: [np.array([14 * x - 7, 4 - 8 * y, 0.0]) for x, y in places(k)]
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
