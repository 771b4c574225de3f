"""Options that are modules or functions: as an architecture states them, and as Python takes them."""

import warnings
from typing import Any

from torch import nn

from .arguments import tupled
from .kinds import Layer, functions, layer_of, layers
from .refusal import Refusal
from .spellings import Spellings

# The functions that constructors take by a name of their own.
_NAMED = {"torch.nn.functional.relu": "relu", "torch.nn.functional.gelu": "gelu"}


class Unsaid(Exception):
    """An option that an architecture cannot state."""


def made(layer: Layer, options: dict[str, Any], **place: Any) -> nn.Module:
    """The layer that these options make; `place` is a device, where it is to have no memory."""
    own = place if layer.takes_device else {}
    with warnings.catch_warnings():
        # PyTorch says of encoders with its own defaults that it cannot use nested tensors.
        warnings.filterwarnings("ignore", message="enable_nested_tensor is True")
        return layer.torch_class(**{name: _ready(value, place) for name, value in options.items()}, **own)


def _ready(value: Any, place: dict[str, Any]) -> Any:
    if isinstance(value, dict) and value.get("kind") in layers():
        return made(layers()[value["kind"]], dict(value.get("options", {})), **place)
    if isinstance(value, dict) and value.get("op") in functions():
        function = functions()[value["op"]]
        spelling = function.spellings.get(value.get("spelling") or function.default_spelling({}))
        if spelling is None:
            raise Refusal("spelling", f'{function.kind} cannot be spelt "{value["spelling"]}".', function.kind)
        return spelling.callable
    return tupled(value)


def said(value: Any, options_of: Any) -> Any:
    """A module or function as an architecture states it; everything else as it is. Raises Unsaid."""
    if isinstance(value, nn.Module):
        layer = layer_of().get(type(value))
        if layer is None:
            raise Unsaid(f"{type(value).__name__} is not known")
        options = options_of(layer, value)
        return {"kind": layer.kind, "options": options} if options else {"kind": layer.kind}
    if not callable(value):
        return value
    found = Spellings().find(value)
    if not found:
        raise Unsaid(f"{value} is not known")
    function, spelling = found[0]
    if spelling in _NAMED:
        return _NAMED[spelling]
    is_usual = spelling == function.default_spelling({})
    return {"op": function.kind} if is_usual else {"op": function.kind, "spelling": spelling}
