"""The typed policies: what a folder becomes, and its way through the database as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from artui.domain.conditions import Test
from artui.domain.days import iso, parse_day
from artui.domain.discount import Discount
from artui.domain.steps import MONTH_END, AddDays, AddMonths, EndOfMonth, Proximo, due_on
from artui.domain.terms import Instalment, Plan, Term
from artui.policy.credit import CeilingRule, LimitRule
from artui.policy.escalation import Fee
from artui.policy.folder import check
from artui.policy.kpis import Baseline, Quarter, Target
from artui.policy.policy import Policy, UnreadablePolicyError
from artui.policy.readiness import Check

POLICIES = Path(__file__).parents[2] / "policies"

EVERYTHING = {
    "aging": "buckets: [15, 45]\nbasis: invoice_date\nunapplied: oldest_first\n",
    "terms": """
terms:
  a: {label: A, steps: [{add_days: 1}, {add_weeks: 2}, {add_months: 3}, end_of_month]}
  b: {steps: [{on_or_after_day: [5, eom]}, {after_day: [-3]}, {proximo: {day: 20}}]}
  c:
    steps: [{proximo: {day: eom, months: 2, cutoff: -3}}]
    discounts: [{days: 10, percent: 2}, {days: 20, percent: "1.50"}]
    discount_basis: net
    business_days: modified_following
  d:
    instalments:
      - {percent: "33.30", round_to: 1, steps: [{add_days: 30}]}
      - {amount: "200.00", steps: [], discounts: [{days: 3, amount: 5}]}
      - {rest: true, from: previous, steps: [{add_months: 1}]}
  e: {steps: [end_of_month], every: {months: 2, amount: "30.00"}}
  f: {steps: [], every: {months: 1, parts: 12}}
business_days: following
erp_codes: {0001: a, NAA8: b, "15": c}
default: a
assign: [{terms: c}, {terms: b, when: {segment: public}}]
recompute: true
""",
    "calendar": """
calendars:
  us: {country: US, region: NY, remove: [Columbus Day, 2026-11-11], add: [{date: 12-24, name: Eve}]}
  own: {weekend: [friday], business_days: none, postponed: [{day: 2026-11-26, to: 2026-11-30}]}
default: us
assign: [{calendar: own, when: {country: EG}}]
closings:
  - {from: 12-24, to: 01-02, name: Closed, when: {customer_id: C1}}
  - {from: 2026-08-03, to: 2026-08-21}
""",
    "credit": """
default_limit: 1000.00
default_currency: USD
limits:
  - {limit: "50000.00", currency: EUR, when: {segment: strategic}}
  - {limit: null, when: {customer_id: C9}}
  - {limit: 0, when: {customer_id: {in: [C001, C002]}}}
overdue_ceilings:
  - {amount: null}
  - {amount: "500.00", currency: USD, margin_days: 5, when: {risk_class: C}}
insured: [{amount: 25000, currency: EUR, when: {trend_days: {lt: 0}}}]
exposure: {drafts: true, unbilled_jobs: true, open_orders: true}
holds:
  - {rule: over, when: {overrun: {gt: 0}}, expected_resolution_days: 10}
  - {rule: old, when: {oldest_overdue_days: {gt: 90}}, reason: Too old.,
     release: {oldest_overdue_days: {le: 30}, broken_promises: 0}}
reviews: [{every_days: 365}, {every_days: 90, when: {risk_class: {in: [B, C]}}}]
risk:
  months: 18
  classes:
    - {class: B, when: {weighted_days_late: {le: 7.5}, past_due_amount: {lt: 100}}}
    - {class: C}
watch_utilisation: 0.85
""",
    "escalation": """
tiers:
  - {tier: 1, name: Before, from_days: -5, action: letter, channel: email, template: before,
     tone: kind, owner: collector}
  - {tier: 2, name: Call, from_days: 30, action: call, owner: lead, when: {amount: {ge: "50.00"}},
     respond_within_business_days: 2, after_previous_days: 7, repeat_days: 14,
     fee: {percent: "1.50", amounts: {USD: 10.00, JPY: 900}}}
quiet:
  disputed: item
  promise: false
  grace_days: 0
  plan_broken: runs
  rules:
    - {reason: Insolvent, when: {region: west}, until: 2026-12-31}
    - {reason: Ours, when: {segment: us}}
minimum: {USD: "5.00"}
interest: {percent: "9.00", from_days: 30, day_count: actual/360, when: {segment: commercial}}
waive_on_principal: true
""",
    "reasons": """
reasons:
  z_first: {label: Z, owner: sales, erp_codes: [Z7, 0010, 12], complaint: true}
  a_second: {label: A, owner: dispatch, when: {not: {completed_at: {lt: 2026-01-01}}}}
""",
    "readiness": """
checks:
  po: {label: PO, severity: blocking, owner: dispatch, mend: Ask., fails_when: {po_number: missing},
    of: [job], reason: z_first}
  coded:
    label: No code
    severity: warning
    owner: billing
    mend: Put it on.
    fails_when: {lines_uncoded: {gt: 0}, verified_at: {lt: 2026-01-01}}
    of: [invoice]
  tax: {label: Tax, severity: blocking, owner: billing, mend: Mend it.,
    fails_when: {tax_code_differs: true}}
""",
    "kpis": """
targets:
  dso: {target: 45}
  dso.simple: {target: "40.50"}
  pct_current: {target: 0.80}
  delinquent_invoices.amount: {target: 1000, currency: EUR}
baselines: {cei: {value: "0.62", month: 2026-06}}
benchmarks: {crf-1: {source: CRF, figures: {dso: "39.25", cei: 0.8284}}}
quarters: {2026-Q4: {primary: dso, diagnostic: promise_kept}}
""",
}


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    for name, text in EVERYTHING.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    checked = check(tmp_path)
    assert checked.findings == ()
    assert checked.policy is not None
    return checked.policy


@pytest.fixture
def shipped() -> Policy:
    checked = check(POLICIES)
    assert checked.policy is not None
    return checked.policy


def test_what_a_folder_becomes(policy: Policy) -> None:
    assert policy.aging.buckets == (15, 45)
    assert policy.terms.terms["c"] == Term(
        steps=(Proximo(MONTH_END, 2, -3),),
        discounts=(Discount(10, Decimal(2)), Discount(20, Decimal("1.50"))),
        discount_basis="net",
        business_days="modified_following",
    )
    assert policy.terms.terms["d"].instalments == (
        Instalment((AddDays(30),), percent=Decimal("33.30"), round_to=Decimal(1)),
        Instalment(amount=Decimal("200.00"), discounts=(Discount(3, amount=Decimal(5)),)),
        Instalment((AddMonths(1),), rest=True, from_previous=True),
    )
    assert policy.terms.terms["e"].plan == Plan(2, amount=Decimal("30.00"))
    assert policy.terms.business_days == "following"
    assert policy.terms.erp_codes == {"0001": "a", "NAA8": "b", "15": "c"}
    assert policy.credit.limits[0] == LimitRule(
        Decimal("50000.00"), "EUR", Test("segment", "eq", "strategic")
    )
    assert policy.credit.limits[1].limit is None
    assert policy.escalation.tiers[1].when == Test("amount", "ge", Decimal(50))
    assert policy.escalation.tiers[1].fee == Fee(
        Decimal("1.50"), {"USD": Decimal("10.00"), "JPY": Decimal(900)}
    )
    assert iso(policy.escalation.quiet.rules[0].until) == "2026-12-31"
    assert policy.escalation.interest is not None
    assert policy.escalation.interest.year == 360
    assert [reason.code for reason in policy.reasons.reasons] == ["z_first", "a_second"]
    assert policy.reasons.reasons[0].erp_codes == ("Z7", "0010", "12")
    readiness = policy.readiness
    assert [check.code for check in readiness.asked_of("job")] == ["po", "tax"]
    assert [check.code for check in readiness.asked_of("invoice")] == ["coded", "tax"]
    assert [check.code for check in readiness.blocking("invoice")] == ["tax"]
    assert readiness.checks[0] == Check(
        *("po", "PO", "blocking", "dispatch", "Ask.", Test("po_number", "missing")),
        of=("job",),
        reason="z_first",
    )


def test_what_is_said_of_kpis(policy: Policy) -> None:
    kpis = policy.kpis
    assert kpis.target("dso", "countback") == Target(Decimal(45))
    assert kpis.target("dso", "simple") == Target(Decimal("40.50"))
    assert kpis.target("cei", "monthly") is None
    assert kpis.target("delinquent_invoices", "count") is None
    assert kpis.target("delinquent_invoices", "amount", "USD") is None
    assert kpis.target("delinquent_invoices", "amount", "EUR") == Target(Decimal(1000), "EUR")
    assert kpis.baseline("cei", "monthly", "EUR") == Baseline(Decimal("0.62"), "2026-06")
    assert kpis.baseline("dso", "simple") is None
    assert kpis.benchmarks["crf-1"].figures == {"dso": Decimal("39.25"), "cei": Decimal("0.8284")}
    assert kpis.quarters["2026-Q4"] == Quarter("dso", "promise_kept")


def test_amounts_keep_the_digits_of_the_file(policy: Policy) -> None:
    assert str(policy.credit.default_limit) == "1000.00"
    assert str(policy.credit.watch_utilisation) == "0.85"


def test_what_credit_says_beside_limits(policy: Policy) -> None:
    credit = policy.credit
    assert credit.overdue_ceilings[1] == CeilingRule(
        Decimal("500.00"), "USD", 5, Test("risk_class", "eq", "C")
    )
    assert credit.overdue_ceilings[0] == CeilingRule(None)
    assert credit.insured[0].amount == Decimal(25000)
    assert credit.drafts
    assert credit.unbilled_jobs
    assert credit.open_orders
    assert (credit.holds[0].reason, credit.holds[0].release) == ("", None)
    assert (credit.holds[1].reason, credit.holds[1].expected_resolution_days) == ("Too old.", None)
    assert [review.every_days for review in credit.reviews] == [365, 90]
    assert credit.risk is not None
    assert credit.risk.months == 18
    record = {"weighted_days_late": Decimal("7.5"), "past_due_amount": Decimal(99)}
    assert credit.risk.class_of(record) == "B"
    assert credit.risk.class_of({"weighted_days_late": Decimal(8)}) == "C"
    assert sum(1 for _ in credit.conditions()) == 9


@pytest.mark.parametrize("name", ["policy", "shipped"])
def test_json_and_back(name: str, request: pytest.FixtureRequest) -> None:
    policy: Policy = request.getfixturevalue(name)
    text = policy.to_json()
    again = Policy.from_json(text)
    assert again == policy
    assert again.to_json() == text
    assert list(again.terms.terms) == list(policy.terms.terms)


def test_the_defaults_survive_json() -> None:
    assert Policy.from_json(Policy().to_json()) == Policy()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 0}', '{"format": 1, "aging": 3}', "1"]
)
def test_json_of_another_version_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePolicyError, match=r"cannot be read.*artui policy check"):
        Policy.from_json(text)


def test_json_that_names_an_unknown_subject_is_refused() -> None:
    with pytest.raises(UnreadablePolicyError):
        Policy.from_json(json.dumps({"format": 1, "calender": {}}))


def test_the_model_reads_no_yaml() -> None:
    script = (
        "import sys\n"
        "from artui.policy.policy import Policy\n"
        "Policy.from_json(Policy().to_json())\n"
        "print(sorted({'yaml', 'difflib', 'rich', 'textual', 'sqlite3'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_names_in_exports(policy: Policy, shipped: Policy) -> None:
    assert policy.terms.code("a") == "a"
    assert policy.terms.code("0001") == "a"
    assert policy.terms.code("naa8") == "b"
    assert policy.terms.code("nothing") is None
    assert shipped.terms.code("NAA8") == "net15"
    assert shipped.terms.code("0001") == "net0"
    assert policy.reasons.code("z7") == "z_first"
    assert policy.reasons.code("A_Second") == "a_second"
    assert policy.reasons.code("Z8") is None


def test_the_last_rule_wins_and_rules_on_customers_come_first(policy: Policy) -> None:
    limits = policy.credit
    assert limits.limit_for({"customer_id": "X", "segment": "public"}) is None
    assert limits.limit_for({"customer_id": "X", "segment": "strategic"}) == limits.limits[0]
    assert limits.limit_for({"customer_id": "C001", "segment": "strategic"}) == limits.limits[2]
    assert limits.limit_for({"customer_id": "c9", "segment": "strategic"}) == limits.limits[1]
    assert policy.terms.assigned({"segment": "public"}) == "b"
    assert policy.terms.assigned({"segment": "private"}) == "c"


def test_the_shipped_terms_mean_what_they_are_called(shipped: Policy) -> None:
    def due(name: str, date: str) -> str | None:
        return iso(due_on(parse_day(date), shipped.terms.terms[name].steps))

    assert shipped.terms.default is None
    assert shipped.terms.terms["net0"].steps == ()
    assert shipped.terms.terms["net30_eom"].steps == (EndOfMonth(), AddDays(30))
    assert due("net45", "2026-11-21") == "2027-01-05"
    assert due("net30_eom", "2026-05-01") == "2026-06-30"
    assert due("eom_after_30", "2026-05-01") == "2026-05-31"
    assert due("prox", "2026-11-12") == "2026-12-20"
    assert due("prox", "2026-11-13") == "2027-01-20"
    assert due("paydays", "2026-11-01") == "2026-11-10"
    assert due("first_after", "2026-11-01") == "2027-01-10"


def test_the_shipped_reasons_go_by_precedence(shipped: Policy) -> None:
    late = {"send_latency_hours": Decimal("24.5")}
    no_po = {"po_required": True, "po_number": None}
    seen = [shipped.reasons.shown_by(each) for each in ({**late, **no_po}, late, no_po, {})]
    assert [each and each.code for each in seen] == [
        *("missing_po", "sent_late", "missing_po"),
        None,
    ]
    in_time = {"send_latency_hours": Decimal(24), "po_required": True, "po_number": "4711"}
    assert shipped.reasons.shown_by(in_time) is None


def test_the_shipped_reasons_map_every_code_once(shipped: Policy) -> None:
    mapped = [each for reason in shipped.reasons.reasons for each in reason.erp_codes]
    assert " ".join(mapped) == "PO1 Z7 BT1 CO1 PR1 EV1 TX1 CN1 AP1 PT1 SL1 NR1 UC1 PD1 CS1"
    assert len(shipped.reasons.reasons) == 14
