"""What networks compute: `python -m countersign.evaluate` reads JSON lines of networks with numbers, and prints their outputs.

A request is `{"architecture": ..., "inputs": [ARRAY, ...], "weights": {name in the state_dict: ARRAY, ...}}`, its reply
`{"outputs": [ARRAY, ...]}` or `{"error": "..."}`, where ARRAY is `{"shape": [...], "data": [row by row]}`; infinities are text.
Networks run in float64 and in evaluation mode.
"""

import json
import math
import sys
from typing import Any

import torch
from torch import nn

from .build import build
from .settings import plain_attention
from .tensors import dtype_named, tensors_in


def _tensor(array: dict[str, Any], dtype: torch.dtype = torch.float64) -> torch.Tensor:
    return torch.tensor(array["data"], dtype=torch.float64).reshape(array["shape"]).to(dtype)


def _inputs(request: dict[str, Any]) -> list[torch.Tensor]:
    """Floats as float64, everything else of its own type."""
    dtypes = [dtype_named(one.get("dtype", "float32")) for one in request["architecture"]["inputs"]]
    return [
        _tensor(array, torch.float64 if dtype.is_floating_point else dtype)
        for array, dtype in zip(request["inputs"], dtypes, strict=True)
    ]


def _array(tensor: torch.Tensor) -> dict[str, Any]:
    data = [number if math.isfinite(number) else str(number) for number in tensor.flatten().double().tolist()]
    return {"shape": list(tensor.shape), "data": data}


def _load(model: nn.Module, weights: dict[str, torch.Tensor]) -> None:
    """Fills every parameter and buffer; raises ValueError where names or shapes are not the model's own."""
    own = dict(model.named_parameters()) | {
        name: buffer for name, buffer in model.named_buffers() if buffer.is_floating_point()
    }
    if own.keys() != weights.keys():
        raise ValueError(f"The model has the weights {sorted(own)}, and was given {sorted(weights)}.")
    for name, tensor in own.items():
        if tensor.shape != weights[name].shape:
            raise ValueError(f"{name} has the shape {list(tensor.shape)}, and was given {list(weights[name].shape)}.")
        tensor.copy_(weights[name])


@torch.no_grad()
def evaluate(request: dict[str, Any]) -> list[torch.Tensor]:
    """The outputs of an architecture for the inputs and weights given."""
    model = build(request["architecture"]).double().eval()
    _load(model, {name: _tensor(array) for name, array in request["weights"].items()})
    with plain_attention():
        return list(tensors_in(model(*_inputs(request))))


def main() -> None:
    """One reply for each line, in order."""
    torch.set_num_threads(1)
    # What whole numbers become where a function needs floats.
    torch.set_default_dtype(torch.float64)
    for line in sys.stdin:
        try:
            reply: dict[str, Any] = {"outputs": [_array(tensor) for tensor in evaluate(json.loads(line))]}
        except Exception as error:  # Whatever it is, the next line can still be answered.
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
