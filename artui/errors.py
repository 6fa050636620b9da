"""Errors a user may meet: the class's docstring is the sentence, `hint` says what to do."""

from __future__ import annotations


class ArtuiError(Exception):
    """Something went wrong."""

    hint = ""
    exit_code = 1

    def __init__(self, *, where: str = "", hint: str = "", **facts: object) -> None:
        """Fill the class's sentence with `facts`.

        Args:
            where: the place the sentence is about, as file:line:column.
            hint: what to do, when it differs from the class's own.
            facts: the values named in the class's docstring.
        """
        doc = (type(self).__doc__ or "").strip().splitlines()[0]
        self.where = where
        self.sentence = doc.format(**facts) if facts else doc
        self.hint = hint or type(self).hint.format(**facts)
        super().__init__(str(self))

    def __str__(self) -> str:
        """One line: where, what, what to do."""
        head = f"{self.where}: {self.sentence}" if self.where else self.sentence
        return f"{head} {self.hint}".rstrip()


class UsageError(ArtuiError):
    """{what}"""  # noqa: D415 - whoever raises it brings the whole sentence

    exit_code = 2


class BrokenEnvironment(ArtuiError):  # noqa: N818 - named as a user would say it
    """{what}"""  # noqa: D415 - whoever raises it brings the whole sentence

    exit_code = 3


def unexpected(bug: BaseException) -> str:
    """A bug in one line: what and where, but no values, which may be somebody's data."""
    last = bug.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else "unknown place"
    return (
        f"Something unexpected happened ({type(bug).__name__} at {where})."
        " Please report it; ARTUI_DEBUG=1 shows the whole traceback."
    )
