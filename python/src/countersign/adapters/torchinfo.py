"""torchinfo's `summary`, with the settings that it has by itself."""

import re
from io import StringIO
from typing import Any

from torchinfo import summary

from ..case import Case
from .answer import answer, installed

_PRINTED = {
    "mult_adds_string": r"^Total mult-adds \(.+\): (.+)$",
    "input_mb": r"^Input size \(MB\): (.+)$",
    "forward_backward_mb": r"^Forward/backward pass size \(MB\): (.+)$",
    "params_mb": r"^Params size \(MB\): (.+)$",
    "total_mb": r"^Estimated Total Size \(MB\): (.+)$",
}
_PATTERNS = {name: re.compile(pattern, re.MULTILINE) for name, pattern in _PRINTED.items()}
_TOTALS = (
    "total_params",
    "trainable_params",
    "total_mult_adds",
    "total_input",
    "total_output_bytes",
    "total_param_bytes",
)


def version() -> str:
    return installed("torchinfo")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model, inputs = case.shared(), tuple(case.inputs())
    start = printed.tell()
    found = summary(model, input_data=inputs)
    text = printed.getvalue()[start:]
    # A network may print while it runs; the table comes last.
    table = str(found) + "\n"
    text = table if text.endswith(table) else text
    totals = {name: str(getattr(found, name)) for name in _TOTALS}
    totals |= {name: pattern.findall(table)[-1] for name, pattern in _PATTERNS.items()}
    layers = [
        {
            "name": layer.get_layer_name(show_var_name=False, show_depth=True),
            "output_shape": str(layer.output_size),
            "num_params": str(layer.num_params),
            # The sums of containers enter no total.
            "mult_adds": str(layer.macs if layer.is_leaf_layer else 0),
            "recursive": str(layer.is_recursive),
        }
        for layer in found.summary_list
    ]
    return answer(totals, layers, text)
