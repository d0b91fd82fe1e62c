"""Golden answers for expectations about values, pairs and rows: what Great Expectations' pandas engine says.

    python -m venv gx && gx/bin/pip install great_expectations==1.24.1 'pandas<3' pyarrow
    gx/bin/python tools/golden/expectation_values.py

Writes packages/expectations/src/testing/golden/*.json: tables as text by type, and per case the verdict.
"""
import datetime
import decimal
import json
import logging
import math
import pathlib
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import great_expectations as gx
import numpy as np
import pandas as pd
import pyarrow as pa
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "packages/expectations/src/testing/golden"

# SQL type -> Arrow type, and how the text of a value becomes a value.
TYPES = {
    "BIGINT": (pa.int64(), int),
    "INTEGER": (pa.int32(), int),
    "DOUBLE": (pa.float64(), float),
    "FLOAT": (pa.float32(), float),
    "DECIMAL(9,2)": (pa.decimal128(9, 2), decimal.Decimal),
    "BOOLEAN": (pa.bool_(), lambda text: text == "true"),
    "VARCHAR": (pa.string(), str),
    "DATE": (pa.date32(), datetime.date.fromisoformat),
    "TIMESTAMP": (pa.timestamp("us"), datetime.datetime.fromisoformat),
    "TIMESTAMP_NS": (pa.timestamp("ns"), lambda text: pd.Timestamp(text)),
    "TIMESTAMPTZ": (pa.timestamp("us", tz="UTC"), datetime.datetime.fromisoformat),
    "TIME": (pa.time64("us"), datetime.time.fromisoformat),
    "BLOB": (pa.binary(), lambda text: text.encode()),
    "BIGINT[]": (pa.list_(pa.int64()), json.loads),
    "STRUCT(a BIGINT)": (pa.struct([("a", pa.int64())]), json.loads),
}


def frame(columns):
    arrays = {}
    for name, (kind, values) in columns.items():
        arrow, read = TYPES[kind]
        arrays[name] = pa.array([None if v is None else read(v) for v in values], type=arrow)
    return pa.table(arrays).to_pandas()


EVERY_TYPE = {
    "whole": ("BIGINT", ["1", "2", "2", "9007199254740993", "-5"]),
    "gaps": ("BIGINT", ["1", None, "3", "2", None]),
    "small": ("INTEGER", ["5", "4", "3", "3", "1"]),
    "float": ("DOUBLE", ["1.0", "nan", "inf", "-0.0", "0.0"]),
    "plain": ("DOUBLE", ["0.1", "0.2", "0.30000000000000004", "100.5", None]),
    "single": ("FLOAT", ["0.5", "0.1", None, "0.5", "2"]),
    "price": ("DECIMAL(9,2)", ["0.50", "2.00", None, "2.00", "7.25"]),
    "flag": ("BOOLEAN", ["true", "false", "true", "true", "false"]),
    "maybe": ("BOOLEAN", ["true", None, "false", "false", None]),
    "text": ("VARCHAR", ["a", "B", "a", None, "1"]),
    "digits": ("VARCHAR", ["1", "2", "10", "9", "-3"]),
    "iso": ("VARCHAR", ["2024-01-01", "2024-01-02", "2024-01-02", None, "2023-12-31"]),
    "day": ("DATE", ["2024-01-01", "2024-01-02", None, "2024-01-02", "2023-12-31"]),
    "moment": ("TIMESTAMP", ["2024-01-01T00:00:00", "2024-01-02T10:00:00", None, "2024-01-02T10:00:00", "2023-12-31T23:59:59.5"]),
    "nanos": ("TIMESTAMP_NS", ["2024-01-01T00:00:00", "2024-01-02T10:00:00", None, "2024-01-02T10:00:00", "2023-12-31T23:59:59.5"]),
    "instant": ("TIMESTAMPTZ", ["2024-01-01T00:00:00+00:00", "2024-01-02T10:00:00+00:00", None, "2024-01-02T10:00:00+00:00", "2023-12-31T23:59:59.5+00:00"]),
    "clock": ("TIME", ["10:00:00", "11:30:00", None, "10:00:00", "09:00:00"]),
    "raw": ("BLOB", ["ab", "cd", None, "ab", "zz"]),
    "list": ("BIGINT[]", ["[1, 2]", "[1]", None, "[1, 2]", "[]"]),
    "struct": ("STRUCT(a BIGINT)", ['{"a": 1}', '{"a": 2}', None, '{"a": 1}', '{"a": 3}']),
    "constant": ("BIGINT", ["7", "7", "7", "7", "7"]),
    "lone": ("DOUBLE", [None, None, "3.5", None, None]),
    "no_text": ("VARCHAR", [None] * 5),
    "no_number": ("DOUBLE", [None] * 5),
}
NO_ROWS = {name: (kind, []) for name, (kind, _) in EVERY_TYPE.items()}
SPREAD = {
    "even": ("BIGINT", [str(n) for n in range(1, 21)]),
    "outlier": ("BIGINT", [str(n) for n in [10, 11, 12, 13, 100, 12, 11, 10, 13, 12, 11, 12, 11, 10, 12, 13, 11, 10, 12, -40]]),
    "skewed": ("DOUBLE", [repr(1.7 ** n) for n in range(19)] + [None]),
    "fence": ("DOUBLE", ["0", "1", "2", "3", "4", "8.5", "-4.5", "8.500000001", "2", "2"] + [None] * 10),
    "money": ("DECIMAL(9,2)", [f"{n}.25" for n in range(19)] + ["999.99"]),
    "mostly_same": ("BIGINT", ["5"] * 18 + ["6", "-80"]),
    "endless": ("DOUBLE", ["inf"] + [str(n) for n in range(19)]),
    "tiny": ("FLOAT", [repr(n / 7) for n in range(20)]),
    "word": ("VARCHAR", ["x"] * 20),
    "digits": ("VARCHAR", [str(n) for n in range(20)]),
    "flag": ("BOOLEAN", ["true"] + ["false"] * 19),
    "maybe": ("BOOLEAN", ["true"] + ["false"] * 18 + [None]),
    "moment": ("TIMESTAMP", [f"2024-01-{n:02d}T00:00:00" for n in range(1, 20)] + ["2030-01-01T00:00:00"]),
    "up": ("BIGINT", [str(n) for n in range(20)]),
    "up_gaps": ("BIGINT", [None if n % 3 == 1 else str(n) for n in range(20)]),
    "down": ("DOUBLE", [str(-n / 2) for n in range(20)]),
    "dip": ("TIMESTAMP", [f"2024-01-{n:02d}T00:00:00" for n in range(1, 11)] + [f"2024-01-{n:02d}T00:00:00" for n in range(5, 15)]),
}
PAIRS = {
    "a": ("BIGINT", ["1", "2", "3", None, "5", None]),
    "b": ("BIGINT", ["1", "3", "2", "4", None, None]),
    "whole": ("BIGINT", ["1", "2", "3", "4", "5", "6"]),
    "half": ("DOUBLE", ["1", "2.5", "inf", "nan", "5", "6"]),
    "minus": ("DOUBLE", ["1", "2.5", "inf", "nan", "-5", "6"]),
    "money": ("DECIMAL(9,2)", ["1.00", "2.50", "3.00", None, "0.10", "6.00"]),
    "flag": ("BOOLEAN", ["true", "false", "true", "true", "false", "true"]),
    "maybe": ("BOOLEAN", ["true", None, "true", "false", "false", None]),
    "text": ("VARCHAR", ["x", "y", "z", None, "1", ""]),
    "other": ("VARCHAR", ["x", "z", "Z", None, None, ""]),
    "digits": ("VARCHAR", ["1", "2", "3", "4", "5", "6"]),
    "iso": ("VARCHAR", ["2024-01-01", "2024-01-02", "2024-01-03", None, "2024-01-05", "x"]),
    "day": ("DATE", ["2024-01-01", "2024-01-02", "2024-01-02", None, None, "2024-01-09"]),
    "day2": ("DATE", ["2024-01-01", "2024-01-01", "2024-01-03", None, "2024-01-05", "2024-01-09"]),
    "moment": ("TIMESTAMP", ["2024-01-01T00:00:00", "2024-01-02T10:00:00", None, "2024-01-02T10:00:00", None, "2023-12-31T23:59:59.5"]),
    "later": ("TIMESTAMP", ["2024-01-01T00:00:00", "2024-01-02T10:00:01", None, None, "2024-01-02T10:00:00", "2023-12-31T23:59:59"]),
    "instant": ("TIMESTAMPTZ", ["2024-01-01T00:00:00+00:00", "2024-01-02T10:00:00+00:00", None, "2024-01-02T10:00:00+00:00", None, "2023-12-31T23:59:59.5+00:00"]),
    "list": ("BIGINT[]", ["[1]", "[2]", None, "[1]", "[]", "[6]"]),
    "big": ("BIGINT", ["9007199254740993", "2", "3", "4", "5", "6"]),
    "bigf": ("DOUBLE", ["9007199254740992", "2", "3", "4", "5", "6"]),
    "tenth": ("DOUBLE", ["0.1", "0.7", "0.7", None, "0.3", "1"]),
    "fifth": ("DOUBLE", ["0.2", "0.1", "0.29", None, None, "0"]),
    "third": ("DOUBLE", ["0.3", "0.2", "0.01", None, "0.4", "0"]),
    "twice": ("BIGINT", ["1", "1", "2", "2", None, None]),
    "again": ("VARCHAR", ["x", "x", "y", None, None, None]),
    "zero": ("DOUBLE", ["0.0", "-0.0", "nan", "nan", "1", None]),
    "none": ("DOUBLE", [None] * 6),
    "notext": ("VARCHAR", [None] * 6),
}
TABLES = {"every_type": EVERY_TYPE, "no_rows": NO_ROWS, "spread": SPREAD, "pairs": PAIRS}


def each(table, kind, columns, *kwargs):
    return [(table, kind, {"column": column, **more}) for column in columns for more in (kwargs or [{}])]


V = "expect_column_values_to_"
ALL = list(EVERY_TYPE)
SETS = [
    {"value_set": []}, {"value_set": None}, {"value_set": [1, 2]}, {"value_set": [1.0, 2.5]}, {"value_set": [0.1, 0.5, 2]},
    {"value_set": [True]}, {"value_set": [False, True]}, {"value_set": ["a", "1"]}, {"value_set": ["a", 1]}, {"value_set": ["a", "B", None]},
    {"value_set": [None]}, {"value_set": [9007199254740992]}, {"value_set": ["2024-01-01"]},
    {"value_set": ["2024-01-01", "2024-01-02 10:00:00"]}, {"value_set": ["2024-01-01T00:00:00+00:00"]},
    {"value_set": ["2024-01-01", "quack"]}, {"value_set": ["true", "True"]}, {"value_set": ["10:00:00"]},
    {"value_set": ["Jan 1 2024"]}, {"value_set": [1704067200]}, {"value_set": ["1", "2"], "mostly": 0.3},
    {"value_set": ["2024-01-01", 5]}, {"value_set": [0, None]},
]
TYPE_NAMES = [
    "int", "int64", "float", "float32", "bool", "str", "object", "O", "bytes", "dict", "list", "date", "datetime.date", "Decimal", "time", "datetime64",
    "datetime64[ns]", "Timestamp", "Int64Dtype", "DatetimeTZDtype", "INTEGER", "VARCHAR", "FLOAT", "DATE", "nonsense", "string", "STR", "Long", "unicode", "number",
]
BOUNDS = [
    {"min_value": 1, "max_value": 3}, {"min_value": 0.1, "max_value": 0.3}, {"min_value": 1, "strict_min": True}, {"max_value": 2, "strict_max": True},
    {"min_value": "1", "max_value": "3"}, {"min_value": "a"}, {"min_value": "2024-01-01"}, {"max_value": "2024-01-01T12:00:00"},
    {"min_value": "2024-01-01T00:00:00+00:00"}, {"min_value": True}, {"min_value": "inf"}, {"max_value": "10:30:00"},
    {"min_value": 3, "max_value": 1}, {}, {"min_value": 1, "max_value": 2, "mostly": 0.4}, {"min_value": "2024-01-01", "max_value": "2024-01-02T00:00:00"},
    {"min_value": "2024-01-02", "max_value": "2024-01-01"}, {"min_value": 1, "max_value": 1, "strict_min": True, "strict_max": True},
]
MAP = (
    each("every_type", V + "be_null", ALL) + each("every_type", V + "be_null", ["gaps", "no_text"], {"mostly": 0.4}, {"mostly": 0.41}, {"mostly": 0})
    + each("no_rows", V + "be_null", ["whole", "text"])
    + each("every_type", V + "not_be_null", ALL) + each("every_type", V + "not_be_null", ["gaps", "no_text"], {"mostly": 0.6}, {"mostly": 0.61}, {"mostly": 0})
    + each("no_rows", V + "not_be_null", ["whole", "text"])
    + each("every_type", V + "be_unique", ALL) + each("every_type", V + "be_unique", ["price", "text"], {"mostly": 0.5}, {"mostly": 0.51})
    + each("no_rows", V + "be_unique", ALL)
    + [(t, V + f"be_{d}creasing", {"column": c, **k}) for d in ("in", "de") for t, cs in (("every_type", ALL), ("spread", list(SPREAD))) for c in cs for k in ({}, {"strictly": True})]
    + [("every_type", V + "be_increasing", {"column": c, **k}) for c in ("iso", "text", "whole") for k in ({"parse_strings_as_datetimes": True}, {"parse_strings_as_datetimes": False}, {"mostly": 0.5}, {"strictly": None})]
    + each("no_rows", V + "be_increasing", ALL) + each("no_rows", V + "be_decreasing", ["whole", "text", "moment"])
)
MAIN = ["whole", "gaps", "float", "single", "price", "flag", "maybe", "text", "digits", "iso", "day", "moment", "nanos", "instant", "clock", "list", "no_text"]
SET = each("every_type", V + "be_in_set", MAIN, *SETS) + each("every_type", V + "not_be_in_set", MAIN, *SETS) + each(
    "no_rows", V + "not_be_in_set", ["whole", "text", "moment", "list"], {"value_set": [1]}, {"value_set": ["2024-01-01"]}
) + each("no_rows", V + "be_in_set", ["whole", "text", "moment", "list"], {"value_set": [1]}, {"value_set": ["2024-01-01"]}) + [
    ("every_type", V + f"{n}be_in_set", {"column": "whole", **k}) for n in ("", "not_")
    for k in ({}, {"value_set": "ab"}, {"value_set": 3}, {"value_set": [1], "parse_strings_as_datetimes": True})
]
DTYPE_NAMES = ["int", "int32", "Int64", "i4", "float64", "float32", "bool", "boolean", "str", "string", "object", "O", "category", "datetime64", "datetime64[ns]", "datetime64[us]", "datetime64[us, UTC]", "INTEGER", "nonsense", "DatetimeTZDtype"]
TYPE = each("every_type", "expect_column_type_to_be", MAIN, *[{"type_": name} for name in DTYPE_NAMES]) + each("every_type", V + "be_of_type", MAIN, *[{"type_": name} for name in TYPE_NAMES]) + each(
    "every_type", V + "be_in_type_list", MAIN, *[{"type_list": names} for names in (None, [], ["int", "float"], ["str", "nonsense"], ["nonsense"], ["object"], ["date", "datetime"], ["INTEGER", "TEXT"])]
) + each("no_rows", V + "be_of_type", ["whole", "gaps", "flag", "maybe", "text", "day", "moment"], {"type_": "int64"}, {"type_": "str"}, {"type_": "bool"}) + [
    ("every_type", V + "be_of_type", {"column": "text", "type_": "int", "mostly": 0}), ("every_type", V + "be_of_type", {"column": "text"}), ("every_type", V + "be_of_type", {"column": "text", "type_": None}), ("every_type", V + "be_of_type", {"column": "text", "type_": ["int"]}),
]
BETWEEN = each("every_type", V + "be_between", MAIN, *BOUNDS) + each("no_rows", V + "be_between", ALL, {"min_value": 1, "max_value": 3}, {"min_value": "2024-01-01"})
Z = [{"threshold": 1.5, "double_sided": True}, {"threshold": 1.5, "double_sided": False}, {"threshold": -1, "double_sided": True}, {"threshold": -1, "double_sided": False}, {"threshold": 0, "double_sided": False}]
SPREADS = (
    each("spread", "expect_column_value_z_scores_to_be_less_than", list(SPREAD), *Z) + each("every_type", "expect_column_value_z_scores_to_be_less_than", ALL, Z[0], Z[3])
    + each("no_rows", "expect_column_value_z_scores_to_be_less_than", ALL, Z[0])
    + each("spread", "expect_column_value_z_scores_to_be_less_than", ["even"], {}, {"threshold": 1}, {"double_sided": True}, {"threshold": "x", "double_sided": True}, {"threshold": "1.5", "double_sided": True}, {"threshold": 1, "double_sided": None}, {"threshold": None, "double_sided": True})
    + each("spread", V + "not_be_outliers", list(SPREAD), {}, {"method": "iqr", "multiplier": 0}, {"method": "iqr", "multiplier": 0.5}, {"method": "std"}, {"method": "std", "multiplier": 0}, {"method": "std", "multiplier": 3})
    + each("every_type", V + "not_be_outliers", ALL, {}, {"method": "std", "multiplier": 1})
    + each("no_rows", V + "not_be_outliers", ALL, {}, {"method": "std"})
    + each("spread", V + "not_be_outliers", ["even"], {"method": "mad"}, {"multiplier": -1}, {"multiplier": "2"}, {"method": None}, {"multiplier": None}, {"mostly": 0.9})
)
P = ["a", "whole", "half", "money", "flag", "maybe", "text", "digits", "iso", "day", "moment", "instant", "big", "bigf", "none"]
EQUAL = "expect_column_pair_values_to_be_equal"
GREATER = "expect_column_pair_values_a_to_be_greater_than_b"
IGNORE = [{}, {"ignore_row_if": "either_value_is_missing"}, {"ignore_row_if": "neither"}]
WRONG = [{"ignore_row_if": "never"}, {"ignore_row_if": None}, {"mostly": 0.2}, {"mostly": 0.3}]
NEIGHBOURS = [("a", "b"), ("b", "a"), ("text", "other"), ("day", "day2"), ("moment", "later"), ("half", "minus"), ("tenth", "fifth"), ("none", "notext")]
FLAGS = IGNORE[1:] + [{"or_equal": None}, {"or_equal": True, "ignore_row_if": "neither"}, {"parse_strings_as_datetimes": True}, {"allow_cross_type_comparisons": True}]


def pairs(kind, columns, *kwargs):
    return [("pairs", kind, {"column_A": a, "column_B": b, **more}) for a, b in columns for more in kwargs]


PAIR = pairs(EQUAL, [(a, b) for a in P for b in P if a <= b], {}) + pairs(EQUAL, NEIGHBOURS, *IGNORE, *WRONG)
PAIR += pairs(GREATER, [(a, b) for a in P for b in P if a != b], {}, {"or_equal": True}) + pairs(GREATER, NEIGHBOURS, *FLAGS)
PAIR_SETS = [[[1, 1], [2, 3]], [], None, [[1, None], [None, 1]], [["x", "x"], ["y", "z"]], [[True, 1]], [["1", 1]], [[1.0, 1.0], [2.5, 2.5]], [[1, 2, 3]], "ab", [[[1], [1]]], [[None, None]], [["", ""], [6, 6]], [[5, None], [4, None], [None, 4]]]
IN_SET = "expect_column_pair_values_to_be_in_set"
SOME = [("a", "b"), ("whole", "half"), ("text", "other"), ("flag", "whole"), ("maybe", "flag"), ("digits", "whole"), ("day", "day2"), ("money", "half"), ("none", "notext"), ("b", "none"), ("text", "whole")]
PAIR += pairs(IN_SET, SOME, *[{"value_pairs_set": s} for s in PAIR_SETS]) + pairs(IN_SET, SOME, *[{"value_pairs_set": PAIR_SETS[3], **k} for k in IGNORE[1:]])
LISTS = [["a", "b"], ["a", "b", "whole"], ["whole", "half"], ["tenth", "fifth"], ["tenth", "fifth", "third"], ["third", "fifth", "tenth"], ["money", "whole"], ["money", "half"], ["flag", "whole"], ["maybe", "flag"], ["text", "other"], ["text", "whole"], ["digits", "whole"], ["digits", "text"],
         ["day", "day2"], ["moment", "later"], ["moment", "instant"], ["big", "bigf"], ["big", "whole"], ["twice", "again"], ["twice", "again", "flag"], ["zero", "half"], ["zero", "twice"], ["none", "notext"], ["none", "a"], ["again", "again"], ["a"], [], ["a", "nope"], ["maybe", "whole"], ["flag", "half"], ["day", "moment"], ["money", "money"], ["zero", "zero"], ["moment", "whole"], ["half", "minus"], ["again", "notext"], ["flag", "money"]]
IGNORES = [{}, {"ignore_row_if": "any_value_is_missing"}, {"ignore_row_if": "never"}]
ROWS = [("pairs", "expect_multicolumn_sum_to_equal", {"column_list": c, "sum_total": s, **k}) for c in LISTS for s, k in ((1, {}), (2, IGNORES[1]), (0.6, IGNORES[2]), (12, {}))]
for kind in ("expect_compound_columns_to_be_unique", "expect_select_column_values_to_be_unique_within_record", "expect_multicolumn_values_to_be_equal"):
    ROWS += [("pairs", kind, {"column_list": c, **k}) for c in LISTS for k in IGNORES]
    ROWS += [("pairs", kind, {"column_list": ["a", "b"], **k}) for k in ({"ignore_row_if": "neither"}, {"ignore_row_if": "all_values_are_missing"}, {"ignore_row_if": None}, {"mostly": 0.5}, {"mostly": 2})] + [("pairs", kind, {"column_list": "ab"}), ("pairs", kind, {})]
ROWS += [("pairs", "expect_multicolumn_sum_to_equal", {"column_list": ["a", "b"], **k}) for k in ({"sum_total": "2"}, {"sum_total": None}, {}, {"sum_total": "x"}, {"sum_total": 2, "ignore_row_if": "neither"}, {"sum_total": 2, "mostly": 0.2}, {"sum_total": True})]
FILES = {"values": MAP, "sets": SET, "types": TYPE, "between": BETWEEN, "spreads": SPREADS, "pairs": PAIR, "rows": ROWS}

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
source = context.data_sources.add_pandas("p")


def batch(name, df):
    return source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("b").get_batch({"dataframe": df})


def answer(data, kind, kwargs):
    try:
        expectation = ExpectationConfiguration(type=kind, kwargs=dict(kwargs)).to_domain_obj()
        found = data.validate(expectation, result_format="COMPLETE")
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"[:60].replace("\n", " ")}
    info = found.exception_info or {}
    raised = info.get("raised_exception")
    if raised is None:
        raised = any(isinstance(v, dict) and v.get("raised_exception") for v in info.values())
    if raised:
        why = info.get("exception_message") or "; ".join(sorted({str(v.get("exception_message")) for v in info.values() if isinstance(v, dict)}))
        return {"raised": str(why)[:60].replace("\n", " ")}
    result = found.result
    told = {"success": bool(found.success)}
    if "element_count" in result:
        told["counts"] = [int(result[key]) for key in ("element_count", "missing_count", "unexpected_count") if result.get(key) is not None]
        told["rows"] = [int(row) for row in result.get("unexpected_index_list") or []]
    if "observed_value" in result:
        told["observed"] = result["observed_value"]
    return told


def main():
    frames = {name: batch(name, frame(columns)) for name, columns in TABLES.items()}
    FOLDER.mkdir(exist_ok=True)
    write("tables", {name: {column: {"type": kind, "values": values} for column, (kind, values) in columns.items()} for name, columns in TABLES.items()})
    for name, cases in FILES.items():
        answers = [{"table": table, "type": kind, "kwargs": kwargs, **answer(frames[table], kind, kwargs)} for table, kind, kwargs in cases]
        write(name, answers)
        print(name, len(answers), sum("raised" in each for each in answers), "raised", flush=True)


def write(name, value):
    lines = [json.dumps(each) for each in value] if isinstance(value, list) else [f"{json.dumps(key)}: {json.dumps(each)}" for key, each in value.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    (FOLDER / f"{name}.json").write_text(opening + "\n" + ",\n".join(lines) + "\n" + closing + "\n")


if __name__ == "__main__":
    main()
