"""Attention, caches, compilation and memory modes: what each changes, where it is refused, and that nothing of it stays."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from t2v_core.diffusion import speed as speed_module
from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.diffusion.speed import ATTENTIONS, Speed, available_attentions, faster
from t2v_core.errors import DependencyError, InputError

SMALL = {"width": 64, "height": 64, "frames": 9, "steps": 6, "on_bad_output": "keep", "length": "footage"}
BLOCKS = {"wan": "blocks", "cog": "transformer_blocks", "ltx": "transformer_blocks"}


def film(model, prompts, host=None):
    made = generate(model, prompts, GenerateSettings(**SMALL), host or LocalModules())
    return np.stack([f.copy() for f in made.film.frames()]).astype(int)


def using(model, **options):
    """The same loaded modules with other options."""
    return dataclasses.replace(model, speed=Speed(**options))


class Calls:
    """How often a layer computes, seen below anything that may skip its block."""

    def __init__(self, layer: torch.nn.Module) -> None:
        self.count = 0
        self._handle = layer.register_forward_hook(self._seen)

    def _seen(self, *_args: object) -> None:
        self.count += 1

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        self._handle.remove()


def last_query(model, kind):
    return getattr(model.transformers[0], BLOCKS[kind])[-1].attn1.to_q


def untouched(model) -> bool:
    """No hook, no compiled block, no cache is left on the transformers."""
    return all(
        not getattr(m, "_diffusers_hook", None) or not m._diffusers_hook.hooks
        for t in model.transformers
        for m in t.modules()
    ) and all(
        m._compiled_call_impl is None and getattr(m, "_cache_config", None) is None
        for t in model.transformers
        for m in t.modules()
    )


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_first_block_cache_skips_blocks_and_the_next_film_is_whole_again(model_of, prompts_for, kind, monkeypatch):
    monkeypatch.setattr(speed_module, "_THRESHOLD", 10.0)  # of a random model every step may differ much
    model, prompts = model_of(kind), prompts_for(kind)
    with Calls(last_query(model, kind)) as plain:
        whole = film(model, prompts)
    with Calls(last_query(model, kind)) as cached:
        fast = film(using(model, cache="first_block"), prompts)
    assert 0 < cached.count < plain.count
    assert not np.array_equal(whole, fast)
    assert untouched(model)
    assert np.array_equal(whole, film(model, prompts))


def test_every_scene_begins_with_an_empty_cache(model_of, prompts_for, monkeypatch):
    """The first step of each of three scenes computes all blocks, whatever the scene before left."""
    monkeypatch.setattr(speed_module, "_THRESHOLD", 1e9)
    model = using(model_of("ltx"), cache="first_block")
    with Calls(last_query(model, "ltx")) as calls:
        film(model, prompts_for("ltx"))
    assert calls.count == 3


@pytest.mark.parametrize("kind", ["cog", "ltx"])
def test_pyramid_attention_broadcast_computes_less_attention(model_of, prompts_for, kind):
    model, prompts = model_of(kind), prompts_for(kind)
    with Calls(last_query(model, kind)) as plain:
        whole = film(model, prompts)
    with Calls(last_query(model, kind)) as cached:
        film(using(model, cache="pyramid"), prompts)
    assert 0 < cached.count < plain.count
    assert untouched(model)
    assert np.array_equal(whole, film(model, prompts))


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_attention_kernel_is_the_chosen_one(model_of, prompts_for, kind, monkeypatch):
    seen = set()
    attend = torch.nn.functional.scaled_dot_product_attention

    def note(*args, **more):
        seen.add((torch.backends.cuda.flash_sdp_enabled(), torch.backends.cuda.math_sdp_enabled()))
        return attend(*args, **more)

    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", note)
    whole = film(model_of(kind), prompts_for(kind))
    assert seen == {(True, True)}
    seen.clear()
    exact = film(using(model_of(kind), attention="math"), prompts_for(kind))
    assert (False, True) in seen
    assert torch.backends.cuda.flash_sdp_enabled()
    assert np.abs(whole - exact).max() <= 1


def test_a_dispatched_kernel_is_set_and_reset(model_of, prompts_for, monkeypatch):
    """flash and sage need CUDA; diffusers' own kernel stands in for them in its dispatcher."""
    from diffusers.models.attention_dispatch import AttentionBackendName, _AttentionBackendRegistry

    asked = []
    own = _AttentionBackendRegistry._backends[AttentionBackendName.NATIVE]

    def counted(*args, **more):
        asked.append(_AttentionBackendRegistry.get_active_backend()[0])
        return own(*args, **more)

    monkeypatch.setitem(speed_module._DISPATCHED, "flash", "_native_math")
    monkeypatch.setitem(_AttentionBackendRegistry._backends, AttentionBackendName._NATIVE_MATH, counted)
    before = _AttentionBackendRegistry.get_active_backend()[0]
    film(using(model_of("wan"), attention="flash"), prompts_for("wan"))
    assert set(asked) == {AttentionBackendName._NATIVE_MATH}
    assert _AttentionBackendRegistry.get_active_backend()[0] == before


def test_a_kernel_that_diffusers_does_not_take_ends_the_run_and_is_named(model_of, prompts_for):
    """Its package may be there and too old."""
    with pytest.raises(DependencyError, match=r"attention flash3 cannot be used.*Choose auto"):
        film(using(model_of("wan"), attention="flash3"), prompts_for("wan"))


def test_a_compiler_that_is_missing_ends_the_run_and_is_named(model_of, prompts_for):
    """Every scene would fail alike: no film of diagrams is made of it."""
    from torch._inductor import config

    torch._dynamo.reset()
    model = using(model_of("wan"), compile=True)
    without = config.patch({"cpp.cxx": (None, "no-such-compiler"), "force_disable_caches": True})
    with without, pytest.raises(DependencyError, match=r"compile fails.*no-such-compiler.*turn compile off"):
        film(model, prompts_for("wan"))
    assert untouched(model)


@pytest.mark.parametrize(
    ("cause", "kind", "words"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), torch.OutOfMemoryError, "^CUDA out of memory$"),
        (RuntimeError("Failed to find C compiler."), DependencyError, "triton-windows"),
        (AssertionError(), DependencyError, r"machine: AssertionError:? Turn compile off"),
    ],
)
def test_only_what_a_compiler_lacks_is_called_that(cause, kind, words):
    from torch._inductor.exc import InductorError

    with pytest.raises(kind, match=words), faster(Speed(compile=True), None, []):
        raise InductorError(cause, None)


def test_compiled_blocks_are_compiled_inside_only(model_of, monkeypatch):
    compilers = []
    monkeypatch.setattr(torch.nn.Module, "compile", lambda self: compilers.append(type(self).__name__))
    model = model_of("wan")
    block = model.transformers[0].blocks[0]
    with speed_module.compiled(Speed(compile=True), model.transformers):
        block._compiled_call_impl = "compiled"
    assert compilers == ["WanTransformerBlock"] * len(model.transformers[0].blocks)
    assert untouched(model)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wan", "ltx"])
def test_a_compiled_model_makes_about_the_same_film(model_of, prompts_for, kind):
    from torch._dynamo.utils import counters
    from torch._inductor.cpp_builder import get_cpp_compiler

    try:
        get_cpp_compiler()
    except Exception as e:  # noqa: BLE001 - torch raises its own kinds for a machine without a C++ compiler
        pytest.skip(f"no C++ compiler: {e}")
    counters.clear()
    model, prompts = model_of(kind), prompts_for(kind)
    whole = film(model, prompts)
    fast = film(using(model, compile=True), prompts)
    assert counters["frames"]["ok"] > 0
    assert np.abs(whole - fast).mean() < 1
    assert untouched(model)
    assert np.array_equal(whole, film(model, prompts))


class StopAt(LocalModules):
    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(self.stop)

    def stop(self, done, total, text="", preview=None):
        if self.text in text:
            raise KeyboardInterrupt


@pytest.mark.parametrize("kind", BLOCKS)
def test_cancel_with_every_option_on_leaves_nothing(model_of, prompts_for, kind):
    model, prompts = model_of(kind), prompts_for(kind)
    whole = film(model, prompts)
    options = using(model, attention="math", cache="first_block")
    with pytest.raises(KeyboardInterrupt):
        film(options, prompts, StopAt("Denoising s2, step 3"))
    assert untouched(model)
    assert torch.backends.cuda.flash_sdp_enabled()
    assert np.array_equal(whole, film(model, prompts))


def test_memory_that_runs_out_with_a_cache_begins_again_with_an_empty_one(model_of, prompts_for, monkeypatch):
    from t2v_core.diffusion import stages

    model, prompts = using(model_of("ltx"), cache="first_block"), prompts_for("ltx")
    expected, denoise, failed = film(model, prompts), stages.denoise, []

    def once(pipe, spec, shot, embeds, on_step, start):
        def step(number, latents):
            on_step(number, latents)
            if not failed and number == 2:
                failed.append(number)
                raise torch.OutOfMemoryError("CUDA out of memory")

        return denoise(pipe, spec, shot, embeds, step, start)

    monkeypatch.setattr(stages, "denoise", once)
    assert np.array_equal(film(model, prompts), expected)
    assert failed and untouched(model)


def test_options_decide_the_key_and_the_default_key_stays(model_of):
    model = model_of("ltx")
    keys = {
        model.key,
        *(using(model, **o).key for o in ({"cache": "pyramid"}, {"compile": True}, {"attention": "math"})),
    }
    assert len(keys) == 4
    assert model.key.endswith("-none")
    assert "cache pyramid" in using(model, cache="pyramid").text()


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("wan", {"cache": "pyramid"}, "cache pyramid.*cogvideox"),
        ("cog", {"compile": True}, "compile.*wan"),
        ("cog", {"attention": "flash"}, "attention flash.*wan"),
        ("ltx", {"attention": "sage"}, "attention sage.*wan"),
        ("ltx", {"cache": "all"}, "cache is 'all'"),
        ("ltx", {"attention": "warp"}, "attention is 'warp'"),
    ],
)
def test_what_a_family_cannot_do_is_refused_by_name(folder_of, kind, options, words):
    with pytest.raises(InputError, match=words):
        load_model(folder_of(kind), LocalModules(), speed=Speed(**options))


def test_only_what_is_here_is_offered(folder_of):
    found = available_attentions()
    assert found[:2] == ["auto", "math"] and set(found) <= set(ATTENTIONS)
    if not torch.cuda.is_available():
        assert found == ["auto", "math"]
        with pytest.raises(DependencyError, match="flash_attn"):
            load_model(folder_of("wan"), LocalModules(), speed=Speed(attention="flash"))


class Moves:
    """Where a module is sent."""

    def __init__(self, module: torch.nn.Module) -> None:
        self.to = []
        original = module.to
        module.to = lambda *args, **more: (self.to.append(str(args[0])), original(*args, **more))[1]


@pytest.mark.parametrize(("vram", "moved"), [("auto", 2), ("balanced", 2), ("resident", 1)])
def test_a_resident_model_stays_on_the_device(folder_of, prompts_for, vram, moved):
    model = load_model(folder_of("ltx"), LocalModules(), vram=vram)
    moves = Moves(model.transformers[0])
    with LocalModules().use([model.modules["transformer"]], 0):
        pass
    assert len(moves.to) == moved


@pytest.mark.parametrize("kind", BLOCKS)
def test_with_the_least_memory_every_layer_comes_and_goes_and_the_film_is_the_same(
    folder_of, model_of, prompts_for, kind
):
    model = load_model(folder_of(kind), LocalModules(), vram="minimum")
    onloaded = []

    class Noting(LocalModules):
        def use(self, managed, working_bytes):
            context = super().use(managed, working_bytes)
            context.__enter__()
            onloaded.append(sum(bool(getattr(m, "_diffusers_hook", None)) for m in managed[0].module.modules()))
            context.__exit__(None, None, None)
            return super().use(managed, working_bytes)

    assert np.array_equal(film(model, prompts_for(kind), Noting()), film(model_of(kind), prompts_for(kind)))
    assert min(onloaded) > 5  # each of the three parts is taken layer by layer
    assert all(not m._diffusers_hook.hooks for m in model.transformers[0].modules() if hasattr(m, "_diffusers_hook"))


def test_an_unknown_memory_mode(folder_of):
    with pytest.raises(InputError, match="vram"):
        load_model(folder_of("ltx"), LocalModules(), vram="lots")
