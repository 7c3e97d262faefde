"""The quality presets: frames, steps, guidance and prompt habits, one documented table.

`fast`, `balanced` and `high` differ by model family; `academic_stable`, `teacher` and
`stability_smoke` are complete recipes. All values are those the seed system was tuned to; `native` is
what the model's own documentation gives. Frame counts are as tuned and are snapped to the family's rule. A model
that is distilled keeps its own steps and guidance in every row: it was trained for no others.

| quality | models | frames | fps | steps | guidance | size (w×h) | seed | prompt |
|---|---|---|---|---|---|---|---|---|
| native | all | published | published | published | published | published | | |
| fast | Wan | 25 | 16 | 24 | 4.5 | 832×480 | | |
| | LTX | 25 | 16 | 24 | 2.5 | published | | |
| | CogVideoX 5b | 24 | 8 | 32 | 4.0 | published | | |
| | CogVideoX 1.5 | 24 | 16 | 32 | 4.0 | published | | |
| | CogVideoX 2b | 21 | 8 | 20 | 5.0 | published | | |
| balanced | Wan | 33 | 16 | 30 | 5.0 | 832×480 | | |
| | LTX | 33 | 16 | 30 | 3.0 | published | | |
| | CogVideoX 5b | 32 | 8 | 36 | 4.5 | published | | |
| | CogVideoX 1.5 | 32 | 16 | 36 | 4.5 | published | | |
| | CogVideoX 2b | 29 | 8 | 24 | 5.5 | published | | |
| high | Wan | 49 | 16 | 38 | 5.0 | 1280×720 | | |
| | LTX | 49 | 16 | 38 | 3.5 | published | | |
| | CogVideoX 5b | 49 | 8 | 40 | 5.0 | published | | |
| | CogVideoX 1.5 | 49 | 16 | 40 | 5.0 | published | | |
| | CogVideoX 2b | 37 | 8 | 28 | 6.0 | published | | |
| academic_stable | all | 25 | 12 | 36 | 4.5 | 832×480 | | overlay, compact, no diagram lock |
| teacher | all | 24 | 8 | 32 | 4.2 | 720×480 | 13 | compact, ≤ 145 words |
| stability_smoke | all | 24 | 8 | 32 | 4.0 | 576×320 | 42 | |
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..errors import InputError
from .families import ModelSpec


@dataclass(frozen=True)
class Preset:
    """One row; None leaves the choice to the caller's own setting or the model's default."""

    frames: int
    fps: int
    steps: int
    guidance: float
    size: tuple[int, int] | None = None  # height, width
    seed: int | None = None
    rag_mode: str | None = None
    diagram_lock: bool | None = None
    compact: bool = False  # subject, action and look only: no audience, objective or cues
    max_words: int | None = None  # of the positive prompt
    dtype: str | None = None
    dynamic_cfg: bool = False  # CogVideoX only: off in all of the seed's presets
    on_failure: str | None = None


_480P, _720P = (480, 832), (720, 1280)

_BY_FAMILY: dict[str, dict[str, Preset]] = {
    "fast": {
        "wan": Preset(25, 16, 24, 4.5, _480P),
        "ltx": Preset(25, 16, 24, 2.5),
        "cogvideox": Preset(24, 8, 32, 4.0),
        "cogvideox1.5-5b": Preset(24, 16, 32, 4.0),  # made for twice the rate of its forerunners
        "cogvideox-2b": Preset(21, 8, 20, 5.0),
    },
    "balanced": {
        "wan": Preset(33, 16, 30, 5.0, _480P),
        "ltx": Preset(33, 16, 30, 3.0),
        "cogvideox": Preset(32, 8, 36, 4.5),
        "cogvideox1.5-5b": Preset(32, 16, 36, 4.5),  # made for twice the rate of its forerunners
        "cogvideox-2b": Preset(29, 8, 24, 5.5),
    },
    "high": {
        "wan": Preset(49, 16, 38, 5.0, _720P),
        "ltx": Preset(49, 16, 38, 3.5),
        "cogvideox": Preset(49, 8, 40, 5.0),
        "cogvideox1.5-5b": Preset(49, 16, 40, 5.0),  # made for twice the rate of its forerunners
        "cogvideox-2b": Preset(37, 8, 28, 6.0),
    },
}

_RECIPES: dict[str, Preset] = {
    "academic_stable": Preset(
        25, 12, 36, 4.5, _480P, rag_mode="overlay", diagram_lock=False, compact=True, dtype="bf16"
    ),
    "teacher": Preset(24, 8, 32, 4.2, (480, 720), seed=13, compact=True, max_words=145, on_failure="diagram"),
    "stability_smoke": Preset(24, 8, 32, 4.0, (320, 576), seed=42),
}

QUALITIES: tuple[str, ...] = ("native", *_BY_FAMILY, *_RECIPES)


def preset_for(quality: str, spec: ModelSpec) -> Preset:
    """The row of `quality` for a model; `InputError` for a name that is not in `QUALITIES`."""
    row = _row(quality, spec)
    return replace(row, steps=spec.steps, guidance=spec.guidance) if spec.timesteps else row


def _row(quality: str, spec: ModelSpec) -> Preset:
    if quality == "native":
        return Preset(spec.frames, spec.fps, spec.steps, spec.guidance, (spec.height, spec.width))
    if quality in _RECIPES:
        return _RECIPES[quality]
    if quality not in _BY_FAMILY:
        raise InputError(f"{quality!r} is no quality preset. Choose one of: {', '.join(QUALITIES)}.")
    rows = _BY_FAMILY[quality]
    row = rows.get(spec.name, rows[spec.family])
    return row if row.size else replace(row, size=(spec.height, spec.width))
