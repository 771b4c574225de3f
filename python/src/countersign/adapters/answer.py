"""The form of a tool's answer, and the version that it is given."""

import re
from importlib.metadata import version
from typing import Any


class Raised(Exception):
    """An exception of the tool that the tool itself caught and only printed."""

    def __init__(self, name: str, message: str):
        super().__init__(message)
        self.name = name


def installed(package: str) -> str:
    """The version of a package, a release made after another as `.post1`, which some packages still write `-1`."""
    return re.sub(r"-(\d+)$", r".post\1", version(package))


def count(value: Any) -> str:
    """A count as a decimal string; one that is not whole as Python writes it."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(int(value))


def by_operator(counts: dict[Any, int]) -> dict[str, str]:
    """Counts of aten's operators, each under its name."""
    return {f"by_operator.{str(name).removeprefix('aten.')}": count(value) for name, value in counts.items()}


def answer(
    totals: dict[str, str], layers: list[dict[str, Any]] | None = None, text: str | None = None
) -> dict[str, Any]:
    """An answer; parts that a tool does not have are left out."""
    made: dict[str, Any] = {"totals": totals}
    if layers is not None:
        made["layers"] = layers
    if text is not None:
        made["text"] = text
    return made
