"""Academic T2V for ComfyUI. ComfyUI reads `WEB_DIRECTORY` and calls `comfy_entrypoint`; nothing is imported before."""

WEB_DIRECTORY = "./web"


async def comfy_entrypoint():
    """The extension with this pack's nodes."""
    from .nodes.extension import AcademicT2V

    return AcademicT2V()
