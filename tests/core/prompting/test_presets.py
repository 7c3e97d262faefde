"""The table of quality presets stands where users look, and says what the code does."""

from pathlib import Path

import pytest

from t2v_core.diffusion import presets
from t2v_core.diffusion.families import MODELS, model_spec
from t2v_core.diffusion.presets import QUALITIES, preset_for

ROOT = Path(__file__).parents[3]
TABLE = [line for line in presets.__doc__.splitlines() if line.startswith("|")]
MODELS_OF = {
    "all": [m.name for m in MODELS],
    "Wan": [m.name for m in MODELS if m.family == "wan"],
    "LTX": [m.name for m in MODELS if m.family == "ltx"],
    "CogVideoX 5b": ["cogvideox-5b"],
    "CogVideoX 1.5": ["cogvideox1.5-5b"],
    "CogVideoX 2b": ["cogvideox-2b"],
}


def rows():
    quality = ""
    for line in TABLE[2:]:
        cells = [c.strip() for c in line.strip("|").split("|")]
        quality = cells[0] or quality
        yield quality, cells[1], cells[2:]


@pytest.mark.parametrize(("quality", "models", "cells"), list(rows()))
def test_a_row_says_what_the_preset_is(quality, models, cells):
    for name in MODELS_OF[models]:
        spec, row = model_spec(name), preset_for(quality, model_spec(name))
        published = (spec.frames, spec.fps, spec.steps, spec.guidance)
        kept = (spec.steps, spec.guidance) if spec.timesteps else (row.steps, row.guidance)
        for said, value, default in zip(cells, (row.frames, row.fps, *kept), published, strict=False):
            if not (spec.timesteps and value in kept):
                assert value == (default if said == "published" else float(said))
        height, width = row.size
        assert (width, height) == (
            (spec.width, spec.height) if cells[4] == "published" else tuple(map(int, cells[4].split("×")))
        )
        assert str(row.seed or "") == cells[5]
        said = [
            row.rag_mode or "",
            "compact" if row.compact else "",
            "no diagram lock" if row.diagram_lock is False else "",
        ]
        said.append(f"≤ {row.max_words} words" if row.max_words else "")
        assert ", ".join(filter(None, said)) == cells[6]


def test_the_table_has_every_preset_and_stands_in_the_nodes_help():
    assert list(dict.fromkeys(quality for quality, *_ in rows())) == list(QUALITIES)
    page = (ROOT / "web" / "docs" / "T2V_AcademicPromptBuilder.md").read_text(encoding="utf-8")
    assert "\n".join(TABLE) in page
    assert "web/docs/T2V_AcademicPromptBuilder.md" in (ROOT / "README.md").read_text(encoding="utf-8")
