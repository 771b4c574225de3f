"""PyTorch's FlopCounterMode, as its documentation has it run."""

from io import StringIO
from typing import Any

from torch.utils.flop_counter import FlopCounterMode

from ..case import Case
from .answer import answer, by_operator, count
from .torch import version

__all__ = ["run", "version"]


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model, inputs = case.shared(), case.inputs()
    with FlopCounterMode(display=False) as counter:
        model(*inputs)
    counts = counter.get_flop_counts()
    layers = [
        {"path": path, "flops": count(sum(operators.values())), **by_operator(operators)}
        for path, operators in counts.items()
        # What runs in no module: with a module as the network that is nothing but the total again.
        if path != "Global"
    ]
    totals = {"flops": count(counter.get_total_flops()), **by_operator(counts.get("Global", {}))}
    return answer(totals, layers, counter.get_table())
