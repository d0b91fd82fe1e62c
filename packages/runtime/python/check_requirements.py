"""Tells which of the requirements in argv[1] (a JSON list) the Python that runs this file does not satisfy.

Prints ``{"missing": ["pandas>=2 (1.5.3 is installed)"], "sites": [folders that packages are installed into]}``.
Requirements are read by the package ``packaging``, by pip's copy of it where that is missing, and else by their name
and plain version bounds alone. Standard library only; the syntax is that of Python 3.9.
"""

from __future__ import annotations

import json
import os
import re
import sys
from importlib import metadata
from typing import Any, Optional

REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*([^;@]*)(;.*)?$")
BOUND = re.compile(r"^(==|!=|<=|>=|<|>|~=)\s*(\d+(?:\.\d+)*)(\.\*)?$")


def requirement_class() -> Optional[Any]:
    try:
        from packaging.requirements import Requirement

        return Requirement
    except ImportError:
        pass
    try:
        from pip._vendor.packaging.requirements import Requirement as PipRequirement

        return PipRequirement
    except ImportError:
        return None


def installed_version(name: str) -> Optional[str]:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def lacks(text: str, parse: Optional[Any]) -> Optional[str]:
    """Why a requirement is not satisfied, or None where it is, or does not apply to this Python."""
    if parse is None:
        return lacks_plainly(text)
    try:
        requirement = parse(text)
    except ValueError:
        return f"{text} (not readable as a requirement)"
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
        return None
    version = installed_version(requirement.name)
    if version is None:
        return f"{text} (not installed)"
    if requirement.specifier and not requirement.specifier.contains(version, prereleases=True):
        return f"{text} ({version} is installed)"
    return None


def lacks_plainly(text: str) -> Optional[str]:
    found = REQUIREMENT.match(text)
    if found is None:
        name = re.split(r"[\s\[@;(]", text.strip())[0]
        return None if installed_version(name) else f"{text} (not installed)"
    name, bounds, marker = found.group(1), found.group(2).strip(" ()"), found.group(3)
    version = installed_version(name)
    if version is None:
        # A marker cannot be judged here: the requirement may not apply, and then nothing is missing.
        return None if marker else f"{text} (not installed)"
    have = numbers(version)
    for bound in filter(None, (part.strip() for part in bounds.split(","))):
        parsed = BOUND.match(bound)
        if parsed is not None and not holds(have, parsed.group(1), numbers(parsed.group(2)), bool(parsed.group(3))):
            return f"{text} ({version} is installed)"
    return None


def numbers(version: str) -> list[int]:
    found = re.match(r"\d+(?:\.\d+)*", version)
    return [int(part) for part in found.group().split(".")] if found else []


def holds(have: list[int], operator: str, wanted: list[int], prefix: bool) -> bool:
    length = max(len(have), len(wanted))
    left = have + [0] * (length - len(have))
    right = wanted + [0] * (length - len(wanted))
    if operator in ("==", "!="):
        equal = left[: len(wanted)] == wanted if prefix else left == right
        return equal == (operator == "==")
    if operator == "~=":
        return left >= right and left[: len(wanted) - 1] == wanted[:-1]
    return {"<=": left <= right, ">=": left >= right, "<": left < right, ">": left > right}[operator]


def main() -> None:
    parse = requirement_class()
    missing = [problem for problem in (lacks(text, parse) for text in json.loads(sys.argv[1])) if problem]
    sites = [os.path.abspath(path) for path in sys.path if os.path.isdir(path)]
    print(json.dumps({"missing": missing, "sites": sites}))


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]
    main()
