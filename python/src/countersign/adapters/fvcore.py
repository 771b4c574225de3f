"""fvcore's FlopCountAnalysis, ActivationCountAnalysis and parameter_count, as its documentation has them run."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from fvcore.nn import (
    ActivationCountAnalysis,
    FlopCountAnalysis,
    flop_count_str,
    flop_count_table,
    parameter_count,
    parameter_count_table,
)
from torch import nn

from ..case import Case
from .answer import answer, count, installed
from .tree import layers_in

# A sentence before the tree says what N/A means.
_MEANING = re.compile(r"\AN/A indicates .*\n")
_PRINTED = re.compile(r"(?P<printed>#params: [^,]+, #flops: [^,)]+)")


def version() -> str:
    return installed("fvcore")


def _named(group: str, counts: dict[str, Any]) -> dict[str, str]:
    return {f"{group}.{name}": count(value) for name, value in counts.items()}


def _parameters(model: nn.Module) -> str:
    try:
        return parameter_count_table(model)
    except KeyError as error:
        # So it says of a model without parameters, of which it tells the rest.
        return repr(error)


@contextmanager
def _without_missing(model: nn.Module) -> Iterator[None]:
    """Takes names of modules that hold None off a model: flop_count_str asks None what it says of itself."""
    own = {module: dict(module._modules) for module in model.modules() if None in module._modules.values()}
    for module, named in own.items():
        for name in [name for name, child in named.items() if child is None]:
            del module._modules[name]
    try:
        yield
    finally:
        for module, named in own.items():
            # Anew, so that they are in the order in which they were.
            module._modules.clear()
            module._modules.update(named)


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
    layers = {
        path: {
            "path": path,
            "flops": count(value),
            "params": count(params[path]),
            "activations": count(activations.by_module()[path]),
            **_named("by_operator", in_modules[path]),
            **_named("activations_by_operator", activations_in_modules[path]),
        }
        for path, value in flops.by_module().items()
    }
    with _without_missing(model):
        tree = flop_count_str(flops)
    for line in layers_in(_MEANING.sub("", tree), _PRINTED):
        layers.setdefault(line["path"], {}).update(line)
    return answer(totals, list(layers.values()), f"{flop_count_table(flops)}\n\n{_parameters(model)}")
