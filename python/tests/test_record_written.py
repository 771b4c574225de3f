"""What writes over a tensor in a forward, as a statement or as a call whose result is not used."""

import torch
from torch import nn

import countersign


class Writing(nn.Module):
    def forward(self, x, y):
        x = x.relu()
        x[:, 0] = y
        x[:, 1:, ::2] = 0.5
        x[..., -1] = y.sum()
        x[:, [0, 1]] = y[:, :2, None]
        z = torch.zeros_like(x)
        z.fill_(2.0)
        z[:, 0].copy_(y)
        return x + z


def test_what_is_written_is_recorded_in_its_place():
    architecture = countersign.record(Writing(), torch.randn(2, 3, 3), torch.randn(2, 3))
    ops = [call["op"] for call in architecture["calls"]]
    assert ops == [
        *("relu", "setitem", "setitem", "sum", "setitem", "getitem", "setitem"),
        *("zeros_like", "fill_", "getitem", "copy_", "add"),
    ]
    inputs = torch.randn(2, 3, 3), torch.randn(2, 3)
    assert torch.equal(countersign.build(architecture)(*inputs), Writing()(*inputs))


class Choosing(nn.Module):
    def forward(self, x):
        return torch.where(x > 0, 1.0, x) + torch.where(x > 1, x, -1.0) + torch.where(x > 2, 2, 0.5)


def test_a_number_in_the_place_of_a_tensor_is_given_in_order():
    x = torch.randn(2, 3)
    architecture = countersign.record(Choosing(), x)
    wheres = [call for call in architecture["calls"] if call["op"] == "where"]
    assert [call["options"] for call in wheres] == [{"input": "1.0"}, {"other": "-1.0"}, {"input": 2, "other": 0.5}]
    assert torch.equal(countersign.build(architecture)(x), Choosing()(x))
