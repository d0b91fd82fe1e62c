"""Golden answers for expectations about texts: what Great Expectations' pandas engine says, and its SQLite engine about LIKE.

    gx/bin/python tools/golden/text_values.py     # as for expectation_values.py

Writes packages/expectations/src/testing/golden/{text-tables,texts,likes}.json.
"""
import os
import tempfile

from expectation_values import EVERY_TYPE, NO_ROWS, answer, batch, context, frame, write

TEXTS = {
    "text": ("VARCHAR", ["abc", "Abc", "", " abc", "abc\n", "a1", "é", "🙂x", None, "foo bar", "a%b", "a_b"]),
    "code": ("VARCHAR", ["AB-1234", "ab-1234", "AB-123", "AB-12345", "AB-1234\n", "XAB-1234", None, "", "ÄB-1234", "AB-١٢٣٤", "AB_1234", "AB-1234 "]),
    "when": ("VARCHAR", ["2024-01-31", "2024-2-9", "2024-02-30", "31/01/2024", "Jan 31 2024", "10:30", "nope", "", None, "20240131", "2024-01-31T10:30:00Z", "1e5"]),
    "json": ("VARCHAR", ['{"a": 1}', '{"a": "x"}', "[1, 2]", "1", "NaN", "null", None, '"x"', '{"b": 2}', "true", "[]", '{"a": 1.0, "a": 2}']),
    "broken": ("VARCHAR", ['{"a": 1}', "{", "", None, "abc", "1", "01", "'x'", "[1,]", "\ufeff1", "Infinity", '"\\ud800"']),
    "number": ("DOUBLE", ["1", "1.5", "1e-05", "1e16", "123456789.125", "inf", "nan", "-0.0", "0.1", "1e22", "100", "5e-324"]),
    "single": ("FLOAT", ["1", "1.5", "1e-05", "16777216", "123456.78", "inf", "nan", "0.1", "1e10", "999999", "1000000", "0.0001"]),
    "dates": ("TIMESTAMP", ["2024-01-31T00:00:00", "2024-02-01T00:00:00", None] * 4),
    "seconds": ("TIMESTAMP", ["2024-01-31T00:00:00", "2024-02-01T10:30:00", None] * 4),
    "millis": ("TIMESTAMP", ["2024-01-31T00:00:00", "2024-02-01T10:30:00.500", None] * 4),
    "micros": ("TIMESTAMP", ["2024-01-31T00:00:00.000005", "2024-02-01T10:30:00.500", None] * 4),
    "utc": ("TIMESTAMPTZ", ["2024-01-31T00:00:00+00:00", "2024-02-01T10:30:00.5+00:00", None] * 4),
    "clock": ("TIME", ["10:30:00", "10:30:00.5", None] * 4),
    "bytes": ("BLOB", ["abc", '{"a": 1}', "é", "a\\b", None, "it's \"q\"", "\n", "2024-01-31", "", "1", "[", "\\x41"]),
    "whole": ("BIGINT", ["1", "10", "100", "-1", "2024", "20240131", "9007199254740993", "0", "7", "12", "123", "1234"]),
    "gaps": ("BIGINT", ["1", "10", "100", "-1", None, "20240131", "9007199254740993", "0", "7", "12", "123", "1234"]),
    "money": ("DECIMAL(9,2)", ["1.50", "0.00", "-2.25", None] * 3),
    "flag": ("BOOLEAN", ["true", "false"] * 6),
    "maybe": ("BOOLEAN", ["true", "false", None] * 4),
    "day": ("DATE", ["2024-01-31", "0099-01-01", None] * 4),
}
TABLES = {"texts": TEXTS, "every_type": EVERY_TYPE, "no_rows": NO_ROWS}


def all_of(kind, *kwargs, tables=("texts", "every_type", "no_rows")):
    return [
        (table, kind, {"column": column, **more})
        for table in tables
        for column, (type, _) in TABLES[table].items()
        if type not in ("BIGINT[]", "STRUCT(a BIGINT)")
        for more in kwargs
    ]


def of(columns, kind, *kwargs):
    return [("texts", kind, {"column": column, **more}) for column in columns for more in kwargs]


V = "expect_column_values_to_"
LENGTHS = "expect_column_value_lengths_to_"
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
CASES = (
    all_of(LENGTHS + "be_between", {"min_value": 2, "max_value": 4}, {"min_value": 3}, {"max_value": 10, "strict_max": True})
    + of(["text", "whole"], LENGTHS + "be_between", {"min_value": 3, "max_value": 3}, {"min_value": 3, "max_value": 4, "strict_min": True}, {"min_value": 3, "max_value": 4, "strict_min": True, "strict_max": True}, {"min_value": 5, "max_value": 2}, {}, {"min_value": None, "max_value": None}, {"min_value": "3"}, {"min_value": "x"}, {"min_value": 3.7}, {"min_value": "3.5"}, {"max_value": 4, "mostly": 0.5}, {"min_value": 0, "mostly": 2}, {"min_value": [1]}, {"min_value": -1}, {"min_value": 3, "strict_min": None})
    + all_of(LENGTHS + "equal", {"value": 3}, {"value": 10})
    + of(["text"], LENGTHS + "equal", {"value": 3.0}, {"value": 3.5}, {"value": "3"}, {"value": "x"}, {}, {"value": None}, {"value": 3, "mostly": 0.2}, {"value": -1})
    + all_of(V + "match_regex", {"regex": "^\\d"}, {"regex": "0$"}, {"regex": "^[A-Z]"}, {"regex": "\\."}, {"regex": ":"}, {"regex": "(?<=0)1"})
    + of(["text", "code"], V + "match_regex", {"regex": "^[A-Z]{2}-\\d{4}$"}, {"regex": "^[A-Z]{2}-\\d{4}\\Z"}, {"regex": "(?i)^ab"}, {"regex": "\\bab"}, {"regex": "a.c"}, {"regex": "^...$"}, {"regex": "\\s"}, {"regex": "(a)(b)"}, {"regex": "(.)\\1"}, {"regex": ""}, {"regex": "("}, {"regex": "a", "mostly": 0.5}, {"regex": 1}, {"regex": None}, {"regex": ["a"]}, {}, {"regex": "^(?!.*b)"}, {"regex": "[^\\W\\d_]"}, {"regex": "\\w+$"}, {"regex": "é|🙂"})
    + all_of(V + "not_match_regex", {"regex": "^\\d"}, {"regex": "[.]0$"})
    + of(["text", "code"], V + "not_match_regex", {"regex": "\\bab"}, {"regex": ""}, {"regex": "b$", "mostly": 0.5}, {"regex": "("})
    + all_of(V + "match_regex_list", {"regex_list": ["^1", "0$"]}, {"regex_list": ["1", "0"], "match_on": "all"}, tables=("texts",))
    + of(["text"], V + "match_regex_list", {"regex_list": ["^a", "c$"]}, {"regex_list": ["^a", "c$"], "match_on": "any"}, {"regex_list": ["^a", "c$"], "match_on": "all"}, {"regex_list": ["^a", "\\bb"], "match_on": "all"}, {"regex_list": ["a"], "match_on": "none"}, {"regex_list": ["a"], "match_on": None}, {"regex_list": []}, {"regex_list": "ab"}, {"regex_list": None}, {}, {"regex_list": ["a", "("]}, {"regex_list": [1]}, {"regex_list": ["^a"], "mostly": 0.5})
    + all_of(V + "not_match_regex_list", {"regex_list": ["^1", "0$"]}, tables=("texts",))
    + of(["text"], V + "not_match_regex_list", {"regex_list": ["^a", "c$"]}, {"regex_list": ["zzz"]}, {"regex_list": []}, {"regex_list": "ab"}, {"regex_list": ["a"], "match_on": "any"}, {"regex_list": ["(?=x)", "\\bb"]})
    + all_of(V + "match_strftime_format", {"strftime_format": "%Y-%m-%d"})
    + of(["when"], V + "match_strftime_format", {"strftime_format": "%d/%m/%Y"}, {"strftime_format": "%D"}, {"strftime_format": "%Y%m%d"}, {"strftime_format": "%b %d %Y"}, {"strftime_format": "%H:%M"}, {"strftime_format": ""}, {"strftime_format": None}, {"strftime_format": 5}, {}, {"strftime_format": "%Y-%m-%d", "mostly": 0.1}, {"strftime_format": "%"}, {"strftime_format": "%Y %Y"}, {"strftime_format": "%G"})
    + all_of(V + "be_dateutil_parseable", {}, {"mostly": 0.1})
    + all_of(V + "be_json_parseable", {}, {"mostly": 0.1})
    + all_of(V + "match_json_schema", {"json_schema": SCHEMA})
    + of(["json", "broken"], V + "match_json_schema", {"json_schema": {}}, {"json_schema": {"type": "number"}}, {"json_schema": {"type": "strin"}}, {"json_schema": SCHEMA, "mostly": 0.1}, {"json_schema": "{}"}, {"json_schema": None}, {}, {"json_schema": []}, {"json_schema": True})
)

LIKE_COLUMNS = ["text", "code", "when", "number", "whole", "flag", "maybe"]
LIKES = (
    of(LIKE_COLUMNS, V + "match_like_pattern", {"like_pattern": "a%"}, {"like_pattern": "1%"}, {"like_pattern": "%.0"}, {"like_pattern": "_"})
    + of(["text", "code"], V + "match_like_pattern", {"like_pattern": "A__"}, {"like_pattern": ""}, {"like_pattern": "%"}, {"like_pattern": "[a]%"}, {"like_pattern": "a\\%b"}, {"like_pattern": "a!%b", "escape": "!"}, {"like_pattern": "a!_b", "escape": "!"}, {"like_pattern": "a!", "escape": "!"}, {"like_pattern": "a%", "escape": "ab"}, {"like_pattern": "a%", "escape": ""}, {"like_pattern": "a%", "mostly": 0.5}, {"like_pattern": None}, {"like_pattern": 1}, {}, {"like_pattern": "É"}, {"like_pattern": "é"}, {"like_pattern": "_x"}, {"like_pattern": "abc_"}, {"like_pattern": "ab-1234%"})
    + of(LIKE_COLUMNS, V + "not_match_like_pattern", {"like_pattern": "a%"}, {"like_pattern": "1%"})
    + of(["text"], V + "not_match_like_pattern", {"like_pattern": "a!%b", "escape": "!"}, {"like_pattern": "%", "mostly": 0.0}, {"like_pattern": "a%", "mostly": 0.3})
    + of(["text", "code"], V + "match_like_pattern_list", {"like_pattern_list": ["a%", "%c"]}, {"like_pattern_list": ["a%", "%c"], "match_on": "any"}, {"like_pattern_list": ["a%", "%c"], "match_on": "all"}, {"like_pattern_list": ["a%"], "match_on": "none"}, {"like_pattern_list": []}, {"like_pattern_list": "a%"}, {"like_pattern_list": None}, {}, {"like_pattern_list": ["a!%b", "f%"], "escape": "!"}, {"like_pattern_list": ["a%"], "mostly": 0.3}, {"like_pattern_list": ["a%"], "match_on": None})
    + of(["text", "code"], V + "not_match_like_pattern_list", {"like_pattern_list": ["a%", "%r"]}, {"like_pattern_list": ["z%"]}, {"like_pattern_list": []}, {"like_pattern_list": ["a!%b"], "escape": "!"})
)


def sqlite_batch(columns):
    from sqlalchemy import create_engine

    path = os.path.join(tempfile.mkdtemp(), "golden.db")
    frame({name: columns[name] for name in LIKE_COLUMNS}).to_sql("texts", create_engine(f"sqlite:///{path}"), index=False)
    source = context.data_sources.add_sqlite("s", connection_string=f"sqlite:///{path}")
    return source.add_table_asset("texts", table_name="texts").add_batch_definition_whole_table("b").get_batch()


def answered(cases, batches):
    return [{"table": table, "type": kind, "kwargs": kwargs, **answer(batches[table], kind, kwargs)} for table, kind, kwargs in cases]


if __name__ == "__main__":
    write("text-tables", {name: {column: {"type": kind, "values": values} for column, (kind, values) in columns.items()} for name, columns in TABLES.items()})
    answers = answered(CASES, {name: batch("t_" + name, frame(columns)) for name, columns in TABLES.items()})
    write("texts", answers)
    print("texts", len(answers), sum("raised" in each for each in answers), flush=True)
    likes = answered(LIKES, {"texts": sqlite_batch(TEXTS)})
    for each in likes:
        # SQL tables have no order.
        each.pop("rows", None)
    write("likes", likes)
    print("likes", len(likes), sum("raised" in each for each in likes))
