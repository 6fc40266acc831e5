"""Rows as files: JSON Lines, CSV, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, get_args

from conviso_client.errors import ConfigurationError, missing_extra

from .columns import Column

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["FORMATS", "Format", "ParquetFile", "TextTable", "check_parquet", "format_of"]

Format = Literal["jsonl", "csv", "parquet", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)
_SUFFIXES: Mapping[str, Format] = {".ndjson": "jsonl", **{f".{name}": name for name in FORMATS}}
ROW_GROUP = 1 << 20
"""Bytes after which a group of rows is written to a Parquet file. Writing it needs several times as much."""
BLOCK = 100
"""Rows that are converted to Arrow at once."""

Row = dict[str, Any]


def format_of(target: str, given: str | None) -> Format:
    """Return the given format, else the suffix's. Raises `ConfigurationError` for an unknown one."""
    if given is None:
        name = target.rpartition("/")[2].lower()
        for suffix, format_ in _SUFFIXES.items():
            if name.endswith((suffix, f"{suffix}.json")):
                return format_
        raise ConfigurationError(f"{target!r} tells no format: end it in {', '.join(_SUFFIXES)}, or name the format")
    if given not in FORMATS:
        raise ConfigurationError(f"the format is one of {', '.join(FORMATS)}, not {given!r}")
    return given


class TextTable:
    """Writes rows to a file that is open for text: JSON Lines, or CSV with a header."""

    def __init__(self, file: TextIO, columns: Sequence[Column], format: Literal["jsonl", "csv"]) -> None:
        self._file = file
        self._columns = columns
        self._write: Callable[[Row], object] = self._json_line
        if format == "csv":
            writer = csv.writer(file)  # RFC 4180: CR LF; with LF alone, a CR in a cell would go unquoted
            writer.writerow([column.name for column in columns])
            self._write = lambda row: writer.writerow([column.text(row) for column in columns])

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows of the API."""
        for row in rows:
            self._write(row)

    def _json_line(self, row: Row) -> None:
        values = {column.name: column.value(row) for column in self._columns}
        self._file.write(json.dumps(values, ensure_ascii=False) + "\n")


def check_parquet() -> None:
    """Raise `ConfigurationError` if pyarrow is not installed."""
    try:
        import_module("pyarrow.parquet")
    except ModuleNotFoundError:
        raise missing_extra("pyarrow is not installed: Parquet", "parquet") from None


class ParquetFile:
    """Writes rows to a Parquet file, group by group, with one group in memory."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        pa: Any = import_module("pyarrow")  # it has no types
        plain = {
            "string": pa.string(),
            "json": pa.string(),
            "int64": pa.int64(),
            "double": pa.float64(),
            "bool": pa.bool_(),
            "timestamp": pa.timestamp("us", "UTC"),
            "date": pa.date32(),
        }
        types = [(each.name, pa.list_(plain[each.kind]) if each.many else plain[each.kind]) for each in columns]
        self._arrow = pa
        self._columns = columns
        self._schema: Any = pa.schema(types)
        self._writer: Any = import_module("pyarrow.parquet").ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self._group: list[Any] = []

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows of the API."""
        for row in rows:
            self._rows.append(row)
            if len(self._rows) == BLOCK:
                self._pack()

    def _pack(self) -> None:
        arrays = [
            self._arrow.array([_typed(column, row) for row in self._rows], type=self._schema.field(column.name).type)
            for column in self._columns
        ]
        self._group.append(self._arrow.record_batch(arrays, schema=self._schema))
        self._rows.clear()
        if sum(batch.nbytes for batch in self._group) >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(self._arrow.Table.from_batches(self._group, self._schema))
        self._group.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._pack()
            self._flush()
        self._writer.close()


def _typed(column: Column, row: Row) -> Any:
    value = column.value(row)
    if column.kind in ("string", "int64", "double", "bool"):
        return value
    read = {"timestamp": _moment, "date": date.fromisoformat}.get(column.kind, _json)
    if column.many and value is not None:
        return [None if each is None else read(each) for each in value]
    return None if value is None else read(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))  # Python 3.10 does not read the Z
