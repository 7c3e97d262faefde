"""Scene plan → drawn film, lazily."""

from __future__ import annotations

from .host.api import CATEGORY, Plan, io, shown


class DiagramRenderer(io.ComfyNode):
    """`T2V_DiagramRenderer`: see web/docs/T2V_DiagramRenderer.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.diagram.theme import PALETTES, THEMES

        return io.Schema(
            node_id="T2V_DiagramRenderer",
            display_name="Diagram Renderer",
            category=CATEGORY,
            description="Draws the plan: diagrams of what the passages say, real runs of the algorithms they name. No model, no GPU.",
            inputs=[
                Plan.Input("plan", tooltip="From a Scene Planner."),
                io.Combo.Input(
                    "theme",
                    options=list(THEMES),
                    default="paper",
                    tooltip="paper: light. night: dark. chalkboard. print: black on white.",
                ),
                io.Int.Input(
                    "width", default=1280, min=240, max=7680, step=2, tooltip="Pixels. Portrait and square work too."
                ),
                io.Int.Input("height", default=720, min=240, max=4320, step=2, tooltip="Pixels."),
                io.Float.Input("fps", default=24.0, min=1.0, max=240.0, step=1.0, tooltip="Frames a second."),
                io.Boolean.Input("captions", default=True, tooltip="Show the sentence being said."),
                io.Boolean.Input("citations", default=True, tooltip="Show book and page on every frame."),
                io.Boolean.Input(
                    "transitions",
                    default=True,
                    tooltip="Draw the next scene over the last in the direction of reading; off: cut.",
                ),
                io.Boolean.Input("title_card", default=False, tooltip="Begin with a title card."),
                io.String.Input("course", default="", tooltip="On the title card."),
                io.String.Input("lecturer", default="", tooltip="On the title card."),
                io.Int.Input(
                    "seed",
                    default=0,
                    min=0,
                    max=2**31 - 1,
                    tooltip="Of the computed examples.",
                    control_after_generate=False,
                ),
                io.Combo.Input(
                    "quality",
                    options=["final", "draft"],
                    default="final",
                    tooltip="draft: half the size and rate, for a quick look.",
                ),
                io.Combo.Input(
                    "palette",
                    options=["theme", *PALETTES],
                    default="theme",
                    tooltip="Accent colours: the theme's own, or others.",
                ),
                io.Image.Input("logo", optional=True, tooltip="On the title card."),
                io.Mask.Input(
                    "logo_mask", optional=True, tooltip="Where the logo is transparent: the mask of Load Image."
                ),
            ],
            outputs=[
                io.Video.Output(display_name="video", tooltip="The film; frames are drawn when it is saved."),
                io.Image.Output(display_name="storyboard", tooltip="One frame a scene on a sheet."),
                io.String.Output(display_name="report", tooltip="Which picture was chosen for each scene, and why."),
            ],
        )

    @classmethod
    def execute(
        cls,
        plan: object,
        fps: float,
        palette: str,
        logo: object = None,
        logo_mask: object = None,
        **settings: object,
    ) -> io.NodeOutput:
        from ..t2v_core.diagram import RenderSettings, render_plan, render_report, storyboard
        from ..t2v_core.diagram.titles import with_mask
        from ..t2v_core.film import frame_rate
        from ..t2v_core.host import part
        from .host.images import from_image, to_image
        from .host.runtime import ComfyHost
        from .host.video import ClipVideo

        host = ComfyHost()
        picture = None if logo is None else from_image(logo)
        if picture is not None and logo_mask is not None:
            picture = with_mask(picture, logo_mask.reshape(-1, *logo_mask.shape[-2:])[0].cpu().numpy())
        colours = "" if palette == "theme" else palette
        wanted = RenderSettings(fps=frame_rate(fps), palette=colours, logo=picture, **settings)
        film = render_plan(plan, wanted, part(host.report, 0.0, 0.5))
        sheet = storyboard(film, part(host.report, 0.5, 0.5))
        text = render_report(film)
        return io.NodeOutput(ClipVideo(film), to_image(sheet), text, ui=shown(text))
