"""Writes the golden values that the tests of packages/gates compare with.

The oracles are scikit-learn and numpy. Run it from anywhere, with an interpreter that has both:

    python3 -m venv /tmp/golden-venv
    /tmp/golden-venv/bin/pip install scikit-learn numpy scipy
    /tmp/golden-venv/bin/python tools/golden/make_golden.py

Seeds are fixed, so a second run with the same versions writes the same files. NaN is written as null.
"""

import base64
import io
import json
import math
import pathlib
import sys
import warnings

try:
    import numpy as np
    import sklearn
    from sklearn import metrics
except ImportError as error:
    sys.exit(
        f"make_golden.py needs scikit-learn (with numpy and scipy): {error}.\n"
        "  python3 -m venv /tmp/golden-venv\n"
        "  /tmp/golden-venv/bin/pip install scikit-learn numpy scipy\n"
        "  /tmp/golden-venv/bin/python tools/golden/make_golden.py"
    )

TARGET = pathlib.Path(__file__).resolve().parents[2] / "packages" / "gates" / "src" / "golden"
warnings.simplefilter("ignore")


def number(value):
    return float(value) if math.isfinite(value) else None


def area(truth, scores, positive):
    """One class against the rest; scikit-learn gives NaN where the truth has one class only."""
    return metrics.roc_auc_score((truth == positive).astype(int), scores)


# -- classification ---------------------------------------------------------------------------------------------


def binary_case(name, truth, probabilities, predictions=None, positive=1):
    """`probabilities`: of the positive class, or both columns in the order of the classes 0 and 1."""
    truth = np.asarray(truth, dtype=int)
    probabilities = np.asarray(probabilities, dtype=float)
    if probabilities.ndim == 1:
        columns = np.empty((len(truth), 2))
        columns[:, positive] = probabilities
        columns[:, 1 - positive] = 1 - probabilities
    else:
        columns = probabilities
    if predictions is None:
        predictions = columns.argmax(axis=1)
    predictions = np.asarray(predictions, dtype=int)
    common = {"pos_label": positive, "zero_division": 0, "labels": [0, 1]}
    return {
        "name": name,
        "input": {
            "task": "binary-classification",
            "classes": [0, 1],
            "positive": positive,
            "truth": truth.tolist(),
            "predictions": predictions.tolist(),
            "probabilities": {"shape": list(columns.shape), "data": columns.ravel().tolist()},
        },
        "expected": {
            "accuracy": number(metrics.accuracy_score(truth, predictions)),
            "precision": number(metrics.precision_score(truth, predictions, **common)),
            "recall": number(metrics.recall_score(truth, predictions, **common)),
            "f1": number(metrics.f1_score(truth, predictions, **common)),
            "roc_auc": number(area(truth, columns[:, positive], positive)),
            "log_loss": number(metrics.log_loss(truth, columns, labels=[0, 1])),
        },
    }


def binary_cases(random):
    def scored(rows, share=0.5, noise=1.0):
        truth = (random.random(rows) < share).astype(int)
        return truth, np.round(1 / (1 + np.exp(-(2 * truth - 1 + noise * random.normal(size=rows)))), 6)

    yield binary_case("separable with noise", *scored(60))
    yield binary_case("no signal", (random.random(50) < 0.5), np.round(random.random(50), 6))
    truth, scores = scored(80, noise=2.0)
    yield binary_case("many ties", truth, np.round(scores, 1))
    yield binary_case("two distinct scores", truth, np.where(scores > 0.5, 0.75, 0.25))
    yield binary_case("positive class 0", *scored(40), positive=0)
    yield binary_case("rare positives", *scored(120, share=0.05))
    truth, scores = scored(30)
    yield binary_case("constant predictions of the positive class", truth, np.full(30, 0.5), np.ones(30))
    yield binary_case("constant predictions of the other class", truth, np.full(30, 0.5), np.zeros(30))
    yield binary_case("all rows positive", np.ones(12), np.round(random.random(12), 6))
    yield binary_case("all rows negative", np.zeros(12), np.round(random.random(12), 6))
    yield binary_case("all negative and predicted so", np.zeros(5), [0.1, 0.2, 0.3, 0.2, 0.1])
    yield binary_case("certain and right", [0, 1, 1, 0], [0.0, 1.0, 1.0, 0.0])
    yield binary_case("certain and wrong", [0, 1, 1, 0], [1.0, 0.0, 0.0, 1.0])
    tiny = [1e-320, 2.0**-53, 2.0**-52, 2.0**-51, 1e-9, 1 - 2.0**-53, 1 - 2.0**-52, 1.0, 0.0, 0.5]
    yield binary_case("extreme probabilities", [1, 0, 1, 0, 1, 0, 1, 0, 1, 0], tiny)
    yield binary_case("one row", [1], [0.8])
    yield binary_case(
        "rows that do not sum to 1", [0, 1, 1, 0, 1], [[0.5, 0.1], [0.3, 0.3], [0.1, 0.6], [0.9, 0.4], [0.7, 0.2]]
    )
    truth, scores = scored(40)
    yield binary_case("threshold of its own", truth, scores, (scores > 0.3))


def multiclass_case(name, truth, probabilities, predictions=None):
    truth = np.asarray(truth, dtype=int)
    probabilities = np.asarray(probabilities, dtype=float)
    labels = list(range(probabilities.shape[1]))
    predictions = probabilities.argmax(axis=1) if predictions is None else np.asarray(predictions, dtype=int)
    common = {"average": "macro", "zero_division": 0}
    areas = [area(truth, probabilities[:, label], label) for label in labels]
    if len(labels) > 2 and np.allclose(probabilities.sum(axis=1), 1):
        theirs = metrics.roc_auc_score(truth, probabilities, multi_class="ovr", average="macro", labels=labels)
        assert np.isclose(theirs, np.mean(areas), rtol=1e-12, atol=0, equal_nan=True), name
    return {
        "name": name,
        "input": {
            "task": "multiclass-classification",
            "classes": [f"class {label}" for label in labels],
            "truth": truth.tolist(),
            "predictions": predictions.tolist(),
            "probabilities": {"shape": list(probabilities.shape), "data": probabilities.ravel().tolist()},
        },
        "expected": {
            "accuracy": number(metrics.accuracy_score(truth, predictions)),
            "precision": number(metrics.precision_score(truth, predictions, **common)),
            "recall": number(metrics.recall_score(truth, predictions, **common)),
            "f1": number(metrics.f1_score(truth, predictions, **common)),
            "roc_auc": number(np.mean(areas)),
            "log_loss": number(metrics.log_loss(truth, probabilities, labels=labels)),
        },
    }


def multiclass_cases(random):
    def scored(rows, shares, sharpness=2.0):
        truth = random.choice(len(shares), size=rows, p=shares)
        weights = np.exp(random.normal(size=(rows, len(shares))) + sharpness * np.eye(len(shares))[truth])
        return truth, weights / weights.sum(axis=1, keepdims=True)

    yield multiclass_case("three classes", *scored(60, [0.3, 0.3, 0.4]))
    yield multiclass_case("five uneven classes", *scored(90, [0.5, 0.25, 0.15, 0.06, 0.04]))
    truth, scores = scored(60, [0.2, 0.5, 0.3], sharpness=0.5)
    tied = np.round(scores * 4) + 1
    yield multiclass_case("many ties", truth, tied / tied.sum(axis=1, keepdims=True))
    yield multiclass_case("a class that is never predicted", truth, scores, np.where(truth == 2, 0, truth))
    yield multiclass_case("a class without rows that is predicted", [0, 1, 1, 0, 1], scored(5, [0.3, 0.3, 0.4])[1], [0, 1, 2, 2, 0])
    yield multiclass_case("a class without rows", [0, 1, 1, 0], scored(4, [0.3, 0.3, 0.4])[1], [0, 1, 0, 0])
    yield multiclass_case("constant predictions", truth, np.full((60, 3), 1 / 3), np.zeros(60))
    yield multiclass_case("one class only", np.full(6, 1), scored(6, [0.3, 0.3, 0.4])[1])
    yield multiclass_case("certain, one wrong", [0, 1, 2, 2], np.eye(3)[[0, 1, 2, 0]])
    yield multiclass_case("two classes", *scored(40, [0.5, 0.5]))
    yield multiclass_case("rows that do not sum to 1", truth, np.round(random.random((60, 3)), 4))


# -- regression -------------------------------------------------------------------------------------------------


def regression_case(name, truth, predictions):
    truth = np.asarray(truth, dtype=float)
    predictions = np.asarray(predictions, dtype=float)
    return {
        "name": name,
        "input": {"task": "regression", "truth": truth.tolist(), "predictions": predictions.tolist()},
        "expected": {
            "mae": number(metrics.mean_absolute_error(truth, predictions)),
            "rmse": number(metrics.root_mean_squared_error(truth, predictions)),
            "r2": number(metrics.r2_score(truth, predictions)),
        },
    }


def regression_cases(random):
    truth = np.round(random.normal(10, 3, 60), 6)
    yield regression_case("small errors", truth, np.round(truth + random.normal(0, 0.5, 60), 6))
    yield regression_case("no relation", truth, np.round(random.normal(10, 3, 60), 6))
    yield regression_case("all right", truth[:8], truth[:8])
    yield regression_case("the mean", truth, np.full(60, truth.mean()))
    yield regression_case("far off", truth, -truth)
    yield regression_case("constant predictions", truth, np.zeros(60))
    yield regression_case("constant truth, all right", [3.0] * 5, [3.0] * 5)
    yield regression_case("constant truth, not all right", [3.0] * 5, [3.0, 3.0, 2.0, 3.0, 4.5])
    yield regression_case("one row", [2.0], [1.5])
    yield regression_case("two rows", [1.0, 2.0], [1.5, 1.5])
    yield regression_case("far from zero", truth + 1e6, truth + 1e6 + random.normal(0, 1, 60))
    yield regression_case("tiny values", truth * 1e-9, truth * 1e-9 + random.normal(0, 1e-10, 60))
    yield regression_case("heavy tails", random.standard_cauchy(40), random.standard_cauchy(40))
    yield regression_case("whole numbers", random.integers(0, 9, 30), random.integers(0, 9, 30))


# -- quantiles and .npy files -------------------------------------------------------------------------------------


def quantile_cases(random):
    lists = {
        "one value": [0.25],
        "two values": [3.0, 1.0],
        "ties": [1.0, 2.0, 2.0, 2.0, 5.0],
        "a hundred": np.round(random.exponential(0.01, 100), 9).tolist(),
        "an odd number": np.round(random.exponential(0.01, 59), 9).tolist(),
    }
    for name, values in lists.items():
        yield {
            "name": name,
            "values": values,
            "expected": {str(q): float(np.quantile(values, q)) for q in (0, 0.05, 0.5, 0.95, 0.99, 1)},
        }


def saved(array, version=None, allow_pickle=False):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version, allow_pickle=allow_pickle)
    return base64.b64encode(buffer.getvalue()).decode()


def npy_cases():
    grid = np.arange(6).reshape(2, 3)
    arrays = {
        "<f8": (grid / 7).astype("<f8"),
        "<f4": (grid / 7).astype("<f4"),
        "<i8": (grid - 3).astype("<i8"),
        "<i4": (grid - 3).astype("<i4"),
        "|b1": grid % 2 == 0,
        "|u1": (grid * 50).astype("|u1"),
        "a vector": np.array([1.5, -0.0, np.pi]),
        "a scalar": np.array(2.5),
        "no rows": np.zeros((0, 3)),
        "a slice with gaps": np.arange(20.0).reshape(4, 5)[:, ::2],
    }
    for name, array in arrays.items():
        flat = np.ascontiguousarray(array).astype(float).ravel().tolist()
        yield {"name": name, "base64": saved(array), "shape": list(array.shape), "data": flat}
    for version in ((1, 0), (2, 0), (3, 0)):
        yield {
            "name": f"version {version[0]}",
            "base64": saved(np.array([1.0, 2.0]), version),
            "shape": [2],
            "data": [1.0, 2.0],
        }


def refused_npy():
    return {
        "objects": saved(np.array([1, "a", None], dtype=object), allow_pickle=True),
        "texts": saved(np.array(["a", "bc"])),
        "fortran": saved(np.asfortranarray(np.arange(6.0).reshape(2, 3))),
        "big_endian": saved(np.array([1.0, 2.0], dtype=">f8")),
        "records": saved(np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")])),
        "half": saved(np.array([1.0], dtype="<f2")),
    }


def write(name, content):
    path = TARGET / f"{name}.json"
    path.write_text(json.dumps({"made_with": VERSIONS, **content}, allow_nan=False, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


VERSIONS = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}

if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    write("binary", {"cases": list(binary_cases(np.random.default_rng(1)))})
    write("multiclass", {"cases": list(multiclass_cases(np.random.default_rng(2)))})
    write("regression", {"cases": list(regression_cases(np.random.default_rng(3)))})
    write("quantiles", {"cases": list(quantile_cases(np.random.default_rng(4)))})
    write("npy", {"cases": list(npy_cases()), "refused": refused_npy()})
