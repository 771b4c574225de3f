"""What a network has beside plain layers: parameters, ties, derived classes, containers, packed arguments and results."""

from dataclasses import dataclass

import pytest
import torch
from torch import nn

import countersign


def recorded(network, *inputs):
    """The recording, which what is built from it must give again."""
    inputs = inputs or (torch.rand(2, 3),)
    architecture = countersign.record(network, *inputs)
    assert countersign.record(countersign.build(architecture), *inputs) == architecture
    return architecture


def by_path(architecture):
    return {module["path"]: module for module in architecture["modules"]}


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(3), requires_grad=False)
        self.register_buffer("shift", torch.ones(1, 3))
        self.register_buffer("steps", torch.zeros(2, dtype=torch.int64))

    def forward(self, x):
        return (x + self.gamma) + self.shift


def test_parameters_and_buffers_are_read_by_their_paths():
    architecture = recorded(nn.Sequential(Scaled()))
    assert by_path(architecture)["0"] == {
        "path": "0",
        "kind": "Module",
        "class": "Scaled",
        "parameters": [{"name": "gamma", "shape": [3]}],
        "buffers": [{"name": "shift", "shape": [1, 3]}, {"name": "steps", "shape": [2], "dtype": "int64"}],
        "frozen": ["gamma"],
    }
    reads = [call["inputs"] for call in architecture["calls"][0]["calls"]]
    assert reads == [["x", "@0.gamma"], ["0/add", "@0.shift"]]


def test_the_root_has_parameters_too():
    architecture = recorded(Scaled())
    assert by_path(architecture)[""]["parameters"] == [{"name": "gamma", "shape": [3]}]
    assert architecture["calls"][0]["inputs"] == ["x", "@gamma"]


def test_a_weight_under_two_names_is_tied():
    network = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    network[1].weight = network[0].weight
    architecture = recorded(network)
    assert by_path(architecture)["1"]["tied"] == {"weight": "0.weight"}
    assert len(list(countersign.build(architecture).parameters())) == 3


class Keeps(nn.Linear):
    """Another constructor, the same forward."""

    def __init__(self):
        super().__init__(3, 3, bias=False)


class Changes(nn.Linear):
    def forward(self, x):
        return super().forward(x) + x


class Stack(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3, 3), nn.ReLU())


class Residual(nn.Sequential):
    def forward(self, x):
        for one in self:
            x = one(x) + x
        return x


class Branches(nn.ModuleDict):
    def forward(self, x):
        return self["left"](x) + self["right"](x)


def test_a_class_that_keeps_its_bases_forward_is_the_base():
    modules = by_path(recorded(nn.Sequential(Keeps(), Stack())))
    assert modules["0"]["kind"] == "Linear"
    assert modules["0"]["class"] == "Keeps"
    assert modules["1"] == {"path": "1", "kind": "Sequential", "class": "Stack"}
    built = countersign.build(recorded(nn.Sequential(Keeps(), Stack())))
    assert isinstance(built[0], nn.Linear)
    assert type(built[0]) is not nn.Linear


def test_a_containers_class_may_have_a_forward_of_its_own():
    network = nn.Sequential(
        Residual(nn.Linear(3, 3), nn.ReLU()), Branches({"left": nn.Linear(3, 3), "right": nn.Linear(3, 3)})
    )
    modules = by_path(recorded(network))
    assert (modules["0"]["kind"], modules["1"]["kind"]) == ("Sequential", "ModuleDict")
    built = countersign.build(recorded(network))
    assert isinstance(built[0], nn.Sequential)


class Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)])
        self.biases = nn.ParameterList([torch.zeros(3), torch.zeros(3)])

    def forward(self, x):
        for layer, bias in zip(self.layers, self.biases, strict=True):
            x = layer(x) + bias
        return x


def test_lists_of_modules_and_parameters_are_gone_through():
    architecture = recorded(Listed())
    assert by_path(architecture)["layers"]["kind"] == "ModuleList"
    assert by_path(architecture)["biases"]["kind"] == "ParameterList"
    assert [call["inputs"] for call in architecture["calls"]][1] == ["layers.0", "@biases.0"]


@dataclass
class Result:
    value: torch.Tensor
    other: torch.Tensor | None = None


class Packs(nn.Module):
    def __init__(self, pack):
        super().__init__()
        self.pack = pack

    def forward(self, x):
        return self.pack(x + x, x + x)


class Around(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        self.inner(x)
        return x + x


@pytest.mark.parametrize(
    ("pack", "returns"),
    [
        (lambda a, b: {"a": a, "b": b}, {"a": 0, "b": 1}),
        (lambda a, b: (a, (b, None)), [0, [1, None]]),
        (lambda a, b: [a], [0]),
        (lambda a, b: Result(a, b), {"value": 0, "other": 1}),
        (lambda a, b: Result(a), {"value": 0, "other": None}),
    ],
)
def test_results_are_packed_as_they_were(pack, returns):
    assert recorded(Packs(pack))["returns"] == returns
    assert recorded(Around(Packs(pack)))["calls"][0]["returns"] == returns


def test_flat_results_need_not_be_said():
    assert "returns" not in recorded(Packs(lambda a, b: (a, b)))
    assert "returns" not in recorded(Packs(lambda a, b: a))


class Takes(nn.Module):
    def forward(self, first, second=None):
        if isinstance(first, list):
            return first[0] + first[1]
        if isinstance(first, dict):
            return first["a"] + first["b"]
        return second if first is None else first + first


class Gives(nn.Module):
    def __init__(self, give):
        super().__init__()
        self.inner = Takes()
        self.give = give

    def forward(self, x):
        return self.give(self.inner, x + x)


@pytest.mark.parametrize(
    ("give", "takes"),
    [
        (lambda inner, x: inner([x, x]), {"args": [[0, 1]]}),
        (lambda inner, x: inner({"a": x, "b": x}), {"args": [{"a": 0, "b": 1}]}),
        (lambda inner, x: inner(first=x), {"args": [], "kwargs": {"first": 0}}),
        (lambda inner, x: inner(None, x), {"args": [None, 0]}),
        (lambda inner, x: inner(None, second=x), {"args": [None], "kwargs": {"second": 0}}),
        (lambda inner, x: inner(x), None),
    ],
)
def test_arguments_are_packed_as_they_were(give, takes):
    call = recorded(Gives(give))["calls"][1]
    assert call.get("takes") == takes


class Turned(nn.Module):
    def forward(self, x):
        return x.view(3 * x.shape[0] + 0, 1).view(x.shape[0], 1, 3 * x.shape[0] // x.shape[0], 1)


def test_sizes_that_follow_from_the_batch_hold_for_another():
    architecture = countersign.record(Turned(), torch.rand(4, 3))
    assert countersign.build(architecture)(torch.rand(7, 3)).shape == (7, 1, 3, 1)


class Looked(nn.Embedding):
    def forward(self, x):
        return nn.functional.embedding(x, self.weight, self.padding_idx, self.max_norm, self.norm_type)


def test_whole_floats_beside_whole_tensors_are_numbers_where_the_argument_is_a_float():
    (call,) = countersign.record(Looked(5, 3), torch.tensor([[1, 2]]))["calls"]
    assert call["op"] == "embedding"
    assert "norm_type" not in call.get("options", {})
    (call,) = countersign.record(Looked(5, 3, norm_type=3.0), torch.tensor([[1, 2]]))["calls"]
    assert call["options"] == {"norm_type": 3}
