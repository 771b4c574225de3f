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
    return answer({"flops": count(counter.get_total_flops())})
