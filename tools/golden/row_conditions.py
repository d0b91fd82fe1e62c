"""Golden answers for row conditions: which rows pandas' DataFrame.query keeps, and what it refuses.

    python -m venv gx && gx/bin/pip install great_expectations==1.24.1 'pandas<3' pyarrow
    gx/bin/python tools/golden/row_conditions.py

Writes packages/expectations/src/suite/row-condition/pandas-golden.json: the table by column as text, and per condition
the numbers of the rows that are kept, or "refused".
"""
import datetime
import decimal
import json
import pathlib
import warnings

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import _convert_string_to_condition
from great_expectations.expectations.row_conditions import deserialize_row_condition, validate_row_condition

warnings.simplefilter("ignore")
FILE = (
    pathlib.Path(__file__).resolve().parents[2]
    / "packages/expectations/src/suite/row-condition/pandas-golden.json"
)

COLUMNS = {
    "i": ("BIGINT", ["1", "2", "3", "4", "-5", "9007199254740993"]),
    "f": ("DOUBLE", ["1.5", None, "inf", "-2.0", "0.1", "3.0"]),
    "s": ("VARCHAR", ["a", None, "1", "b c", "it's", "é"]),
    "b": ("BOOLEAN", ["true", "false", "true", "true", "false", "false"]),
    "o": ("BOOLEAN", ["true", None, "false", "true", None, "false"]),
    "t": (
        "TIMESTAMP",
        ["2024-01-01 00:00:00", "2024-01-02 12:00:00", None, "2025-01-01 00:00:00", "1999-12-31 23:59:59", "2024-06-01 01:02:03"],
    ),
    "z": (
        "TIMESTAMPTZ",
        ["2024-01-01 00:00:00+00:00", "2024-01-02 12:00:00+00:00", None, "2025-01-01 00:00:00+00:00", "1999-12-31 23:59:59+00:00", "2024-06-01 01:02:03+00:00"],
    ),
    "d": ("DECIMAL(9,2)", ["1.50", "2.00", None, "3.25", "-1.00", "0.00"]),
    "x y": ("BIGINT", ["1", "2", "3", "4", "5", "6"]),
}

FROM_TEXT = {
    "BIGINT": int,
    "DOUBLE": float,
    "VARCHAR": str,
    "BOOLEAN": lambda text: text == "true",
    "TIMESTAMP": datetime.datetime.fromisoformat,
    "TIMESTAMPTZ": datetime.datetime.fromisoformat,
    "DECIMAL(9,2)": decimal.Decimal,
}

PANDAS = r'''
i > 2
i >= 2
i == "1"
i != "1"
i > "1"
i in ["1"]
i in [1, "a"]
i in (1, 2)
i not in [1]
i == [1, 2]
i != [1, 2]
i == 9007199254740993
i == 9007199254740992
i > 9223372036854775808
i == 1e0
i == True
i in [True]
i in [1.0, 2.5]
i in [1, None]
i in []
i not in []
i == None
i > None
i > -1
i == -5
i == - 5
f > 1
f >= 1.5
f == 0.1
f != 1.5
f == inf
f == "inf"
not f > 1
~(f > 1)
f in [1.5]
f not in [1.5]
f in [1.5, None]
f in ["1.5"]
f > "1"
f == f
f != f
f != None
f.isnull()
f.isna() and i > 1
f.notnull()
f.notna()
~f.isnull()
not f.isnull()
s == "a"
s != "a"
s == 'it\'s'
s == "it's"
s == "é"
s == "\u00e9"
s == "\x61"
s == ""
s in ["a", "é"]
s not in ["a"]
s in ["a", None]
s not in ["a", None]
s == '1'
s > "a"
s >= "a"
s < 5
not s == "a"
s == None
s != None
s == s
"a" == s
b
~b
not b
b == True
b != True
b == 1
b > 0
b == "True"
b > "a"
b in [True]
b in [1]
o == True
o != True
o in [True, None]
o not in [True]
b & o
b and i > 1
t > "2024-01-02"
t >= "2024-01-02 12:00:00"
t >= "2024-01-02T12:00:00"
t == "2024-01-01"
t != "2024-01-01"
t in ["2024-01-01", "2025-01-01"]
t not in ["2024-01-01"]
t in [5]
t == "abc"
t > 5
t == 5
t > "abc"
t > "2024-01-01T00:00:00+00:00"
t == "2024-01-01T00:00:00+00:00"
t > "2024-01-02T12:00:00Z"
"2024-01-02" < t
t == None
t.notnull() and t < "2024-06-01"
z > "2024-01-02"
z == "2024-01-01"
z != "2024-01-01"
z > "2024-01-02T00:00:00+00:00"
z in ["2024-01-01T00:00:00+00:00"]
z == "2024-01-01T01:00:00+01:00"
d > 1.5
d == 1.5
d == 2
d != 2
d in [1.5]
d > "1"
`x y` > 2
`x y` in [1, 2] and i > 1
1 < i < 4
1 < i <= 3 < f
i > 1 < 3
i == i == i
i > 1 & i < 4
i!=1 & i!=3
i > 1 | s == "a"
(i > 1) & (i < 4) | (s == "a")
i > 1 and i < 4 or s == "a"
i > 1 and (b or s == "a") and not f > 0
not (i > 2 or f.isnull())
not i > 2 or f.isnull()
not not i > 2
~~(i > 2)
i + 1 > 3
i * 2 > 5
i / 2 > 1
i % 3 == 1
i % -3 == -1
i // 2 == 1
i // 2 == -3
`x y` ** 2 > 4
-i < -2
-i ** 2 > 2
2 ** -`x y` < 0.1
i - 1 - 1 > 0
i > f
i == f
i != f
i == s
t > t
t == z
i.isin([1, 2])
~s.isin(["a"])
i.between(1, 2)
i not in [1] and True
i > 2 # the larger ones
((i > 2))
(i)>2
I > 2
nosuch > 2
i = 2
i <> 1
i && b
i > 2; i < 3
i is None
i is not None
i > 1 if b else 2
i in 1
i > @x
i > 2 and
i > (2
i in [1, 2
i > 2)
1 < 2
s + "x" == "ax"
s + 1 > 2
'''

GREAT_EXPECTATIONS = r'''
col("i") > 2
col("i") >= 2.5
col("i")==-5
col("i") == "1"
col("f") != 1.5
col("f").notnull()
col("f").notNull()
col("s") == "a"
col("s") == 'a'
col("s") != "a"
col("s") == a
col("s") == "it's"
col("t") > date("2024-01-02")
col("t") > date("2024-01-02T12:00:00")
col("x y") > 2
col("nosuch") > 2
col(i) > 2
i > 2
col('i') > 2
'''

JSON = [
    {"type": "comparison", "column": {"name": "i"}, "operator": ">", "parameter": 2},
    {"type": "comparison", "column": {"name": "s"}, "operator": "==", "parameter": "a"},
    {"type": "comparison", "column": {"name": "s"}, "operator": "!=", "parameter": "a"},
    {"type": "comparison", "column": {"name": "b"}, "operator": "==", "parameter": True},
    {"type": "comparison", "column": {"name": "i"}, "operator": "IN", "parameter": [1, 2]},
    {"type": "comparison", "column": {"name": "i"}, "operator": "NOT_IN", "parameter": [1, 2.5]},
    {"type": "comparison", "column": {"name": "i"}, "operator": "IN", "parameter": []},
    {"type": "comparison", "column": {"name": "i"}, "operator": "IN", "parameter": [1, "a"]},
    {"type": "comparison", "column": {"name": "i"}, "operator": "IN", "parameter": "a"},
    {"type": "comparison", "column": {"name": "i"}, "operator": "==", "parameter": [1, 2]},
    {"type": "comparison", "column": {"name": "i"}, "operator": "==", "parameter": None},
    {"type": "comparison", "column": {"name": "i"}, "operator": "=", "parameter": 1},
    {"type": "comparison", "column": {"name": "x y"}, "operator": "<=", "parameter": 2},
    {"type": "comparison", "column": {"name": "t"}, "operator": ">", "parameter": "2024-01-02"},
    {"type": "nullity", "column": {"name": "f"}, "is_null": True},
    {"type": "nullity", "column": {"name": "f"}, "is_null": False},
    {"type": "and", "conditions": [
        {"type": "comparison", "column": {"name": "i"}, "operator": ">", "parameter": 1},
        {"type": "nullity", "column": {"name": "f"}, "is_null": False},
    ]},
    {"type": "or", "conditions": [
        {"type": "comparison", "column": {"name": "i"}, "operator": "==", "parameter": 1},
        {"type": "and", "conditions": [
            {"type": "comparison", "column": {"name": "i"}, "operator": ">", "parameter": 2},
            {"type": "nullity", "column": {"name": "s"}, "is_null": False},
        ]},
    ]},
    {"type": "and", "conditions": [
        {"type": "or", "conditions": [{"type": "nullity", "column": {"name": "s"}, "is_null": False}]},
    ]},
    {"type": "or", "conditions": [
        {"type": "or", "conditions": [{"type": "nullity", "column": {"name": "s"}, "is_null": False}]},
    ]},
    {"type": "pass_through", "pass_through_filter": "i > 2 and s.notnull()"},
    {"type": "something"},
]


def kept(frame, condition, parser):
    engine = PandasExecutionEngine()
    try:
        if parser == "json":
            condition = validate_row_condition(deserialize_row_condition(condition))
        elif parser == "great_expectations":
            condition = _convert_string_to_condition(condition)
        else:
            condition = deserialize_row_condition({"type": "pass_through", "pass_through_filter": condition})
        return list(engine._apply_row_condition_filter(frame, condition, {}).index)
    except Exception:  # every kind of refusal is the same to the caller
        return "refused"


def lines(text):
    return [line for line in text.split("\n") if line]


def main():
    frame = pd.DataFrame(
        {
            name: pd.Series(
                [None if text is None else FROM_TEXT[type](text) for text in texts],
                dtype=object if type in ("BOOLEAN",) and None in texts else None,
            )
            for name, (type, texts) in COLUMNS.items()
        }
    )
    cases = [
        [parser, condition, kept(frame, condition, parser)]
        for parser, conditions in (
            ("pandas", lines(PANDAS)),
            ("great_expectations", lines(GREAT_EXPECTATIONS)),
            ("json", JSON),
        )
        for condition in conditions
    ]
    columns = [{"name": name, "type": type, "values": texts} for name, (type, texts) in COLUMNS.items()]
    FILE.write_text(
        '{\n"columns": [\n'
        + ",\n".join(json.dumps(column, ensure_ascii=False) for column in columns)
        + '\n],\n"cases": [\n'
        + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        + "\n]}\n"
    )


main()
