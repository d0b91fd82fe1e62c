"""python gx_checks.py SUITE DATA OUT [PARSER]: a suite with Great Expectations; writes a list of true and false in suite order.

A context in memory, one batch of a data frame that pandas has read, and results without examples: what its file assets add to that
costs time. PARSER is pandas' engine for CSV, c or pyarrow.
"""

import json
import sys

import great_expectations
import pandas

suite_path, data_path, out_path, *parser = sys.argv[1:]


def read(path):
    if path.endswith(".csv"):
        return pandas.read_csv(path, engine=parser[0] if parser else "c")
    return pandas.read_parquet(path)



with open(suite_path) as file:
    suite = json.load(file)

context = great_expectations.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("frame")
batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": read(data_path)})
expectations = [
    {**each, "meta": {"place": place}} for place, each in enumerate(suite["expectations"])
]
result = batch.validate(
    great_expectations.ExpectationSuite(suite["name"], expectations=expectations),
    result_format="BOOLEAN_ONLY",
)
verdicts = {each.expectation_config.meta["place"]: bool(each.success) for each in result.results}
with open(out_path, "w") as file:
    json.dump([verdicts[place] for place in range(len(expectations))], file)
