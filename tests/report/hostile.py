"""Text that would act: on a terminal, in a spreadsheet, in a Markdown document."""

from __future__ import annotations

FORMULAS = (
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",  # noqa: RUF001 - the full-width forms are meant
    "＋1",  # noqa: RUF001 - as above
    "－1",  # noqa: RUF001 - as above
    "＠A1",  # noqa: RUF001 - as above
)
TERMINAL = (
    "\x1b]0;owned\x07title",
    "\x1b[2Jcleared",
    "\x9b31mC1",
    "right\u202eleft",
    "zero\u200bwidth",
    "del\x7f",
)
MARKUP = (
    "[link](javascript:alert(1))",
    "<script>alert(1)</script>",
    "a | b",
    "**bold** _it_ ~~gone~~ `code`",
    "# heading &amp; $x$",
    "back\\slash",
    "[/] [@click=app.quit]",
)
ALL = (*FORMULAS, *TERMINAL, *MARKUP)
