"""The core's lazy `Clip` as ComfyUI's VIDEO: core nodes and other packs can save it, measure it, or take it apart."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from ...t2v_core.errors import InputError, RenderError
from .api import Input, InputImpl, Types

if TYPE_CHECKING:
    from ...t2v_core.film.clip import Clip

# ComfyUI's Get Video Components asks for every frame as float32 at once; beyond this it would take the machine down.
MAX_COMPONENT_BYTES = 4 * 1024**3


class ClipVideo(Input.Video):
    """Size, rate and length are known without rendering; saving streams frame by frame."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip

    def get_dimensions(self) -> tuple[int, int]:
        return self.clip.width, self.clip.height

    def get_duration(self) -> float:
        return self.clip.seconds

    def get_frame_count(self) -> int:
        return self.clip.frame_count

    def get_frame_rate(self) -> Fraction:
        return self.clip.fps

    def get_container_format(self) -> str:
        return "mp4"

    def get_stream_source(self) -> str:
        """A finished file in ComfyUI's temp folder, for packs that open videos by path."""
        path = Path(tempfile.mkdtemp(dir=_temp_folder())) / "film.mp4"
        self.save_to(str(path))
        return str(path)

    def save_to(self, path, format=Types.VideoContainer.AUTO, codec=Types.VideoCodec.AUTO, metadata=None) -> None:
        """Encode to a path or a byte stream, as ComfyUI's own Save Video asks; MP4 with H.264."""
        from ...t2v_core.film import ExportSettings, export_film
        from .runtime import ComfyHost

        if format not in (Types.VideoContainer.AUTO, Types.VideoContainer.MP4):
            raise RenderError(f"This film is saved as MP4, not {format}. For other formats use Export MP4.")
        if codec not in (Types.VideoCodec.AUTO, Types.VideoCodec.H264):
            raise RenderError(f"This film is encoded as H.264, not {codec}. For other codecs use Export MP4.")
        target = path if isinstance(path, str) else None
        if target is None:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "film.mp4"
                export_film(self.clip, file, ExportSettings(), ComfyHost(previews=False).report, metadata=metadata)
                path.write(file.read_bytes())
            return
        export_film(self.clip, Path(target), ExportSettings(), ComfyHost(previews=False).report, metadata=metadata)

    def get_components(self):
        """Every frame as one float32 IMAGE; refused when that would not fit."""
        import torch

        from .runtime import ComfyHost

        clip = self.clip
        needed = clip.frame_count * clip.width * clip.height * 3 * 4
        if needed > MAX_COMPONENT_BYTES:
            raise RenderError(
                f"As images this film takes {needed / 1e9:.1f} GB ({clip.frame_count} frames of {clip.width}×{clip.height}); "
                f"the limit is {MAX_COMPONENT_BYTES / 1e9:.1f} GB. Save it with Export MP4, or render it smaller or shorter."
            )
        report = ComfyHost(previews=False).report
        images = torch.empty((clip.frame_count, clip.height, clip.width, 3), dtype=torch.float32)
        for i, frame in enumerate(clip.frames()):
            report(i, clip.frame_count)
            images[i] = torch.from_numpy(frame).float().div_(255.0)
        return Types.VideoComponents(images=images, audio=None, frame_rate=clip.fps)


def clip_of(video: Input.Video | None, images: object, fps: float) -> Clip:
    """What is connected, as a clip: our own film, any other VIDEO as a stream, or an IMAGE batch at `fps`.

    Raises `InputError` when nothing is connected, or both.
    """
    from ...t2v_core.film import FileClip, ImageClip

    if (video is None) == (images is None):
        raise InputError("Connect either video or images to this node.")
    if images is not None:
        return ImageClip(images, Fraction(fps).limit_denominator(1001))
    if isinstance(video, ClipVideo):
        return video.clip
    if isinstance(video, InputImpl.VideoFromComponents):
        parts = video.get_components()
        return ImageClip(parts.images, Fraction(parts.frame_rate))
    return FileClip(_file_of(video))


def _file_of(video: Input.Video) -> Path:
    """The file behind a VIDEO; one that lives in memory is written to ComfyUI's temp folder first."""
    source = video.get_stream_source()
    if isinstance(source, str):
        return Path(source)
    with tempfile.NamedTemporaryFile(suffix=".mp4", dir=_temp_folder(), delete=False) as file:
        file.write(source.getvalue())
    return Path(file.name)


def _temp_folder() -> Path:
    import folder_paths

    folder = Path(folder_paths.get_temp_directory())
    folder.mkdir(parents=True, exist_ok=True)
    return folder
