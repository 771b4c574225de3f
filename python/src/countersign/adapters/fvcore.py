"""fvcore's FlopCountAnalysis, as its documentation has it run."""

from io import StringIO
from typing import Any

from fvcore.nn import FlopCountAnalysis

from ..case import Case
from .answer import answer, count, installed


def version() -> str:
    return installed("fvcore")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    analysis = FlopCountAnalysis(case.model(), tuple(case.inputs()))
    # What it would log are figures here.
    analysis.unsupported_ops_warnings(False).uncalled_modules_warnings(False)
    totals = {"flops": count(analysis.total())}
    for name, value in analysis.by_operator().items():
        totals[f"by_operator.{name}"] = count(value)
    for name, times in analysis.unsupported_ops().items():
        totals[f"unsupported_ops.{name}"] = count(times)
    return answer(totals, [{"path": path, "flops": count(value)} for path, value in analysis.by_module().items()])
