"""How a user's network is refused."""


class Refusal(Exception):
    """The input cannot be used: `code` for programs, the message for people, `path` where in the network."""

    def __init__(self, code: str, message: str, path: str | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = path


def brief(error: BaseException, limit: int = 300) -> str:
    """An exception on one line: its class and the beginning of what it says."""
    text = " ".join(str(error).split())
    name = type(error).__name__
    return (f"{name}: {text}" if text else name)[:limit]
