"""Every classification model of torchvision under its own name, with random weights: `torchvision_models.py:resnet18`."""

import functools
from typing import Any

from torch import nn
from torchvision import models

# Their usual first weights take minutes to draw; the published GoogLeNet is without its two heads for training.
_OPTIONS: dict[str, dict[str, Any]] = {
    "googlenet": {"init_weights": False, "aux_logits": False},
    "inception_v3": {"init_weights": False},
}


def make(name: str) -> nn.Module:
    """A model of that name."""
    options = dict(_OPTIONS.get(name, {}))
    if name.startswith("vit_"):
        # These are made for one size of image.
        options["image_size"] = published(name)["size"]
    return models.get_model(name, weights=None, **options)


def googlenet_with_heads() -> nn.Module:
    """GoogLeNet as `models.googlenet()` makes it: with two heads that training alone calls."""
    return models.googlenet(weights=None, init_weights=False)


def published(name: str) -> dict[str, Any]:
    """What torchvision's pages say of a model: parameters, GMACs (which they call GFLOPS) to three digits, and the size of the image."""
    weights = models.get_model_weights(name).DEFAULT
    return {
        "params": weights.meta["num_params"],
        "gmacs": weights.meta["_ops"],
        "size": weights.transforms().crop_size[0],
    }


def names() -> list[str]:
    """All models for classification."""
    return models.list_models(module=models)


def __getattr__(name: str) -> Any:
    if name in names():
        return functools.partial(make, name)
    raise AttributeError(name)
