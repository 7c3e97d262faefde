"""One round of three phases over many shots: each model part is loaded once, each take kept as soon as it is decoded.

When the device runs out of memory, denoising is tried once more after the host has made room, and decoding
in tiles; what still fails is told with the sizes that matter.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import RenderError
from . import stages
from .footage import FootageStore, Take
from .load import VideoModel, pipeline_for
from .memory import Managed, ModuleHost
from .quality import classify, to_uint8
from .shots import GenerateSettings, Shot
from .speed import compiled, faster
from .stages import Embeds, Latents

if TYPE_CHECKING:
    import numpy as np
    import torch

T = TypeVar("T")
# Shares of the bar, in denoising steps: text encoders and VAEs take about as long as one or two of them.
_ENCODE_UNITS, _DECODE_UNITS = 1, 2


@dataclass
class _Work:
    """A shot on its way through the phases; `failed` says why it left them."""

    shot: Shot
    key: str
    take: Take | None = None
    embeds: Embeds | None = None
    latents: Latents | None = None
    failed: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Round:
    """Everything the phases share. `run` gives a `Take` or, for a shot that failed, the reason."""

    model: VideoModel
    modules: Mapping[str, Managed]
    host: ModuleHost
    store: FootageStore
    lora_keys: Sequence[str]
    settings: GenerateSettings
    number: int

    def run(self, shots: Sequence[Shot]) -> list[Take | str]:
        """Encode, denoise and decode the shots that are not kept yet. Whatever the host's report raises passes through."""
        works = [_Work(shot, shot.key(self.model.key, self.lora_keys)) for shot in shots]
        for work in works:
            work.take = self.store.find(work.key, work.shot)
        todo = [w for w in works if w.take is None]
        if todo:
            progress = _Progress(self.host, [w.shot for w in todo], self.number)
            with self._loading():
                self._encode_all(todo, progress)
                self._denoise_all(_alive(todo), progress)
                self._decode_all(_alive(todo), progress)
        return [w.take or w.failed for w in works]

    @contextmanager
    def _loading(self) -> Iterator[None]:
        """Steps deal with their own lack of memory; what is left is a model part that does not fit at all."""
        import torch

        try:
            yield
        except torch.OutOfMemoryError as e:
            sizes = ", ".join(f"{n} {size / 2**30:.1f} GiB" for n, size in self.model.folder.weights.items())
            raise RenderError(
                f"{self.model.folder.name} does not fit into memory (on disk: {sizes}). Close other programs, load it "
                f"with dtype bf16 or fp16, or choose a smaller model. ({_first_line(e)})"
            ) from e

    def _encode_all(self, works: list[_Work], progress: _Progress) -> None:
        spec = self.model.spec
        room = stages.working_bytes(spec, works[0].shot, "encode")
        with self.host.use([self.modules["text_encoder"]], room):
            pipe = self._pipeline(works[0].shot)
            for work in works:
                work.embeds = self._attempt(work, "encoding", lambda w=work: stages.encode(pipe, spec, w.shot))
                progress.advance(_ENCODE_UNITS, f"Encoded the prompts of {work.shot.scene}")

    def _denoise_all(self, works: list[_Work], progress: _Progress) -> None:
        if not works:
            return
        spec = self.model.spec
        room = stages.working_bytes(spec, works[0].shot, "denoise")
        handles = [self.modules[n] for n in self.model.folder.transformers]
        with self.host.use(handles, room), compiled(self.model.speed, self.model.transformers):
            for work in works:
                pipe = self._pipeline(work.shot)
                on_step = progress.steps(work.shot, spec)
                work.latents = self._attempt(
                    work, "denoising", lambda w=work, p=pipe, s=on_step: self._denoise(p, w, s)
                )
                work.embeds = None

    def _denoise(self, pipe: Any, work: _Work, on_step: stages.OnStep) -> Latents:
        with faster(self.model.speed, pipe, self.model.transformers):
            return stages.denoise(pipe, self.model.spec, work.shot, work.embeds, on_step)

    def _decode_all(self, works: list[_Work], progress: _Progress) -> None:
        for in_fp32 in (False, True):
            group = [w for w in works if w.shot.vae_fp32 == in_fp32]
            if not group:
                continue
            handle = self.modules["vae"]
            if in_fp32:  # a copy: the loaded model is not ours to change
                handle = self.host.manage(copy.deepcopy(handle.module).float())
            with self.host.use([handle], stages.working_bytes(self.model.spec, group[0].shot, "decode")):
                for work in group:
                    self._decode_one(work, handle.module, progress)

    def _decode_one(self, work: _Work, vae: torch.nn.Module, progress: _Progress) -> None:
        """Decode, judge and keep a take."""
        pipe = self._pipeline(work.shot)
        frames = self._attempt(work, "decoding", lambda: self._decode(pipe, work, vae))
        work.latents = None
        if frames is None:
            return
        verdict, pictures = classify(frames), to_uint8(frames)
        work.take = self.store.keep(work.key, pictures, work.shot, verdict, tuple(work.notes))
        progress.advance(_DECODE_UNITS, f"Decoded {work.shot.scene}", pictures[len(pictures) // 2])

    def _decode(self, pipe: Any, work: _Work, vae: torch.nn.Module) -> np.ndarray:
        """Decode whole, and in tiles when memory runs out and tiling is left to us."""
        import torch

        state = work.latents.generator.get_state()
        try:
            return stages.decode(pipe, self.model.spec, work.shot, work.latents, vae)
        except torch.OutOfMemoryError:
            if self.settings.vae_tiling != "auto":
                raise
        work.notes.append("decoded in tiles: memory ran out")
        self._free()
        work.latents.generator.set_state(state)
        with stages.tiling(vae, True):
            return stages.decode(pipe, self.model.spec, work.shot, work.latents, vae)

    def _attempt(self, work: _Work, phase: str, step: Callable[[], T]) -> T | None:
        """Run a step; out of memory once more after room was made; a fault of torch ends the shot, not the run."""
        import torch

        try:
            try:
                return step()
            except torch.OutOfMemoryError:
                if phase == "decoding":
                    raise
                work.notes.append(f"{phase} was repeated: memory ran out")
                self._free()
                return step()
        except torch.OutOfMemoryError as e:
            shot, need = work.shot, stages.working_bytes(self.model.spec, work.shot, phase.removesuffix("ing") + "e")
            tiles = "" if phase != "decoding" or shot.tiled else ", or turn vae_tiling on"
            work.failed = (
                f"{phase} ran out of memory ({shot.frames} frames of {shot.width}×{shot.height} work in about "
                f"{need / 2**30:.1f} GiB besides the weights). Lower width, height or frames{tiles}. ({_first_line(e)})"
            )
        except RuntimeError as e:
            work.failed = f"{phase} failed: {_first_line(e)}"
        return None

    def _free(self) -> None:
        """Ask for everything the host can give."""
        self.host.make_room(2**62)

    def _pipeline(self, shot: Shot) -> Any:
        shift = {} if shot.flow_shift is None else {"flow_shift": shot.flow_shift}
        return pipeline_for(self.model, self.host, self.modules, **shift)


class _Progress:
    """One bar over all phases and scenes, with the time that is left."""

    def __init__(self, host: ModuleHost, shots: Sequence[Shot], number: int) -> None:
        self._host, self._label = host, f"retry {number}: " if number else ""
        self._total = sum(s.steps + _ENCODE_UNITS + _DECODE_UNITS for s in shots)
        self._done, self._start = 0, time.monotonic()
        self.advance(0, "Starting")

    def advance(self, units: int, text: str, picture: np.ndarray | None = None) -> None:
        """So much more is done."""
        self._done += units
        self._say(self._done, text, picture)

    def steps(self, shot: Shot, spec: Any) -> stages.OnStep:
        """A callback for a shot's denoising; a repeated attempt begins again where the first began."""
        begin = self._done

        def on_step(step: int, latents: torch.Tensor) -> None:
            self._done = begin + step
            picture = self._host.latent_picture(spec, latents)
            self._say(self._done, f"Denoising {shot.scene}, step {step} of {shot.steps}", picture)

        return on_step

    def _say(self, done: int, text: str, picture: np.ndarray | None = None) -> None:
        left = ""
        if done > 3:
            seconds = (time.monotonic() - self._start) / done * (self._total - done)
            left = f", about {seconds / 60:.0f} min left" if seconds > 90 else f", about {seconds:.0f} s left"
        self._host.report(done, self._total, f"{self._label}{text}{left}", picture)


def _alive(works: list[_Work]) -> list[_Work]:
    return [w for w in works if not w.failed]


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
