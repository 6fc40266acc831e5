"""Names are cut into words as ariadne-codegen cuts them, which names the attributes of models itself."""

from __future__ import annotations

from ariadne_codegen.utils import str_to_pascal_case, str_to_snake_case
from hypothesis import example, given
from hypothesis import strategies as st

from conviso_client.codegen.naming import class_name, method_name

NAMES = st.from_regex(r"[_A-Za-z][_A-Za-z0-9]{0,12}", fullmatch=True)


@given(NAMES)
@example("HTTPServer2")
@example("companyIDs")
@example("aBC")
@example("__typename")
def test_words(name: str) -> None:
    assert method_name(name) == str_to_snake_case(name)
    assert class_name(name) == str_to_pascal_case(name)
