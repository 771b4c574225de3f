"""A bidirectional LSTM that classifies sequences of 16 steps with 8 features."""

import torch
from torch import nn


class LSTMClassifier(nn.Module):
    def __init__(self, features: int = 8, hidden: int = 12, steps: int = 16, classes: int = 5):
        super().__init__()
        self.lstm = nn.LSTM(features, hidden, batch_first=True, bidirectional=True)
        self.head = nn.Linear(steps * 2 * hidden, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        output, _ = self.lstm(x)
        # Every step takes part; the LSTM's output is laid out with the steps first, so a view would not do.
        return self.head(torch.flatten(output, 1))
