"""`get_model_profile` of DeepSpeed's flops profiler."""

from io import StringIO
from typing import Any

import einops
from deepspeed.profiling.flops_profiler import get_model_profile
from deepspeed.profiling.flops_profiler.profiler import macs_to_string, number_to_string, params_to_string

from ..case import Case
from .answer import answer, count, installed
from .kept import torch_kept


def version() -> str:
    return installed("deepspeed")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    with torch_kept(einops):
        flops, macs, params = get_model_profile(
            case.model(), args=case.inputs(), print_profile=False, as_string=False
        )
    return answer(
        {
            "flops": count(flops),
            "macs": count(macs),
            "params": count(params),
            # What it returns instead with `as_string`, which is its default.
            "flops_string": number_to_string(flops),
            "macs_string": macs_to_string(macs),
            "params_string": params_to_string(params),
        }
    )
