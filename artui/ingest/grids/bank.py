"""Files that are known and not read: bank statements and audit files, each refused by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.layout import normal
from artui.ingest.lines import rank_delimiters, sample_rows
from artui.ingest.sniff import TextFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from artui.ingest.sniff import Binary

_LOOKED_AT = 12
_HEADER_ROWS = 40
_SWIFT_BLOCK = re.compile(r"\{1:F\d\d\w+\}.*\{2:[IO]94[0-2]")
_SWIFT_TAG = re.compile(
    r"\W*:(13D|20|21|25|28C?|34F|60[FM]|61|62[FM]|64|65|86|90[CD]|940|NS):", re.ASCII
)
_INTERIM = re.compile(r"^:(13D|34F):|\{2:[IO]942", re.ASCII | re.MULTILINE)
_NAMED = (
    (re.compile(r"OFXHEADER\s*:"), "OFX"),
    (re.compile(r"!Type:(Bank|Cash|CCard)", re.IGNORECASE), "QIF"),
)
_BAI2 = re.compile(r"0[01](,[^,]*){6,}/", re.ASCII)
_CAMT = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234])|<BkToCstmr(\w+)")
_CAMT_OF = {"AcctRpt": "camt.052", "Stmt": "camt.053", "DbtCdtNtfctn": "camt.054"}
_AUDIT_FILE = re.compile(r"<(\w+:)?AuditFile[\s>]")
_JSON_LINES = re.compile(r'"transactions"\s*:\s*\[')
_JSON_HEAD = re.compile(
    r'"(statement_date|statementDate|iban|bank|opening_?[bB]alance|closing_?[bB]alance)"\s*:'
)
#: Headers of statements, and among them those that hardly anything else has.
_HEADERS = frozenset(
    map(
        normal,
        "buchungstag wertstellung wertstellungstag valuta valutadatum valutering verwendungszweck"
        " buchungstext auftragskonto iban bic iban/bic kontonummer/iban bic(swift-code)"
        " bankleitzahl blz saldo bookingdate valuedate runningbalance counterparty"
        " counterpartyiban sortcode bankreference rentedatum tegenrekening".split(),
    )
)
_TELLING = frozenset(
    "valuta valutadatum wertstellung wertstellungstag valutering verwendungszweck valuedate"
    " runningbalance counterpartyiban rentedatum tegenrekening".split()
)
_ENOUGH = 3


def opened(file: TextFile | Binary, scratch: Path) -> None:
    """Nothing: a file that is known and not read is refused, and any other is left to the others.

    Raises:
        NotReadYetError: it is a bank statement or an audit file.
    """
    del scratch
    if isinstance(file, TextFile) and (what := _known(file)):
        raise refusal.NotReadYetError(what=what)


def _known(file: TextFile) -> str | None:
    text = "".join(file.sample())
    if file.markup == "XML":
        return _of_xml(text)
    if file.markup == "JSON":
        listed = _JSON_LINES.search(text)
        told = listed and _JSON_HEAD.search(text, 0, listed.start())
        return "a bank statement (JSON)" if told else None
    return _of_text(text) if file.markup is None else None


def _of_xml(text: str) -> str | None:
    if _AUDIT_FILE.search(text):
        return "a SAF-T audit file (XML)"
    if "<OFX>" in text:
        return "a bank statement (OFX)"
    if found := _CAMT.search(text):
        return f"a bank statement ({found[1] or _CAMT_OF.get(found[2], 'camt')})"
    return None


def _of_text(text: str) -> str | None:
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]
    if not lines:
        return None
    if _SWIFT_BLOCK.search(text[:500]) or any(map(_SWIFT_TAG.match, lines)):
        return f"a bank statement ({'MT942' if _INTERIM.search(text) else 'MT940'})"
    if _BAI2.match(lines[0].strip()):
        return "a bank statement (BAI2)"
    named = (name for pattern, name in _NAMED if pattern.match(lines[0].strip()))
    return next((f"a bank statement ({name})" for name in named), None)


def is_statement(sample: Sequence[str]) -> bool:
    """Whether a delimited text is a bank's statement, by its header.

    Args:
        sample: the lines it begins with.
    """
    delimiter = rank_delimiters(sample)[0]
    for _, row in sample_rows(sample, delimiter, _HEADER_ROWS):
        headers = {normal(cell) for cell in row}
        if len(headers & _HEADERS) >= _ENOUGH and headers & _TELLING:
            return True
    return False
