"""Tensors in the values that layers take and return: alone, or in nested tuples and lists."""

from collections.abc import Callable
from copy import copy
from dataclasses import fields, is_dataclass
from itertools import count
from typing import Any

import torch

from .refusal import Refusal


def tensors_in(value: Any) -> list[torch.Tensor]:
    """Every tensor of a value in order, nested tuples, lists and dicts flattened."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (tuple, list)):
        return [tensor for item in value for tensor in tensors_in(item)]
    if isinstance(value, dict):
        return [tensor for item in value.values() for tensor in tensors_in(item)]
    if _is_record(value):
        return [tensor for field in fields(value) for tensor in tensors_in(getattr(value, field.name))]
    return []


def _is_record(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def structure_of(value: Any) -> Any:
    """How the tensors of a value are packed: their places in `tensors_in(value)`, in lists and dicts; None for all else."""
    places = count()

    def visit(one: Any) -> Any:
        if isinstance(one, torch.Tensor):
            return next(places)
        if isinstance(one, (tuple, list)):
            return [visit(item) for item in one]
        if isinstance(one, dict):
            return {str(name): visit(item) for name, item in one.items()}
        if _is_record(one):
            return {field.name: visit(getattr(one, field.name)) for field in fields(one)}
        return None

    return visit(value)


def replace_tensors(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """The same nested tuples and lists with every tensor changed."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, dict) or _is_record(value):
        changed = copy(value)
        items = value.items() if isinstance(value, dict) else ((one.name, getattr(value, one.name)) for one in fields(value))
        for name, item in items:
            new = replace_tensors(item, change)
            changed.__setitem__(name, new) if isinstance(value, dict) else object.__setattr__(changed, name, new)
        return changed
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(replace_tensors(item, change) for item in value))
    # PyTorch's own named tuples, such as that of `max`, are made from one list.
    if type(value) in (tuple, list) or hasattr(value, "n_sequence_fields"):
        return type(value)([replace_tensors(item, change) for item in value])
    return value


def dtype_named(name: str) -> torch.dtype:
    """torch.float32 for "float32"; refuses a name that is no element type."""
    dtype = getattr(torch, name, None)
    if isinstance(dtype, torch.dtype):
        return dtype
    raise Refusal("dtype", f'"{name}" is no element type of PyTorch: use one such as "float32" or "int64".')


def dtype_name(dtype: torch.dtype) -> str:
    """ "float32" for torch.float32."""
    return str(dtype).removeprefix("torch.")
