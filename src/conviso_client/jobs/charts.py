"""Charts as SVG: vertical bars by month, or horizontal bars by name. A table beside each has the figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from conviso_client.errors import printable

from .figures import FigureTable

__all__ = ["chart"]

_WIDTH = 440
_HEIGHT, _TOP, _BOTTOM, _LEFT = 300, 8, 34, 38
_ROW, _BAR, _NAMES, _VALUES = 28, 15, 132, 48
_LONGEST = 18
"""Characters of the name beside a bar."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def chart(table: FigureTable) -> str:
    """Draw the `drawn` columns of a table; return an empty text if all are empty."""
    most = max((sum(_parts(table, row).values()) for row in table.rows), default=0)
    if not most:
        return ""
    body, height = _standing(table, most) if table.columns[0].key == "month" else _lying(table, most)
    title = f"Chart: {table.title}. The table has its figures."
    svg = f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{title}">{"".join(body)}</svg>'
    return f"<figure>{_legend(table)}{svg}</figure>\n"


def _parts(table: FigureTable, row: Mapping[str, Any]) -> dict[str, float]:
    return {key: row[key] or 0 for key in table.drawn}


def _legend(table: FigureTable) -> str:
    if len(table.drawn) == 1:
        return ""
    labels = dict(table.columns)
    entries = "".join(f'<li><span class="dot s-{key}"></span>{labels[key]}</li>' for key in table.drawn)
    return f'<ul class="legend" aria-hidden="true">{entries}</ul>'


def _standing(table: FigureTable, most: float) -> tuple[list[str], int]:
    step = _step(most)
    ticks = math.ceil(most / step)
    floor = _HEIGHT - _BOTTOM
    scale, slot = (floor - _TOP) / (ticks * step), (_WIDTH - _LEFT) / len(table.rows)
    body: list[str] = []
    for tick in range(ticks + 1):
        y = floor - tick * step * scale
        body.append(f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        body.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick * step:,g}</text>')
    for at, row in enumerate(table.rows):
        x, y = _LEFT + (at + 0.15) * slot, float(floor)
        for key, value in reversed(_parts(table, row).items()):
            y -= value * scale
            body += _bar(table, row, key, x, y, slot * 0.7, value * scale)
        year, month = row["month"].split("-")
        middle = _LEFT + (at + 0.5) * slot
        body.append(f'<text x="{middle:.1f}" y="{floor + 14}" text-anchor="middle">{_MONTHS[int(month) - 1]}</text>')
        if month == "01" or (at == 0 and month != "12"):  # two years side by side would touch
            body.append(f'<text x="{middle:.1f}" y="{floor + 27}" text-anchor="middle">{year}</text>')
    return body, _HEIGHT


def _lying(table: FigureTable, most: float) -> tuple[list[str], int]:
    scale = (_WIDTH - _NAMES - _VALUES) / most
    body: list[str] = []
    for at, row in enumerate(table.rows):
        y, x, parts = at * _ROW, float(_NAMES), _parts(table, row)
        name, total = str(row[table.columns[0].key]), sum(parts.values())
        body.append(f'<text class="row" x="0" y="{y + _BAR + 2}">{_name(name)}</text>')
        for key, value in parts.items():
            body += _bar(table, row, key, x, y + (_ROW - _BAR) / 2 - 2, value * scale, _BAR)
            x += value * scale
        body.append(f'<text x="{x + 6:.1f}" y="{y + _BAR + 2}">{total:,}</text>')
    return body, len(table.rows) * _ROW


def _bar(
    table: FigureTable, row: Mapping[str, Any], key: str, x: float, y: float, width: float, height: float
) -> Iterator[str]:
    if row[key]:
        about = f"{dict(table.columns)[key]}: {row[key]:,}"
        box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        yield f'<rect class="s-{key}" {box}><title>{about}</title></rect>'


def _name(name: str) -> str:
    """Shorten a name to fit beside its bar; capitalize a severity as a word."""
    line = printable(" ".join(name.split()))
    line = line.capitalize() if line.isupper() else line
    # Repositories share the beginning of a path, so keep its end.
    return escape(line if len(line) <= _LONGEST else f"…{line[1 - _LONGEST :]}")


def _step(most: float) -> float:
    """Return the distance of lines of which three to six fit below a number: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(most / 3))
    step = next(power * factor for factor in (5, 2, 1) if power * factor <= most / 3)
    return max(1.0, step) if most >= 1 else step
