"""The product without ComfyUI: a book and a topic become a faithful explainer film.

Data flows through the sub-packages in this order, each handing to the next:

    book ─► retrieval ─► planning ─► prompting ─► diagram | diffusion ─► film

Nothing here imports ComfyUI; what the core needs of its host comes in through `host.Host`.
"""

__version__ = "0.1.0"
