"""What `dev.py` and the tests need to set up an environment and run a real ComfyUI; standard library alone."""
