import countersign
import torch
from torch import nn

network = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 32 * 32, 10))

architecture = countersign.record(network, torch.zeros(1, 3, 32, 32))
print([module["kind"] for module in architecture["modules"]])

again = countersign.build(architecture)
print(sum(weight.numel() for weight in again.parameters()))
