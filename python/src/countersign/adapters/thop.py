"""thop's `profile`."""

from io import StringIO
from typing import Any

from thop import profile

from ..case import Case
from .answer import answer, count, installed


def version() -> str:
    return installed("thop")


def run(case: Case, printed: StringIO) -> dict[str, Any]:
    macs, params = profile(case.model(), inputs=tuple(case.inputs()), verbose=False, ret_layer_info=False)
    return answer({"macs": count(macs), "params": count(params)})
