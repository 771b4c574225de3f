"""`get_model_profile` of DeepSpeed's flops profiler, with the profile that it prints."""

import re
from io import StringIO
from typing import Any

import einops
from deepspeed.profiling.flops_profiler import get_model_profile
from deepspeed.profiling.flops_profiler.profiler import macs_to_string, number_to_string, params_to_string

from ..case import Case
from .answer import answer, count, installed
from .kept import torch_kept
from .tree import layers_in, printed_alike

_MODULE = re.compile(
    r"(?P<params>.+?) = (?P<params_percent>\S+%) Params, (?P<macs>.+?MACs) = (?P<macs_percent>\S+%) MACs, "
)
_TOP = re.compile(r"^depth (\d+):\n    params      - (.+)\n    MACs        - (.+)$", re.MULTILINE)
_BEFORE_TREE = "captured in DeepSpeed.\n\n"


def version() -> str:
    return installed("deepspeed")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model = case.shared()
    start = printed.tell()
    with torch_kept(einops), printed_alike(model):
        flops, macs, params = get_model_profile(model, args=case.inputs(), as_string=False)
    report = printed.getvalue()[start:]
    tree = report[report.rindex(_BEFORE_TREE) + len(_BEFORE_TREE) :]
    totals = {
        "flops": count(flops),
        "macs": count(macs),
        "params": count(params),
        # What it returns instead with `as_string`, which is its default.
        "flops_string": number_to_string(flops),
        "macs_string": macs_to_string(macs),
        "params_string": params_to_string(params),
    }
    for depth, params_of_class, macs_of_class in _TOP.findall(report):
        totals[f"top_params.depth {depth}"] = params_of_class
        totals[f"top_macs.depth {depth}"] = macs_of_class
    return answer(totals, layers_in(tree, _MODULE), report)
