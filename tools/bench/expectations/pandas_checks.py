"""python pandas_checks.py SUITE DATA OUT: the checks of a suite as a person writes them in pandas; writes a list of true and false."""

import json
import sys

import pandas

suite_path, data_path, out_path = sys.argv[1:]
read = pandas.read_csv if data_path.endswith(".csv") else pandas.read_parquet
table = read(data_path)


def within(value, low, high):
    return (low is None or value >= low) and (high is None or value <= high)


def met(type, kwargs):
    if type == "expect_table_columns_to_match_set":
        return set(table.columns) == set(kwargs["column_set"])
    if type == "expect_table_column_count_to_equal":
        return len(table.columns) == kwargs["value"]
    if type == "expect_table_row_count_to_be_between":
        return within(len(table), kwargs["min_value"], kwargs["max_value"])
    column = table[kwargs["column"]]
    mostly = kwargs.get("mostly", 1)
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if type == "expect_column_values_to_be_in_type_list":
        return str(column.dtype) in kwargs["type_list"]
    if type == "expect_column_values_to_be_between":
        present = column.dropna()
        return bool(present.between(low, high).mean() >= mostly)
    if type == "expect_column_values_to_not_be_null":
        return bool(column.notna().mean() >= mostly)
    if type == "expect_column_values_to_be_in_set":
        return bool(column.dropna().isin(kwargs["value_set"]).mean() >= mostly)
    if type == "expect_column_values_to_be_unique":
        return not column.dropna().duplicated(keep=False).any()
    if type == "expect_column_mean_to_be_between":
        return bool(within(column.mean(), low, high))
    if type == "expect_column_median_to_be_between":
        return bool(within(column.median(), low, high))
    if type == "expect_column_stdev_to_be_between":
        return bool(within(column.std(), low, high))
    raise ValueError(type)


with open(suite_path) as file:
    suite = json.load(file)
verdicts = [met(each["type"], each["kwargs"]) for each in suite["expectations"]]
with open(out_path, "w") as file:
    json.dump(verdicts, file)
