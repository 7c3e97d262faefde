"""Evidence → scene plan, every sentence cited."""

from __future__ import annotations

from .host.api import CATEGORY, Evidence, Plan, blocked, io, shown

PAUSED = "PAUSED. Read the plan, then press 'accept this plan and go on', or 'edit this plan' first."


class ScenePlanner(io.ComfyNode):
    """`T2V_ScenePlanner`: see web/docs/T2V_ScenePlanner.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="T2V_ScenePlanner",
            display_name="Scene Planner",
            category=CATEGORY,
            description="Turns evidence into scenes: what is said, for how long, what is drawn, and which page says so.",
            inputs=[
                Evidence.Input(
                    "evidence",
                    optional=True,
                    tooltip="From a Semantic Retriever. Without it the plan has no source, and the film says so.",
                ),
                io.String.Input("topic", default="", multiline=True, tooltip="What the film explains, in English."),
                io.String.Input("audience", default="undergraduate students", tooltip="Who watches."),
                io.String.Input(
                    "objective",
                    default="",
                    multiline=True,
                    tooltip="What they should be able to do afterwards. May be empty.",
                ),
                io.String.Input("style", default="", tooltip="Words on the look, for diffusion prompts. May be empty."),
                io.Float.Input("seconds", default=30.0, min=2.0, max=3600.0, step=0.5, tooltip="Length of the film."),
                io.Int.Input(
                    "scenes", default=0, min=0, max=400, tooltip="Number of scenes; 0 fits them to the length."
                ),
                io.Combo.Input(
                    "planner",
                    options=["extractive", "local_llm", "server", "manual"],
                    default="extractive",
                    tooltip="extractive: sentences of the book, no language model. local_llm, server: a language model words the scenes, a gate keeps only what the book supports. manual: your own lines in plan_text.",
                ),
                io.Combo.Input(
                    "language_policy",
                    options=["error", "warn", "off"],
                    default="error",
                    tooltip="What to do when the topic is not in English. Nothing is ever translated silently.",
                ),
                io.Int.Input(
                    "seed",
                    default=0,
                    min=0,
                    max=2**31 - 1,
                    tooltip="Same inputs and seed: same plan.",
                    control_after_generate=False,
                ),
                io.String.Input(
                    "plan_text",
                    default="",
                    multiline=True,
                    tooltip="A whole plan (JSON, for example one copied from this node and edited) is used as it is. With planner = manual: one scene a line, 'Title: sentence'.",
                ),
                io.Boolean.Input(
                    "pause",
                    default=False,
                    tooltip="Show the plan and stop here, until it is accepted with the button or this is switched off.",
                ),
                io.String.Input(
                    "llm_model",
                    default="",
                    tooltip="local_llm: a folder under models/LLM, or a Hugging Face id with allow_download. server: the model's name there.",
                ),
                io.Boolean.Input(
                    "allow_download",
                    default=False,
                    tooltip="Allow fetching llm_model and nli_model from the Hugging Face hub.",
                ),
                io.String.Input(
                    "server_url",
                    default="http://127.0.0.1:8080/v1",
                    tooltip="OpenAI-compatible server or Ollama. Hosts other than this machine must be listed in T2V_LLM_HOSTS on the server.",
                ),
                io.String.Input(
                    "credential",
                    default="",
                    tooltip="Name of an environment variable of the server that holds the key. The key itself never enters the workflow.",
                ),
                io.Combo.Input(
                    "on_llm_error",
                    options=["fallback", "error"],
                    default="fallback",
                    tooltip="fallback: keep the extractive plan and say so. error: stop.",
                ),
                io.String.Input(
                    "nli_model",
                    default="",
                    optional=True,
                    tooltip="local_llm, server: an NLI cross-encoder that judges each sentence last: a folder under models/nli, or a Hugging Face id with allow_download. Empty: none.",
                ),
                io.Combo.Input(
                    "server_api",
                    options=["auto", "openai", "ollama"],
                    default="auto",
                    optional=True,
                    tooltip="server: auto speaks Ollama's own language on port 11434 and OpenAI's elsewhere. Choose ollama for an Ollama on another port.",
                ),
                io.Float.Input(
                    "timeout",
                    default=120.0,
                    min=1.0,
                    max=3600.0,
                    step=1.0,
                    optional=True,
                    tooltip="server: seconds for one answer, one scene.",
                ),
                io.Float.Input(
                    "temperature",
                    default=0.0,
                    min=0.0,
                    max=2.0,
                    step=0.05,
                    optional=True,
                    tooltip="local_llm, server: 0 always writes the likeliest words; more is freer, and more of it falls at the gate.",
                ),
                io.Boolean.Input(
                    "keep_loaded",
                    default=False,
                    optional=True,
                    tooltip="local_llm, Ollama: keep the language model in memory for the next plan. Off: unloaded after the plan, which leaves the memory to the video model.",
                ),
                io.String.Input(
                    "gguf_file",
                    default="",
                    optional=True,
                    tooltip="local_llm: the name of a .gguf file inside the model's folder. Its weights are unpacked to 4 bytes each. Empty: .safetensors.",
                ),
            ],
            outputs=[
                Plan.Output(display_name="plan", tooltip="The scene plan."),
                io.String.Output(
                    display_name="plan_json", tooltip="The plan file as text, to keep, edit and feed back."
                ),
                io.String.Output(display_name="report", tooltip="Grounding, coverage, pace and warnings."),
            ],
        )

    @classmethod
    def execute(
        cls, topic: str, plan_text: str, pause: bool, llm_model: str, evidence: object = None, **request: object
    ) -> io.NodeOutput:
        from ..t2v_core.planning import PlanRequest, editable, plan_from_text, scene_list
        from .host.paths import allowed_llm_hosts, llm_roots, nli_roots, public_folders
        from .host.runtime import ComfyHost

        wanted = PlanRequest(
            topic=topic,
            lines=plan_text,
            model=llm_model,
            model_roots=llm_roots(),
            allowed_hosts=allowed_llm_hosts(),
            nli_roots=nli_roots(),
            public_folders=public_folders(),
            **request,
        )
        result = plan_from_text(plan_text, wanted, evidence, ComfyHost())
        text = result.report.text()
        ui = shown(
            "\n\n".join((*((PAUSED,) if pause else ()), scene_list(result.plan), text)),
            t2v_plan=[editable(result.plan)],
            t2v_paused=[pause],
        )
        outputs = (result.plan, result.plan.to_json(), text)
        return io.NodeOutput(*(blocked(outputs) if pause else outputs), ui=ui)
