"""Networks of PyTorch as data: `record` makes an architecture of a module, `build` a module of an architecture."""

from importlib.metadata import PackageNotFoundError, version

from .build import build
from .record import record
from .refusal import Refusal

try:
    __version__ = version("countersign")
except PackageNotFoundError:  # run from its source folder
    __version__ = "0.1.0"

__all__ = ["Refusal", "__version__", "build", "record"]
