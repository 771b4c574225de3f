"""The awkward networks by name, for workers, which import a file."""

import torch
import torch.nn.functional as F
from networks import NETWORKS
from torch import nn

for _name, (_make, _) in NETWORKS.items():
    globals()[_name.replace(" ", "_")] = _make


class spellings(nn.Module):  # noqa: N801, named as the others are
    """Tools see some of these and not others."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        y = torch.add(self.fc(x), x) + x.add(x)
        return torch.relu(F.relu(y)).relu()


class Slopes(nn.Module):
    """A parameter of a name that tools look for, beside parameters in a dict, which is no layer and not empty."""

    def __init__(self):
        super().__init__()
        self.scale = nn.ParameterDict({"a": nn.Parameter(torch.ones(3))})
        self.weight = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return x * self.scale["a"] * self.weight


slopes = Slopes


class Missing(nn.Module):
    """None under the name of a module, as networks have it whose auxiliary branch is taken off."""

    def __init__(self):
        super().__init__()
        self.register_module("branch", None)
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return self.fc(x)


missing = Missing
