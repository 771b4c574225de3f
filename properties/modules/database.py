"""Each sample of PyTorch's own database of modules, losses apart, as a line of JSON: what it is, and what `record` makes of it."""

import inspect
import json
import sys
import types
import unittest
import warnings
from typing import Any

import torch
from torch import nn

from countersign import Refusal, record
from countersign.tensors import dtype_name, tensors_in

# The database's own imports want a package that only PyTorch's developers need.
sys.modules["expecttest"] = types.ModuleType("expecttest")
sys.modules["expecttest"].TestCase = unittest.TestCase  # type: ignore[attr-defined]

from torch.testing._internal.common_modules import module_db  # noqa: E402


class _Holder(nn.Module):
    """Calls a module with the arguments of a sample, of which the tensors are given."""

    def __init__(self, module: nn.Module, args: Any, kwargs: Any):
        super().__init__()
        self.module = module
        self.packed = [args, kwargs]

    def forward(self, *tensors: torch.Tensor) -> Any:
        rest = iter(tensors)

        def filled(value: Any) -> Any:
            if isinstance(value, torch.Tensor):
                return next(rest)
            if isinstance(value, (tuple, list)):
                return type(value)(filled(item) for item in value)
            return {name: filled(item) for name, item in value.items()} if isinstance(value, dict) else value

        args, kwargs = filled(self.packed)
        return self.module(*args, **kwargs)


def _line(sample: Any, cls: type[nn.Module]) -> dict[str, Any]:
    module = cls(*sample.constructor_input.args, **sample.constructor_input.kwargs).eval()
    given = sample.forward_input
    args, kwargs = ((), {}) if given is None else (given.args, given.kwargs)
    with torch.no_grad():
        output = module(*args, **kwargs)
    learnt = {name for name, _ in module.named_parameters()}
    tensors = (*module.named_parameters(), *module.named_buffers())
    line: dict[str, Any] = {
        "weights": [[f"module.{name}", list(one.shape), dtype_name(one.dtype), name in learnt] for name, one in tensors],
        "outputs": [[list(one.shape), dtype_name(one.dtype)] for one in tensors_in(output)],
    }
    try:
        inputs = [one.detach() for one in tensors_in((args, kwargs))]
        line["architecture"] = record(_Holder(module, args, kwargs), *inputs)
    except Refusal as refusal:
        line["refused"] = {"code": refusal.code, "message": refusal.message}
    return line


def _is_loss(name: str) -> bool:
    # The one that has weights is left out with a reason of its own; `NLLLoss2d` is an old name.
    return name.endswith(("Loss", "Loss2d")) and name != "AdaptiveLogSoftmaxWithLoss"


def main() -> None:
    """Prints the names of all modules, then a line for each sample."""
    torch.manual_seed(0)
    warnings.simplefilter("ignore")
    modules = {name: one for name, one in vars(nn).items() if inspect.isclass(one) and issubclass(one, nn.Module)}
    print(json.dumps({"modules": sorted(name for name in modules if not _is_loss(name))}))
    for info in module_db:
        cls = info.module_cls
        if _is_loss(cls.__name__):
            continue
        samples = info.module_inputs_func(
            info, device="cpu", dtype=torch.float32, requires_grad=False, training=False
        )
        for index, sample in enumerate(samples):
            what = {"module": cls.__name__, "index": index, "constructor": str(sample.constructor_input)[:200]}
            try:
                line = _line(sample, cls)
            except Exception as error:
                line = {"broken": f"{type(error).__name__}: {str(error)[:200]}"}
            print(json.dumps({**what, **line}), flush=True)


if __name__ == "__main__":
    main()
