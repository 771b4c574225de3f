"""PyTorch's FlopCounterMode, as its documentation has it run."""

from io import StringIO
from typing import Any

from torch.utils.flop_counter import FlopCounterMode

from ..case import Case
from .answer import answer, count
from .torch import version

__all__ = ["run", "version"]


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model, inputs = case.model(), case.inputs()
    with FlopCounterMode(display=False) as counter:
        model(*inputs)
    layers = [
        {"path": path, "flops": count(sum(operators.values()))}
        for path, operators in counter.get_flop_counts().items()
        # What runs in no module: with a module as the network that is nothing but the total again.
        if path != "Global"
    ]
    return answer({"flops": count(counter.get_total_flops())}, layers)
