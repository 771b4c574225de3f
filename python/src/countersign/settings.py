"""What a network can set for the whole process."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def settings_kept() -> Iterator[None]:
    """Puts back torch's settings and the folder, so that one network's run is not another's."""
    dtype, grad, threads = torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_num_threads()
    device, filters, folder = torch.get_default_device(), list(warnings.filters), os.getcwd()
    try:
        yield
    finally:
        # Asking is quicker than setting, and next to no network changes anything.
        if torch.get_default_dtype() != dtype:
            torch.set_default_dtype(dtype)
        if torch.is_grad_enabled() != grad:
            torch.set_grad_enabled(grad)
        warnings.filters[:] = filters
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        if torch.get_default_device() != device:
            torch.set_default_device(device)
        if os.getcwd() != folder:
            os.chdir(folder)


@contextmanager
def plain_attention() -> Iterator[None]:
    """Without torch's one kernel for attention, which it takes where no gradients are kept."""
    was_enabled = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        yield
    finally:
        torch.backends.mha.set_fastpath_enabled(was_enabled)
