"""What is installed, what is missing, and the exact fix."""

from __future__ import annotations

from .host.api import CATEGORY, io, shown


class EnvironmentCheck(io.ComfyNode):
    """`T2V_EnvironmentCheck`: see web/docs/T2V_EnvironmentCheck.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="T2V_EnvironmentCheck",
            display_name="Environment Check",
            category=CATEGORY,
            description="Checks Python, ComfyUI, torch, drawing library, encoders, embedding model, disk and memory, and says how to mend what is wrong.",
            inputs=[],
            outputs=[
                io.String.Output(
                    display_name="report", tooltip="One line a check: ok, warning or failure, and the fix."
                )
            ],
            is_output_node=True,
            not_idempotent=True,
        )

    @classmethod
    def fingerprint_inputs(cls) -> float:
        """The environment changes behind the graph's back: check at every run."""
        import time

        return time.time()

    @classmethod
    def execute(cls) -> io.NodeOutput:
        from ..t2v_core.doctor import checks, comfyui_check, frontend_check, report_text
        from .host.paths import cache_root, comfyui_folder, output_folder

        own = [comfyui_check(comfyui_folder()), frontend_check()]
        text = report_text([*own, *checks(cache=cache_root(), output=output_folder())])
        return io.NodeOutput(text, ui=shown(text))
