"""Drawing: geometry and contrast of generated plans; CPU of a frame, with x264, against ManimCE; flat memory; OCR of captions; which pictures real plans get.

ManimCE draws a like scene through its own camera, and films a like clip with its own command; OCR is
tesseract on cropped, enlarged caption and label boxes. The 20 topics and their books are those of `bench_plan`.
"""

from __future__ import annotations

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
from t2v_core.diagram.drawlist import DrawList, Text, leaves
from t2v_core.diagram.gallery import ASPECTS, gallery_plan
from t2v_core.diagram.render import SceneClip
from t2v_core.diagram.theme import THEMES, theme
from t2v_core.film import ExportSettings, export_film
from t2v_core.host import LocalHost
from t2v_core.planning.plan import ScenePlan
from t2v_core.planning.visuals import TEMPLATE_SLOTS, WORDY_TEMPLATES
from tests.bench import bench_plan
from tests.bench.harness import Bench, MissingPeer
from tests.bench.manim_scene import compare_with_manim
from tests.core.diagram.colour import contrast
from tests.core.diagram.geometry import faults, texts_and_grounds
from tests.core.diagram.ugly import Ugly


def run(b: Bench) -> None:
    """All figures, cheapest first."""
    _geometry(b)
    _draw(b)
    _encode(b)
    compare_with_manim(b)
    _ocr(b)
    _memory(b)
    _pictures(b)


def _geometry(b: Bench) -> None:
    """Generated plans in four aspects: nothing outside, overlapping or too small; text reads in a light and a dark theme."""
    plans, frames, bad, dim, read = 30 if b.quick else 300, 0, 0, 0, 0
    looks = [theme(name) for name in ("paper", "night")]
    for seed in range(1000, 1000 + plans):
        plan = Ugly(seed).plan(tuple(TEMPLATE_SLOTS), 5)
        for width, height in ASPECTS.values():
            film = render_plan(plan, RenderSettings(width=width, height=height))
            for clip in (s.clip for s in film.segments if isinstance(s.clip, SceneClip)):
                for moment in (0.0, 0.55, 1.0):
                    at = round(moment * (clip.frame_count - 1))
                    items, near = _items(clip, at), _items(clip, at - 1 if at else 1)
                    found = faults(items, 720 * width / height)
                    for sentence in found[:2]:
                        b.note(f"seed {seed}, {width}×{height}: {sentence[:160]}")
                    frames, bad = frames + 1, bad + len(found)
                    rest = set(texts_and_grounds(items)) & set(
                        texts_and_grounds(near)
                    )  # not those just changing colour
                    for text, ground in rest:
                        read += len(looks)
                        dim += sum(contrast(k.rgb(text.colour), k.rgb(ground)) < 4.5 for k in looks)
    b.figure(f"faults of geometry in {frames} frames of {plans} plans", bad, at_most=0)
    b.figure(f"lines of text under 4.5 : 1 among {read}, two themes", dim, at_most=0)


def _items(clip: SceneClip, frame: int) -> DrawList:
    still, moving = clip.lists(min(frame, clip.frame_count - 1))
    return (*still, *moving)


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
