"""A ComfyUI custom node pack for `bench cancel`: how long every node goes without looking at Cancel.

ComfyUI's interrupt is noticed where `throw_exception_if_processing_interrupted` is called. The time between two
calls is the longest that a press of Cancel at that moment would have to wait. `GET /cancel_probe` gives
{node id: {"seconds", "where"}} since the last time, the longest of each node.
"""

import sys
import threading
import time
import traceback

import comfy.model_management as memory
from aiohttp import web
from comfy_execution.utils import get_executing_context
from server import PromptServer

NODE_CLASS_MAPPINGS = {}
LOOK_AFTER = 1.0  # seconds of silence after which the place is noted


class _Probe:
    """The last look at Cancel, and the longest silence of every node."""

    def __init__(self):
        self.longest = {}
        self.last = self.thread = None  # (time, node), and the id of the thread that runs nodes
        self.where = ""

    def look(self):
        now, context = time.monotonic(), get_executing_context()
        if self.last is not None:
            since, node = self.last
            if node and now - since > self.longest.get(node, {"seconds": -1.0})["seconds"]:
                self.longest[node] = {"seconds": now - since, "where": self.where}
        self.where = ""
        self.last, self.thread = (now, context.node_id if context else None), threading.get_ident()

    def watch(self):
        while True:
            time.sleep(0.1)
            if self.last and not self.where and time.monotonic() - self.last[0] > LOOK_AFTER:
                stack = traceback.extract_stack(sys._current_frames().get(self.thread))
                ours = [f for f in stack if "t2v_core" in f.filename] or list(stack)
                self.where = " < ".join(
                    f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno} {f.name}" for f in reversed(ours[-3:])
                )


probe = _Probe()
_original = memory.throw_exception_if_processing_interrupted


def _looking():
    probe.look()
    _original()


memory.throw_exception_if_processing_interrupted = _looking
threading.Thread(target=probe.watch, daemon=True).start()


@PromptServer.instance.routes.get("/cancel_probe")
async def _report(_request):
    found, probe.longest, probe.last = probe.longest, {}, None
    return web.json_response(found)
