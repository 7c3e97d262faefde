"""Scene plan → what is said in each scene, for the text-to-speech nodes of other packs."""

from __future__ import annotations

from .host.api import CATEGORY, Plan, io


class SceneTexts(io.ComfyNode):
    """`T2V_SceneTexts`: see web/docs/T2V_SceneTexts.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="T2V_SceneTexts",
            display_name="Scene Texts",
            category=CATEGORY,
            description="Gives out what is said in each scene, so that any text-to-speech node can speak it, scene by scene.",
            inputs=[Plan.Input("plan", tooltip="From a Scene Planner.")],
            outputs=[
                io.String.Output(
                    display_name="texts",
                    is_output_list=True,
                    tooltip="One text a scene: a node it is connected to runs once for each. Its AUDIO belongs on the Narrator's speech input.",
                ),
                io.String.Output(display_name="text", tooltip="All of it as one text, a paragraph a scene."),
            ],
        )

    @classmethod
    def execute(cls, plan: object) -> io.NodeOutput:
        from ..t2v_core.film.narrate import scene_texts

        texts = scene_texts(plan)
        return io.NodeOutput(texts, "\n\n".join(texts))
