"""torchprofile's profile_macs, as its documentation has it run."""

import warnings
from io import StringIO
from typing import Any

from torchprofile import profile_macs

from ..case import Case
from .answer import answer, count, installed


def version() -> str:
    return installed("torchprofile")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    model, inputs = case.shared(), tuple(case.inputs())
    with warnings.catch_warnings():
        # It warns of each operator that it has no handler for.
        warnings.simplefilter("ignore")
        return answer({"macs": count(profile_macs(model, inputs))})
