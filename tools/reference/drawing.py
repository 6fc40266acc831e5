"""Draw boxes and arrows as SVG that follows the page's colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Box", "arrow", "drawing", "label"]

_LINE = 17
_STYLE = """
.d-box { fill: var(--md-code-bg-color, #f4f4f4); stroke: var(--md-default-fg-color--light, #757575); }
.d-pure { stroke: #2e7d32; } .d-io { stroke: #c77700; } .d-face { stroke: var(--md-primary-fg-color, #4051b5); }
.d-frame { fill: none; stroke: var(--md-default-fg-color--lighter, #bdbdbd); stroke-dasharray: 5 4; }
.d-line { fill: none; stroke: #8a929a; stroke-width: 1.5; } .d-tip { fill: #8a929a; }
.d-name, .d-text, .d-note { fill: var(--md-default-fg-color, #212121); font-size: 13px; }
.d-name { font-weight: 700; font-size: 14px; } .d-note { fill: var(--md-default-fg-color--light, #616161); }
"""


class Box(NamedTuple):
    """A box with a name and a few lines of text."""

    x: int
    y: int
    width: int
    height: int
    name: str
    lines: Sequence[str] = ()
    kind: str = "box"
    """`box`, `pure`, `io`, `face`, or `frame` for one that only surrounds others."""

    def draw(self) -> str:
        """Write it as SVG: the text in the middle, that of a frame at its upper left."""
        classes = "d-frame" if self.kind == "frame" else f"d-box d-{self.kind}"
        parts = [
            f'<rect class="{classes}" x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="6"/>'
        ]
        if self.kind == "frame":
            return parts[0] + label(self.x + 12, self.y + 20, f"{self.name}{''.join(self.lines)}")
        middle = self.x + self.width // 2
        first = self.y + self.height // 2 - _LINE * len(self.lines) // 2 + 5
        parts.append(f'<text class="d-name" x="{middle}" y="{first}" text-anchor="middle">{escape(self.name)}</text>')
        for number, line in enumerate(self.lines, 1):
            place = f'x="{middle}" y="{first + _LINE * number}"'
            parts.append(f'<text class="d-text" {place} text-anchor="middle">{escape(line)}</text>')
        return "".join(parts)


def label(x: int, y: int, text: str, anchor: str = "start") -> str:
    """Write a line of text beside the boxes."""
    return f'<text class="d-note" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def arrow(*points: tuple[int, int]) -> str:
    """Draw an arrow along the points."""
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline class="d-line" points="{path}" marker-end="url(#tip)"/>'


def drawing(width: int, height: int, title: str, parts: Sequence[str | Box]) -> str:
    """Put a drawing together, as a block of HTML that stands in a page; `title` is read to who cannot see it."""
    size = 'markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="9" refX="8" refY="4.5"'
    tip = f'<marker id="tip" {size} orient="auto">'
    tip += '<path class="d-tip" d="M0,0 L10,4.5 L0,9 z"/></marker>'
    body = "\n".join(part.draw() if isinstance(part, Box) else part for part in parts)
    return (
        f'<div class="diagram"><svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
        f"<style>{_STYLE.strip()}</style><defs>{tip}</defs>\n{body}\n</svg></div>"
    )
