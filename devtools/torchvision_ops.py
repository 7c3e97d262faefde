"""Import hook of the development environment: lets torchvision import where its compiled operators cannot load.

A CPU torch often has no matching torchvision build; importing that torchvision then fails at the first
mention of its operators. Copied into site-packages and started by a `.pth` file, this declares the
operators' signatures just before torchvision is imported, and does nothing where they load.
"""

import sys
from importlib.machinery import PathFinder
from pathlib import Path

_SIGNATURE = "{}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_keep = []  # a torch.library.Library withdraws its declarations when it is collected


class _BeforeTorchvision:
    """A meta path finder that finds nothing, but acts when torchvision is first looked for."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == "torchvision":
            sys.meta_path.remove(cls)
            _declare_missing_operators()


def _declare_missing_operators():
    spec = PathFinder.find_spec("torchvision")
    if spec is None or not spec.submodule_search_locations:
        return
    import torch

    folder = Path(spec.submodule_search_locations[0])
    for library in [*folder.glob("_C*.so"), *folder.glob("_C*.pyd")]:
        try:
            torch.ops.load_library(str(library))
        except OSError:
            continue
        return
    declarations = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        declarations.define(_SIGNATURE.format(name))
    _keep.append(declarations)


sys.meta_path.insert(0, _BeforeTorchvision)
