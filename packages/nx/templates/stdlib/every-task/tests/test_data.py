"""Tests of reading and preparing the data.

Run them with `python3 -m unittest discover tests`, or with pytest.
"""

import math
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from __pkg__.data import (
    LIMIT,
    TARGET,
    learn_statistics,
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
        missing = [
            number for number, row in enumerate(self.table) if row.get(TARGET) is None
        ]
        self.assertEqual(missing, [])

    def test_target_has_more_than_one_value(self) -> None:
        self.assertGreater(len({row[TARGET] for row in self.table}), 1)


class PreprocessFeaturesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.table = load_data(str(TRAIN_DATA))
        cls.features = preprocess_features(cls.table)

    def test_one_dict_of_features_per_row(self) -> None:
        self.assertEqual(len(self.features), len(self.table))
        self.assertEqual(
            {tuple(row) for row in self.features}, {tuple(self.features[0])}
        )

    def test_leaves_the_target_out(self) -> None:
        self.assertNotIn(TARGET, self.features[0])

    def test_no_nulls(self) -> None:
        for row in self.features:
            self.assertTrue(all(math.isfinite(value) for value in row.values()))

    def test_standardised_range(self) -> None:
        for name in self.features[0]:
            column = [row[name] for row in self.features]
            self.assertLessEqual(max(abs(value) for value in column), LIMIT)
            if "=" not in name and max(abs(value) for value in column) < LIMIT:
                self.assertAlmostEqual(sum(column) / len(column), 0.0, places=6)

    def test_missing_and_unknown_values_become_numbers(self) -> None:
        empty = dict.fromkeys(self.table[0])
        unknown = dict.fromkeys(self.table[0], "a value that no row has")
        statistics = learn_statistics(self.table)
        for row in preprocess_features([empty, unknown], statistics):
            self.assertTrue(all(math.isfinite(value) for value in row.values()))


if __name__ == "__main__":
    unittest.main()
