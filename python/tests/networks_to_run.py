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
