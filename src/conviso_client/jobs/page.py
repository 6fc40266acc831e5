"""A report as one self-contained page of HTML, without scripts; texts of the platform are escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from conviso_client._version import __version__
from conviso_client.errors import printable

from .charts import chart
from .figures import DUE_DAYS, MONTHS, FigureColumn, FigureTable

if TYPE_CHECKING:
    from .reporting import Report

__all__ = ["page"]

_LONGEST = 160
"""Characters of a text on the page; `to_dict` has the whole text."""

_STYLE = """
:root{color-scheme:light dark;--page:#f4f6f9;--card:#fff;--text:#1c2430;--faint:#5a6676;--line:#dde3ea;--link:#2a4fc1;
--red:#a61e37;--orange:#d9540f;--yellow:#e3a008;--blue:#2f7fc1;--grey:#8b96a5;--pale:#b9c1cc;--green:#2f8f57;
--accent:#4a63d8;--note:#fff6dc}
@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1b212a;--text:#e6eaf0;--faint:#9fabba;--line:#323c49;
--link:#8fb0ff;--red:#f0637a;--orange:#f58a4b;--yellow:#f2c14e;--blue:#5fa8e6;--grey:#8591a1;--pale:#5e6977;
--green:#57bd82;--accent:#8b9dff;--note:#3a3216}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:1120px;margin:0 auto;padding:0 20px}
header{padding-top:32px}
h1{font-size:1.75rem;line-height:1.2;margin:0;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:0}
p{margin:4px 0 0;color:var(--faint)}
a{color:var(--link)}
section,.tile,.notes{background:var(--card);border:1px solid var(--line);border-radius:10px}
section{padding:20px;margin:0 0 20px}
.notes{background:var(--note);padding:12px 20px;margin:20px 0 0}
.notes ul{margin:4px 0 0;padding-left:20px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:20px 0}
.tile{padding:14px 18px}
.tile dt{color:var(--faint);font-size:.875rem}
.tile dd{margin:0;font-size:1.75rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
.tile .more{font-size:.875rem;font-weight:400;color:var(--faint)}
.bad dd:first-of-type{color:var(--red)}
.beside{display:grid;gap:20px 28px;margin-top:14px;align-items:start}
@media (min-width:900px){.beside.two{grid-template-columns:minmax(0,5fr) minmax(0,6fr)}}
figure{margin:0}
svg{display:block;width:100%;height:auto;fill:var(--faint);font:11px system-ui,sans-serif}
svg line{stroke:var(--line)}
svg .row{fill:var(--text)}
@media (max-width:600px){svg{font-size:13px}section{padding:16px}}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px;padding:0;margin:0 0 8px;list-style:none;font-size:.8125rem}
.dot{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:5px 8px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
thead th{color:var(--faint);font-weight:500;vertical-align:bottom;white-space:normal;line-height:1.25}
tbody th{font-weight:500}
.text{text-align:left}
.long{white-space:normal;overflow-wrap:anywhere;min-width:11em}
tr:last-child>*{border-bottom:0}
footer{color:var(--faint);font-size:.875rem;padding-bottom:40px}
footer dt{font-weight:600;color:var(--text);margin-top:8px}
footer dd{margin:0}
.s-critical,.s-breached,.s-fail{fill:var(--red);background:var(--red)}
.s-high{fill:var(--orange);background:var(--orange)}
.s-medium,.s-due,.s-warning{fill:var(--yellow);background:var(--yellow)}
.s-low,.s-later{fill:var(--blue);background:var(--blue)}
.s-notification,.s-no_deadline{fill:var(--grey);background:var(--grey)}
.s-other{fill:var(--pale);background:var(--pale)}
.s-pass{fill:var(--green);background:var(--green)}
.s-mean_days_to_fix,.s-risk_score{fill:var(--accent);background:var(--accent)}
@media print{body{background:none}section,.tile{break-inside:avoid}}
"""

_TEXTS = frozenset({"month", "severity", "title", "asset", "id"})
"""Columns of text, aligned left."""

_WORDS = {
    "Open": "The status is IDENTIFIED, IN_PROGRESS or AWAITING_VALIDATION, which is what the security gate counts.",
    "Breached": "Open, and the platform says that the deadline of the SLA has passed.",
    "Due soon": f"Open and not breached, with a deadline in the next {DUE_DAYS} days.",
    "Mean days to fix": "From an issue's creation to the moment its fix was accepted, of issues that are still fixed.",
}


def page(report: Report) -> str:
    """Write a report as a page."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    name, at = _text(report.company), f"{report.at:%Y-%m-%d %H:%M} UTC"
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="referrer" content="no-referrer">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{name}: open issues, {report.at:%Y-%m-%d}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n",
            f"<header>\n<h1><bdi>{name}</bdi></h1>\n<p>Security issues of company {_text(report.company_id)}, "
            f'<time datetime="{report.at.isoformat()}">{at}</time></p>\n',
            *_notes(report),
            f"</header>\n<main>\n{_tiles(report.summary)}",
            *(_section(table) for table in report.tables),
            "</main>\n<footer>\n<dl>\n",
            *(f"<dt>{word}</dt><dd>{meaning}</dd>\n" for word, meaning in _WORDS.items()),
            f"</dl>\n<p>Months are those of UTC; the last one is not over. Made by conviso-client {__version__}.</p>\n",
            "</footer>\n</body>\n</html>\n",
        ]
    )


def _notes(report: Report) -> Iterator[str]:
    if report.notes:
        notes = "".join(f"<li>{_text(note)}</li>" for note in report.notes)
        yield f'<div class="notes" role="note"><strong>This report is not complete.</strong><ul>{notes}</ul></div>\n'


def _tiles(summary: Mapping[str, Any]) -> str:
    tiles = (
        ("Open issues", "open", "", ""),
        ("SLA breached", "breached", "", "bad" if summary["breached"] else ""),
        (f"Due in {DUE_DAYS} days", "due", "", ""),
        ("Mean days to fix", "mean_days_to_fix", f"{summary['fixed']:,} fixed in {MONTHS} months", ""),
    )
    cells = (
        f'<div class="tile {kind}"><dt>{label}</dt><dd>{_value(summary[key])}</dd>'
        + (f'<dd class="more">{more}</dd>' if more else "")
        + "</div>"
        for label, key, more, kind in tiles
    )
    return '<dl class="tiles">' + "".join(cells) + "</dl>\n"


def _section(table: FigureTable) -> str:
    drawn = chart(table)
    beside = "beside two" if drawn else "beside"
    head = f'<section aria-labelledby="{table.key}">\n<h2 id="{table.key}">{table.title}</h2>\n<p>{table.about}</p>\n'
    rows = f'<div class="{beside}">{drawn}{_table(table)}</div>' if table.rows else "<p>There are none.</p>"
    return f"{head}{rows}\n</section>\n"


def _table(table: FigureTable) -> str:
    head = "".join(f'<th scope="col"{_class(column, is_head=True)}>{column.label}</th>' for column in table.columns)
    rows = "".join(f"<tr>{''.join(_cells(table, row))}</tr>\n" for row in table.rows)
    return (
        f'<div class="scroll" role="region" aria-labelledby="{table.key}" tabindex="0">\n<table>'
        f"<caption>{table.title}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>"
    )


def _cells(table: FigureTable, row: Mapping[str, Any]) -> Iterator[str]:
    for at, column in enumerate(table.columns):
        value = _value(row[column.key])
        if column.key == "severity" and row[column.key]:
            severity = str(row["severity"])
            value = f'<span class="dot s-{_text(severity.lower())}"></span>{_text(severity.capitalize())}'
        elif at == 0 and row.get("url"):
            value = f'<a href="{escape(row["url"])}" rel="noreferrer">{value}</a>'
        yield f'<th scope="row"{_class(column)}>{value}</th>' if at == 0 else f"<td{_class(column)}>{value}</td>"


def _class(column: FigureColumn, *, is_head: bool = False) -> str:
    if column.key not in _TEXTS:
        return ""
    return ' class="text long"' if column.key in ("title", "asset") and not is_head else ' class="text"'


def _value(value: object) -> str:
    if value is None:
        return "\u2013"
    if isinstance(value, (int, float)):
        return f"{value:,}"
    return f"<bdi>{_text(str(value))}</bdi>"


def _text(text: str) -> str:
    """Escape a text of the platform: one line, cut when long, without characters that change the direction of text."""
    line = printable(" ".join(text.split()))
    return escape(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…")
