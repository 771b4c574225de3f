"""calflops' `calculate_flops`, with the report that it prints."""

import re
from io import StringIO
from typing import Any

from calflops import calculate_flops

from ..case import Case
from .answer import answer, count, installed
from .kept import torch_kept
from .tree import layers_in, printed_alike

_PRINTED = {
    "params_string": r"^Total Training Params: +(.+?) *$",
    "macs_string": r"^fwd MACs: +(.+?) *$",
    "flops_string": r"^fwd FLOPs: +(.+?) *$",
    "fwd_bwd_macs_string": r"^fwd\+bwd MACs: +(.+?) *$",
    "fwd_bwd_flops_string": r"^fwd\+bwd FLOPs: +(.+?) *$",
}
_PATTERNS = {name: re.compile(pattern, re.MULTILINE) for name, pattern in _PRINTED.items()}
_MODULE = re.compile(
    r"(?P<params>.+?) = (?P<params_percent>\S+%) Params, (?P<macs>.+?MACs) = (?P<macs_percent>\S+%) MACs, "
    r"(?P<flops>.+?FLOPS) = (?P<flops_percent>\S+%) FLOPs"
)
_BEFORE_TREE = "maximum system throughput.\n\n"


def version() -> str:
    return installed("calflops")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model = case.shared()
    start = printed.tell()
    with torch_kept(), printed_alike(model):
        flops, macs, params = calculate_flops(model, args=case.inputs(), output_as_string=False)
    report = printed.getvalue()[start:]
    tree = report[report.rindex(_BEFORE_TREE) + len(_BEFORE_TREE) :]
    totals = {name: pattern.findall(report)[-1] for name, pattern in _PATTERNS.items()}
    return answer(
        {"flops": count(flops), "macs": count(macs), "params": count(params), **totals},
        layers_in(tree, _MODULE),
        report,
    )
