"""PyTorch itself: the shapes and weights that are really there."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import torch
from torch import nn
from torch.nn.utils import parametrize

from ..case import Case
from ..tensors import tensors_in
from ..kinds import composites
from ..modules import CONTAINERS, layer_for
from ..settings import plain_attention
from ..trace import function_name, is_torch_class, watching
from .answer import answer, count, installed

Seen = Callable[[dict[str, str], Any], None]


def version() -> str:
    # Without the name of the build, such as "+cpu".
    return installed("torch").partition("+")[0]


def _is_layer(module: nn.Module) -> bool:
    plain = (*CONTAINERS, *composites())
    is_plain = isinstance(module, plain) or type(module) is nn.Module or parametrize.is_parametrized(module)
    return is_torch_class(type(module)) and not is_plain


class _Calls:
    """Reports a real module's layer calls by path, and its functions by name."""

    def __init__(self, model: nn.Module, seen: Seen):
        self.paths = {module: path for path, module in model.named_modules()}
        self.seen = seen
        # Modules whose forward is running.
        self.running: list[nn.Module] = []

    def enter(self, module: nn.Module, args: Any, kwargs: Any) -> None:
        self.running.append(module)

    def leave(self, module: nn.Module, output: Any) -> None:
        self.running.pop()
        if _is_layer(module):
            self.seen({"path": self.paths.get(module, "")}, output)

    def function(self, called: Any, args: Any, kwargs: Any, output: Any) -> Any:
        # Functions of PyTorch's own forwards are no calls of the network's.
        is_own = not self.running or layer_for(self.running[-1]) is None
        # What returns nothing, as `x[0] = y` does, leaves what it wrote over.
        result = args[:1] if output is None else output
        if is_own and tensors_in(result):
            self.seen({"op": function_name(called)}, result)
        return output


def _run(case: Case, seen: Seen) -> nn.Module:
    inputs = case.inputs()
    if case.exact:
        model = case.model(lambda id, output: seen({"id": id}, output))
        model(*inputs)
        return model
    model = case.model()
    with watching(model, _is_layer, _Calls(model, seen)):
        model(*inputs)
    return model


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    layers: list[dict[str, Any]] = []

    def shaped(which: dict[str, str], output: Any) -> None:
        tensors = tensors_in(output)
        layers.append(
            {
                **which,
                "output_shapes": [list(one.shape) for one in tensors],
                "output_strides": [list(one.stride()) for one in tensors],
            }
        )

    # Its one kernel for attention without gradients lays results out otherwise than its plain operators do.
    with torch.no_grad(), plain_attention():
        model = _run(case, shaped)
    parameters = list(model.parameters())

    return answer(
        {
            "params": count(sum(one.numel() for one in parameters)),
            "trainable": count(sum(one.numel() for one in parameters if one.requires_grad)),
            "buffers": count(sum(one.numel() for one in model.buffers())),
        },
        layers,
    )
