"""Work in threads, whose outcome comes back to the thread that draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message

from artui.errors import ArtuiError, unexpected
from artui.store.readers import Ended

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode as Node
else:
    Node = object  # a second node among its bases would hide the first one's styles from Textual

Found = TypeVar("Found")


@dataclass
class Done(Message, bubble=False):
    """Work has ended: what is to be called with its outcome."""

    then: Callable[[Any], None]
    outcome: object


class Background(Node):
    """A node that lets work be done in threads and hears how it ended, while it is there."""

    def background(
        self,
        work: Callable[[], Found],
        then: Callable[[Found], None],
        failed: Callable[[str], None],
    ) -> None:
        """Do work in a thread.

        Args:
            work: what to do; it may raise, and its answer is dropped where it raises `Ended`.
            then: called with the answer.
            failed: called with a sentence where it raised.
        """
        self.run_worker(partial(self._work, work, then, failed), thread=True, exit_on_error=False)

    def _work(
        self,
        work: Callable[[], Found],
        then: Callable[[Found], None],
        failed: Callable[[str], None],
    ) -> None:
        try:
            found = work()
        except Ended:
            return
        except ArtuiError as error:
            self.post_message(Done(failed, str(error)))
        except Exception as bug:  # noqa: BLE001 - the screen says so; the rest of it goes on
            self.post_message(Done(failed, unexpected(bug)))
        else:
            self.post_message(Done(then, found))

    def on_done(self, message: Done) -> None:
        """Hear how it ended."""
        message.stop()
        message.then(message.outcome)
