"""Footage + plan → footage under readable words, alone or beside the computed diagram."""

from __future__ import annotations

from .host.api import CATEGORY, Plan, io, shown


class Compose(io.ComfyNode):
    """`T2V_Compose`: see web/docs/T2V_Compose.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.diagram.theme import THEMES

        return io.Schema(
            node_id="T2V_Compose",
            display_name="Compose",
            category=CATEGORY,
            description="Lays title, caption and citation over footage, with a plate where they would not read; diagrams beside it if wanted.",
            inputs=[
                io.Video.Input(
                    "video", tooltip="Footage of the plan's scenes, from a Scene Generator or of the plan's length."
                ),
                Plan.Input("plan", tooltip="Its words, passages and diagrams."),
                io.Combo.Input(
                    "layout",
                    options=["lower_third", "picture_in_picture", "split"],
                    default="lower_third",
                    tooltip="lower_third: words only. picture_in_picture, split: the computed diagram as well, unless it would only repeat the words.",
                ),
                io.Int.Input(
                    "width",
                    default=1280,
                    min=240,
                    max=7680,
                    step=2,
                    tooltip="Pixels of the film, may be more than the footage's: that is scaled to fill, words are drawn at this size.",
                ),
                io.Int.Input("height", default=720, min=240, max=4320, step=2, tooltip="Pixels."),
                io.Combo.Input("theme", options=list(THEMES), default="night", tooltip="Of words, plate and diagram."),
                io.Boolean.Input(
                    "titles",
                    default=True,
                    tooltip="Show the scene's title, and without a diagram beside it its formula.",
                ),
                io.Boolean.Input("captions", default=True, tooltip="Show the sentence being said."),
                io.Boolean.Input("citations", default=True, tooltip="Show book and page."),
            ],
            outputs=[
                io.Video.Output(display_name="video", tooltip="The film; frames are drawn when it is saved."),
                io.String.Output(display_name="report", tooltip="The contrast that was measured, and the plates."),
            ],
        )

    @classmethod
    def execute(cls, video: object, plan: object, **settings: object) -> io.NodeOutput:
        from ..t2v_core.diagram.compose import ComposeSettings, compose
        from .host.runtime import ComfyHost
        from .host.video import ClipVideo, clip_of

        made = compose(clip_of(video, None, 24.0), plan, ComposeSettings(**settings), ComfyHost().report)
        return io.NodeOutput(ClipVideo(made.film), made.text(), ui=shown(made.text()))
