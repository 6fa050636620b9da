"""What of a policy applies to one customer, and what is left to ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.books.applied import applied
from artui.books.force import InForce
from artui.policy.folder import check

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "terms": """\
terms: {net30: {steps: [{add_days: 30}]}, net60: {steps: [{add_days: 60}]}}
erp_codes: {Z30: net30}
default: net60
assign:
  - {terms: net60, when: {segment: strategic}}
  - {terms: net30, when: {region: north, amount: {ge: 1000}}}
  - {terms: net30, when: {customer_id: C7}}
""",
    "calendar": """\
calendars: {us: {country: US}, de: {country: DE}}
default: us
assign: [{calendar: de, when: {country: DE}}]
closings:
  - {from: "12-24", to: "01-02", name: Works holiday, when: {customer_id: C1}}
""",
    "credit": """\
default_limit: "10.00"
limits: [{limit: null, when: {segment: strategic}}]
holds:
  - {rule: late, when: {oldest_overdue_days: {gt: 90}}}
  - {rule: north, when: {region: north, overrun: {gt: 0}}}
""",
    "escalation": """\
tiers:
  - {tier: 1, name: One, from_days: 3, action: call, owner: lead}
  - {tier: 2, name: Two, from_days: 9, action: call, owner: lead, when: {segment: public}}
""",
    "reasons": """\
reasons:
  a: {label: A, owner: sales, when: {po_required: true, po_number: missing}}
  b: {label: B, owner: sales}
  c: {label: C, owner: sales, when: {site: present}}
""",
}


@pytest.fixture
def force(tmp_path: Path) -> InForce:
    for name, text in FILES.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    checked = check(tmp_path)
    assert checked.policy is not None, checked.findings
    return InForce(1, "r1", checked.policy)


def rows(force: InForce, **customer: Any) -> dict[str, list[tuple[str, str]]]:
    """By what is settled, each value and its place."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in applied(force, {"customer_id": "C9", "company": "1000", **customer}):
        found.setdefault(each.what, []).append((each.value, each.place))
    return found


def test_what_a_rule_asks_of_the_customer_is_settled(force: InForce) -> None:
    plain = rows(force)
    assert plain["default terms"] == [("net60", "terms.yaml:3")]
    assert "assigned terms" not in plain
    assert rows(force, segment="strategic")["assigned terms"] == [("net60", "terms.yaml:5")]
    assert rows(force, customer_id="c7")["assigned terms"] == [("net30", "terms.yaml:7")]


def test_what_it_asks_of_the_invoice_is_left(force: InForce) -> None:
    found = rows(force, region="north", segment="strategic")
    assert found["assigned terms"] == [
        ("net30, where region is north and amount at least 1,000", "terms.yaml:6"),
        ("net60", "terms.yaml:5"),
    ]
    north = rows(force, region="north", customer_terms="Z30")
    assert north["assigned terms"][0][1] == "terms.yaml:6"
    assert north["customer's terms"] == [("net30, which the export calls Z30", "terms.yaml:1")]


def test_limits_go_by_rule_then_export_then_default(force: InForce) -> None:
    assert rows(force, segment="strategic")["limit"] == [("unlimited", "credit.yaml:2")]
    assert rows(force, credit_limit=500)["limit"] == [("as the export says", "")]
    assert rows(force)["limit"] == [("10.00", "credit.yaml:1")]


def test_rules_that_cannot_apply_are_left_out(force: InForce) -> None:
    south, north = rows(force, region="south"), rows(force, region="north", segment="public")
    assert [value for value, _ in south["hold"]] == ["late, where oldest days past due above 90"]
    assert [place for _, place in north["hold"]] == ["credit.yaml:4", "credit.yaml:5"]
    assert [value[:5] for value, _ in south["tier"]] == ["1 One"]
    assert [place for _, place in north["tier"]] == ["escalation.yaml:2", "escalation.yaml:3"]


def test_calendars_and_closings(force: InForce) -> None:
    found = rows(force, country="DE", customer_id="C1")
    assert found["calendar"] == [("de", "calendar.yaml:3")]
    assert found["closed"] == [("Works holiday: 12-24 to 01-02", "calendar.yaml:5")]
    assert rows(force)["calendar"] == [("us", "calendar.yaml:2")]
    assert "closed" not in rows(force)


def test_reasons_with_evidence_that_can_be_there(force: InForce) -> None:
    places = [place for _, place in rows(force, po_required=1)["reason"]]
    assert places == ["reasons.yaml:2", "reasons.yaml:4"]
    assert [place for _, place in rows(force)["reason"]] == ["reasons.yaml:4"]


def test_a_customer_of_no_currency_has_accounts_in_any(force: InForce, tmp_path: Path) -> None:
    (tmp_path / "credit.yaml").write_text('limits: [{limit: "5", when: {currency: EUR}}]\n')
    policy = check(tmp_path).policy
    assert policy is not None
    euro = force._replace(policy=policy)
    assert rows(euro)["limit"][0] == ("5, where currency is EUR", "credit.yaml:1")
    assert rows(euro, currency="EUR")["limit"] == [("5", "credit.yaml:1")]
    assert rows(euro, currency="USD")["limit"] == [("unlimited", "")]


def test_business_days_go_by_calendar_then_terms(force: InForce, tmp_path: Path) -> None:
    assert rows(force)["business days"] == [("none", "")]
    calendar = "calendars: {us: {country: US, business_days: following}}\ndefault: us\n"
    (tmp_path / "calendar.yaml").write_text(calendar)
    terms = "terms: {net0: {steps: [], business_days: preceding}}\nbusiness_days: following\n"
    (tmp_path / "terms.yaml").write_text(terms)
    both = check(tmp_path).policy
    assert both is not None
    said = "following, where the term says nothing else"
    assert rows(force._replace(policy=both))["business days"] == [(said, "calendar.yaml:1")]
    (tmp_path / "calendar.yaml").unlink()
    alone = check(tmp_path).policy
    assert alone is not None
    assert rows(force._replace(policy=alone))["business days"] == [(said, "terms.yaml:2")]


ESCALATION = """\
tiers:
  - {tier: 1, name: One, from_days: 3, action: call, owner: lead, fee: {amounts: {USD: "10.00"}}}
  - {tier: 2, name: Two, from_days: 9, action: call, owner: lead, fee: {percent: "1.5"}}
minimum: {USD: "5.00"}
quiet:
  promise: false
  rules: [{reason: Insolvent, when: {customer_id: C1}, until: 2027-01-15}]
interest: {percent: "9.00", from_days: 30, when: {segment: {not_in: [public]}}}
waive_on_principal: true
"""


def test_fees_interest_and_what_keeps_quiet(force: InForce, tmp_path: Path) -> None:
    (tmp_path / "escalation.yaml").write_text(ESCALATION)
    policy = check(tmp_path).policy
    assert policy is not None
    changed = force._replace(policy=policy)
    found = rows(changed, customer_id="C1", segment="strategic")
    assert [value for value, _ in found["tier"]] == [
        "1 One: call by lead from day 3, fee 10.00 USD",
        "2 Two: call by lead from day 9, fee 1.5 %",
    ]
    assert found["minimum past due"] == [("5.00 USD", "escalation.yaml:4")]
    assert found["quiet"] == [
        ("the disputed part of an item", ""),
        ("nothing promised", "escalation.yaml:6"),
        ("Insolvent, until 2027-01-15", "escalation.yaml:7"),
    ]
    rate = "9.00 % a year on what is 30 days past due or more, actual/365"
    assert found["interest"] == [(rate, "escalation.yaml:8")]
    said = ("given up once the invoices are paid", "escalation.yaml:9")
    assert found["fees and interest"] == [said]
    assert "interest" not in rows(changed, segment="public")


def test_the_tier_that_is_reached_is_said_by_currency(force: InForce) -> None:
    found = applied(force, {"segment": "public"}, {"EUR": 1, "USD": 2, "JPY": 1, "GBP": 0})
    tiers = [each.value for each in found if each.what == "tier"]
    assert [value.partition("from ")[2] for value in tiers] == [
        "day 3, reached in EUR, JPY",
        "day 9, reached in USD",
    ]
