"""Tests of the runner's pure functions; run by runner.spec.ts."""

import ast
import math
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python"))
import check_requirements as check  # noqa: E402
import modelgate_runner as runner  # noqa: E402


class Syntax(unittest.TestCase):
    def test_is_that_of_python_3_9(self):
        for module in (runner, check):
            with open(module.__file__, encoding="utf-8") as file:
                ast.parse(file.read(), feature_version=(3, 9))


class Split(unittest.TestCase):
    LABELS = ["a"] * 40 + ["b"] * 10 + ["c"] * 2 + ["d"]

    def test_keeps_every_class_on_both_sides_and_every_row_once(self):
        kept, held_out = runner.split_rows(self.LABELS, 0.2, 7)
        self.assertEqual(sorted(kept + held_out), list(range(53)))
        counts = {label: sum(self.LABELS[row] == label for row in held_out) for label in "abcd"}
        self.assertEqual(counts, {"a": 8, "b": 2, "c": 1, "d": 0})

    def test_depends_on_the_seed_alone(self):
        # A figure that must not change: old evaluation sets would become other ones.
        self.assertEqual(runner.split_rows([None] * 10, 0.3, 7)[1], [1, 3, 8])
        self.assertEqual(runner.split_rows(self.LABELS, 0.2, 7), runner.split_rows(self.LABELS, 0.2, 7))
        self.assertNotEqual(runner.split_rows(self.LABELS, 0.2, 7), runner.split_rows(self.LABELS, 0.2, 8))

    def test_takes_labels_of_all_types(self):
        kept, held_out = runner.split_rows([1, "1", True, None, 0.5] * 4, 0.5, 1)
        self.assertEqual(len(kept) + len(held_out), 20)


class Sample(unittest.TestCase):
    def test_has_the_size_and_every_class(self):
        labels = [0] * 990 + [1] * 10
        rows = runner.sample_rows(labels, 100, 7)
        self.assertEqual(len(rows), 100)
        self.assertEqual(rows, sorted(set(rows)))
        self.assertGreaterEqual(sum(labels[row] for row in rows), 2)

    def test_is_everything_of_a_small_file(self):
        self.assertEqual(runner.sample_rows([0, 1, 0], 100, 7), [0, 1, 2])

    def test_grows_where_there_are_more_classes_than_rows(self):
        rows = runner.sample_rows(list(range(50)) * 3, 10, 7)
        self.assertEqual({row % 50 for row in rows}, set(range(50)))


class Values(unittest.TestCase):
    def test_labels(self):
        for value, label in ((1.0, 1), (0.5, 0.5), (True, True), ("a", "a"), (float("nan"), None), (None, None), ([1], None)):
            self.assertEqual(runner.as_label(value), label)

    def test_order_of_labels(self):
        self.assertEqual(runner.sorted_labels(["b", 10, "a", 9.5, 2]), [2, 9.5, 10, "a", "b"])

    def test_missing_values(self):
        self.assertTrue(all(map(runner.is_missing, (None, float("nan"), "", "  "))))
        self.assertFalse(any(map(runner.is_missing, (0, False, "0", 0.0))))

    def test_positive_probability_of_one_dimension(self):
        self.assertEqual(runner.probability_columns([0.75, [0.25]], [0, 1], 1, "p"), [[0.25, 0.75], [0.75, 0.25]])
        self.assertEqual(runner.probability_columns([0.75], [0, 1], 0, "p"), [[0.75, 0.25]])

    def test_sameness(self):
        self.assertTrue(runner.same(([1, float("nan")], None), ([1, float("nan")], None)))
        self.assertFalse(runner.same([1], [1.0]))
        self.assertFalse(runner.same([1], [1, 1]))


class Spelling(unittest.TestCase):
    def test_of_a_parameter_that_is_not_taken(self):
        taken = ["epochs", "learning_rate"]
        hints = {
            "lerning_rate": ' (did you mean "learning_rate"?)',
            "learningRate": ' (did you mean "learning_rate"?)',
            "sed": ' (did you mean "seed"?)',
            "epoch": ' (did you mean "epochs"?)',
            "rate": "",
            "momentum": "",
            "seed": "",
            "batch_size": "",
            "history": "",
        }
        self.assertEqual({name: runner.meant(name, taken) for name in hints}, hints)


class Npy(unittest.TestCase):
    def test_header_is_aligned_and_columns_can_be_added(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.npy")
            for shape in ((0,), (3,), (2, 2), (123456789, 0)):
                size = math.prod(shape)
                runner.write_npy(path, shape, [float(value) for value in range(size)])
                self.assertEqual((os.path.getsize(path) - size * 8) % 64, 0)
                self.assertEqual(runner.read_npy(path)[0], shape)
            runner.write_npy(path, (2, 2), [1, 2, 3, 4])
            runner.widen_columns(path, 3)
            self.assertEqual((runner.read_npy(path)[0], list(runner.read_npy(path)[1])), ((2, 3), [1, 2, 0, 3, 4, 0]))


class Requirements(unittest.TestCase):
    def test_without_a_parser_names_and_bounds_are_read(self):
        check.installed_version = {"have": "1.26.4"}.get
        for text in ("have", "have>=1.20,<2", "have[extra]~=1.26", "have==1.26.*", "have (>=1)", "gone; python_version < '3'"):
            self.assertIsNone(check.lacks_plainly(text), text)
        for text, problem in (
            ("gone>=1", "gone>=1 (not installed)"),
            ("have>=2", "have>=2 (1.26.4 is installed)"),
            ("have!=1.26.4", "have!=1.26.4 (1.26.4 is installed)"),
            ("gone @ https://example.org/x.whl", "gone @ https://example.org/x.whl (not installed)"),
        ):
            self.assertEqual(check.lacks_plainly(text), problem)


if __name__ == "__main__":
    unittest.main()
