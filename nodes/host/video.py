"""The core's lazy `Clip` as ComfyUI's VIDEO, and any VIDEO as a lazy clip: core nodes and other packs work with both.

ComfyUI's VIDEO has grown: trimming, cropping and more arguments of `save_to` came after 0.3.75, the oldest version this
pack runs on. Both are served here: what is new is offered, and asked for only where it exists.
"""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...t2v_core.errors import InputError, RenderError
from .api import Input, InputImpl, Types

if TYPE_CHECKING:
    from ...t2v_core.film.clip import Clip
    from ...t2v_core.film.formats import ExportSettings

# ComfyUI's Get Video Components asks for every frame as float32 at once; beyond this it would take the machine down.
MAX_COMPONENT_BYTES = 4 * 1024**3


class ClipVideo(Input.Video):
    """Size, rate and length are known without rendering; saving streams frame by frame."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        self._file: Path | None = None

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
        """A finished file in ComfyUI's temp folder, for packs that open videos by path; written once."""
        if self._file is None or not self._file.is_file():
            path = Path(tempfile.mkdtemp(dir=temp_folder())) / "film.mp4"
            self.save_to(str(path))
            self._file = path
        return str(self._file)

    def as_trimmed(
        self, start_time: float | None = None, duration: float | None = None, strict_duration: bool = False
    ) -> ClipVideo | None:
        """From `start_time` (negative: counted from the end) for `duration` seconds (0 or None: to the end), still lazy.

        None where nothing would be left, or, with `strict_duration`, less than was asked for.
        """
        from ...t2v_core.film.operations import Trim

        clip, begin = self.clip, start_time or 0.0
        start = max(0, round(Fraction(begin if begin >= 0 else clip.seconds + begin) * clip.fps))
        wanted = round(Fraction(duration) * clip.fps) if duration else clip.frame_count - start
        stop = min(clip.frame_count, start + wanted)
        if stop <= start or (strict_duration and stop < start + wanted):
            return None
        return ClipVideo(Trim(clip, start, stop))

    def as_cropped(self, x: int = 0, y: int = 0, width: int = 0, height: int = 0) -> ClipVideo:
        """The part of the rectangle that lies in the frame, to even pixels, still lazy; all of it where nothing would be left."""
        from ...t2v_core.film.operations import Cropped

        clip, left, top = self.clip, max(0, x) // 2 * 2, max(0, y) // 2 * 2
        wide, high = (min(x + width, clip.width) - left) // 2 * 2, (min(y + height, clip.height) - top) // 2 * 2
        if wide < 2 or high < 2 or (wide, high) == (clip.width, clip.height):
            return self
        return ClipVideo(Cropped(clip, left, top, wide, high))

    def save_to(
        self, path, format=Types.VideoContainer.AUTO, codec=Types.VideoCodec.AUTO, metadata=None, **more: Any
    ) -> None:
        """Encode to a path or a byte stream, as ComfyUI's own Save Video asks; MP4 with H.264 or AV1.

        `more` is what newer versions add: `crf` and `preset` are followed; a bit depth or colour space other than the
        film's (8, sRGB) is a `RenderError`, as is any other container.
        """
        from ...t2v_core.film import export_film
        from .runtime import ComfyHost

        settings = _settings(_text(format), _text(codec), more)
        report = ComfyHost(previews=False).report
        if not hasattr(path, "write"):
            export_film(self.clip, Path(path), settings, report, metadata=metadata)
            return
        with tempfile.TemporaryDirectory(dir=temp_folder()) as folder:
            file = Path(folder) / "film.mp4"
            export_film(self.clip, file, settings, report, metadata=metadata)
            path.write(file.read_bytes())

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
    """What is connected, as a clip; see `source_of`."""
    return source_of(video, images, fps)[0]


def source_of(video: Input.Video | None, images: object, fps: float) -> tuple[Clip, Any]:
    """What is connected, as a clip and its own sound (None without): our own film, any other VIDEO as a stream, or an IMAGE
    batch at `fps`. Trims and edits that a newer ComfyUI still holds back are applied.

    Raises `InputError` when nothing is connected, or both.
    """
    from ...t2v_core.film import ImageClip, frame_rate

    if (video is None) == (images is None):
        raise InputError("Connect either video or images to this node.")
    if images is not None:
        return ImageClip(images, frame_rate(fps)), None
    if isinstance(video, ClipVideo):
        return video.clip, None
    if _in_memory(video):
        parts = video.get_components()
        return ImageClip(parts.images, Fraction(parts.frame_rate)), parts.audio
    if _edited(video):
        path = Path(tempfile.mkdtemp(dir=temp_folder())) / "edited.mp4"
        video.save_to(str(path))
        return _file_parts(path)
    window = video.get_active_trim_window() if hasattr(video, "get_active_trim_window") else (0.0, 0.0)
    return _file_parts(_file_of(video), *window)


def _settings(container: str, codec: str, more: dict[str, Any]) -> ExportSettings:
    from ...t2v_core.film import ExportSettings

    if container not in ("auto", "mp4"):
        raise RenderError(f"This film is saved as MP4, not {container}. For other formats use Export MP4.")
    names = {"auto": "mp4-h264", "h264": "mp4-h264", "av1": "mp4-av1"}
    if codec not in names:
        raise RenderError(f"This film is encoded as H.264 or AV1, not {codec}. For other codecs use Export MP4.")
    if more.get("bit_depth") not in (None, 8):
        raise RenderError(f"This film has 8 bits a colour, not {more['bit_depth']}. Choose 8, or auto.")
    if more.get("color_space") not in (None, "auto", "sRGB"):
        raise RenderError(f"This film's colours are sRGB, not {more['color_space']}. Choose sRGB, or auto.")
    crf, preset = more.get("crf"), more.get("preset") if codec != "av1" else None
    return ExportSettings(format=names[codec], crf=None if crf is None else round(crf), preset=preset or "")


def _text(value: Any) -> str:
    return str(getattr(value, "value", value)).lower()


def _in_memory(video: Input.Video) -> bool:
    """Whether frames are what a VIDEO holds: ComfyUI's own such class, or one that would encode them to give a stream."""
    own_stream = type(video).get_stream_source is not Input.Video.get_stream_source
    return isinstance(video, InputImpl.VideoFromComponents) or not own_stream


def _edited(video: Input.Video) -> bool:
    """Whether frames are cropped or scaled by ComfyUI, while its stream still holds them as they were."""
    if hasattr(video, "has_pending_frame_edits"):
        return video.has_pending_frame_edits()
    if not hasattr(video, "as_cropped") or not isinstance(video, InputImpl.VideoFromFile):
        return False
    return video.get_dimensions() != InputImpl.VideoFromFile(video.get_stream_source()).get_dimensions()


def _file_parts(path: Path, start: float = 0.0, seconds: float = 0.0) -> tuple[Clip, Any]:
    """The pictures and the sound of a file, `seconds` (0: all that is left) from `start` on."""
    from ...t2v_core.film import FileClip
    from ...t2v_core.film.audio import file_sound
    from ...t2v_core.film.operations import Trim

    clip, sound = FileClip(path), file_sound(path, start, seconds)
    if not start and not seconds:
        return clip, sound
    first = min(round(Fraction(start) * clip.fps), clip.frame_count - 1)
    last = first + round(Fraction(seconds) * clip.fps) if seconds else clip.frame_count
    return Trim(clip, first, max(first + 1, min(last, clip.frame_count))), sound


def _file_of(video: Input.Video) -> Path:
    """The file behind a VIDEO; one that lives in memory is written to ComfyUI's temp folder first."""
    source = video.get_stream_source()
    if isinstance(source, str):
        return Path(source)
    with tempfile.NamedTemporaryFile(suffix=".mp4", dir=temp_folder(), delete=False) as file:
        file.write(source.getvalue())
    return Path(file.name)


def temp_folder() -> Path:
    """ComfyUI's temp folder, which it empties when it starts and ends."""
    import folder_paths

    folder = Path(folder_paths.get_temp_directory())
    folder.mkdir(parents=True, exist_ok=True)
    return folder
