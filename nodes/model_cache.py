"""What is kept on disk: reported, pruned or purged, in two steps."""

from __future__ import annotations

from .host.api import CATEGORY, io, shown


class ModelCache(io.ComfyNode):
    """`T2V_ModelCache`: see web/docs/T2V_ModelCache.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.cache import ACTIONS

        return io.Schema(
            node_id="T2V_ModelCache",
            display_name="Model Cache",
            category=CATEGORY,
            description="Says what this pack keeps on disk and how large the models are; removes only what it made or downloaded, and only confirmed.",
            inputs=[
                io.Combo.Input(
                    "action",
                    options=list(ACTIONS),
                    default="report",
                    tooltip="prune: what was unused for longest. purge: all that this pack keeps. Both list it first and give a token.",
                ),
                io.Float.Input(
                    "keep_gb", default=8.0, min=0.0, max=10000.0, step=1.0, tooltip="What prune leaves, in GiB."
                ),
                io.String.Input("token", default="", tooltip="Copy it here from the listing to confirm exactly that."),
            ],
            outputs=[io.String.Output(display_name="report", tooltip="Sizes, or what would be or was removed.")],
            is_output_node=True,
        )

    @classmethod
    def fingerprint_inputs(cls, **_inputs: object) -> str:
        """The disk changes without the inputs: run every time."""
        import time

        return str(time.time_ns())

    @classmethod
    def execute(cls, action: str, keep_gb: float, token: str) -> io.NodeOutput:
        from ..t2v_core.cache import cache_text, dry_run, hub_measured, measured, remove
        from .host.paths import cache_root, download_folders, model_folders

        root, keep, downloads = cache_root(), round(keep_gb * 2**30), download_folders()
        if action == "report":
            models = [m.text() for m in measured(model_folders())]
            hub = [f"Hugging Face cache: {m.text()}" for m in hub_measured()]
            text = "\n".join([cache_text(root, downloads), *models, *hub])
        elif token.strip():
            done = remove(root, action, token.strip(), keep, downloads)
            text = f"{action} removed {len(done.entries)} entries, {done.size / 1e6:.1f} MB"
        else:
            text = dry_run(root, action, keep, downloads).text()
        return io.NodeOutput(text, ui=shown(text))
