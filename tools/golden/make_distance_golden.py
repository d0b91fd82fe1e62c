"""Writes the golden values of distances and special functions that the tests of packages/gates compare with.

The oracles are scipy and numpy. Run it from anywhere, with an interpreter that has both:

    python3 -m venv /tmp/golden-venv
    /tmp/golden-venv/bin/pip install numpy scipy
    /tmp/golden-venv/bin/python tools/golden/make_distance_golden.py

Seeds are fixed, so a second run with the same versions writes the same file. NaN is written as null.
"""

import json
import math
import pathlib
import sys
import warnings

try:
    import numpy as np
    import scipy
    from scipy import integrate, special, stats
    from scipy.spatial import distance
except ImportError as error:
    sys.exit(
        f"make_distance_golden.py needs scipy (with numpy): {error}.\n"
        "  python3 -m venv /tmp/golden-venv\n"
        "  /tmp/golden-venv/bin/pip install numpy scipy\n"
        "  /tmp/golden-venv/bin/python tools/golden/make_distance_golden.py"
    )

TARGET = pathlib.Path(__file__).resolve().parents[2] / "packages" / "gates" / "src" / "golden" / "distances.json"
warnings.simplefilter("ignore")


def number(value):
    return float(value) if math.isfinite(value) else None


def sample_cases(random):
    def case(name, reference, current):
        reference, current = np.asarray(reference, dtype=float), np.asarray(current, dtype=float)
        deviation = np.std(reference)
        exact = stats.ks_2samp(reference, current, method="exact")
        asymptotic = stats.ks_2samp(reference, current, method="asymp")
        return {
            "name": name,
            "reference": reference.tolist(),
            "current": current.tolist(),
            "expected": {
                "ks": number(exact.statistic),
                "ks_exact": number(exact.pvalue),
                "ks_asymptotic": number(asymptotic.pvalue),
                "wasserstein": number(stats.wasserstein_distance(reference, current) / deviation) if deviation else None,
                "mean_shift": number((current.mean() - reference.mean()) / deviation) if deviation else None,
            },
        }

    normal = lambda rows, mean=0.0, scale=1.0: np.round(random.normal(mean, scale, rows), 6)
    yield case("the same values", normal_60 := normal(60), normal_60)
    yield case("the same distribution", normal(80), normal(60))
    yield case("shifted by half a deviation", normal(80), normal(90, 0.5))
    yield case("far apart", normal(30), normal(30, 100))
    yield case("wider", normal(100), normal(100, 0, 3))
    yield case("whole numbers with ties", random.integers(0, 5, 70), random.integers(1, 6, 50))
    yield case("0 and 1", random.random(120) < 0.5, random.random(70) < 0.7)
    yield case("one value each", [1.0], [2.0])
    yield case("one against many", [0.3], normal(40))
    yield case("a constant reference", np.full(9, 3.0), normal(9))
    yield case("sizes without a common divisor", normal(97), normal(89, 0.3))
    yield case("sizes with a common divisor", normal(96), normal(64, 0.3))
    yield case("heavy tails", np.round(random.standard_cauchy(60), 6), np.round(random.standard_cauchy(50), 6))
    yield case("negative and large", normal(40) * 1e9 - 1e10, normal(50) * 1e9 - 1e10)


def count_cases(random):
    def case(name, reference, current):
        reference, current = np.asarray(reference, dtype=float), np.asarray(current, dtype=float)
        p, q = ((counts + 0.5) / (counts + 0.5).sum() for counts in (reference, current))
        edges = np.cumsum(np.concatenate([[-3.0], 0.5 + np.arange(len(reference)) % 3]))
        shares = [counts / counts.sum() for counts in (reference, current)]
        heights = [np.concatenate([[0.0], np.cumsum(share)]) for share in shares]

        def gap(x):
            return abs(np.interp(x, edges, heights[0]) - np.interp(x, edges, heights[1]))

        # Between its zeros and the edges the gap is a line, which the trapezoid rule integrates exactly.
        differences = heights[0] - heights[1]
        knots = list(edges)
        for left, right, a, b in zip(edges, edges[1:], differences, differences[1:]):
            if a * b < 0:
                knots.append(left + (right - left) * a / (a - b))
        knots = np.sort(knots)
        return {
            "name": name,
            "reference": reference.astype(int).tolist(),
            "current": current.astype(int).tolist(),
            "edges": edges.tolist(),
            "expected": {
                # The sum of both relative entropies: scipy's own terms.
                "psi": number(stats.entropy(p, q) + stats.entropy(q, p)),
                "jensen_shannon": number(distance.jensenshannon(reference, current, 2)),
                "l_infinity": number(distance.chebyshev(*shares)),
                "wasserstein_of_bins": number(integrate.trapezoid(gap(knots), knots)),
            },
        }

    yield case("equal", [10, 20, 30], [10, 20, 30])
    yield case("equal shares of other sizes", [10, 20, 30], [1, 2, 3])
    yield case("an empty bin now", [10, 20, 30, 5], [12, 0, 40, 3])
    yield case("an empty bin before", [10, 0, 30, 5], [12, 7, 40, 3])
    yield case("nothing in common", [10, 0], [0, 7])
    yield case("one bin", [10], [7])
    yield case("large counts", [10_000_000, 20_000_000, 1], [10_100_000, 19_000_000, 7])
    yield case("twenty bins", random.integers(0, 100, 20), random.integers(0, 100, 20))
    yield case("ten bins, close", (counts := random.integers(500, 600, 10)), counts + random.integers(-9, 9, 10))


def p_value_cases():
    """Sizes and statistics, without the samples."""
    for n, m, d in [
        (200, 300, 0.05),
        (200, 300, 0.1),
        (5000, 4999, 0.02),
        (10_000, 10_000, 0.01),
        (10_000, 10_000, 0.03),
        (3000, 1500, 0.031),
        (1000, 7, 0.4),
        (2, 3, 2 / 3),
    ]:
        lcm = np.lcm(n, m)
        yield {"reference": n, "current": m, "statistic": round(d * lcm) / lcm, **p_values(n, m, round(d * lcm) / lcm)}


def p_values(n, m, d):
    """ks_2samp computes its p-value from sizes and statistic: samples that have this statistic."""
    from scipy.stats import _stats_py

    g = math.gcd(n, m)
    _success, _d, exact = _stats_py._attempt_exact_2kssamp(n, m, g, d, "two-sided")
    return {"exact": number(exact)}


def tails():
    for n in (1, 2, 10, 50, 140, 141, 500, 3000, 99_999, 200_000, 5_000_000):
        for z in (0.1, 0.3, 0.5, 0.7, 0.9, 1.2, 1.5, 2.0, 3.0, 5.0):
            d = z / math.sqrt(n)
            if d < 1.2:
                yield {"n": n, "d": d, "expected": number(stats.kstwo.sf(d, n))}


def special_cases():
    shapes = (0.05, 0.5, 1, 1.5, 4.5, 9.5, 24.5, 100, 999.5)
    for a in shapes:
        for x in (1e-8, 0.01, 0.5, 1, 3, 10, 30, 110, 1000, 1100):
            yield {"name": "gammainc", "args": [a, x], "expected": number(special.gammainc(a, x))}
            yield {"name": "gammaincc", "args": [a, x], "expected": number(special.gammaincc(a, x))}
        for p in (1e-6, 0.01, 0.3, 0.5, 0.9, 0.99, 0.999, 0.999999):
            yield {"name": "gammaincinv", "args": [a, p], "expected": number(special.gammaincinv(a, p))}
    for degrees in (1, 2, 3, 9, 19, 49, 99, 999):
        for p in (0.001, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999):
            yield {"name": "chi2.ppf", "args": [p, degrees], "expected": number(stats.chi2.ppf(p, degrees))}
    for p in (1e-6, 0.001, 0.025, 0.3, 0.5, 0.7, 0.975, 0.9995, 0.999999):
        yield {"name": "norm.ppf", "args": [p], "expected": number(stats.norm.ppf(p))}
    for x in (0.1, 0.5, 1, 2, 3.5, 9.9, 10, 25, 1000.5):
        yield {"name": "gammaln", "args": [x], "expected": number(special.gammaln(x))}
    for successes, rows in ((0, 10), (10, 10), (7, 10), (399, 400), (1, 1), (99_990, 100_000)):
        bounds = stats.binomtest(successes, rows).proportion_ci(0.95, method="wilson")
        yield {"name": "wilson.low", "args": [successes, rows], "expected": number(bounds.low)}
        yield {"name": "wilson.high", "args": [successes, rows], "expected": number(bounds.high)}


if __name__ == "__main__":
    content = {
        "made_with": {"numpy": np.__version__, "scipy": scipy.__version__},
        "samples": list(sample_cases(np.random.default_rng(1))),
        "counts": list(count_cases(np.random.default_rng(2))),
        "p_values": list(p_value_cases()),
        "tails": list(tails()),
        "special": list(special_cases()),
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(content, allow_nan=False, separators=(",", ":")) + "\n")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
