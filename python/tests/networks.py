"""Networks that are awkward to record, each with the shapes of its inputs."""

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, channels: int = 4):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding="same")
        self.norm = nn.BatchNorm2d(channels, affine=False)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)) + x)


class Residual(nn.Module):
    """Nested blocks, one used twice, another under two names."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 1), nn.Sequential(nn.ReLU(inplace=True), nn.Identity()))
        self.stem[1][1] = nn.Dropout()
        self.block = Block()
        self.again = self.block
        self.blocks = nn.Sequential(Block(), Block())
        self.head = nn.Linear(4, 2, bias=False)
        self.unused = nn.Sequential(nn.Linear(3, 3), nn.ReLU())
        self.nothing = None

    def forward(self, x):
        x = self.stem(x)
        y = self.again(self.block(x))
        z = self.blocks(y)
        total = torch.cat([torch.add(z, y), x], dim=1)
        total = total.add(total) + total
        return self.head(total.view(total.size(0), -1, 4))


class Calm(nn.Module):
    """A dropout hands its input on; the value before it is used as well."""

    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout()
        self.fc = nn.Linear(6, 6)

    def forward(self, x):
        y = self.drop(x)
        return self.fc(y) + x


class Split(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 3, num_layers=2, proj_size=2)

    def forward(self, x):
        output, (hidden, cell) = self.lstm(x)
        return output, hidden, cell


class Tuples(nn.Module):
    def __init__(self):
        super().__init__()
        self.split = Split()
        self.fc = nn.Linear(2, 3)

    def forward(self, sequence, extra=None):
        output, hidden, cell = self.split(sequence)
        return self.fc(output), torch.flatten(cell), hidden


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Linear(4, 3)
        self.right = nn.Linear(5, 3)
        self.relu = nn.ReLU()

    def forward(self, a, b):
        return self.relu(self.left(a)) + torch.relu(self.right(b).relu())


class Keeps(nn.Module):
    """A block whose inner value is read from outside, and a body that reads a value it was not handed."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4))
        self.kept = None
        self.trunk[0].register_forward_hook(self._keep)

    def _keep(self, module, inputs, output):
        object.__setattr__(self, "kept", output)

    def forward(self, x):
        y = self.trunk(x)
        return y + self.kept


class Wrapper(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
        self.turns = nn.Linear(4, 4)
        self.turn = nn.Flatten()

    def forward(self, x):
        x = self.features[1](self.features[0](x))
        return self.turn(self.turns(x.view(x.shape[0], x.shape[2], x.shape[3], x.shape[1])))


def frozen() -> nn.Module:
    network = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 2))
    network[0].weight.requires_grad_(False)
    return network


def shared() -> nn.Module:
    layer = nn.Linear(4, 4)
    return nn.Sequential(layer, nn.ReLU(), layer)


class Recurrent(nn.Module):
    """First states by place and by name, and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.RNN(3, 4, nonlinearity="relu", num_layers=2)
        self.lstm = nn.LSTM(4, 6, proj_size=2)
        self.cell = nn.LSTMCell(2, 3)
        self.gates = nn.GRUCell(3, 3, bias=False)

    def forward(self, x: torch.Tensor, h: torch.Tensor, p: torch.Tensor, c: torch.Tensor) -> torch.Tensor:
        y, _ = self.rnn(x, h)
        y, _ = self.lstm(y, hx=(p, c))
        state, memory = self.cell(y.flatten(0, 1))
        return self.gates(state, hx=memory)


class Attentive(nn.Module):
    """Attention as a module in several ways, and as a function."""

    def __init__(self) -> None:
        super().__init__()
        self.own = nn.MultiheadAttention(8, 2, bias=False, add_bias_kv=True, batch_first=True)
        self.cross = nn.MultiheadAttention(8, 4, kdim=3, vdim=5, dropout=0.1)

    def forward(self, x: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        y, _ = self.own(x, x, x, need_weights=False)
        y, weights = self.cross(y, k, v)
        return F.scaled_dot_product_attention(y, y, y, is_causal=True), weights


def without_norms(network: nn.Module) -> nn.Module:
    """A transformer with a layer in the place of each of its normalizations."""
    for module in list(network.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.LayerNorm):
                layer = nn.Linear(8, 8)
                layer.eps = child.eps
                setattr(module, name, layer)
    return network


NETWORKS = {
    "recurrent": (Recurrent, [[5, 2, 3], [2, 2, 4], [1, 2, 2], [1, 2, 6]]),
    "attentive": (Attentive, [[5, 2, 8], [4, 2, 3], [4, 2, 5]]),
    "encoder": (
        lambda: without_norms(
            nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 2, enable_nested_tensor=False)
        ),
        [[5, 3, 8]],
    ),
    "transformer": (lambda: without_norms(nn.Transformer(8, 2, 1, 1, 16, norm_first=True)), [[5, 3, 8], [4, 3, 8]]),
    "residual": (Residual, [[1, 3, 4, 4]]),
    "calm": (Calm, [[2, 6]]),
    "tuples": (Tuples, [[7, 1, 5]]),
    "two": (Two, [[1, 4], [1, 5]]),
    "keeps": (Keeps, [[1, 4]]),
    "wrapper": (Wrapper, [[1, 3, 6, 6]]),
    "frozen": (frozen, [[1, 4]]),
    "shared": (shared, [[1, 4]]),
    "leaf": (lambda: nn.Linear(4, 3), [[1, 4]]),
    "recurrent leaf": (lambda: nn.LSTM(4, 3, batch_first=True), [[2, 6, 4]]),
    "nested sequential": (lambda: nn.Sequential(nn.Sequential(nn.Sequential(), nn.ReLU()), nn.Linear(4, 2)), [[1, 4]]),
    "blocks": (lambda: nn.Sequential(Block(), nn.Sequential(Block(), nn.ReLU())), [[1, 4, 5, 5]]),
    "no batch norm weights": (
        lambda: nn.Sequential(nn.BatchNorm1d(4, affine=False), nn.BatchNorm1d(4, bias=False)),
        [[2, 4]],
    ),
    "pools": (
        lambda: nn.Sequential(
            nn.MaxPool2d(2),
            nn.MaxPool2d((3, 2), stride=1, padding=1, ceil_mode=True),
            nn.AvgPool2d(2, 1, divisor_override=3),
            nn.AdaptiveAvgPool2d((None, 2)),
            nn.Flatten(0, -2),
        ),
        [[1, 3, 12, 12]],
    ),
    "conv1d": (
        lambda: nn.Sequential(nn.Conv1d(4, 6, 3, groups=2, dilation=2, padding_mode="circular", padding=1)),
        [[1, 4, 9]],
    ),
}
