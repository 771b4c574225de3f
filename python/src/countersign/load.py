"""Gets a network out of a user's Python file, which may do anything while it is imported."""

import copy
import difflib
import importlib.machinery
import importlib.util
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from torch import nn

from .refusal import Refusal, brief
from .settings import settings_kept

_PREFIX = "countersign_source_"

# The user's PYTHONPATH: packages that a network needs, which come after those of the tools.
_PACKAGES = "COUNTERSIGN_PYTHONPATH"


def _line(error: BaseException, folder: Path) -> tuple[str, int | None]:
    """The user's file and line in which an exception arose; not those of the libraries that it called."""
    if isinstance(error, SyntaxError) and error.filename:
        return Path(error.filename).name, error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == folder]
    return (Path(own[-1].filename).name, own[-1].lineno) if own else ("", None)


def _refused(error: BaseException, file: Path, doing: str) -> Refusal:
    name, line = _line(error, file.parent)
    where = f"{name or file.name}, line {line}" if line else file.name
    if isinstance(error, SystemExit):
        return Refusal("source", f"{where}: {doing} ends the program (SystemExit: {error.code}).")
    if isinstance(error, ModuleNotFoundError):
        hint = "If it is installed elsewhere, name the folder that it is in by PYTHONPATH."
        return Refusal("source", f"{where}: {doing} raised {brief(error)}. {hint}")
    return Refusal("source", f"{where}: {doing} raised {brief(error)}")


@contextmanager
def _undisturbed(folder: Path) -> Iterator[None]:
    """Puts back where Python looks for modules, and forgets the modules beside the file."""
    modules = set(sys.modules)
    path, argv = list(sys.path), list(sys.argv)
    try:
        with settings_kept():
            yield
    finally:
        # Another file may have a module of the same name beside it.
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            inside = file is not None and Path(file).is_relative_to(folder) and "site-packages" not in file
            if inside or name.startswith(_PREFIX):
                del sys.modules[name]
        sys.path[:], sys.argv[:] = path, argv


def _import(file: Path) -> ModuleType:
    if not file.is_file():
        raise Refusal("no_file", f'There is no file "{file}".')
    name = _PREFIX + "".join(letter if letter.isalnum() else "_" for letter in file.stem)
    specification = importlib.util.spec_from_loader(name, importlib.machinery.SourceFileLoader(name, str(file)))
    if specification is None or specification.loader is None:
        raise Refusal("source", f'"{file}" is no Python file.')
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    sys.path[:] = [str(file.parent), *sys.path, *filter(None, os.environ.get(_PACKAGES, "").split(os.pathsep))]
    sys.argv[:] = [str(file)]
    try:
        specification.loader.exec_module(module)
    except BaseException as error:
        raise _refused(error, file, "importing it") from error
    return module


def _find(module: ModuleType, file: Path, name: str) -> Any:
    if hasattr(module, name):
        return getattr(module, name)
    own = [
        other
        for other, value in vars(module).items()
        if not other.startswith("_") and (callable(value) or isinstance(value, nn.Module))
    ]
    near = difflib.get_close_matches(name, own, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else f" It has {', '.join(own) or 'nothing that could be one'}."
    raise Refusal("no_name", f'{file.name} has nothing called "{name}".{hint}')


def _required(target: Any) -> list[str]:
    try:
        parameters = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return []
    usual = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [at.name for at in parameters if at.default is at.empty and at.kind not in usual]


def _maker(target: Any, file: Path, name: str) -> Callable[[], nn.Module]:
    is_class = isinstance(target, type)
    if is_class and not issubclass(target, nn.Module):
        raise Refusal("no_module", f'"{name}" in {file.name} is a class, but no torch.nn.Module.')
    if not isinstance(target, nn.Module) and not callable(target):
        what = type(target).__name__
        raise Refusal("no_module", f'"{name}" in {file.name} is a {what}, and neither a network nor makes one.')
    if not isinstance(target, nn.Module):
        required = _required(target)
        if required:
            what = "class" if is_class else "function"
            needs = ", ".join(required)
            hint = f"add a function without arguments that returns {name}({needs}) and name that"
            raise Refusal("arguments", f'The {what} "{name}" in {file.name} needs the arguments {needs}: {hint}.')

    def make() -> nn.Module:
        doing = f'copying "{name}"' if isinstance(target, nn.Module) else f'calling "{name}()"'
        try:
            made = copy.deepcopy(target) if isinstance(target, nn.Module) else target()
        except BaseException as error:
            raise _refused(error, file, doing) from error
        if not isinstance(made, nn.Module):
            what = f"returned a {type(made).__name__}, no torch.nn.Module"
            raise Refusal("no_module", f'"{name}()" in {file.name} {what}.')
        return made

    return make


@contextmanager
def loaded(file: str, name: str) -> Iterator[Callable[[], nn.Module]]:
    """
    A function that makes a fresh network of FILE.py:NAME, which is an instance, a class that needs no arguments, or a
    function without arguments. Raises Refusal for whatever is wrong with the file.
    """
    path = Path(file).absolute()
    with _undisturbed(path.parent):
        yield _maker(_find(_import(path), path, name), path, name)
