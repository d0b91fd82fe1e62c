"""Golden answers for expectations about figures, quantiles, sets and distributions of a column and about the shape of a
table: what Great Expectations' pandas engine says.

    python -m venv gx && gx/bin/pip install great_expectations==1.24.1 'pandas<3' pyarrow
    gx/bin/python tools/golden/column_figures.py

Writes packages/expectations/src/testing/golden/figures.jsonl.gz, over the tables of expectation_values.py.
"""
import datetime
import decimal
import gzip
import json
import math

import numpy as np
import pandas as pd
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from expectation_values import FOLDER, TABLES, batch, frame

C = "expect_column_"
COLUMNS = {
    "every_type": "whole gaps float plain single price flag maybe text digits iso day moment instant clock raw list struct constant lone no_text no_number".split(),
    "no_rows": "whole plain flag text day moment instant list".split(),
    "spread": "outlier skewed fence money endless word flag maybe moment up_gaps".split(),
}
RANGES = [
    {},
    {"min_value": 0},
    {"min_value": 2, "max_value": 2},
    {"min_value": 2, "strict_min": True},
    {"max_value": 2, "strict_max": True},
    {"min_value": 3, "max_value": 1},
    {"min_value": "2"},
    {"max_value": "x"},
    {"min_value": "2024-01-02"},
    {"min_value": "2024-01-02T10:00:00"},
    {"max_value": "2024-01-02T10:00:00", "strict_max": True},
    {"min_value": "2024-01-02T10:00:00+00:00"},
]
SETS = [
    [1],
    [2, "a", True],
    [1, 2, 3, 5, -5, 9007199254740993, 0, 0.5, 0.1, 2.0, 7],
    ["a", "B", "1", "2024-01-01"],
    ["2024-01-01", "2024-01-02", "2023-12-31"],
    ["2024-01-01T00:00:00", "2024-01-02 10:00", "2023-12-31T23:59:59.5"],
    ["2024-01-01T00:00:00+00:00", "2024-01-02T11:00:00+01:00", "2023-12-31T23:59:59.5Z"],
    [True, False],
    [None, 1],
    [7, 7.0, 7],
    [],
]
QUANTILES = [0, 0.05, 0.25, 0.29, 0.5, 0.75, 0.95, 1]
RANKS = {"quantiles": QUANTILES, "value_ranges": [[0, 12]] * len(QUANTILES)}
BINS = {"bins": [0, 1, 2, 5], "weights": [0.3, 0.3, 0.4]}
OPEN = {"bins": [-math.inf, 1, 2, math.inf], "weights": [0.3, 0.3, 0.4]}
TAILS = {"bins": [0, 5, 12], "weights": [0.3, 0.5], "tail_weights": [0.1, 0.1]}
NUMBERS = {"values": [1, 2, 7], "weights": [0.5, 0.25, 0.25]}
WORDS = {"values": ["a", "B", "x"], "weights": [0.5, 0.25, 0.25]}
FLAGS = {"values": [True, False], "weights": [0.5, 0.5]}
PARTITIONS = [
    {"partition_object": BINS, "threshold": 0.5},
    {"partition_object": BINS, "threshold": 0.5, "tail_weight_holdout": 0.1, "internal_weight_holdout": 0.1},
    {"partition_object": OPEN, "threshold": 0.5},
    {"partition_object": OPEN, "threshold": 0.5, "tail_weight_holdout": 0.1},
    {"partition_object": {"bins": [-math.inf, 1, 4], "weights": [0.5, 0.5]}, "threshold": 1, "tail_weight_holdout": 0.2},
    {"partition_object": {"bins": [0, 1, math.inf], "weights": [0.5, 0.5]}, "threshold": 1, "tail_weight_holdout": 0.2},
    {"partition_object": {"bins": [0, 1, math.inf], "weights": [0.5, 0.4], "tail_weights": [0.1, 0]}, "threshold": 1},
    {"partition_object": TAILS, "threshold": 1},
    {"partition_object": TAILS, "threshold": 1, "tail_weight_holdout": 0.1},
    {"partition_object": {"bins": [0, 1, 2, 9], "weights": [0.5, 0, 0.5]}, "threshold": 9, "internal_weight_holdout": 0.1, "tail_weight_holdout": 0.1},
    {"partition_object": NUMBERS, "threshold": 0.1},
    {"partition_object": NUMBERS, "threshold": 3, "tail_weight_holdout": 0.1},
    {"partition_object": NUMBERS, "threshold": 3, "internal_weight_holdout": 0.1},
    {"partition_object": WORDS, "threshold": 3, "tail_weight_holdout": 0.1},
    {"partition_object": FLAGS, "threshold": 3, "tail_weight_holdout": 0.1},
    {"partition_object": BINS, "threshold": 0.5, "bucketize_data": False},
    {"partition_object": BINS},
    {"partition_object": None, "threshold": 0.5},
    {"partition_object": None, "threshold": 0.5, "bucketize_data": False},
    {"partition_object": None, "threshold": 0.5, "tail_weight_holdout": 0.1},
    {"partition_object": {"bins": [0, 2, 1], "weights": [0.5, 0.5]}, "threshold": 1},
    {"partition_object": {"bins": [0, 1, 2], "weights": [0.5, 0.4]}, "threshold": 1},
    {"partition_object": {"bins": [0, 1, 2], "weights": [1]}, "threshold": 1},
    {"partition_object": {"values": [1, 1], "weights": [0.5, 0.5]}, "threshold": 1},
    {"partition_object": NUMBERS, "threshold": -1},
]


def each(table, kind, columns, many):
    return [(table, C + kind, {"column": column, **kwargs}) for column in columns for kwargs in many]


def cases():
    for table, columns in COLUMNS.items():
        some = RANGES if table != "spread" else RANGES[:2]
        for kind in ("min", "max", "sum", "mean", "median", "stdev"):
            yield from each(table, f"{kind}_to_be_between", columns, some)
        for kind in ("unique_value_count", "proportion_of_unique_values", "proportion_of_non_null_values"):
            yield from each(table, f"{kind}_to_be_between", columns, some[:9])
        sets = [{"value_set": values} for values in SETS] + [{}, {"value_set": None}, {"value_set": "ab"}]
        for kind in ("distinct_values_to_be_in_set", "distinct_values_to_contain_set", "distinct_values_to_equal_set"):
            yield from each(table, kind, columns, sets)
        yield from each(table, "most_common_value_to_be_in_set", columns, sets + [{"value_set": values, "ties_okay": True} for values in SETS[:9]])
        methods = [{}] + [{"allow_relative_error": method} for method in ("linear", "lower", "higher", "midpoint", "nearest", "other", True)]
        numeric = [name for name in columns if name not in ("flag", "maybe", "float", "endless", "price", "money")]
        yield from each(table, "quantile_values_to_be_between", numeric, [{"quantile_ranges": RANKS, **method} for method in methods])
        yield from each(table, "quantile_values_to_be_between", columns, [{"quantile_ranges": RANKS}])
        yield from each(table, "quantile_values_to_be_between", columns[:3], [{"quantile_ranges": ranges} for ranges in (
            {"quantiles": [0.5], "value_ranges": [[None, None]]},
            {"quantiles": [0.5], "value_ranges": [[None, 1]]},
            {"quantiles": [0.5], "value_ranges": [[2.0001, 3]]},
            {"quantiles": [0.5], "value_ranges": [[2.0003, 3]]},
            {"quantiles": [1.5], "value_ranges": [[1, 2]]},
            {"quantiles": [0.5], "value_ranges": [[1]]},
            {"quantiles": [0.5], "value_ranges": [[1, 2], [3, 4]]},
            {"quantiles": ["x"], "value_ranges": [[1, 2]]},
            {"quantiles": [0.5], "value_ranges": [["a", "b"]]},
            {"quantiles": [0.9, 0.1], "value_ranges": [[1, 5], [1, 2]]},
            {"quantiles": [], "value_ranges": []},
        )])
        yield from each(table, "kl_divergence_to_be_less_than", columns, PARTITIONS)
    T = "expect_table_"
    names = list(TABLES["spread"])
    for kind, many in {
        "column_count_to_equal": [{"value": value} for value in (17, 18, "17", -1, "x", None)],
        "row_count_to_equal": [{"value": value} for value in (20, 18, "20", -1, "x", None)],
        "column_count_to_be_between": [{}, {"min_value": 17, "max_value": 17}, {"min_value": 18}, {"min_value": 9, "max_value": 1}, {"max_value": 16.5}, {"min_value": "x"}, {"min_value": "2024-01-01"}, {"strict_min": True}],
        "row_count_to_be_between": [{}, {"min_value": 20, "max_value": 20}, {"min_value": 21}, {"min_value": 9, "max_value": 1}, {"min_value": 20, "strict_min": True}, {"min_value": "x"}, {"min_value": "2024-01-01"}],
        "columns_to_match_ordered_list": [{}, {"column_list": names}, {"column_list": names[::-1]}, {"column_list": names[:3]}, {"column_list": names + ["z"]}, {"column_list": []}, {"column_list": None}, {"column_list": "abc"}],
        "columns_to_match_set": [{}, {"column_set": names[::-1]}, {"column_set": names[:3]}, {"column_set": names[:3], "exact_match": False}, {"column_set": names + ["z"], "exact_match": False}, {"column_set": []}, {"column_set": names[:3], "exact_match": None}],
    }.items():
        yield from (("spread", T + kind, kwargs) for kwargs in many)
    for kwargs in ({"column": "even"}, {"column": "EVEN"}, {"column": "no"}, {"column": "outlier", "column_index": 1}, {"column": "outlier", "column_index": 0}, {"column": "outlier", "column_index": 5}, {"column": "outlier", "column_index": 99}, {"column": "dip", "column_index": -1}, {"column": "even", "column_index": "x"}, {"column": ""}, {}):
        yield ("spread", "expect_column_to_exist", kwargs)


def plain(value):
    """Numbers, texts, booleans, null, lists and objects; infinities as texts and NaN as null, times by their ISO text."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        value = float(value)
        return None if math.isnan(value) else value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"
    if value is None or value is pd.NaT or isinstance(value, str):
        return None if value is pd.NaT else value
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, np.datetime64):
        return pd.Timestamp(value).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode()
    return repr(value)


def sendable(value):
    """Kwargs as a suite file holds them."""
    if isinstance(value, dict):
        return {key: sendable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [sendable(each) for each in value]
    if isinstance(value, float) and math.isinf(value):
        return {"$float": str(value)}
    return value


def answer(data, kind, kwargs):
    try:
        found = data.validate(ExpectationConfiguration(type=kind, kwargs=dict(kwargs)).to_domain_obj(), result_format="COMPLETE")
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"[:100].replace("\n", " ")}
    info = found.exception_info or {}
    raised = info.get("raised_exception")
    if raised is None:
        raised = any(isinstance(v, dict) and v.get("raised_exception") for v in info.values())
    if raised:
        why = info.get("exception_message") or "; ".join(str(v.get("exception_message")) for v in info.values() if isinstance(v, dict))
        return {"raised": str(why)[:100].replace("\n", " ")}
    keys = ("observed_value", "unexpected_count", "missing_count", "partial_unexpected_list", "details")
    return {"success": bool(found.success), "result": {key: plain(found.result[key]) for key in keys if key in found.result}}


def main():
    frames = {name: batch(f"figures_{name}", frame(columns)) for name, columns in TABLES.items()}
    answers = [{"table": table, "type": kind, "kwargs": sendable(kwargs), **answer(frames[table], kind, kwargs)} for table, kind, kwargs in cases()]
    with gzip.GzipFile(FOLDER / "figures.jsonl.gz", "wb", mtime=0) as file:
        file.write("".join(json.dumps(each) + "\n" for each in answers).encode())
    print(len(answers), sum("raised" in each for each in answers), "raised")


if __name__ == "__main__":
    main()
