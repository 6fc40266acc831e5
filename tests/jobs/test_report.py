"""A picture of a company: figures against a seed that was counted by hand, and a page that is nothing but text."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from datetime import datetime, timezone
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conviso_client import AsyncConviso, Conviso
from conviso_client.errors import ConfigurationError, RecordNotFound
from conviso_client.jobs import OPEN_STATUSES, Report, async_report, report, reporting
from conviso_client.jobs.figures import Figures
from conviso_client.sandbox import Sandbox
from conviso_client.types import IssuesFiltersInput, IssuesStatsFiltersInput

NOW = datetime(2026, 3, 15, 12, tzinfo=timezone.utc)


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00+00:00")


def issue(
    severity: str | None,
    status: str,
    created: str,
    updated: str | None = None,
    history: Iterable[tuple[str, str, str | None]] = (),
    sla: tuple[str | None, str | None] | None = None,
    title: str = "t",
    number: int = 1,
) -> Any:
    events = [SimpleNamespace(at=day(at), status=to, previous_status=before) for at, to, before in history]
    deadline = sla and SimpleNamespace(state=sla[0], due_at=sla[1] and day(sla[1]))
    return SimpleNamespace(
        id=str(number), title=title, severity=severity, status=status, created_at=day(created), sla=deadline,
        updated_at=day(updated or created), history=events, asset=SimpleNamespace(name="acme/shop"),
    )  # fmt: skip


def asset(name: str, score: float | None, critical: int = 0) -> Any:
    scored = None if score is None else SimpleNamespace(current=SimpleNamespace(value=score))
    stats = [SimpleNamespace(value="CRITICAL", count=critical), SimpleNamespace(value="LOW", count=2)]
    return SimpleNamespace(id=name[:3], name=name, risk_score=scored, pending_vulnerabilities_stats=stats)


def counted(*issues: Any, assets: Iterable[Any] = (), runs: Iterable[tuple[str, str]] = ()) -> Report:
    figures = Figures(NOW)
    for each in issues:
        figures.add_issue(each)
    for each in assets:
        figures.add_asset(each)
    for status, at in runs:
        figures.add_run(SimpleNamespace(status=status, execution_date=day(at)))  # type: ignore[arg-type]
    tables = figures.tables(Conviso("k", company_id=443), has_gate=True)
    return Report("443", "A & B <Bank>", NOW, figures.summary(), tables, ())


SEED = (
    issue(
        "CRITICAL", "FIX_ACCEPTED", "2026-01-10", "2026-02-20",
        [("2026-01-10", "IDENTIFIED", None), ("2026-02-20", "FIX_ACCEPTED", "IDENTIFIED")],
    ),
    issue("HIGH", "IDENTIFIED", "2025-12-01", sla=("BREACHED", "2026-03-01"), title="old", number=7),
    issue(  # fixed in between: closed at the end of February
        "HIGH", "IDENTIFIED", "2026-02-10", "2026-03-05",
        [("2026-03-05", "Identified", "FIX_ACCEPTED"), ("2026-02-15", "fix_accepted", "IDENTIFIED")],
        sla=("ON_TRACK", "2026-04-01"),
    ),
    issue("LOW", "FALSE_POSITIVE", "2025-11-01", "2026-01-15"),  # no history: open until its last change
    issue("MEDIUM", "FIX_ACCEPTED", "2024-01-01", "2024-02-01"),  # before all months
    issue("LOW", "CREATED", "2026-01-01"),  # not open yet
    issue("MEDIUM", "FIX_ACCEPTED", "2026-03-01", "2026-03-08", [("2026-03-02", "IN_PROGRESS", "IDENTIFIED")]),
    issue("LOW", "IDENTIFIED", "2026-03-02", sla=("ON_TRACK", "2026-09-01")),
    issue("LOW", "AWAITING_VALIDATION", "2026-03-02", sla=(None, "2026-03-14"), title="no state", number=9),
    issue(None, "IN_PROGRESS", "2026-03-10"),
)  # fmt: skip


def test_figures_that_were_counted_by_hand() -> None:
    done = counted(
        *SEED,
        assets=[asset("calm", 3.0), asset("wild", 97.25, critical=4), asset("new", None)],
        runs=[("PASS", "2026-03-14"), ("FAIL", "2026-03-01"), ("PASS", "2025-04-01"), ("PASS", "2025-03-31")],
    ).to_dict()
    assert done["summary"] == {"open": 5, "breached": 2, "due": 1, "fixed": 2, "mean_days_to_fix": 24.0}
    of = {row.pop("severity"): tuple(row.values()) for row in done["by_severity"]}
    assert of == {  # open, breached, due, later, no deadline, fixed, mean days
        "CRITICAL": (0, 0, 0, 0, 0, 1, 41.0),
        "HIGH": (2, 1, 1, 0, 0, 0, None),
        "MEDIUM": (0, 0, 0, 0, 0, 1, 7.0),
        "LOW": (2, 1, 0, 1, 0, 0, None),
        "NOTIFICATION": (0, 0, 0, 0, 0, 0, None),
        "OTHER": (1, 0, 0, 0, 1, 0, None),
    }
    months = {row.pop("month"): row for row in done["open_over_time"]}
    assert [*months] == [*(f"2025-{month:02}" for month in range(4, 13)), "2026-01", "2026-02", "2026-03"]
    assert [row["open"] for row in months.values()] == [0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 1, 5]
    assert {key: value for key, value in months["2026-01"].items() if value} == {"critical": 1, "high": 1, "open": 2}
    fixes = {row["month"]: (row["fixed"], row["mean_days_to_fix"]) for row in done["time_to_fix"] if row["fixed"]}
    assert fixes == {"2026-02": (1, 41.0), "2026-03": (1, 7.0)}
    assert [(row["title"], row["days_overdue"]) for row in done["overdue"]] == [("old", 14), ("no state", 1)]
    assert done["overdue"][0]["url"].endswith("/company/443/vulnerabilities/7")
    assert [(row["asset"], row["risk_score"], row["open"], row["critical"]) for row in done["assets"]] == [
        ("wild", 97.2, 6, 4),
        ("calm", 3.0, 2, 0),
    ]
    assert [row for row in done["gate"] if row["pass"] or row["fail"]] == [
        {"month": "2025-04", "pass": 1, "warning": 0, "fail": 0},
        {"month": "2026-03", "pass": 1, "warning": 0, "fail": 1},
    ]


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._open: list[str] = []
        self._rows: list[list[str]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        given = dict(attrs)
        if tag not in {"meta", "line", "rect"} or (tag == "rect" and not self.get_starttag_text().endswith("/>")):  # type: ignore[union-attr]
            self._open.append(tag)
        if tag == "section":
            self._rows = self.tables.setdefault(given["aria-labelledby"] or "", [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self._open):
            self._rows[-1][-1] += data


def written(value: object) -> str:
    return "\u2013" if value is None else f"{value:,}" if isinstance(value, (int, float)) else str(value)


def test_the_page_has_the_figures_and_nothing_from_elsewhere() -> None:
    evil = [
        "<script>alert(1)</script>",
        '" onmouseover="alert(1)" <img src=https://evil.example.test/x.png>',
        "turned \u202e round \u2066 and \x1b[31m red",
        "A" * 10_000,
    ]
    issues = [
        issue("HIGH", "IDENTIFIED", "2025-12-01", sla=("BREACHED", f"2026-01-0{nth}"), title=title, number=nth)
        for nth, title in enumerate(evil, 1)
    ]
    done = counted(*SEED, *issues, assets=[asset("<b>" + "x" * 500, 5.0)], runs=[("PASS", "2026-03-14")])
    text = done.to_html()
    page = Page(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "embed", "b", "form", "base"}
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in {"src", "style"}]
    links = [(tag, value) for tag, name, value in page.attributes if name == "href"]
    assert links
    assert all(tag == "a" and value.startswith("https://app.convisoappsec.com/") for tag, value in links)
    assert not re.search(r"url\(|@import|[\u202a-\u202e\u2066-\u2069\x1b]", text)
    assert "default-src 'none'" in text
    assert len(text) < 60_000
    for table in done.tables:
        head, *rows = page.tables[table.key]
        assert head == [column.label for column in table.columns]
        for shown, row in zip(rows, table.rows, strict=True):
            for cell, column in zip(shown, table.columns, strict=True):
                value = row[column.key]
                if column.key in {"title", "asset"}:
                    assert len(cell) <= 161
                elif column.key == "severity":
                    assert cell.upper() == written(value)
                else:
                    assert cell == written(value)
    assert done.to_dict()["overdue"][3]["title"] == evil[3]
    assert [cells[0] for cells in page.tables["overdue"][1:3]] == evil[:2]


@pytest.mark.parametrize("issues", [(), SEED[1:2]], ids=["none", "one"])
def test_a_page_of_little(issues: tuple[Any, ...]) -> None:
    done = counted(*issues)
    page = Page(done.to_html())
    assert done.summary["open"] == len(issues)
    assert len(page.tables) == 6
    assert len(page.tables["overdue"]) == (2 if issues else 0)


def test_a_company_of_the_sandbox(conviso: Conviso, conviso_sandbox: Sandbox, tmp_path: Path) -> None:
    progress: dict[str, int] = {}
    path = tmp_path / "report.html"
    done = report(conviso, path=path, progress=progress.__setitem__)
    assert len(conviso_sandbox.seen()) <= 8
    stats = conviso.issues_stats(filters=IssuesStatsFiltersInput(statuses=list(OPEN_STATUSES)))
    expected = {str(each.value): each.count for each in stats.severities}
    of = done.to_dict()
    assert {row["severity"]: row["open"] for row in of["by_severity"]} == expected
    assert of["open_over_time"][-1]["open"] == done.summary["open"] == sum(expected.values())
    breached = conviso.iter_issues(filters=IssuesFiltersInput(sla_states=["BREACHED"]))
    assert done.summary["breached"] == breached.total()
    scores = [
        row.risk_score.current.value for row in conviso.iter_assets() if row.risk_score and row.risk_score.current
    ]
    assert of["assets"][0]["risk_score"] == max(scores)
    assert sum(row["pass"] + row["warning"] + row["fail"] for row in of["gate"]) > 0
    assert done.notes == ()
    assert progress["issues"] == conviso.iter_issues().total()
    assert path.read_text() == done.to_html()
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert "Aurora Bank" in repr(done)


@pytest.mark.anyio
async def test_tasks_count_alike(
    async_conviso: AsyncConviso, conviso: Conviso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, write = set[int](), Report.write_html
    monkeypatch.setattr(Report, "write_html", lambda *about: threads.add(threading.get_ident()) or write(*about))
    async with async_conviso as client:
        mine = await async_report(client, company=443, path=tmp_path / "r.html")
    theirs = report(conviso.for_company(444), company="443")
    assert {**mine.to_dict(), "at": 0} == {**theirs.to_dict(), "at": 0}
    assert (tmp_path / "r.html").read_text() == mine.to_html()
    assert threading.get_ident() not in threads  # whose event loop it would stop
    assert threads


def test_what_is_missing_is_said(conviso: Conviso, conviso_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = {"collection": [], "metadata": {"totalCount": 5, "totalPages": 1, "currentPage": 1, "limitValue": 200}}
    conviso_sandbox.faults.next(operation="issues", body={"data": {"issues": cut}})
    monkeypatch.setattr(reporting, "MOST_RUNS", 3)
    done = report(conviso)
    assert re.search("list of issues changed while it was read", done.notes[0])
    assert re.search(r"newest 3 runs of the security gate are counted, back to 20\d\d-", done.notes[1])
    assert "This report is not complete" in done.to_html()
    row = {"id": "1", "status": "PASS", "triggeredBy": None, "source": None, "asset": None, "reason": None}
    days = [None, f"{done.at:%Y}-01-01T00:00:00Z", f"{done.at:%Y}-01-02T00:00:00Z"]
    rows = [{**row, "id": str(nth), "executionDate": moment} for nth, moment in enumerate(days)]
    runs = {"securityGateExecutions": {"collection": rows, "metadata": None}}
    conviso_sandbox.faults.next(operation="securityGateExecutions", body={"data": runs})
    done = report(conviso)
    assert any("did not come newest first" in note for note in done.notes)
    assert sum(row["pass"] for row in done.to_dict()["gate"]) == 2
    refused = {"errors": [{"message": "not <b>authorized</b>"}]}
    conviso_sandbox.faults.next(operation="securityGateExecutions", body=refused)
    done = report(conviso)
    assert "gate" not in done.to_dict()
    assert "not &lt;b&gt;authorized" in done.to_html()


def test_nothing_is_read_for_a_file_that_cannot_be_written(
    conviso: Conviso, conviso_sandbox: Sandbox, tmp_path: Path
) -> None:
    for path in (tmp_path, tmp_path / "none" / "r.html"):
        with pytest.raises(ConfigurationError, match="cannot write"):
            report(conviso, path=path)
    assert conviso_sandbox.seen() == []
    with pytest.raises(RecordNotFound):
        report(conviso, company=99, path=tmp_path / "r.html")
    with pytest.raises(ConfigurationError, match="company"):
        report(conviso, company="acme")
    assert list(tmp_path.iterdir()) == []
