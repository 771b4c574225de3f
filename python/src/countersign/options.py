"""A layer's constructor arguments, read back from the layer."""

import math
from operator import attrgetter
from typing import Any

import torch
from torch import nn

from .kinds import Layer
from .parts import made, said


def _attribute(layer: Layer, module: nn.Module, option: str) -> Any:
    # An argument that only speaks for another, as the old name of one, leaves nothing behind.
    try:
        value = attrgetter(layer.attributes.get(option, option))(module)
    except AttributeError:
        value = layer.defaults.get(option)
    if isinstance(value, nn.Module) or callable(value) and not isinstance(value, torch.Tensor):
        return said(value, options_of)
    # `bias=True` leaves a parameter behind, `bias=False` a None.
    if isinstance(value, torch.Tensor) or (value is None and isinstance(layer.defaults.get(option), bool)):
        return value is not None
    return value


def _same(given: Any, default: Any) -> bool:
    if isinstance(given, tuple) != isinstance(default, tuple):
        alone, many = (default, given) if isinstance(given, tuple) else (given, default)
        return all(_same(item, alone) for item in many)
    return type(given) is type(default) and given == default or (given == default and not isinstance(given, bool))


def _listed(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_listed(item) for item in value]
    if isinstance(value, dict):
        return value
    if isinstance(value, float) and value.is_integer() and math.isfinite(value):
        return int(value)
    return value


def options_of(layer: Layer, module: nn.Module) -> dict[str, Any]:
    """
    The options that make such a layer, defaults left out. One option's default may depend on another's value, so what
    is left out is found by making the layer and looking at it. Raises Unsaid.
    """
    given = {option: _attribute(layer, module, option) for option in layer.options}
    if layer.is_composite:
        # Its defaults are its signature's, and some of its options go with some others only.
        usual = {name: said(value, options_of) for name, value in layer.defaults.items()}
        return {name: _listed(given[name]) for name in layer.options if name not in usual or not _same(given[name], usual[name])}
    chosen = list(layer.required)
    while True:
        try:
            again = made(layer, {option: given[option] for option in chosen}, device="meta")
        except ValueError:
            # Where one of several options must be given, none of them is required by itself.
            unsaid = (one for one in layer.options if one not in chosen and not _same(given[one], layer.defaults[one]))
            lacking = next(unsaid, None)
            if lacking is None:
                raise
            chosen.append(lacking)
            continue
        others = (option for option in layer.options if option not in chosen)
        different = next((one for one in others if not _same(given[one], _attribute(layer, again, one))), None)
        if different is None:
            break
        chosen.append(different)
    return {option: _listed(given[option]) for option in layer.options if option in chosen}
