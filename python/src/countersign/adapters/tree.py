"""Reads the tree that PyTorch prints of a module, where a tool has put its figures into it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn

_MODULE = re.compile(r"^\(([^()]*)\): (.*)$")
_REPEATED = re.compile(r"^\((\d+)-(\d+)\): \d+ x (.*)$")
_INLINE = re.compile(r"^[^(]*\((.*)$")
# A list prints what looks alike once; its parts are written out below.
_USUAL = (nn.Module.__repr__, nn.ModuleList.__repr__)


@contextmanager
def printed_alike(model: nn.Module) -> Iterator[None]:
    """Has classes with a print of their own print as others do: theirs leaves out what a tool has put beside it."""
    own = {cls: cls.__repr__ for cls in {type(module) for module in model.modules()}}
    changed = {cls: cls.__dict__.get("__repr__") for cls, shown in own.items() if shown not in _USUAL}
    for cls in changed:
        cls.__repr__ = nn.Module.__repr__  # type: ignore[method-assign]
    try:
        yield
    finally:
        for cls, shown in changed.items():
            if shown is None:
                del cls.__repr__
            else:
                cls.__repr__ = shown  # type: ignore[method-assign]


def _unfolded(lines: list[str]) -> list[str]:
    """The lines with `(0-2): 3 x Linear(`, as a ModuleList prints what looks alike, written out for each."""
    unfolded: list[str] = []
    index = 0
    while index < len(lines):
        indent = len(lines[index]) - len(lines[index].lstrip(" "))
        repeated = _REPEATED.match(lines[index].lstrip(" "))
        if repeated is None:
            unfolded.append(lines[index])
            index += 1
            continue
        end = index + 1
        if not lines[index].rstrip().endswith(")"):
            end = next(at for at in range(index + 1, len(lines)) if lines[at].startswith(" " * indent + ")")) + 1
        inner = _unfolded(lines[index + 1 : end])
        first, last, head = repeated.groups()
        for name in range(int(first), int(last) + 1):
            unfolded.extend([f"{' ' * indent}({name}): {head}", *inner])
        index = end
    return unfolded


def layers_in(text: str, figures: re.Pattern[str]) -> list[dict[str, str]]:
    """
    The figures of a printed module tree, in which each level is indented by two blanks, and `figures` names those that
    stand before what a module says of itself.
    """
    layers = []
    # Paths of the modules whose brackets are open; the root's line is no "(name): Class(" line.
    open_paths = [""]
    for number, line in enumerate(_unfolded(text.splitlines())):
        body = line.lstrip(" ")
        depth = (len(line) - len(body)) // 2
        module = _MODULE.match(body)
        if module is None and number > 0:
            path, rest = open_paths[min(depth, len(open_paths)) - 1], body
        else:
            name, head = (module[1], module[2]) if module else ("", body)
            parent = open_paths[depth - 1] if 0 < depth <= len(open_paths) else ""
            path = f"{parent}.{name}" if parent else name
            open_paths[depth:] = [path]
            inline = _INLINE.match(head)
            rest = inline[1] if inline else ""
        found = figures.match(rest)
        if found is not None:
            layers.append({"path": path, **found.groupdict()})
    return layers
