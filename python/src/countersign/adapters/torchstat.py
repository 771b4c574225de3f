"""torchstat, by the code path of its `stat`, which also gives the figures before they are rounded."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pandas as pd
from torch import nn
from torchstat import ModelStat, report_format

from ..case import Case
from .answer import answer, installed

_PRINTED = {
    "params_string": r"^Total params: (.+)$",
    "memory_string": r"^Total memory: (.+)$",
    "madd_string": r"^Total MAdd: (.+)$",
    "flops_string": r"^Total Flops: (.+)$",
    "mem_read_write_string": r"^Total MemR\+W: (.+)$",
}
_TOTAL_ROW = re.compile(
    r"^total\s+(?P<params>\S+)\s+(?P<memory>\S+)\s+(?P<madd>\S+)\s+(?P<flops>\S+)\s+(?P<mem_read>\S+)\s+"
    r"(?P<mem_write>\S+)\s+\S+%\s+(?P<mem_read_write>\S+)$",
    re.MULTILINE,
)
_PATTERNS = {name: re.compile(pattern, re.MULTILINE) for name, pattern in _PRINTED.items()}


def version() -> str:
    return installed("torchstat")


class _ClassesKept:
    """torchstat replaces `__call__` on the classes of layers for good; every later user of the process would see it."""

    def __init__(self, model: nn.Module):
        self.saved = {cls: cls.__dict__.get("__call__") for cls in {type(module) for module in model.modules()}}

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: Any) -> None:
        for cls, own in self.saved.items():
            if own is not None:
                cls.__call__ = own
            elif "__call__" in cls.__dict__:
                del cls.__call__


@contextmanager
def _rendered_once() -> Iterator[None]:
    """torchstat has pandas write the same table three times, of which it only measures two; that is half of its time."""
    render, texts = pd.DataFrame.__repr__, {}

    def rendered(table: pd.DataFrame) -> str:
        if id(table) not in texts:
            texts[id(table)] = render(table)
        return texts[id(table)]

    pd.DataFrame.__repr__ = rendered
    try:
        yield
    finally:
        pd.DataFrame.__repr__ = render


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model = case.model()
    start = printed.tell()
    with _ClassesKept(model):
        nodes = ModelStat(model, case.shapes[0][1:])._analyze_model()
    with _rendered_once():
        report = report_format(nodes)
    totals = {name: pattern.findall(report)[-1] for name, pattern in _PATTERNS.items()}
    row = _TOTAL_ROW.search(report)
    totals |= {f"total_row.{name}": text for name, text in row.groupdict().items()} if row else {}
    totals |= {
        "params": str(sum(int(node.parameter_quantity) for node in nodes)),
        "madd": str(sum(int(node.MAdd) for node in nodes)),
        "flops": str(sum(int(node.Flops) for node in nodes)),
        "mem_read_write": str(sum(int(size) for node in nodes for size in node.Memory)),
    }
    layers = [
        {
            "path": node.name,
            "params": str(int(node.parameter_quantity)),
            "madd": str(int(node.MAdd)),
            "flops": str(int(node.Flops)),
            "mem_read": str(int(node.Memory[0])),
            "mem_write": str(int(node.Memory[1])),
            "memory_mb": repr(float(node.inference_memory)),
        }
        for node in nodes
    ]
    return answer(totals, layers, printed.getvalue()[start:] + report + "\n")
