"""Images of any sampler, one batch a scene → one lazy film with the plan's times."""

from __future__ import annotations

from .host.api import CATEGORY, Plan, Prompts, io, shown


class JoinScenes(io.ComfyNode):
    """`T2V_JoinScenes`: see web/docs/T2V_JoinScenes.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.diffusion.shots import LENGTHS, MAX_JOIN_FPS

        return io.Schema(
            node_id="T2V_JoinScenes",
            display_name="Join Scenes",
            category=CATEGORY,
            description="Joins footage of ComfyUI's own video nodes, one batch of images a scene, to a film with the plan's times.",
            is_input_list=True,  # so that the images of all scenes arrive at once; every input is a list then
            inputs=[
                io.Image.Input(
                    "images",
                    tooltip="One batch a scene, in order: of a VAE Decode behind samplers that take the Academic Prompt Builder's lists.",
                ),
                Plan.Input("plan", tooltip="From a Scene Planner, or a Narrator behind it."),
                Prompts.Input(
                    "prompts",
                    optional=True,
                    tooltip="From the Academic Prompt Builder: the footage's fps and how many frames were asked for.",
                ),
                io.Int.Input(
                    "fps",
                    default=0,
                    min=0,
                    max=MAX_JOIN_FPS,
                    tooltip="Frames a second of the footage. 0: the prompts'.",
                ),
                io.Combo.Input(
                    "length",
                    options=list(LENGTHS),
                    default="plan",
                    tooltip="plan: a scene lasts as planned, its footage runs back and forth. footage: once through.",
                ),
            ],
            outputs=[
                io.Video.Output(
                    display_name="video", tooltip="The film, read from the disk as it is needed. For Compose."
                ),
                io.String.Output(display_name="report", tooltip="Frames, length and faults of each scene's footage."),
            ],
        )

    @classmethod
    def execute(
        cls, images: list, plan: list, fps: list[int], length: list[str], prompts: list | None = None
    ) -> io.NodeOutput:
        from ..t2v_core.diffusion.join import JoinSettings, join_scenes
        from ..t2v_core.errors import InputError
        from .host.runtime import ComfyHost
        from .host.video import ClipVideo, temp_folder

        for name, values in (("plans", plan), ("prompts", prompts or [None])):
            if len(values) != 1:
                raise InputError(f"{len(values)} {name} are connected; Join Scenes takes one.")
        made = join_scenes(
            images,
            plan[0],
            JoinSettings(fps[0], length[0]),
            ComfyHost().report,
            prompts=prompts[0] if prompts else None,
            folder=temp_folder() / "academic-t2v-footage",
        )
        return io.NodeOutput(ClipVideo(made.film), made.text(), ui=shown(made.text()))
