"""What a network costs does not depend on its weights or its mode, so neither does its recording."""

import pytest
import torch
from torch import nn

import countersign


def network() -> nn.Module:
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5), nn.Flatten(), nn.Linear(144, 5))


def test_the_mode_changes_nothing() -> None:
    model = network()
    x = torch.rand(2, 3, 8, 8)
    assert countersign.record(model.train(), x) == countersign.record(model.eval(), x)


def test_a_recording_leaves_the_mode_as_it_was() -> None:
    model = network().train()
    countersign.record(model, torch.rand(2, 3, 8, 8))
    assert all(module.training for module in model.modules())


@pytest.mark.parametrize("value", [0.0, -3.0, 1e30])
def test_weights_change_nothing(value: float) -> None:
    plain, changed = network(), network()
    for parameter in changed.parameters():
        nn.init.constant_(parameter, value)
    x = torch.rand(2, 3, 8, 8)
    assert countersign.record(changed, x) == countersign.record(plain, x)
