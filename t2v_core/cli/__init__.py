"""The command line: `python -m t2v_core …`, the same core without ComfyUI."""
