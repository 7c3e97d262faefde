"""What a film can be exported as, and the settings of an export; every value is checked before work begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import ExportError

_X26X_PRESETS = (
    *("ultrafast", "superfast", "veryfast", "faster", "fast"),
    *("medium", "slow", "slower", "veryslow"),
)
# Matrices as ISO/IEC 23091-2 numbers them; BT.709's primaries and transfer are 1 too, and so is FFmpeg's limited range.
BT709 = 1
BT601 = 5


@dataclass(frozen=True)
class Format:
    """A container with the codecs that go into it. `codec == ""`: not made of packets (see `pictures`)."""

    suffix: str
    container: str = ""
    codec: str = ""
    pix_fmt: str = "yuv420p"
    crf: int | None = None
    max_crf: int = 51
    preset: str = ""
    presets: tuple[str, ...] = ()
    preset_option: str = "preset"
    options: dict[str, str] = field(default_factory=dict)
    audio: str = ""
    subtitle: str = ""
    tag: str = ""
    even: bool = True
    hardware: tuple[str, ...] = ()

    @property
    def yuv(self) -> bool:
        """Whether RGB has to be converted to BT.709."""
        return self.pix_fmt.startswith("yuv")


def _hardware(codec: str) -> tuple[str, ...]:
    return tuple(f"{codec}_{maker}" for maker in ("nvenc", "videotoolbox", "qsv", "amf", "vaapi"))


# Defaults: x264 veryfast crf 18 is visually lossless for drawn pictures at a third of medium's time; the
# other crf values are the usual equivalents (x265 +4, SVT-AV1 and VP9 about 30).
FORMATS: dict[str, Format] = {
    "mp4-h264": Format(
        ".mp4", "mp4", "libx264", crf=18, preset="veryfast", presets=_X26X_PRESETS,
        audio="aac", subtitle="mov_text", hardware=_hardware("h264"),
    ),
    "mp4-h265": Format(
        ".mp4", "mp4", "libx265", crf=22, preset="veryfast", presets=_X26X_PRESETS, tag="hvc1",
        options={"x265-params": "log-level=error"}, audio="aac", subtitle="mov_text", hardware=_hardware("hevc"),
    ),
    "mp4-av1": Format(
        ".mp4", "mp4", "libsvtav1", crf=30, max_crf=63, preset="8", presets=tuple(str(n) for n in range(14)),
        audio="aac", subtitle="mov_text", hardware=_hardware("av1"),
    ),
    "webm-vp9": Format(
        ".webm", "webm", "libvpx-vp9", crf=31, max_crf=63, preset="5", presets=tuple(str(n) for n in range(9)),
        preset_option="cpu-used", options={"b": "0", "row-mt": "1", "deadline": "good"},
        audio="libopus", subtitle="webvtt",
    ),
    "mov-prores": Format(
        ".mov", "mov", "prores_ks", "yuv422p10le", options={"profile": "3", "vendor": "apl0"},
        audio="pcm_s16le", subtitle="mov_text",
    ),
    "mkv-ffv1": Format(
        ".mkv", "matroska", "ffv1", "bgr0", options={"level": "3", "slicecrc": "1"},
        audio="flac", subtitle="subrip", even=False,
    ),
    "gif": Format(".gif", even=False),
    "webp": Format(".webp", even=False),
    "png": Format("", even=False),
}  # fmt: skip

# x264's and WebP's largest side; the pixels of a 16K × 8K frame (400 MB as RGB); twelve hours.
MAX_SIDE = 16383
MAX_PIXELS = 2**27
MAX_SECONDS = 12 * 3600
MAX_FPS = 1000


@dataclass(frozen=True)
class ExportSettings:
    """How a film is written. `crf=None` and `preset=""` mean the format's own default.

    `hardware`: "off", "auto" (the first encoder of this machine that passes a probe), or an encoder's name.
    `repeat`: how often the film plays; 0, for GIF and WebP only, is for ever.
    `burn_subtitles`: draw what is said into the pictures, unless they show it already.
    `share`: leave out passages, file names and the workflow, for a film that is given away.
    `long_audio`: what to do with sound beyond the last frame: "hold" that frame, or "cut" the sound.
    `loudness`: target in LUFS (−16 is the usual one for web and mobile speech); None leaves the level as it is.
    """

    format: str = "mp4-h264"
    crf: int | None = None
    preset: str = ""
    hardware: str = "off"
    repeat: int = 1
    ping_pong: bool = False
    subtitles: bool = True
    subtitle_files: bool = True
    chapters: bool = True
    sources: bool = True
    poster: bool = False
    snapshots: bool = False
    metadata: bool = True
    share: bool = False
    loudness: float | None = -16.0
    audio_kbps: int = 160
    long_audio: str = "hold"
    overwrite: bool = False
    cache_bytes: int = 8 * 2**30
    burn_subtitles: bool = False

    def checked(self) -> Format:
        """The format; `ExportError` names the setting that is wrong."""
        fmt = FORMATS.get(self.format)
        if fmt is None:
            raise ExportError(f"There is no format {self.format!r}. Choose one of {', '.join(FORMATS)}.")
        if self.crf is not None and (fmt.crf is None or not 0 <= self.crf <= fmt.max_crf):
            fits = f"0 to {fmt.max_crf}" if fmt.crf is not None else "left empty, this format has none"
            raise ExportError(f"crf {self.crf} does not fit {self.format}: it must be {fits}.")
        if self.preset and self.preset not in fmt.presets:
            raise ExportError(
                f"preset {self.preset!r} does not fit {self.format}: {', '.join(fmt.presets) or 'it has none'}."
            )
        if self.hardware not in (allowed := ("off", "auto", *fmt.hardware)):
            raise ExportError(f"hardware {self.hardware!r} does not fit {self.format}: choose {', '.join(allowed)}.")
        if self.long_audio not in ("hold", "cut"):
            raise ExportError(f"long_audio is {self.long_audio!r}; it must be hold or cut.")
        if not (0 if self.format in ("gif", "webp") else 1) <= self.repeat <= 1000:
            raise ExportError(f"repeat is {self.repeat}; it must be 1 to 1000 (0, for ever, only for GIF and WebP).")
        if self.loudness is not None and not -40 <= self.loudness <= -5:
            raise ExportError(f"loudness is {self.loudness} LUFS; it must lie between -40 and -5.")
        if not 16 <= self.audio_kbps <= 512:
            raise ExportError(f"audio_kbps is {self.audio_kbps}; it must lie between 16 and 512.")
        if self.cache_bytes < 0:
            raise ExportError("cache_bytes must not be negative; 0 keeps nothing.")
        return fmt
