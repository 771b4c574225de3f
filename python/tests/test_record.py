"""Recording, building, and recording again; and what is refused."""

import pytest
import torch
import torch.nn.functional as F
from networks import NETWORKS, Block
from torch import nn
from torch.nn.utils import parametrizations
from torch.nn.utils import spectral_norm as legacy_spectral_norm
from torch.nn.utils import weight_norm as legacy_weight_norm

import countersign
from countersign import Refusal


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_built_from_a_recording_records_alike(name):
    make, shapes = NETWORKS[name]
    network, inputs = make(), [torch.rand(shape) for shape in shapes]
    architecture = countersign.record(network, *inputs)
    built = countersign.build(architecture)
    assert countersign.record(built, *inputs) == architecture
    paths = [[path for path, _ in one.named_modules(remove_duplicate=False)] for one in (network, built)]
    assert paths[0] == paths[1]


@pytest.mark.parametrize("name", NETWORKS)
def test_recording_leaves_a_network_as_it_was(name):
    make, shapes = NETWORKS[name]
    network = make()
    state = {key: value.clone() for key, value in network.state_dict().items()}
    methods = dict(vars(torch.Tensor))
    countersign.record(network, *(torch.rand(shape) for shape in shapes))
    assert dict(vars(torch.Tensor)) == methods
    assert all(one.training for one in network.modules())
    kept = network.state_dict()
    assert kept.keys() == state.keys()
    assert all(torch.equal(kept[key], state[key]) for key in state)
    assert not any(one._forward_pre_hooks for one in network.modules())


def test_an_architecture_says_only_what_is_not_the_default():
    network = nn.Sequential(nn.Conv2d(3, 6, 3, stride=2, padding="valid", bias=False), nn.ReLU())
    assert countersign.record(network, torch.rand(1, 3, 8, 8)) == {
        "schema": "countersign/architecture@1",
        "name": "Sequential",
        "inputs": [{"name": "x", "shape": [1, 3, 8, 8], "dtype": "float32"}],
        "modules": [
            {"path": "", "kind": "Sequential"},
            {
                "path": "0",
                "kind": "Conv2d",
                "options": {
                    "in_channels": 3,
                    "out_channels": 6,
                    "kernel_size": [3, 3],
                    "stride": [2, 2],
                    "padding": "valid",
                    "bias": False,
                },
            },
            {"path": "1", "kind": "ReLU"},
        ],
        "calls": [{"id": "0", "module": "0", "inputs": ["x"]}, {"id": "1", "module": "1", "inputs": ["0"]}],
        "outputs": ["1"],
    }


class Function(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def calls_of(function, *shape):
    return countersign.record(Function(function), torch.rand(shape))["calls"]


@pytest.mark.parametrize(
    ("function", "op", "spelling"),
    [
        (lambda x: x + x, "add", None),
        (lambda x: torch.add(x, x), "add", "torch.add"),
        (lambda x: x.add(x), "add", "torch.Tensor.add"),
        (lambda x: F.relu(x), "relu", None),
        (lambda x: torch.relu(x), "relu", "torch.relu"),
        (lambda x: x.relu(), "relu", "torch.Tensor.relu"),
        (lambda x: x.flatten(), "flatten", "torch.Tensor.flatten"),
    ],
)
def test_a_spelling_is_told(function, op, spelling):
    (call,) = calls_of(function, 2, 3)
    assert (call["op"], call.get("spelling")) == (op, spelling)


def test_lazy_layers_are_recorded_as_what_they_became():
    network = nn.Sequential(nn.LazyConv2d(4, 3), nn.LazyBatchNorm2d(), nn.Flatten(), nn.LazyLinear(2))
    modules = countersign.record(network, torch.rand(1, 3, 5, 5))["modules"]
    assert [one["kind"] for one in modules] == ["Sequential", "Conv2d", "BatchNorm2d", "Flatten", "Linear"]
    assert modules[1]["options"] == {"in_channels": 3, "out_channels": 4, "kernel_size": [3, 3]}
    assert modules[4]["options"] == {"in_features": 36, "out_features": 2}


def test_a_lazy_layer_that_is_never_called_is_refused():
    network = nn.Module()
    network.idle, network.used = nn.LazyLinear(2), nn.Linear(2, 3)
    network.forward = lambda x: network.used(x)
    with pytest.raises(Refusal) as refused:
        countersign.record(network, torch.rand(1, 2))
    assert refused.value.code == "lazy"


def test_sizes_that_follow_the_batch_are_left_open():
    assert calls_of(lambda x: x.view(x.size(0), -1), 2, 3, 4)[0]["options"] == {"shape": [-1, 12]}
    assert calls_of(lambda x: x.view((-1, 3, 2, 2)), 2, 3, 4)[0]["options"] == {"shape": [-1, 3, 2, 2]}
    assert calls_of(lambda x: x.view(3, -1), 2, 3, 4)[0]["options"] == {"shape": [3, -1]}
    assert calls_of(lambda x: x.view(1, 2, 12), 2, 3, 4)[0]["options"] == {"shape": [1, 2, 12]}


class Empty(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("nothing", torch.ones(0))

    def forward(self, x):
        return x + x


class Swallows(nn.Module):
    def forward(self, x):
        try:
            return torch.fft.fft(x).real
        except Exception:
            return x + x


class Inner(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.inner = Function(function)

    def forward(self, x):
        return self.inner(x)


def altered():
    network = nn.Sequential(nn.Linear(3, 3))
    network[0].weight = nn.Parameter(torch.ones(4, 3))
    network[0].bias = nn.Parameter(torch.ones(4))
    return network


@pytest.mark.parametrize(
    ("make", "code", "path"),
    [
        (lambda: nn.Sequential(nn.Linear(3, 3), nn.MSELoss()), "unknown_kind", "1"),
        (lambda: nn.Sequential(nn.ModuleList([nn.Linear(3, 3)])), "forward", "0"),
        (lambda: Inner(torch.fft.fft), "unknown_op", "inner"),
        (lambda: Inner(lambda x: x + torch.hann_window(3)), "unknown_op", "inner"),
        (lambda: Inner(lambda x: x.shape), "output", "inner"),
        (lambda: Inner(lambda x: torch.from_numpy((x + x).numpy())), "unknown_value", "inner"),
        (lambda: nn.Sequential(legacy_weight_norm(nn.Linear(3, 3))), "parametrization", "0"),
        (lambda: nn.Sequential(legacy_spectral_norm(nn.Linear(3, 3))), "parametrization", "0"),
        (lambda: nn.Sequential(nn.LazyLinear(3), nn.Flatten(9)), "forward", ""),
        (Empty, "empty", "nothing"),
        (altered, "unfaithful", "0"),
        (Swallows, "unknown_op", ""),
        (lambda: nn.Linear(3, 3).double(), "dtype", ""),
        (lambda: nn.Linear(4, 3), "forward", ""),
        (lambda: nn.Sequential(nn.Linear(3, 3), Block(2)), "forward", "1.conv"),
    ],
)
def test_what_an_architecture_cannot_say_is_refused(make, code, path):
    with pytest.raises(Refusal) as caught:
        countersign.record(make(), torch.rand(2, 3))
    assert (caught.value.code, caught.value.path) == (code, path)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schema": "other@1"}, "invalid"),
        ({"calls": 3}, "invalid"),
        ({"modules": [{"path": "fc", "kind": "Quux"}]}, "unknown_kind"),
        ({"modules": [{"path": "a.b", "kind": "ReLU"}]}, "orphan"),
        ({"modules": [{"path": "", "kind": "Sequential"}, {"path": "0", "kind": "Linear"}]}, "option"),
        ({"modules": [{"path": "fc", "kind": "ReLU", "options": {"inplaces": True}}]}, "option"),
        ({"outputs": ["y"]}, "unknown_value"),
        ({"calls": [{"id": "fc", "module": "gc", "inputs": ["x"]}]}, "unknown_module"),
        ({"calls": [{"id": "fc", "op": "no_such_op", "inputs": ["x"]}]}, "unknown_op"),
        ({"calls": [{"id": "x", "op": "relu", "inputs": ["x"]}]}, "duplicate"),
    ],
)
def test_an_architecture_that_cannot_be_built_is_refused(change, code):
    architecture = countersign.record(nn.Sequential(nn.Linear(3, 3)), torch.rand(1, 3))
    with pytest.raises(Refusal) as caught:
        countersign.build({**architecture, **change})
    assert caught.value.code == code


def test_a_value_inside_a_sequential_can_be_read():
    architecture = countersign.record(NETWORKS["keeps"][0](), torch.rand(1, 4))
    assert architecture["calls"][1]["inputs"] == ["trunk", "trunk/0"]
    built = countersign.build(architecture).eval()
    inner = built.trunk[0](torch.ones(1, 4))
    assert torch.allclose(built(torch.ones(1, 4)), built.trunk(torch.ones(1, 4)) + inner, equal_nan=True)


class _Pools(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.FractionalMaxPool2d(2, output_ratio=0.5, _random_samples=torch.rand(2, 3, 2))

    def forward(self, x, samples):
        drawn = nn.functional.fractional_max_pool2d(x, 2, 3, return_indices=True, _random_samples=samples)
        return self.pool(x), *drawn, *nn.functional.max_pool2d(x, 2, return_indices=True)


def test_pools_with_indices_and_with_places_of_their_windows_are_recorded():
    architecture = countersign.record(_Pools(), torch.rand(2, 3, 8, 8), torch.rand(2, 3, 2))
    drawn, pool, plain = architecture["calls"]
    assert architecture["modules"][-1]["options"] == {"kernel_size": [2, 2], "output_ratio": [0.5, 0.5]}
    assert architecture["modules"][-1]["buffers"] == [{"name": "_random_samples", "shape": [2, 3, 2]}]
    assert drawn["named"] == {"_random_samples": "samples"}
    assert [call["options"]["return_indices"] for call in (drawn, plain)] == [True, True]
    assert architecture["outputs"] == [pool["id"], drawn["id"], f"{drawn['id']}:1", plain["id"], f"{plain['id']}:1"]
    assert [tuple(one.shape) for one in countersign.build(architecture)(torch.rand(2, 3, 8, 8), torch.rand(2, 3, 2))] == [
        (2, 3, 4, 4),
        (2, 3, 3, 3),
        (2, 3, 3, 3),
        (2, 3, 4, 4),
        (2, 3, 4, 4),
    ]
