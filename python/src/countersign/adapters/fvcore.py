"""fvcore's FlopCountAnalysis, ActivationCountAnalysis and parameter_count, as its documentation has them run."""

from io import StringIO
from typing import Any

from fvcore.nn import ActivationCountAnalysis, FlopCountAnalysis, flop_count_table, parameter_count

from ..case import Case
from .answer import answer, count, installed


def version() -> str:
    return installed("fvcore")


def _named(group: str, counts: dict[str, Any]) -> dict[str, str]:
    return {f"{group}.{name}": count(value) for name, value in counts.items()}


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model, inputs = case.shared(), tuple(case.inputs())
    flops, activations = FlopCountAnalysis(model, inputs), ActivationCountAnalysis(model, inputs)
    for analysis in (flops, activations):
        # What it would log are figures here.
        analysis.unsupported_ops_warnings(False).uncalled_modules_warnings(False)
    totals = {
        "flops": count(flops.total()),
        **_named("by_operator", flops.by_operator()),
        **_named("unsupported_ops", flops.unsupported_ops()),
        "activations": count(activations.total()),
        **_named("activations_by_operator", activations.by_operator()),
    }
    params = parameter_count(model)
    totals["params"] = count(params[""])
    in_modules, activations_in_modules = flops.by_module_and_operator(), activations.by_module_and_operator()
    layers = [
        {
            "path": path,
            "flops": count(value),
            "params": count(params[path]),
            "activations": count(activations.by_module()[path]),
            **_named("by_operator", in_modules[path]),
            **_named("activations_by_operator", activations_in_modules[path]),
        }
        for path, value in flops.by_module().items()
    ]
    return answer(totals, layers, flop_count_table(flops))
