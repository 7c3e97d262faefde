"""The table of families: frame rule, size rule, names."""

import pytest

from t2v_core.diffusion.families import MODELS, flow_shift_for, model_spec, snap_frames, snap_size
from t2v_core.diffusion.presets import QUALITIES, preset_for
from t2v_core.errors import InputError


@pytest.mark.parametrize("spec", MODELS, ids=lambda s: s.name)
def test_published_defaults_obey_the_models_own_rules(spec):
    assert snap_frames(spec.frames, spec) == spec.frames
    assert snap_size(spec.height, spec.width, spec) == (spec.height, spec.width)


@pytest.mark.parametrize(
    "name, asked, given",
    [("wan", 1, 5), ("wan", 24, 25), ("wan", 80, 81), ("cogvideox", 24, 25), ("cogvideox", 21, 25), ("ltx", 160, 161)],
)
def test_frames_snap_to_the_nearest_allowed_count(name, asked, given):
    assert snap_frames(asked, model_spec(name)) == given


def test_names_hub_ids_and_families_are_found_and_others_refused():
    assert model_spec("wan").name == "wan2.1-14b"
    assert model_spec("thudm/cogvideox-2b").dtype == "fp16"
    with pytest.raises(InputError, match="sora"):
        model_spec("sora")


def test_flow_shift_depends_on_height_for_wan_2_1_only():
    wan = model_spec("wan")
    assert (flow_shift_for(wan, 480), flow_shift_for(wan, 720)) == (3.0, 5.0)
    assert flow_shift_for(model_spec("ltx"), 720) is None


@pytest.mark.parametrize("quality", QUALITIES)
def test_every_preset_has_a_row_for_every_model(quality):
    for spec in MODELS:
        row = preset_for(quality, spec)
        assert row.frames > 0
        assert row.size
