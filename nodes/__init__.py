"""ComfyUI nodes: schema, convert, call the core. One node a file; `host` is the only part that knows ComfyUI."""
