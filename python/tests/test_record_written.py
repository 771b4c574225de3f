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
