"""The shape of readiness.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from artui.domain.conditions import Problem, fields_about, from_data
from artui.domain.conditions.reach import certain, impossible
from artui.policy.readiness import THINGS, Severity
from artui.policy.reasons import Owner
from artui.policy.shape import NAME, Choice, Key, ListOf, Record, Table, Text, When

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Condition, Path

#: Each check is a column of one statement.
MOST = 100
#: What nothing tells of a job before it is billed.
OF_INVOICES = ("class", "lines", "lines_untied", "lines_uncoded", "narrative_only")

_SENTENCE = Text("a sentence of up to 200 characters", r"(?=.*\S)[^\x00-\x1f]{1,200}")
_CHECK = Record(
    {
        "label": Key(Text(), "what people call the failure", required=True),
        "severity": Key(
            Choice(get_args(Severity)),
            "blocking keeps a job from being billed, warning only says so",
            required=True,
        ),
        "owner": Key(Choice(get_args(Owner)), "who can mend it", required=True),
        "mend": Key(_SENTENCE, "what they do about it", required=True),
        "fails_when": Key(
            When(fields_about("customer", "job")),
            "the condition under which it fails",
            required=True,
        ),
        "of": Key(
            ListOf(Choice(THINGS), least=1, most=len(THINGS)),
            "what it is asked of: job, invoice; both if absent",
        ),
        "reason": Key(
            Text("the name of a reason in reasons.yaml", NAME), "the late reason it turns into"
        ),
    }
)
SHAPE = Record(
    {
        "checks": Key(
            Table(_CHECK, Text("a name of letters, digits, '_', '.' and '-'", NAME)),
            "the billing gate, in the order it is looked at",
        )
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of readiness.yaml and still cannot be meant."""
    checks = data.get("checks", {})
    if len(checks) > MOST:
        yield Problem(("checks",), f"A gate has up to {MOST} checks, not {len(checks)}.")
        return
    taken: dict[str, str] = {}
    asked: dict[Condition, str] = {}
    for name, check in checks.items():
        first = taken.setdefault(name.casefold(), name)
        if first != name:
            message = f"'{name}' and '{first}' are one name."
            yield Problem(("checks", name), message, on_key=True)
        yield from _of_problems(name, check)
        yield from _condition_problems(name, check, asked)


def _of_problems(name: str, check: Mapping[str, Any]) -> Iterator[Problem]:
    """Things named twice, and checks of jobs that ask what only invoices tell."""
    of = check.get("of", list(THINGS))
    if len(set(of)) < len(of):
        yield Problem(("checks", name, "of"), f"'{of[-1]}' stands here twice.")
    fails_when = from_data(check["fails_when"])
    unknown = dict.fromkeys(OF_INVOICES)
    if "job" in of and impossible(fails_when, unknown) and not impossible(fails_when):
        path = ("checks", name, "of" if "of" in check else "fails_when")
        message = "No job can fail this: it asks what only invoices tell. Write 'of: [invoice]'."
        yield Problem(path, message)


def _condition_problems(
    name: str, check: Mapping[str, Any], asked: dict[Condition, str]
) -> Iterator[Problem]:
    """Checks that everything fails, and those that ask what one above asks."""
    path: Path = ("checks", name, "fails_when")
    fails_when = from_data(check["fails_when"])
    first = asked.setdefault(fails_when, name)
    if first != name:
        yield Problem(path, f"'{first}' above asks the same.")
    elif certain(fails_when):
        yield Problem(path, "Everything fails this: what it asks always holds.")
