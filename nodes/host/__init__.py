"""The only place that knows ComfyUI: its API, paths, progress and cancel, memory, video type."""
