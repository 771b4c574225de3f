"""What PyTorch makes of one network: `python -m countersign.contract` reads JSON lines of architectures, and prints what they are.

A request is `{"architecture": ..., "meta": false, "running": {"gradients": false, "mode": "none"}}`, its reply `{"weights": [[NAME, SHAPE, DTYPE, LEARNT], ...], "outputs":
[[SHAPE, DTYPE, STRIDES], ...], "memory": {"outputs": [...], "written": [...]}}`, or `{"refused": MESSAGE}` where PyTorch raises.
`memory` says of each output whether it is an input (`"x0"`), lies in the memory of one (`"in x0"`), or neither (`"apart"`), and which inputs
were written over. With `meta`, tensors have no memory, so that sizes may be huge. `running` says whether gradients are kept, and under
which mode of torch's dispatch the network runs: `none`, `listens`, or `decomposes`, as FlopCounterMode does.
"""

import json
import sys
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

from .build import build
from .tensors import dtype_name, dtype_named, tensors_in


class Listening(TorchDispatchMode):
    """Passes every operator on."""

    def __torch_dispatch__(self, operator: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return operator(*args, **(kwargs or {}))


MODES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "none": nullcontext,
    "listens": Listening,
    "decomposes": lambda: FlopCounterMode(display=False),
}


def strides(tensor: torch.Tensor) -> list[int]:
    """Strides; 0 for dimensions of size 1, along which nothing is stepped."""
    return [step if size > 1 else 0 for size, step in zip(tensor.shape, tensor.stride(), strict=True)]


def whereabouts(output: torch.Tensor, inputs: dict[str, torch.Tensor]) -> str:
    """Where an output lies, by the names of the inputs."""
    for name, one in inputs.items():
        if output is one:
            return name
    for name, one in inputs.items():
        # Its address would be 0 where it has no memory.
        if output.untyped_storage()._cdata == one.untyped_storage()._cdata:
            return f"in {name}"
    return "apart"


def made_of(architecture: dict[str, Any], meta: bool, gradients: bool, mode: str) -> dict[str, Any]:
    """Names, shapes and types of a network's weights, parameters before buffers, and of what it returns."""
    with torch.device("meta") if meta else nullcontext():
        model = build(architecture).eval()
        inputs = {
            one["name"]: torch.zeros(one["shape"], dtype=dtype_named(one["dtype"])) for one in architecture["inputs"]
        }
        with torch.set_grad_enabled(gradients), MODES[mode]():
            outputs = tensors_in(model(*inputs.values()))
    learnt = {name for name, _ in model.named_parameters()}
    weights = (*model.named_parameters(), *model.named_buffers())
    return {
        "weights": [[name, list(one.shape), dtype_name(one.dtype), name in learnt] for name, one in weights],
        "outputs": [[list(one.shape), dtype_name(one.dtype), strides(one)] for one in outputs],
        "memory": {
            "outputs": [whereabouts(one, inputs) for one in outputs],
            "written": [name for name, one in inputs.items() if one._version > 0],
        },
    }


def main() -> None:
    """One reply for each line, in order."""
    torch.set_num_threads(1)
    # One kernel for all of attention lays its output out in another order than its equations, which are what is held here.
    torch.backends.mha.set_fastpath_enabled(False)
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = made_of(request["architecture"], request["meta"], **request["running"])
        except Exception as error:  # Whatever PyTorch raises is its answer.
            reply = {"refused": f"{type(error).__name__}: {str(error)[:300]}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
