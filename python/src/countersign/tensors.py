"""Tensors in the values that layers take and return: alone, or in nested tuples and lists."""

from collections.abc import Callable
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
    return []


def replace_tensors(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """The same nested tuples and lists with every tensor changed."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(replace_tensors(item, change) for item in value))
    if type(value) in (tuple, list):
        return type(value)(replace_tensors(item, change) for item in value)
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
