"""What a tool is run on: a model of its own or one for several tools, and inputs for it."""

import os
from typing import Any

import torch
from torch import nn

from .build import Observer, assemble
from .plan import read
from .refusal import Refusal
from .tensors import dtype_named
from .trace import argument_names


# On "meta" tensors have sizes alone, so that most tools count networks that no memory holds.
_DEVICE = torch.device(os.environ.get("COUNTERSIGN_DEVICE", "cpu"))


def make_inputs(specifications: list[dict[str, Any]]) -> list[torch.Tensor]:
    """Zeros of each `{shape, dtype}`."""
    made = []
    for one in specifications:
        shape, dtype = one.get("shape"), dtype_named(one.get("dtype", "float32"))
        if not isinstance(shape, list) or not all(type(size) is int and size >= 0 for size in shape):
            raise Refusal("input", f"An input's shape is a list of whole numbers, got {shape!r}.")
        try:
            made.append(torch.zeros(shape, dtype=dtype, device=_DEVICE))
        except RuntimeError as error:
            raise Refusal("input", f"There is no room for an input of shape {shape}: {str(error)[:200]}") from error
    return made


class Case:
    """One network. `exact` says whether its calls have ids, as an architecture's have."""

    exact = False

    def __init__(self, inputs: list[dict[str, Any]]):
        self.specifications = inputs
        # Elements of the weights, once a model has been made.
        self.size = 0

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The inputs' shapes, batch included."""
        return [tuple(one["shape"]) for one in self.specifications]

    def inputs(self) -> list[torch.Tensor]:
        """Fresh inputs, since a network may change them in place."""
        return make_inputs(self.specifications)

    def model(self, observe: Observer | None = None) -> nn.Module:
        """A fresh model in eval mode."""
        with _DEVICE:
            model = self._make(observe).eval()
        self.size = self.size or sum(weight.numel() for weight in model.parameters())
        return model

    def shared(self) -> nn.Module:
        """A model for tools that leave it as it was, where they answer; `forget` it where one raises."""
        return self.model()

    def forget(self) -> None:
        """The next tool is not given a model that another one has had."""

    def _make(self, observe: Observer | None) -> nn.Module:
        raise NotImplementedError

    def names(self, model: nn.Module) -> list[str]:
        """The names under which the root's forward takes the inputs."""
        return argument_names(model, len(self.specifications))


class ArchitectureCase(Case):
    """A network as data."""

    exact = True

    def __init__(self, architecture: dict[str, Any]):
        self.plan = read(architecture)
        super().__init__(self.plan.inputs)
        self._shared: nn.Module | None = None

    # A user's own module may count its calls, or make layers as it runs; one that is built from data has no state.
    def shared(self) -> nn.Module:
        if self._shared is None:
            self._shared = super().model()
        return self._shared

    def forget(self) -> None:
        self._shared = None

    def _make(self, observe: Observer | None) -> nn.Module:
        return assemble(self.plan, observe)

    def names(self, model: nn.Module) -> list[str]:
        return [one["name"] for one in self.specifications]


class SourceCase(Case):
    """A network in a user's file; `fresh` makes one more of it."""

    def __init__(self, fresh: Any, inputs: list[dict[str, Any]]):
        self.fresh = fresh
        super().__init__(inputs)

    def _make(self, observe: Observer | None) -> nn.Module:
        return self.fresh()
