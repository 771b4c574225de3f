"""ptflops with its `pytorch` backend, and what both backends have in common."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import torch

from ..case import Case
from .answer import Raised, answer, count, installed
from .tree import layers_in, printed_alike


@contextmanager
def _absent(*names: str) -> Iterator[None]:
    """ptflops imports these for two optional hooks, and so takes five seconds to import."""
    saved = {name: sys.modules.get(name) for name in names}
    for name in names:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name, module in saved.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


with _absent("torchvision.ops", "timm", "timm.models", "timm.models.vision_transformer"):
    from ptflops import aten_engine, flops_to_string, get_model_complexity_info, params_to_string
    from ptflops.pytorch_engine import torch_function_wrapper

_FAILURE = re.compile(r"following exception: \n<class '(?:[\w.<>]*\.)?(\w+)'>: (.*)", re.DOTALL)
_STATISTICS = re.compile(
    r"(?P<params>[\d.]+(?: [kMG])?), (?P<params_percent>[-\d.]+%) Params, "
    r"(?P<macs>-?[\d.]+ [KMG]?Mac), (?P<macs_percent>-?[\d.]+%) MACs, "
)


def version() -> str:
    return installed("ptflops")


@contextmanager
def _torch_kept() -> Iterator[None]:
    """ptflops leaves its copies of some methods on torch.Tensor; and all that it replaced, where the network exits."""
    before = set(vars(torch.Tensor))
    try:
        yield
    except BaseException:
        for owner in (torch, torch.nn.functional):
            for name, value in list(vars(owner).items()):
                while isinstance(value, torch_function_wrapper):
                    value = value.op
                    setattr(owner, name, value)
        raise
    finally:
        for name in set(vars(torch.Tensor)) - before:
            delattr(torch.Tensor, name)


def analyse(case: Case, printed: StringIO, backend: str, per_layer: bool) -> tuple[dict[str, str], str]:
    """The totals and what ptflops printed. Raises the exception that ptflops only prints."""
    # The hooks of the aten backend stay on the model.
    model = case.model() if backend == "aten" else case.shared()
    inputs = case.inputs()

    def construct(_: tuple[int, ...]) -> Any:
        return inputs[0] if len(inputs) == 1 else dict(zip(case.names(model), inputs, strict=True))

    start = printed.tell()
    text = StringIO()
    with _torch_kept(), printed_alike(model):
        macs, params = get_model_complexity_info(
            model,
            # The constructor makes the input, so the size is only checked not to be empty.
            tuple(case.shapes[0][1:]) or (1,),
            print_per_layer_stat=per_layer,
            as_strings=False,
            input_constructor=construct,
            ost=text,
            backend=backend,
        )
    if macs is None or params is None:
        failure = _FAILURE.search(printed.getvalue()[start:])
        raise Raised(failure[1], failure[2].strip()) if failure else Raised("Exception", "ptflops returned None")
    totals = {
        "macs": count(macs),
        "params": count(params),
        "macs_string": flops_to_string(macs),
        "params_string": params_to_string(params),
    }
    return totals, text.getvalue()


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    totals, text = analyse(case, printed, "pytorch", per_layer=True)
    return answer(totals, layers_in(text, _STATISTICS), text)
