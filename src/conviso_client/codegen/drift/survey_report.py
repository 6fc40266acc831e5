"""Tell a survey of operations: to people, in Markdown, as JSON, as annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.cli.terminal import json_text
from conviso_client.codegen.cost import MAX_COMPLEXITY, MAX_DEPTH

from .changes import ChangeSeverity
from .machine import JSON_VERSION, annotation
from .markdown import as_cell, as_text
from .sections import names, plural
from .survey import OperationCost, RootField, Survey
from .table import Layout

__all__ = ["survey_annotations", "survey_json", "survey_markdown", "survey_table"]

_SHOWN_COSTS = 10


def survey_headline(survey: Survey) -> str:
    """Say in one line what the survey comes to."""
    parts = [
        plural(survey.operations, "operation"),
        plural(len(survey.problems), "problem"),
        f"{len(survey.deprecated)} deprecated in use",
    ]
    if not survey.own:
        parts.append(f"{plural(len(survey.uncovered), 'root field')} not covered")
    return ", ".join(parts) + "."


def survey_table(survey: Survey, layout: Layout = Layout()) -> str:  # noqa: B008  # never changed
    """Write a survey in lines."""
    lines = [f"Operations against {survey.schema}", *layout.wrapped(survey_headline(survey), "")]
    if survey.problems:
        lines += ["", layout.heading(f"DOES NOT WORK ({len(survey.problems)})", ChangeSeverity.BREAKING)]
        lines += [line for problem in survey.problems for line in layout.wrapped(str(problem), "  ", "    ")]
    if survey.deprecated:
        lines += ["", layout.heading(f"DEPRECATED ({len(survey.deprecated)})", ChangeSeverity.DANGEROUS)]
        lines += [line for text in _deprecations(survey) for line in layout.wrapped(text, "  ", "    ")]
    lines += ["", layout.heading("NEAREST TO THE LIMITS", ChangeSeverity.SAFE), *_cost_table(survey, layout)]
    if survey.own and survey.uncovered:
        lines += ["", *layout.wrapped(_elsewhere(survey), "")]
    for title, fields in _uncovered(survey):
        lines += ["", layout.heading(f"{title.upper()} ({len(fields)})", ChangeSeverity.SAFE)]
        lines += layout.wrapped(", ".join(map(_field, fields)), "  ")
    return "\n".join(lines) + "\n"


def survey_markdown(survey: Survey) -> str:
    """Write a survey in Markdown; what no operation covers is folded."""
    lines = [f"### {survey_headline(survey)}", "", f"Against `{survey.schema}`."]
    if survey.problems:
        lines += ["", "#### Does not work", "", *(f"- {as_text(str(problem))}" for problem in survey.problems)]
    if survey.deprecated:
        lines += ["", "#### Deprecated", "", *(f"- {as_text(text)}" for text in _deprecations(survey))]
    lines += ["", "#### Nearest to the limits", "", "| Operation | Complexity | left | Depth | left |"]
    lines += ["|---|---:|---:|---:|---:|", *(f"| {as_cell(c.operation)} | {_figures(c)} |" for c in _nearest(survey))]
    if survey.own and survey.uncovered:
        lines += ["", as_text(_elsewhere(survey))]
    for title, fields in _uncovered(survey):
        lines += ["", f"<details><summary>{title} ({len(fields)})</summary>", ""]
        lines += [as_text(", ".join(map(_field, fields))), "", "</details>"]
    return "\n".join(lines) + "\n"


def survey_json(survey: Survey) -> str:
    """Write a survey as JSON, as `docs/schema-check.schema.json` describes it."""
    answer: dict[str, Any] = {
        "version": JSON_VERSION,
        "schema": survey.schema,
        "exitStatus": survey.exit_status,
        "limits": {"depth": MAX_DEPTH, "complexity": MAX_COMPLEXITY},
        "problems": [problem._asdict() for problem in survey.problems],
        "deprecated": [{**use._asdict(), "operations": list(use.operations)} for use in survey.deprecated],
        "operations": [
            {**cost._asdict(), "depthLeft": cost.depth_left, "complexityLeft": cost.complexity_left}
            for cost in survey.costs
        ],
        "uncovered": [field._asdict() for field in survey.uncovered],
    }
    return json_text(answer)


def survey_annotations(survey: Survey) -> str:
    """Write workflow commands: an error for each problem, a warning for what is deprecated and not allowed."""
    lines = [annotation("error", "Operation", p.message, p.file, p.line) for p in survey.problems]
    for use in survey.deprecated:
        if use.allowed is None:
            text = f"{use.reason} ({names(use.operations)})"
            lines.append(annotation("warning", f"{use.coordinate} is deprecated", text, use.file, use.line))
    lines.append(annotation("notice", "Operations", survey_headline(survey)))
    return "".join(f"{line}\n" for line in lines)


def _deprecations(survey: Survey) -> Iterator[str]:
    for use in survey.deprecated:
        reason = f"; allowed: {use.allowed}" if use.allowed is not None else ""
        yield f"{use.file}:{use.line}: {use.coordinate} ({names(use.operations)}): {use.reason}{reason}"


def _nearest(survey: Survey) -> tuple[OperationCost, ...]:
    return survey.costs[:_SHOWN_COSTS]


def _cost_table(survey: Survey, layout: Layout) -> Iterator[str]:
    width = max((len(cost.operation) for cost in _nearest(survey)), default=0)
    head = f"  {'operation':{width}}  complexity  left  depth  left"
    if len(head) > layout.width:
        yield from _cost_lines(survey, layout)
        return
    yield head
    for cost in _nearest(survey):
        complexity = f"{cost.complexity:>10}  {cost.complexity_left:>4}"
        yield f"  {cost.operation:{width}}  {complexity}  {cost.depth:>5}  {cost.depth_left:>4}"


def _cost_lines(survey: Survey, layout: Layout) -> Iterator[str]:
    for cost in _nearest(survey):
        left = (
            f"complexity {cost.complexity} ({cost.complexity_left} left), depth {cost.depth} ({cost.depth_left} left)"
        )
        yield from layout.wrapped(f"{cost.operation}: {left}", "  ", "    ")


def _figures(cost: OperationCost) -> str:
    return f"{cost.complexity} | {cost.complexity_left} | {cost.depth} | {cost.depth_left}"


def _elsewhere(survey: Survey) -> str:
    """Say what might be written in addition; to name it all would bury what these operations need."""
    count = plural(len(survey.uncovered), "root field")
    return f"Neither these operations nor the client's call {count} of the schema; --json names them."


def _uncovered(survey: Survey) -> Iterator[tuple[str, list[RootField]]]:
    if survey.own:
        return
    for kind, title in (("query", "Queries without an operation"), ("mutation", "Mutations without an operation")):
        for confirmed in (True, False):
            fields = [field for field in survey.uncovered if (field.kind, field.confirmed) == (kind, confirmed)]
            if fields:
                yield title if confirmed else f"{title}, confirmed by no recent source", fields


def _field(field: RootField) -> str:
    return field.name if field.deprecation is None else f"{field.name} (deprecated)"
