"""Runs the unittest tests of a project and writes what became of them as JUnit XML.

Called as ``python run_unittest.py --junit FILE START [START ...]`` in the project's folder; each START is a folder that
tests are discovered in. Exits with 0 where all passed, 1 where some failed and 5 where there was none, as pytest does.

Standard library only; the syntax is that of Python 3.9.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import traceback
import unittest
from types import TracebackType
from typing import Any, Optional, Union
from xml.etree import ElementTree

ExcInfo = Union[tuple[type[BaseException], BaseException, TracebackType], tuple[None, None, None]]

# Characters that XML 1.0 does not allow. Source: XML 1.0, section 2.2.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class JUnitResult(unittest.TextTestResult):
    """Prints as unittest does, and keeps one entry a test."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases: list[dict[str, Any]] = []
        self.started = time.perf_counter()

    def startTest(self, test: unittest.TestCase) -> None:
        self.started = time.perf_counter()
        super().startTest(test)

    def keep(self, test: Any, outcome: str, message: str = "", text: str = "", place: Any = None) -> None:
        classname, name = names(test)
        self.cases.append(
            {
                "classname": classname,
                "name": name,
                "time": time.perf_counter() - self.started,
                "outcome": outcome,
                "message": message,
                "text": text,
                "place": place,
            }
        )

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.keep(test, "passed")

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addFailure(test, err)
        self.keep_error(test, "failure", err)

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        super().addError(test, err)
        self.keep_error(test, "error", err)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Optional[Any]) -> None:
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.keep_error(subtest, "failure" if issubclass(err[0], test.failureException) else "error", err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self.keep(test, "skipped", reason)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addExpectedFailure(test, err)
        self.keep(test, "passed")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        super().addUnexpectedSuccess(test)
        self.keep(test, "failure", "passed, and is marked as one that is expected to fail")

    def keep_error(self, test: Any, outcome: str, err: ExcInfo) -> None:
        kind, error, trace = err
        message = "".join(traceback.format_exception_only(kind, error)).strip() if kind else ""
        text = "".join(traceback.format_exception(kind, error, trace)) if kind else ""
        self.keep(test, outcome, message, text, place_of(trace))


def names(test: Any) -> tuple[str, str]:
    """Class and name of a test; of what stands for a module or a class that could not be set up too."""
    identity = test.id()
    found = re.match(r"^(setUp\w+|tearDown\w+) \((.*)\)$", identity)
    if found is not None:
        return found.group(2), found.group(1)
    if identity.startswith("unittest.loader._FailedTest."):
        return identity[len("unittest.loader._FailedTest.") :], "import"
    # The description of a part of a test may hold dots itself.
    head, space, part = identity.partition(" ")
    classname, _, name = head.rpartition(".")
    return classname, name + space + part


def place_of(trace: Optional[TracebackType]) -> Optional[tuple[str, int]]:
    """The innermost place in the project's own code."""
    here = os.path.abspath(os.getcwd()) + os.sep
    found = None
    for frame in traceback.extract_tb(trace) if trace else []:
        path = os.path.abspath(frame.filename)
        if path.startswith(here) and "site-packages" not in path:
            found = (os.path.relpath(path, here), frame.lineno or 0)
    return found


def write_junit(path: str, cases: list[dict[str, Any]]) -> None:
    count = {kind: sum(case["outcome"] == kind for case in cases) for kind in ("failure", "error", "skipped")}
    totals = {
        "tests": str(len(cases)),
        "failures": str(count["failure"]),
        "errors": str(count["error"]),
        "skipped": str(count["skipped"]),
        "time": f"{sum(case['time'] for case in cases):.3f}",
    }
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(root, "testsuite", {"name": "unittest", **totals})
    for case in cases:
        attributes = {key: clean(case[key]) for key in ("classname", "name")}
        attributes["time"] = f"{case['time']:.3f}"
        if case["place"] is not None:
            attributes["file"], attributes["line"] = clean(case["place"][0]), str(case["place"][1])
        element = ElementTree.SubElement(suite, "testcase", attributes)
        if case["outcome"] != "passed":
            inner = ElementTree.SubElement(element, case["outcome"], {"message": clean(case["message"])})
            inner.text = clean(case["text"])
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def clean(text: str) -> str:
    return NOT_XML.sub("", text)


def discover(start: str) -> unittest.TestSuite:
    """Tests below a folder; one that is a package is imported from the folder that holds it."""
    top = start
    while os.path.exists(os.path.join(top, "__init__.py")):
        top = os.path.dirname(os.path.abspath(top))
    # Each folder has a loader of its own, which remembers where it began.
    return unittest.TestLoader().discover(start, top_level_dir=top)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--junit", required=True)
    parser.add_argument("start", nargs="+")
    options = parser.parse_args()
    suite = unittest.TestSuite(discover(start) for start in options.start)
    result = unittest.TextTestRunner(resultclass=JUnitResult, verbosity=2).run(suite)
    assert isinstance(result, JUnitResult)
    write_junit(options.junit, result.cases)
    if not result.cases:
        return 5
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]
    sys.path.insert(0, os.getcwd())
    sys.exit(main())
