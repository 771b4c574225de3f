"""Modules whose weights are computed from others at each call are written as what they call."""

import pytest
import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm, weight_norm

import countersign


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = weight_norm(nn.Conv1d(3, 4, 3, padding=1))
        self.fc = spectral_norm(nn.Linear(4, 5))

    def forward(self, x):
        return self.fc(self.conv(x).mean(-1))


def test_a_weight_that_is_computed_is_recorded_with_its_originals():
    network = Network().eval()
    x = torch.randn(2, 3, 8)
    architecture = countersign.record(network, x)
    bodies = {call["id"]: [inner["op"] for inner in call["calls"]] for call in architecture["calls"] if "calls" in call}
    assert bodies == {
        "conv": ["weight_norm", "conv1d"],
        "fc": ["flatten", "clone", "clone", "mv", "dot", "div", "linear"],
    }
    built = countersign.build(architecture).eval()
    assert [name for name, _ in built.named_parameters()] == [name for name, _ in network.named_parameters()]
    built.load_state_dict(network.state_dict())
    torch.testing.assert_close(built(x), network(x))


@pytest.mark.parametrize("dim", [0, 1, None])
def test_the_norm_is_kept_along_any_dimension(dim):
    network = weight_norm(nn.Linear(3, 4), dim=dim)
    calls = countersign.record(network, torch.randn(2, 3))["calls"]
    assert [call["op"] for call in calls] == ["weight_norm", "linear"]
