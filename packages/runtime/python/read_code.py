"""Tells what Python files define and import, without running any of them.

Called as ``python -I read_code.py`` with ``{"root": ..., "files": [...]}`` on standard input; prints a list with one
object per file. Standard library only; the syntax is that of Python 3.9.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from typing import Any, Iterator, Optional, Union

# Names that say that a value is what is to be predicted: y, y_train, target, labels_test.
TARGET_VALUE = re.compile(r"(y|targets?|labels?)(_(train|test|val|valid|eval|true|all))?", re.IGNORECASE)
# Names that say that a text is the name of that column: TARGET, target_col, LABEL_COLUMN.
TARGET_NAME = re.compile(r"(target|label)(_(col|column|name|field|feature))?", re.IGNORECASE)
ESTIMATOR = re.compile(r"\w*(Classifier|Regressor|Regression|SVC|SVR|NB)|Ridge|Lasso|ElasticNet")
OBJECTIVE = re.compile(r"(binary|multi|reg|multiclass|regression):?\w*")
FILE = re.compile(r"[^\s<>|:*?\"]+\.[A-Za-z][A-Za-z0-9]{1,9}")
# What the scope of code below ``if __name__ == "__main__":`` is called.
MAIN = "__main__"

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, Optional[str]]]:
    """Every node with the top-level function or class that it is in; None for what runs when the module is imported."""
    waiting: list[tuple[ast.AST, Optional[str]]] = [(node, None) for node in reversed(tree.body)]
    while waiting:
        node, scope = waiting.pop()
        yield node, scope
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = scope or node.name
        elif isinstance(node, ast.If) and scope is None and is_guard(node.test):
            waiting += [(child, None) for child in reversed(node.orelse)]
            waiting += [(child, MAIN) for child in reversed(node.body)]
            continue
        else:
            inner = scope
        waiting += [(child, inner) for child in reversed(list(ast.iter_child_nodes(node)))]


def is_guard(test: ast.AST) -> bool:
    """Whether a condition is false where a module is imported: that of a script, and that of type checkers."""
    text = ast.unparse(test)
    return bool(re.search(r"__name__ == ['\"]__main__['\"]", text)) or text.rpartition(".")[2] == "TYPE_CHECKING"


def import_of(node: ast.AST, scope: Optional[str]) -> list[dict[str, Any]]:
    if isinstance(node, ast.Import):
        return [
            {"module": alias.name, "level": 0, "names": [], "line": node.lineno, "scope": scope} for alias in node.names
        ]
    if isinstance(node, ast.ImportFrom):
        names = [alias.name for alias in node.names]
        module = node.module or ""
        return [{"module": module, "level": node.level, "names": names, "line": node.lineno, "scope": scope}]
    return []


def function_of(node: Function) -> dict[str, Any]:
    return {
        "name": node.name,
        "line": node.lineno,
        "params": list(params_of(node.args)),
        "returns": sorted(set(returned(node))),
        "decorated": len(node.decorator_list) > 0,
    }


def params_of(arguments: ast.arguments) -> Iterator[dict[str, Any]]:
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: list[Optional[ast.expr]] = [None] * (len(plain) - len(arguments.defaults))
    defaults += arguments.defaults
    for argument, default in zip(plain, defaults):
        yield param(argument, "positional", default, default is None)
    if arguments.vararg:
        yield param(arguments.vararg, "rest", None, False)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        yield param(argument, "keyword", default, default is None)
    if arguments.kwarg:
        yield param(arguments.kwarg, "keywords", None, False)


def param(argument: ast.arg, kind: str, default: Optional[ast.expr], required: bool) -> dict[str, Any]:
    shown = {} if default is None else {"default": ast.unparse(default)[:80]}
    return {"name": argument.arg, "kind": kind, "required": required, **shown}


def returned(node: Function) -> Iterator[int]:
    """How many values each return statement of a function gives: 2 for ``return a, b``, 1 for any other value."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(inner, ast.Return) and inner.value is not None:
            yield len(inner.value.elts) if isinstance(inner.value, ast.Tuple) else 1
        waiting += ast.iter_child_nodes(inner)


def value_of(node: ast.AST) -> Iterator[dict[str, Any]]:
    """Names that a module gives a value at its top level: the text, or what is called to make it."""
    for name, value in assignments(node):
        found: dict[str, Any] = {"name": name, "line": value.lineno}
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            found["text"] = value.value
        elif isinstance(value, ast.Call):
            found["call"] = ast.unparse(value.func).rpartition(".")[2]
        yield found


def assignments(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names and values of an assignment; ``a, b = 1, 2`` is two."""
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        places: list[ast.expr] = [node.target]
    elif isinstance(node, ast.Assign):
        places = node.targets
    else:
        return
    value = node.value
    assert value is not None
    for place in places:
        if isinstance(place, ast.Name):
            yield place.id, value
        elif isinstance(place, ast.Tuple) and isinstance(value, ast.Tuple) and len(place.elts) == len(value.elts):
            for inner, part in zip(place.elts, value.elts):
                if isinstance(inner, ast.Name):
                    yield inner.id, part


def columns_in(value: ast.AST) -> list[dict[str, str]]:
    """The columns that an expression takes out of a table: ``row["default"]``, ``df.pop(TARGET)``, ``df[["y"]]``."""
    found = []
    for node in ast.walk(value):
        named: Optional[ast.AST] = None
        if isinstance(node, ast.Subscript):
            named = node.slice
            if isinstance(named, ast.List) and len(named.elts) == 1:
                named = named.elts[0]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("pop", "get"):
            named = node.args[0] if node.args else None
        column = text_or_name(named)
        if column is not None and column not in found:
            found.append(column)
    return found


def text_or_name(node: Optional[ast.AST]) -> Optional[dict[str, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {"text": node.value}
    if isinstance(node, ast.Name):
        return {"name": node.id}
    return {"name": node.attr} if isinstance(node, ast.Attribute) else None


def targets_in(node: ast.AST, scope: Optional[str]) -> Iterator[dict[str, Any]]:
    """Where the code tells which column it learns to predict, the surest `how` first: named, taken, dropped."""
    for name, value in assignments(node):
        if TARGET_NAME.fullmatch(name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield {"text": value.value, "line": value.lineno, "how": "named"}
        elif TARGET_VALUE.fullmatch(name):
            columns = columns_in(value)
            if len(columns) == 1:
                yield {**columns[0], "line": value.lineno, "how": "taken"}
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
        columns = columns_in(node.value.elts[1])
        if len(columns) == 1:
            yield {**columns[0], "line": node.lineno, "how": "taken"}
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for found in params_of(node.args):
            default = found.get("default", "")
            if TARGET_NAME.fullmatch(found["name"]) and re.fullmatch(r"(['\"])[^'\"]+\1", default):
                yield {"text": default[1:-1], "line": node.lineno, "how": "named"}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "drop":
        named = next((keyword.value for keyword in node.keywords if keyword.arg == "columns"), None)
        named = named or (node.args[0] if node.args else None)
        if isinstance(named, (ast.List, ast.Tuple)) and len(named.elts) == 1:
            named = named.elts[0]
        column = text_or_name(named)
        if column is not None:
            yield {**column, "line": node.lineno, "how": "dropped"}


def read(root: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = {"path": path, "imports": [], "functions": [], "values": [], "targets": []}
    found.update(files=[], estimators=[])
    try:
        with open(os.path.join(root, path), "rb") as file:
            tree = ast.parse(file.read(), filename=path)
    except SyntaxError as error:
        return {**found, "error": {"line": error.lineno or 1, "message": error.msg}}
    except (OSError, ValueError, RecursionError) as error:
        return {**found, "error": {"line": 1, "message": str(error)}}
    for node, scope in scopes(tree):
        found["imports"] += import_of(node, scope)
        found["targets"] += targets_in(node, scope)
        if scope is None:
            found["values"] += value_of(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and scope is None and node in tree.body:
            found["functions"].append(function_of(node))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if FILE.fullmatch(node.value):
                found["files"].append({"text": node.value, "line": node.lineno, "scope": scope})
            elif OBJECTIVE.fullmatch(node.value):
                found["estimators"].append(node.value)
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if ESTIMATOR.fullmatch(name):
            found["estimators"].append(name)
    found["estimators"] = sorted(set(found["estimators"]))
    return found


def main() -> None:
    request = json.load(sys.stdin.buffer)
    print(json.dumps([read(request["root"], path) for path in request["files"]]))


if __name__ == "__main__":
    main()
