"""One round of three phases over many shots: each model part is loaded once, each take kept as soon as it is decoded.

When the device runs out of memory, denoising is tried once more after the host has made room, and decoding
in tiles; what still fails is told with the sizes that matter.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import RenderError
from . import stages
from .continuity import from_picture
from .footage import FootageStore, Take
from .load import VideoModel, pipeline_for
from .memory import Managed, ModuleHost
from .progress import DECODE_UNITS, ENCODE_UNITS, Progress
from .quality import classify, to_uint8
from .shots import GenerateSettings, Shot
from .speed import compiled, faster
from .stages import Embeds, Latents

if TYPE_CHECKING:
    import numpy as np
    import torch

T = TypeVar("T")


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
    """Everything the phases share. `run` gives a `Take` or, for a shot that failed, the reason.

    `encoded` holds prompts that an earlier round encoded along with its own.
    """

    model: VideoModel
    modules: Mapping[str, Managed]
    host: ModuleHost
    store: FootageStore
    lora_keys: Sequence[str]
    settings: GenerateSettings
    progress: Progress
    encoded: dict[tuple[str, str, str], Embeds] = field(default_factory=dict)

    def run(
        self, shots: Sequence[Shot], ahead: Sequence[Shot] = (), start: np.ndarray | None = None
    ) -> list[Take | str]:
        """Encode, denoise and decode the shots that are not kept yet. Whatever the host's report raises passes through.

        `ahead` are shots of later rounds, whose prompts are encoded while the text encoder is there; `start` is the
        picture, uint8 H×W×3, that the shots start from.
        """
        works = [_Work(shot, shot.key(self.model.key, self.lora_keys)) for shot in shots]
        for work in works:
            work.take = self.store.find(work.key, work.shot)
            if work.take:
                self.progress.found(work.shot)
        todo = [w for w in works if w.take is None]
        if todo:
            self.progress.expect([*(w.shot for w in todo), *ahead])
            with self._loading():
                self._encode_all(todo, ahead)
                self._denoise_all(_alive(todo), start)
                self._decode_all(_alive(todo))
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

    def _encode_all(self, works: list[_Work], ahead: Sequence[Shot]) -> None:
        spec, pipe = self.model.spec, self._pipeline(works[0].shot)
        for work in works:
            work.notes += stages.unread(pipe, spec, work.shot)
            work.embeds = self.encoded.pop(_prompts(work.shot), None)
        works = [w for w in works if w.embeds is None]
        if not works:
            return
        room = stages.working_bytes(spec, works[0].shot, "encode")
        with self.host.use([self.modules["text_encoder"]], room):
            later = [_Work(shot, "") for shot in ahead if _prompts(shot) not in self.encoded]
            for work in (*works, *later):
                work.embeds = self._attempt(work, "encoding", lambda w=work: stages.encode(pipe, spec, w.shot))
                self.progress.advance(ENCODE_UNITS, f"Encoded the prompts of {work.shot.scene}")
            self.encoded.update((_prompts(w.shot), w.embeds) for w in _alive(later))

    def _denoise_all(self, works: list[_Work], start: np.ndarray | None) -> None:
        if not works:
            return
        spec = self.model.spec
        room = stages.working_bytes(spec, works[0].shot, "denoise")
        names = self.model.folder.transformers if start is None else (*self.model.folder.transformers, "vae")
        handles = [self.modules[n] for n in names]
        with self.host.use(handles, room), compiled(self.model.speed, self.model.transformers):
            for work in works:
                pipe = self._pipeline(work.shot)
                if start is not None:
                    pipe = from_picture(pipe)
                on_step = self.progress.steps(work.shot, spec)
                work.latents = self._attempt(
                    work, "denoising", lambda w=work, p=pipe, s=on_step: self._denoise(p, w, s, start)
                )
                work.embeds = None

    def _denoise(self, pipe: Any, work: _Work, on_step: stages.OnStep, start: np.ndarray | None) -> Latents:
        with faster(self.model.speed, pipe, self.model.transformers):
            return stages.denoise(pipe, self.model.spec, work.shot, work.embeds, on_step, start)

    def _decode_all(self, works: list[_Work]) -> None:
        for in_fp32 in (False, True):
            group = [w for w in works if w.shot.vae_fp32 == in_fp32]
            if not group:
                continue
            handle = self.modules["vae"]
            if in_fp32:  # a copy: the loaded model is not ours to change
                handle = self.host.manage(copy.deepcopy(handle.module).float())
            with self.host.use([handle], stages.working_bytes(self.model.spec, group[0].shot, "decode")):
                for work in group:
                    self._decode_one(work, handle.module)

    def _decode_one(self, work: _Work, vae: torch.nn.Module) -> None:
        """Decode, judge and keep a take."""
        pipe = self._pipeline(work.shot)
        frames = self._attempt(work, "decoding", lambda: self._decode(pipe, work, vae))
        work.latents = None
        if frames is None:
            return
        verdict, pictures = classify(frames), to_uint8(frames)
        work.take = self.store.keep(work.key, pictures, work.shot, verdict, tuple(work.notes))
        self.progress.advance(DECODE_UNITS, f"Decoded {work.shot.scene}", pictures[len(pictures) // 2])

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


def _alive(works: list[_Work]) -> list[_Work]:
    return [w for w in works if not w.failed]


def _prompts(shot: Shot) -> tuple[str, str, str]:
    return shot.scene, shot.positive, shot.negative


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
