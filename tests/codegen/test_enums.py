"""Members of generated enums: values that Python or the enum wants for itself."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conviso_client.codegen.naming import enum_member_names
from conviso_client.models.enums import OpenEnum

VALUES = (
    *("mro", "name", "title", "None", "value", "is_known", "name_", "class", "class_", "True", "_x", "self", "index"),
    *("lower", "NAME", "_value_", "_order_", "_missing_", "_ignore_", "encode", "count", "format", "OpenEnum", "_"),
)
SCHEMA = (
    f"enum Odd {{ {' '.join(VALUES)} }} type Query {{ odd(odd: Odd): Odd other: Other }}"
    '''
"""An enum's "own" words."""
enum Other {
  PLAIN
  OLD @deprecated(reason: "say \\"PLAIN\\"")
}
'''
)


@pytest.fixture(scope="module")
def package(bench):
    return bench.package(SCHEMA, "query odd($odd: Odd = mro) { odd(odd: $odd) } query other { other }")


@pytest.mark.parametrize("value", VALUES)
def test_every_value_is_a_member_that_is_its_string(package, value: str) -> None:
    member = package.decode("odd", value)
    assert isinstance(member, package.enums.Odd)
    assert member.is_known
    assert member == member.value == value


def test_no_value_is_lost_and_none_hides_an_attribute(package) -> None:
    odd = package.enums.Odd
    assert [member.value for member in odd] == list(VALUES)
    assert odd("name").name == "name__"
    assert odd("NAME").title() == "Name"
    assert odd.mro()[1] is OpenEnum


def test_type_checkers_know_the_strings_of_an_argument(package) -> None:
    source = package.files["enums/all.py"]
    for value in VALUES:
        assert f'"{value}",' in source
    assert package.enums.OddValue is package.enums.Odd
    assert "OtherValue" not in source
    assert get_args(package.enums.OddValue) == ()


def test_a_deprecated_value_says_so(package) -> None:
    assert '"""Deprecated: say "PLAIN\\""""' in package.files["enums/all.py"]
    assert package.enums.Other.__doc__ == 'An enum\'s "own" words.'


@given(st.lists(st.from_regex(r"[_A-Za-z][_0-9A-Za-z]{0,5}", fullmatch=True), unique=True, max_size=8))
def test_member_names_are_distinct_and_make_an_enum(values: list[str]) -> None:
    values = [value for value in values if not value.startswith("__")]
    names = enum_member_names(values)
    assert list(names) == values
    assert len(set(names.values())) == len(values)
    made = OpenEnum("made", {names[value]: value for value in values}) if values else OpenEnum
    assert [member.value for member in made] == values
