"""Film → file: streamed, verified, with subtitles, chapters, sources and the workflow inside."""

from __future__ import annotations

from pathlib import Path

from .host.api import CATEGORY, Plan, SceneAudio, io, shown, ui


class ExportMP4(io.ComfyNode):
    """`T2V_ExportMP4`: see web/docs/T2V_ExportMP4.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.film.formats import FORMATS

        return io.Schema(
            node_id="T2V_ExportMP4",
            display_name="Export MP4",
            category=CATEGORY,
            description="Writes the film frame by frame in constant memory, checks it, and keeps finished scenes for the next run.",
            inputs=[
                io.Video.Input("video", optional=True, tooltip="A film of this pack, or any other VIDEO."),
                io.Image.Input("images", optional=True, tooltip="Frames, when no video is connected."),
                io.Audio.Input(
                    "audio",
                    optional=True,
                    tooltip="Sound of the whole film, in place of the video's own; padded, never stretched, brought to −16 LUFS.",
                ),
                Plan.Input("plan", optional=True, tooltip="For subtitles, chapters and the sheet of sources."),
                io.String.Input(
                    "filename_prefix",
                    default="academic-t2v/film",
                    tooltip="Under output; folders and %date:yyyy-MM-dd% work. A number is added, nothing is overwritten.",
                ),
                io.Combo.Input(
                    "format",
                    options=list(FORMATS),
                    default="mp4-h264",
                    tooltip="mp4-h264 plays everywhere. mov-prores and mkv-ffv1 are for editing.",
                ),
                io.Int.Input(
                    "crf",
                    default=-1,
                    min=-1,
                    max=63,
                    tooltip="Quality: lower is better and larger. −1: the format's default.",
                ),
                io.String.Input(
                    "preset",
                    default="",
                    tooltip="Speed of the encoder, such as veryfast or slow. Empty: the format's default.",
                ),
                io.Float.Input(
                    "fps", default=24.0, min=0.01, max=1000.0, step=0.01, tooltip="Of images; a video has its own."
                ),
                io.Boolean.Input(
                    "subtitles",
                    default=True,
                    tooltip="A subtitle track in the film, and .vtt and .srt files beside it.",
                ),
                io.Boolean.Input("chapters", default=True, tooltip="A chapter for every scene."),
                io.Boolean.Input(
                    "sources",
                    default=True,
                    tooltip="A .md file beside the film: every sentence, its page and its passage.",
                ),
                io.Boolean.Input("poster", default=False, tooltip="A still of the film beside it."),
                io.Boolean.Input(
                    "snapshots", default=False, tooltip="First, middle and last frame of every scene, beside the film."
                ),
                io.Int.Input(
                    "repeat", default=1, min=0, max=100, tooltip="How often it plays; 0, for GIF and WebP: for ever."
                ),
                io.Boolean.Input("ping_pong", default=False, tooltip="Play forwards, then backwards."),
                io.Boolean.Input(
                    "share",
                    default=False,
                    tooltip="Leave out passages, file names and the workflow, for a film that is given away.",
                ),
                io.Combo.Input(
                    "hardware",
                    options=["off", "auto"],
                    default="off",
                    tooltip="auto: the graphics card's encoder, if one passes a test. Not verified on every card.",
                ),
                io.Boolean.Input(
                    "use_cache",
                    default=True,
                    tooltip="Keep finished scenes on disk, so that the next run renders only what changed.",
                ),
                SceneAudio.Input(
                    "scene_audio",
                    optional=True,
                    tooltip="From a Narrator, instead of audio: one sound a scene. A picture is held until its sound ends. Needs the plan.",
                ),
                io.Boolean.Input(
                    "burn_subtitles",
                    optional=True,  # so that prompts saved before it was there still run
                    default=False,
                    tooltip="Draw what is said into the pictures, for players without subtitles; not where a film shows it already.",
                ),
            ],
            outputs=[
                io.String.Output(display_name="path", tooltip="The finished file."),
                io.String.Output(display_name="report", tooltip="Size, length, what was reused, what lies beside it."),
            ],
            hidden=[io.Hidden.prompt, io.Hidden.extra_pnginfo],
            is_output_node=True,
        )

    @classmethod
    def execute(
        cls,
        filename_prefix: str,
        crf: int,
        fps: float,
        subtitles: bool,
        use_cache: bool,
        video: object = None,
        images: object = None,
        audio: object = None,
        plan: object = None,
        scene_audio: tuple | None = None,
        **settings: object,
    ) -> io.NodeOutput:
        from ..t2v_core.errors import InputError
        from ..t2v_core.film import ExportSettings, claim, export_film, report_text
        from .host.metadata import metadata
        from .host.paths import cache_root, output_folder
        from .host.runtime import ComfyHost
        from .host.video import source_of

        wanted = ExportSettings(crf=None if crf < 0 else crf, subtitles=subtitles, subtitle_files=subtitles, **settings)
        if audio is not None and scene_audio is not None:
            raise InputError("Connect either audio or scene_audio to this node.")
        clip, own_sound = source_of(video, images, fps)
        suffix = wanted.checked().suffix
        with claim(output_folder(), filename_prefix, suffix, width=clip.width, height=clip.height) as target:
            done = export_film(
                clip,
                target,
                wanted,
                ComfyHost(previews=False).report,
                plan=plan,
                audio=next((sound for sound in (audio, scene_audio, own_sound) if sound is not None), None),
                metadata=metadata(cls.hidden),
                cache=cache_root() / "scenes" if use_cache else None,
            )
        text = report_text(done)
        return io.NodeOutput(str(done.path), text, ui=shown(text, **_player(done.path)))


def _player(path: Path) -> dict[str, object]:
    """What the editor shows below the node: a player, or a picture where browsers play no such film."""
    from .host.paths import output_folder

    file = min(path.iterdir()) if path.is_dir() else path
    subfolder = file.parent.relative_to(output_folder()).as_posix()
    saved = ui.SavedResult(file.name, "" if subfolder == "." else subfolder, io.FolderType.output)
    if file.suffix in (".png", ".gif"):
        return {"images": [saved]}  # as pictures: a browser plays a GIF, but not in a video player
    if file.suffix in (".mov", ".mkv"):
        return {"t2v_files": [saved]}  # ProRes and FFV1 are for editing programs
    return ui.PreviewVideo([saved]).as_dict()
