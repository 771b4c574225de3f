"""
The real tools, one file each. A file has `version()`, and `run(case, printed)`: it runs the tool on a model of the case, on
`case.shared()` where it leaves that as it was, and returns its totals, figures per layer and text, or lets the tool's exception
pass. `printed` is what the tool has written to stdout so far.
"""

import importlib
from types import ModuleType

_FILES = {
    "torch": "torch",
    "torchsummary": "torchsummary",
    "torchstat": "torchstat",
    "thop": "thop",
    "ptflops": "ptflops",
    "ptflops-aten": "ptflops_aten",
    "flop-counter": "flop_counter",
    "calflops": "calflops",
    "deepspeed": "deepspeed",
    "torchinfo": "torchinfo",
    "fvcore": "fvcore",
    "ultralytics-thop": "ultralytics_thop",
    "torchprofile": "torchprofile",
}

names = tuple(_FILES)


def load(name: str) -> ModuleType:
    """The adapter of a tool. Raises ImportError where the tool is not installed."""
    return importlib.import_module(f".{_FILES[name]}", __package__)
