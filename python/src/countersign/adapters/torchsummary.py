"""torchsummary, asked as a user asks it; its figures are read from the table that it prints."""

import re
from io import StringIO
from typing import Any

from torchsummary import summary

from ..case import Case
from .answer import Raised, answer, installed

_ROW = re.compile(r"^\s*(\S+-\d+)\s+(\[.*\])\s+(-?[\d,]+)\s*$", re.MULTILINE)
_TOTALS = {
    "params": r"^Total params: (.+)$",
    "trainable": r"^Trainable params: (.+)$",
    "non_trainable": r"^Non-trainable params: (.+)$",
    "input_mb": r"^Input size \(MB\): (.+)$",
    "forward_backward_mb": r"^Forward/backward pass size \(MB\): (.+)$",
    "params_mb": r"^Params size \(MB\): (.+)$",
    "total_mb": r"^Estimated Total Size \(MB\): (.+)$",
}
_TOTAL_PATTERNS = {name: re.compile(pattern, re.MULTILINE) for name, pattern in _TOTALS.items()}


def version() -> str:
    return installed("torchsummary")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    sizes = [shape[1:] for shape in case.shapes]
    start = printed.tell()
    summary(case.shared(), sizes[0] if len(sizes) == 1 else sizes, device="cpu")
    text = printed.getvalue()[start:]
    # A network may print while it runs; the table comes last.
    table = text[text.rfind("Layer (type)") :]
    if "Estimated Total Size" not in table:
        raise Raised("Unreadable", "torchsummary's table was not printed: the network takes stdout away")
    return answer(
        {name: pattern.findall(table)[-1].replace(",", "").strip() for name, pattern in _TOTAL_PATTERNS.items()},
        [
            {"name": name, "output_shape": shape, "params": params.replace(",", "")}
            for name, shape, params in _ROW.findall(table)
        ],
        text,
    )
