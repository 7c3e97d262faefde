"""Export: CPU above the encoder's own, memory over length, the segment cache, and times to the frame.

Peers work as their sources do, at the same codec, preset and crf: ComfyUI's Save Video (a float IMAGE,
clamped and converted frame by frame, through PyAV) and VideoHelperSuite's Video Combine (a float IMAGE to
bytes through a pipe into an ffmpeg program). Each is compared with x264 fed raw yuv420p in its own build.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from t2v_core.film import ExportSettings, ImageClip, export_film
from t2v_core.film.clip import Clip, Film, Segment
from t2v_core.film.encode import choose_encoder
from t2v_core.film.formats import FORMATS
from t2v_core.film.operations import CrossFade, Trim
from t2v_core.film.schedule import schedule
from t2v_core.film.segments import segment_key
from t2v_core.planning.plan import Claim, PlannerInfo, Scene, ScenePlan
from tests.bench.export_peers import FPS, pipe, program, save_video, write_yuv, x264_from_raw
from tests.bench.harness import Bench

ROOT = Path(__file__).parents[2]


class Drawing(Clip):
    """A diagram's likeness, drawn cheaply: text-like texture on paper, 30 moving nodes and the 49 lines between them."""

    def __init__(self, frames: int, size: tuple[int, int], seed: int = 0) -> None:
        self.width, self.height = size
        self.fps, self.frame_count, self.seed = FPS, frames, seed
        self.key = f"bench-drawing-{seed}"

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        random = np.random.default_rng(self.seed)
        paper = np.full((self.height, self.width, 3), 250, np.uint8)
        for line in range(self.height // 10, self.height // 2, 24):
            marks = random.integers(0, 2, (12, self.width // 4, 1), dtype=np.uint8).repeat(2, axis=1) * 215
            paper[line : line + 12, 40 : 40 + marks.shape[1]] = 250 - marks
        colours = random.integers(0, 255, (30, 3))
        along = np.linspace(0, 1, self.width)[:, None]
        out = np.empty_like(paper)
        for n in range(start, self.frame_count if stop is None else min(stop, self.frame_count)):
            np.copyto(out, paper)
            k = np.arange(30)
            left = (97 * k + (3 + k % 5) * n // 2) % (self.width - 60)
            top = self.height // 8 + (53 * k + (1 + k % 3) * n) % (self.height * 3 // 4 - 40)
            nodes = np.stack([top, left], axis=1)
            for edge in range(49):
                a, b = nodes[edge % 30], nodes[(edge * 7 + 3) % 30]
                y, x = (a + (b - a) * along).astype(int).T + 20
                out[y, x] = out[y + 1, x] = 60
            for node, colour in zip(nodes, colours, strict=True):
                out[node[0] : node[0] + 40, node[1] : node[1] + 60] = colour
            yield out


class Recorded(Clip):
    """Frames that lie in memory already: what is measured is the export, not the drawing."""

    def __init__(self, clip: Clip) -> None:
        self.width, self.height, self.fps, self.frame_count = clip.width, clip.height, clip.fps, clip.frame_count
        self.array = np.stack([f.copy() for f in clip.frames()])

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        yield from self.array[start:stop]


def run(b: Bench) -> None:
    """Measure all figures; each in a folder that is removed."""
    for size in ((1280, 720), (1920, 1080)):
        with tempfile.TemporaryDirectory() as folder:
            _cpu(b, Path(folder), size, 96 if size[1] == 720 else 48)
    for seconds in (10, 180 if b.quick else 1800):
        b.figure(f"peak memory, {seconds} s at 720p", _peak_megabytes(seconds), "MB", below=400)
    with tempfile.TemporaryDirectory() as folder:
        _one_of_eight(b, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _join(b, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _times(b, Path(folder))


def _cpu(b: Bench, folder: Path, size: tuple[int, int], frames: int) -> None:
    torch = b.peer("torch", "torch")
    ffmpeg = b.peer("imageio_ffmpeg", "imageio-ffmpeg").get_ffmpeg_exe()
    clip = Recorded(Drawing(frames, size))
    images = torch.from_numpy(clip.array).float() / 255.0
    raw = folder / "raw.yuv"
    write_yuv(clip, raw)

    def as_images():
        return torch.stack([torch.from_numpy(f).float() / 255.0 for f in clip.frames()])

    work: dict[str, Callable[[Path], object]] = {
        "x264": lambda p: x264_from_raw(raw, size, p),
        "x264 program": lambda p: program(ffmpeg, size, "yuv420p", raw.open("rb"), p),
        "ours, clip": lambda p: export_film(clip, p),
        "ours, IMAGE": lambda p: export_film(ImageClip(images, FPS), p),
        "Save Video, IMAGE": lambda p: save_video(images, p),
        "Save Video, clip": lambda p: save_video(as_images(), p),
        "pipe, IMAGE": lambda p: pipe(ffmpeg, images, p),
        "pipe, clip": lambda p: pipe(ffmpeg, as_images(), p),
    }
    ms = _interleaved(work, folder, 3 if b.quick else 5, frames)
    b.note(f"{size[1]}p, CPU ms a frame: " + ", ".join(f"{name} {value:.1f}" for name, value in ms.items()))
    tag = f"{size[1]}p"
    b.figure(
        f"{tag}: CPU of a clip's export over x264 fed raw yuv420p", ms["ours, clip"] / ms["x264"], "×", at_most=1.45
    )
    for start, goal in (("IMAGE", 1 / 2), ("clip", 1 / 3)):
        ours = ms[f"ours, {start}"] - ms["x264"]
        for peer, floor in (("Save Video", "x264"), ("pipe", "x264 program")):
            above = ms[f"{peer}, {start}"] - ms[floor]
            b.figure(f"{tag}: cost above x264, from {start}, over {peer}'s", ours / above, "×", at_most=goal)


def _interleaved(work: dict[str, Callable[[Path], object]], folder: Path, repeat: int, frames: int) -> dict[str, float]:
    """Median CPU ms a frame, all contenders in turns, child processes counted; a first turn only warms up."""
    took: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(repeat + 1):
        for name, job in work.items():
            target = folder / "film.mp4"
            before = _cpu_seconds()
            job(target)
            if turn:
                took[name].append((_cpu_seconds() - before) * 1000 / frames)
            target.unlink()
    return {name: median(values) for name, values in took.items()}


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak_megabytes(seconds: int) -> float:
    """Peak resident size of a process of its own, encoder included, that exports a film of scenes of 30 s."""
    code = (
        "import sys; from pathlib import Path; from tests.bench.bench_export import film_of_scenes, peak_megabytes\n"
        "from t2v_core.film import export_film\n"
        "export_film(film_of_scenes(int(sys.argv[1])), Path(sys.argv[2]) / 'film.mp4')\n"
        "print(peak_megabytes())\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", code, str(seconds), folder], cwd=ROOT, capture_output=True, text=True, check=True
        )
    return float(done.stdout)


def peak_megabytes() -> float:
    """This process's largest resident size. Linux counts the parent's in `ru_maxrss`, so its own high water mark there."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def film_of_scenes(seconds: int, scene: int = 30) -> Film:
    """A 720p film of scenes of at most `scene` seconds."""
    lengths = [scene] * (seconds // scene) + [seconds % scene] * (seconds % scene > 0)
    return Film(tuple(Segment(Drawing(int(s * FPS), (1280, 720), n), f"s{n}", None) for n, s in enumerate(lengths)))


def _one_of_eight(b: Bench, folder: Path) -> None:
    """Eight scenes of 4 s with fades of half a second between them: a changed scene changes two fades."""

    def film(seeds) -> Film:
        scenes = [Drawing(96, (1280, 720), seed) for seed in seeds]
        segments = [Segment(scenes[0], "s0", None)]
        for n, (before, after) in enumerate(pairwise(scenes), 1):
            fade = CrossFade(Trim(before, 84, 96), Trim(after, 0, 12))
            segments += [Segment(fade, f"s{n - 1}-s{n}", None), Segment(after, f"s{n}", None)]
        return Film(tuple(segments))

    start = time.perf_counter()
    export_film(film(range(8)), folder / "first.mp4", cache=folder / "cache")
    first = time.perf_counter() - start
    start = time.perf_counter()
    done = export_film(film([0, 1, 2, 99, 4, 5, 6, 7]), folder / "second.mp4", cache=folder / "cache")
    second = time.perf_counter() - start
    b.figure(
        "segments encoded again after one scene of eight has changed, its fades included",
        done.report.encoded,
        "",
        at_most=3,
    )
    b.figure("time after one scene of eight has changed, over the first run", 100 * second / first, "%", at_most=25)


def _join(b: Bench, folder: Path) -> None:
    """60 cached segments of 10 s: encoded once and copied, since joining does not look at the pictures."""
    cache, fmt = folder / "cache", FORMATS["mp4-h264"]
    encoder, _ = choose_encoder(fmt, ExportSettings())
    clips = [Drawing(240, (1280, 720), seed) for seed in range(60)]
    export_film(clips[0], folder / "one.mp4", cache=cache)
    first = cache / "segments" / f"{segment_key(clips[0], fmt, encoder)}.mp4"
    for clip in clips[1:]:
        shutil.copy(first, first.with_name(f"{segment_key(clip, fmt, encoder)}.mp4"))
    film = Film(tuple(Segment(c, f"s{n}", None) for n, c in enumerate(clips)))
    start = time.perf_counter()
    done = export_film(film, folder / "film.mp4", cache=cache)
    took = time.perf_counter() - start
    b.figure("segments encoded while joining", done.report.encoded, "", at_most=0)
    b.note(f"joined: {done.report.frames} frames, {done.report.bytes / 1e6:.0f} MB, verified")
    b.figure("joining the cached segments of a 10-minute film", took, "s", below=3)


def _times(b: Bench, folder: Path) -> None:
    import av

    scenes = [
        Scene(id=f"s{n}", title=f"Scene {n}", role="mechanism", seconds=3.1 + n / 7,
              claims=[Claim(text=f"This is sentence {k} of scene {n}.", source="user") for k in range(3)])
        for n in range(6)
    ]  # fmt: skip
    plan = ScenePlan(title="Times", topic="times", scenes=scenes, planner=PlannerInfo(kind="manual"))
    fps = Fraction(30000, 1001)
    timed = schedule(plan, fps)
    clip = Drawing(timed.frame_count, (320, 180))
    clip.fps = fps
    tone = 0.1 * np.sin(np.arange(int(44100 * plan.seconds)) / 20)[None, None].astype(np.float32)
    done = export_film(clip, folder / "film.mp4", plan=plan, audio={"waveform": tone, "sample_rate": 44100})
    with av.open(str(done.path)) as container:
        marks = [float(c["start"] * c["time_base"]) for c in container.chapters()]
        texts = [float(p.pts * p.time_base) for p in container.demux(subtitles=0) if p.size > 2]
    clock = [0.0]
    for scene in plan.scenes[:-1]:
        clock.append(clock[-1] + scene.seconds)
    said = [timed.seconds(s.start) for scene in timed.scenes for s in scene.spoken]
    b.figure(
        "chapter times off the plan",
        max(abs(a - p) for a, p in zip(marks, clock, strict=True)) * float(fps),
        "frames",
        at_most=1,
    )
    b.figure(
        "subtitle times off the schedule",
        max(abs(a - p) for a, p in zip(texts, said, strict=True)) * float(fps),
        "frames",
        at_most=1,
    )
    b.figure(
        "sound and pictures differ in length by",
        abs(done.report.sound_seconds - done.report.seconds) * float(fps),
        "frames",
        at_most=1,
    )
