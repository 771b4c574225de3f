"""calflops' `calculate_flops`."""

from io import StringIO
from typing import Any

from calflops import calculate_flops, flops_to_string, macs_to_string, params_to_string

from ..case import Case
from .answer import answer, count, installed
from .kept import torch_kept


def version() -> str:
    return installed("calflops")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    with torch_kept():
        flops, macs, params = calculate_flops(
            case.model(), args=case.inputs(), print_results=False, output_as_string=False
        )
    return answer(
        {
            "flops": count(flops),
            "macs": count(macs),
            "params": count(params),
            # What it returns instead with `output_as_string`, which is its default.
            "flops_string": flops_to_string(flops),
            "macs_string": macs_to_string(macs),
            "params_string": params_to_string(params),
        }
    )
