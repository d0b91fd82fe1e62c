"""Tests of reading and preparing the data.

Run them with `python3 -m unittest discover tests`, or with pytest.
"""

import sys
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from __pkg__.data import (
    LIMIT,
    TARGET,
    column_transformer,
    load_data,
    preprocess_features,
)

TRAIN_DATA = Path(__file__).resolve().parents[1] / "__train_data__"


class LoadDataTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.table = load_data(str(TRAIN_DATA))

    def test_has_rows(self) -> None:
        self.assertGreater(len(self.table), 1)

    def test_every_row_has_a_target(self) -> None:
        self.assertEqual(self.table.index[self.table[TARGET].isna()].tolist(), [])

    def test_target_has_more_than_one_value(self) -> None:
        self.assertGreater(self.table[TARGET].nunique(), 1)


class PreprocessFeaturesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.table = load_data(str(TRAIN_DATA))
        cls.features = preprocess_features(cls.table)
        cls.transformer = column_transformer(cls.features).fit(cls.features)

    def test_leaves_the_target_out(self) -> None:
        self.assertNotIn(TARGET, self.features.columns)
        self.assertEqual(len(self.features), len(self.table))

    def test_takes_a_table_without_the_target(self) -> None:
        pd.testing.assert_frame_equal(preprocess_features(self.features), self.features)

    def test_one_finite_row_of_numbers_per_row(self) -> None:
        inputs = self.transformer.transform(self.features)
        self.assertEqual(len(inputs), len(self.table))
        self.assertTrue(np.isfinite(inputs).all())
        self.assertLessEqual(np.abs(inputs).max(), LIMIT)

    def test_missing_and_unknown_values_become_numbers(self) -> None:
        columns = self.features.columns
        empty = dict.fromkeys(columns)
        unknown = dict.fromkeys(columns, "a value that no row has")
        inputs = self.transformer.transform(pd.DataFrame([empty, unknown]))
        self.assertTrue(np.isfinite(inputs).all())


if __name__ == "__main__":
    unittest.main()
