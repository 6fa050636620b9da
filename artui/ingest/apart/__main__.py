"""The child: limits itself, reads one file, and says on standard output what it wrote."""

from __future__ import annotations

import errno
import resource
import sys
from typing import TYPE_CHECKING

from artui.ingest.apart import task
from artui.ingest.apart.task import HTML, WORKBOOK, Refused, Task

if TYPE_CHECKING:
    from artui.ingest.apart.task import Limits, Written


def limit(limits: Limits) -> None:
    """Bind this process: memory, processor time, size of files; no dump of what it holds."""
    memory, unpacked = limits.memory_mb << 20, limits.unpacked_mb << 20
    for which, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 2 * unpacked),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))


def read(asked: Task) -> list[Written]:
    """Read a file as what it is.

    Raises:
        Refused: it is not read; the code says why.
    """
    if asked.format == WORKBOOK:
        from artui.ingest.apart import workbook  # noqa: PLC0415 - markup needs no library

        return workbook.read(asked)
    if asked.format == HTML:
        from artui.ingest.apart import html_tables  # noqa: PLC0415 - as above

        return html_tables.read(asked)
    from artui.ingest.apart import spreadsheetml  # noqa: PLC0415 - as above

    return spreadsheetml.read(asked)


def main(argument: str) -> str:
    """The answer to a task."""
    asked = Task.of(argument)
    limit(asked.limits)
    try:
        return task.answer(read(asked))
    except Refused as refused:
        return task.refusal(refused)
    except UnicodeError:
        return task.refusal(Refused("damaged"))
    except MemoryError:
        return task.refusal(Refused("memory", limit=asked.limits.memory_mb))
    except OSError as error:
        if error.errno == errno.EFBIG:
            return task.refusal(Refused("unpacked", limit=2 * asked.limits.unpacked_mb))
        return task.refusal(Refused("system", number=error.errno or 0))


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1]))
