"""Small films with moving pictures, a plan that talks about them, and a look into finished files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from t2v_core.film.clip import Clip, Film, Segment
from t2v_core.film.schedule import schedule
from t2v_core.planning.plan import BookRef, Claim, EvidenceItem, PlannerInfo, Scene, ScenePlan


class Bars(Clip):
    """A bar that moves over a coloured ground; `drawn` counts the frames somebody asked for."""

    def __init__(self, seed: int = 0, frames: int = 12, size=(96, 64), fps=Fraction(24), keyed: bool = True) -> None:
        self.width, self.height = size
        self.fps, self.frame_count, self.seed = Fraction(fps), frames, seed
        self.key = f"bars-{seed}" if keyed else None
        self.drawn = 0

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        for n in range(start, self.frame_count if stop is None else min(stop, self.frame_count)):
            self.drawn += 1
            yield self.picture(n)

    def picture(self, n: int) -> np.ndarray:
        array = np.empty((self.height, self.width, 3), np.uint8)
        array[:] = (40 + 30 * self.seed % 200, 200 - 20 * self.seed % 150, 90)
        at = (3 * n) % max(1, self.width - 8)
        array[:, at : at + 8] = (250, 240, 20 + n % 200)
        return array


class Noise(Bars):
    """Pictures that no encoder can make small."""

    def picture(self, n: int) -> np.ndarray:
        return np.random.default_rng(n).integers(0, 256, (self.height, self.width, 3), dtype=np.uint8)


def make_plan(scenes: int = 3, seconds: float = 2.0, text: str = "") -> ScenePlan:
    evidence = [
        EvidenceItem(id=f"E{n}", book="A *Book*", text=f"Passage {n} <b>said</b>.", page=n)
        for n in range(1, scenes + 1)
    ]
    return ScenePlan(
        title="How it *works*",
        topic="working",
        book=BookRef(id="b", title="A *Book*", authors=["A. Author"]),
        evidence=evidence,
        scenes=[
            Scene(
                id=f"s{n}",
                title=f"Scene {n}",
                role="mechanism",
                seconds=seconds,
                claims=[
                    Claim(text=text or f"Sentence {n} is spoken here.", evidence_ids=[f"E{n}"], source="extract"),
                    Claim(text=f"And so is number {n} b.", evidence_ids=[f"E{n}"], source="llm"),
                ],
            )
            for n in range(1, scenes + 1)
        ],
        planner=PlannerInfo(kind="extractive"),
    )


def make_film(plan: ScenePlan, fps=Fraction(24), size=(96, 64), keyed: bool = True) -> Film:
    timed = schedule(plan, Fraction(fps))
    return Film(
        tuple(Segment(Bars(n, s.frame_count, size, fps, keyed), s.scene, s.scene) for n, s in enumerate(timed.scenes)),
        timed,
    )


def tone(seconds: float, rate: int = 44100, channels: int = 1, level: float = 0.05) -> dict:
    """A voice-like sound as ComfyUI's AUDIO."""
    t = np.arange(round(seconds * rate)) / rate
    wave = level * np.sin(2 * np.pi * 440 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * t))
    return {"waveform": np.repeat(wave[None, None].astype(np.float32), channels, axis=1), "sample_rate": rate}


def decoded(path: Path) -> list[np.ndarray]:
    """All frames of a BT.709 or RGB film; older PyAV would take BT.601 for granted."""
    with av.open(str(path)) as container:
        return [
            f.reformat(
                format="rgb24", **({} if f.format.is_rgb else {"src_colorspace": "ITU709", "dst_colorspace": "ITU601"})
            ).to_ndarray()
            for f in container.decode(video=0)
        ]


def dropped_on_the_editor(path: Path) -> dict:
    """What ComfyUI's editor reads of an MP4 dropped on it: its rules for boxes, in its first 64 MiB only."""
    data = path.open("rb").read(64 * 1024 * 1024)

    def find(start: int, end: int, kind: bytes) -> tuple[int, int] | None:
        at = start
        while at < end - 8:
            size = int.from_bytes(data[at : at + 4], "big")
            if size < 8:
                at += 1
                continue
            if data[at + 4 : at + 8] == kind:
                return at + 8, at + size
            if at + size > end:
                return None
            at += size
        return None

    udta = find(0, len(data), b"udta") or find(*find(0, len(data), b"moov"), b"udta")
    meta = find(*udta, b"meta")
    keys, values = find(meta[0] + 4, meta[1], b"keys"), find(meta[0] + 4, meta[1], b"ilst")
    names, at = {}, keys[0] + 8
    for n in range(1, int.from_bytes(data[keys[0] + 4 : keys[0] + 8], "big") + 1):
        size = int.from_bytes(data[at : at + 4], "big")
        names[n] = data[at + 8 : at + size].decode()
        at += size
    found, at = {}, values[0]
    while at < values[1] - 8:
        size = int.from_bytes(data[at : at + 4], "big")
        name = names[int.from_bytes(data[at + 4 : at + 8], "big")]
        value = find(at + 8, at + size, b"data")
        if name in ("workflow", "prompt"):
            text = data[value[0] + 8 : value[1]]
            found[name] = json.loads(text[text.index(b"{") :])
        at += size
    return found
