"""Workers by fork: what was imported and tried once is there in each, and a fresh one takes milliseconds."""

import contextlib
import ctypes
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable

from .lines import Lines, Replies

_PR_SET_PDEATHSIG = 1


def _end_with(parent: int) -> None:
    """Has Linux end this process with its parent, however that ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _connect(path: str, greeting: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(path)
    connection.sendall(greeting.encode())
    return connection


def _live(path: str, name: str, parent: int, work: Callable[[Lines, Replies], None]) -> None:
    """The life of a forked process."""
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _end_with(parent)
        talk = _connect(path, f"{name} ")
        errors = _connect(path, f"{name}!")
        os.dup2(errors.fileno(), 2)
        os.dup2(2, 1)
        errors.close()
        work(Lines(talk.fileno()), Replies(talk.fileno()))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


class Nursery:
    """Forks a worker for each name that it reads, and tells when it is born and gone."""

    def __init__(self, path: str, names: Lines, notices: Replies, work: Callable[[Lines, Replies], None]):
        self.path = path
        self.names = names
        self.notices = notices
        self.work = work
        self.children: dict[int, str] = {}

    def serve(self) -> None:
        """Until the names end."""
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        waiting = selectors.DefaultSelector()
        waiting.register(woken, selectors.EVENT_READ)
        waiting.register(self.names.fd, selectors.EVENT_READ)
        try:
            while True:
                for key, _ in waiting.select():
                    if key.fd == woken:
                        os.read(woken, 4096)
                        self._bury()
                        continue
                    names = self.names.some()
                    if names is None:
                        return
                    for name in names:
                        self._bear(name)
        finally:
            for pid in self.children:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)

    def _bear(self, name: str) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            os.close(self.names.fd)
            os.close(self.notices.fd)
            _live(self.path, name, parent, self.work)
        self.children[pid] = name
        self.notices.say_now({"born": name, "pid": pid})

    def _bury(self) -> None:
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            name = self.children.pop(pid)
            code = os.waitstatus_to_exitcode(status)
            ended_by = signal.Signals(-code).name if code < 0 else None
            self.notices.say_now({"gone": name, "code": code if code >= 0 else None, "signal": ended_by})
