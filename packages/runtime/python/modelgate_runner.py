"""Runs one stage of one model: reads a stage request, calls the model's entry points, writes a stage result.

Called as ``python modelgate_runner.py REQUEST.json``. Events go to file descriptor 3 as JSON lines, what the model
prints stays on standard output and error, and standard input is a lifeline: when it closes, whoever started this
process has gone, and it ends with everything that it has started. The process exits with 0 when it wrote a result,
also when that result tells of a failure.

Standard library only; the syntax is that of Python 3.9.
"""

from __future__ import annotations

import array
import csv
import difflib
import faulthandler
import gc
import importlib
import importlib.util
import inspect
import io
import json
import math
import os
import pickle
import platform
import queue
import random
import re
import shutil
import signal
import stat
import sys
import threading
import time
import traceback
import types
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, Callable, Optional, TypeVar, Union

RUNNER = os.path.abspath(__file__)
EVENT_FD = 3
TRACE_LINES = 24
TEXT_LIMIT = 2000
MAX_BATCHES = 64

Label = Union[str, int, float, bool]
T = TypeVar("T")

REQUIRED = ("load_data", "train")
CALLED_AS = {
    "load_data": "load_data(path)",
    "preprocess_features": "preprocess_features(table)",
    "train": "train_model(table, *, epochs, batch_size, seed, history, ...params)",
    "save_model": "save_model(model, dir)",
    "load_model": "load_model(dir)",
    "evaluate": "evaluate_model(model, table)",
    "predict": "predict(model, table)",
    "predict_proba": "predict_proba(model, table)",
    "api": "app",
}


class Failure(Exception):
    """Why the stage does not come to its end: a mistake that the user can mend."""

    def __init__(self, kind: str, message: str, entry: Optional[str] = None, **more: Any) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.entry = entry
        self.more = {key: value for key, value in more.items() if value is not None}

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": self.kind, "message": self.message, **self.more}
        if self.entry is not None:
            found["entry"] = self.entry
        return found


# ---------------------------------------------------------------- events and the lifeline


class Events:
    """The stream to whoever runs the stage. A reader that has gone is no error here: the lifeline ends the process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.notes: list[str] = []
        try:
            os.fstat(EVENT_FD)
            os.set_inheritable(EVENT_FD, False)
            self.open = True
        except OSError:
            self.open = False

    def emit(self, kind: str, **fields: Any) -> None:
        if not self.open:
            return
        line = json.dumps({"type": kind, **fields}, allow_nan=False) + "\n"
        data = memoryview(line.encode("utf-8"))
        with self.lock:
            try:
                while data:
                    data = data[os.write(EVENT_FD, data) :]
            except OSError:
                self.open = False

    def note(self, message: str) -> None:
        if message not in self.notes:
            self.notes.append(message)
            self.emit("note", message=message)

    def phase(self, name: str) -> None:
        self.emit("progress", phase=name, done=0)


class Lifeline:
    """Reads standard input in a thread: commands for the stage measure, and the end that means that nobody listens.

    Standard input itself becomes the null device, so that the model's code and its children cannot take a command.
    """

    def __init__(self, takes_commands: bool) -> None:
        self.commands: queue.SimpleQueue[Optional[bytes]] = queue.SimpleQueue()
        self.takes_commands = takes_commands
        self.busy = True
        try:
            mode = os.fstat(0).st_mode
        except OSError:
            mode = 0
        self.is_pipe = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
        if not (self.is_pipe or takes_commands):
            return
        self.fd = os.dup(0)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        threading.Thread(target=self._read, name="modelgate-lifeline", daemon=True).start()

    def _read(self) -> None:
        rest = b""
        while True:
            try:
                part = os.read(self.fd, 65536)
            except OSError:
                part = b""
            if not part:
                break
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                if self.takes_commands and line.strip():
                    self.commands.put(line)
        if self.takes_commands and not self.busy:
            self.commands.put(None)
            return
        end_everything()


def end_everything() -> None:
    """Ends this process now, and its children where it leads its process group. Nothing is cleaned up."""
    try:
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
    finally:
        os._exit(70)


# ---------------------------------------------------------------- what a stage read


class FileWatch:
    """Remembers which files of the project and its libraries were opened for reading, and which modules were imported.

    Files of a library are called ``.libraries/<name>/<path from its folder>``, which is also where train copies them.
    """

    SKIPPED = frozenset({".venv", "site-packages", "dist-packages", "node_modules", "__pycache__", ".git"})

    def __init__(self, root: str, libraries: Sequence[Mapping[str, Any]] = (), workspace: Optional[str] = None) -> None:
        self.root = os.path.realpath(root)
        self.workspace = workspace and os.path.realpath(workspace)
        self.places = [(self.root, ""), *((os.path.realpath(one["root"]), library_folder(one)) for one in libraries)]
        self.places.sort(key=lambda place: -len(place[0]))
        roots = [root, *(one["root"] for one in libraries), *(place for place, _ in self.places)]
        self.prefixes = tuple({self._prefix(folder) for folder in roots})
        self.read: set[str] = set()
        self.written: set[str] = set()
        self.excluded: list[str] = []
        self.data_files: set[str] = set()
        sys.addaudithook(self._hook)

    def _prefix(self, folder: str) -> str:
        return os.path.normcase(os.path.join(os.path.abspath(folder), ""))

    def exclude(self, *paths: Optional[str]) -> None:
        self.excluded += [os.path.normcase(os.path.realpath(path)) for path in paths if path]

    def exclude_files(self, paths: Sequence[str]) -> None:
        """Like `exclude`, for files of which there may be many."""
        self.data_files.update(os.path.normcase(os.path.realpath(path)) for path in paths)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event != "open":
            return
        try:
            path, _, flags = args
            if isinstance(path, int) or path is None:
                return
            name = os.path.abspath(os.fsdecode(path))
            if not os.path.normcase(name).startswith(self.prefixes):
                return
            flags = flags or 0
            writes = flags & (os.O_WRONLY | os.O_TRUNC) or (flags & os.O_CREAT and flags & os.O_EXCL)
            if writes:
                self.written.add(name)
            elif name not in self.written:
                self.read.add(name)
        except Exception:  # A hook that raises would break the model's own open().
            return

    def relative(self, path: str) -> Optional[str]:
        """What a file of the project or of a library is called, with forward slashes; None for every other file."""
        real = os.path.realpath(path)
        folded = os.path.normcase(real)
        place = next((place for place in self.places if folded.startswith(self._prefix(place[0]))), None)
        if place is None or not self._counts(real, place[0]):
            return None
        return place[1] + os.path.relpath(real, place[0]).replace(os.sep, "/")

    def _counts(self, real: str, root: str) -> bool:
        """Whether a file below `root` is somebody's code: not of this stage, of an environment or of installed packages."""
        folded = os.path.normcase(real)
        if folded == os.path.normcase(RUNNER) or folded in self.data_files:
            return False
        if any(folded == other or folded.startswith(os.path.join(other, "")) for other in self.excluded):
            return False
        environments = {os.path.normcase(os.path.join(os.path.realpath(sys.prefix), "")), self._prefix(sys.prefix)}
        inner = os.path.relpath(real, root).split(os.sep)
        return not folded.startswith(tuple(environments)) and not self.SKIPPED.intersection(inner)

    def path_of(self, name: str) -> str:
        """Where the file lies that `relative` calls so."""
        for root, prefix in self.places:
            if prefix and name.startswith(prefix):
                return os.path.join(root, name[len(prefix) :])
        return os.path.join(self.root, name)

    def foreign(self, path: str) -> Optional[str]:
        """The path from the project's folder of a file of the workspace that is neither the project's nor a library's."""
        real = os.path.realpath(path)
        base = self._prefix(os.path.realpath(sys.base_prefix))
        if self.workspace is None or not os.path.normcase(real).startswith(self._prefix(self.workspace)):
            return None
        if os.path.normcase(real).startswith(base) or not self._counts(real, self.workspace):
            return None
        return os.path.relpath(real, self.root).replace(os.sep, "/")

    def imported(self) -> list[str]:
        files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        modules = [file for file in files if isinstance(file, str) and file.endswith(".py")]
        # Some libraries make modules that name a file which is nowhere: torch.ops has `_ops.py`.
        modules = [file for file in modules if os.path.isabs(file) or os.path.isfile(file)]
        names = {self.relative(file) or self.foreign(file) for file in modules}
        return sorted(name for name in names if name is not None)

    def opened(self) -> list[str]:
        imported = set(self.imported())
        found = set()
        for path in list(self.read):
            name = self.relative(path)
            if name is not None and name not in imported and not name.endswith(".pyc") and os.path.isfile(path):
                found.add(name)
        return sorted(found)


def library_folder(library: Mapping[str, Any]) -> str:
    """The beginning of the names of a library's files."""
    return f".libraries/{library['name']}/"


# ---------------------------------------------------------------- exceptions of the model's code


def text_of(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        text = "(its text cannot be read)"
    name = type(error).__name__
    if isinstance(error, SystemExit):
        return f"it called sys.exit({'' if error.code is None else repr(error.code)})"
    return (f"{name}: {text}" if text else name)[:TEXT_LIMIT]


def is_model_frame(frame: traceback.FrameSummary) -> bool:
    """Whether a frame is of the model's code or its libraries, not of this file or the import of a module."""
    importing = os.path.dirname(importlib.__file__)
    file = os.path.abspath(frame.filename)
    return not (file == RUNNER or file.startswith(importing) or frame.filename.startswith("<frozen "))


def trace_of(error: BaseException, watch: FileWatch) -> dict[str, Any]:
    """The last frames of an exception without those of this file, and the last place in the project's own code."""
    found: dict[str, Any] = {}
    try:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_model_frame(frame)]
        lines: list[str] = []
        for frame in frames:
            inner = watch.relative(frame.filename)
            if inner is not None:
                found["file"], found["line"] = inner, frame.lineno or 1
            lines.append(f'File "{inner or frame.filename}", line {frame.lineno}, in {frame.name}')
            if frame.line:
                lines.append(f"  {frame.line.strip()[:200]}")
        if isinstance(error, SyntaxError) and error.filename and error.lineno:
            inner = watch.relative(error.filename)
            lines.append(f'File "{inner or error.filename}", line {error.lineno}')
            if error.text:
                lines.append(f"  {error.text.strip()[:200]}")
            if inner is not None:
                found["file"], found["line"] = inner, error.lineno
        if len(lines) > TRACE_LINES:
            lines = ["...", *lines[-TRACE_LINES:]]
        lines.append(text_of(error))
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is not None:
            lines.append(f"because of {text_of(cause)}")
        found["trace"] = "\n".join(lines)
    except Exception:  # Out of memory or at the recursion limit: the message alone has to do.
        pass
    return found


# ---------------------------------------------------------------- tables


class Table:
    """What all kinds of tables can do here. `raw` is what the model's own code gets."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def columns(self) -> list[str]:
        raise NotImplementedError

    def rows(self) -> int:
        return len(self.raw)

    def column(self, name: str) -> list[Any]:
        raise NotImplementedError

    def values(self, name: str) -> Any:
        """A column as the model's own code expects it."""
        return self.column(name)

    def take(self, indices: Sequence[int]) -> Table:
        raise NotImplementedError

    def without(self, name: str) -> Table:
        raise NotImplementedError

    def joined(self, name: str, values: list[Any]) -> Table:
        """With one more column."""
        raise NotImplementedError

    def copy(self) -> Any:
        raise NotImplementedError


class PandasTable(Table):
    def columns(self) -> list[str]:
        return [str(name) for name in self.raw.columns]

    def _key(self, name: str) -> Any:
        return next(key for key in self.raw.columns if str(key) == name)

    def column(self, name: str) -> list[Any]:
        found: list[Any] = self.raw[self._key(name)].tolist()
        return found

    def values(self, name: str) -> Any:
        return self.raw[self._key(name)].copy()

    def take(self, indices: Sequence[int]) -> Table:
        part = self.raw.iloc[list(indices)]
        # A plain row count would no longer begin at 0; an index that load_data set is data and stays.
        plain = type(self.raw.index).__name__ == "RangeIndex"
        return PandasTable(part.reset_index(drop=True) if plain else part)

    def without(self, name: str) -> Table:
        return PandasTable(self.raw.drop(columns=[self._key(name)]))

    def joined(self, name: str, values: list[Any]) -> Table:
        return PandasTable(self.raw.assign(**{name: values}))

    def copy(self) -> Any:
        return self.raw.copy()


class PolarsTable(Table):
    def columns(self) -> list[str]:
        return list(self.raw.columns)

    def column(self, name: str) -> list[Any]:
        found: list[Any] = self.raw.get_column(name).to_list()
        return found

    def values(self, name: str) -> Any:
        return self.raw.get_column(name)

    def take(self, indices: Sequence[int]) -> Table:
        return PolarsTable(self.raw[list(indices)])

    def without(self, name: str) -> Table:
        return PolarsTable(self.raw.drop(name))

    def joined(self, name: str, values: list[Any]) -> Table:
        return PolarsTable(self.raw.with_columns(sys.modules["polars"].Series(name, values)))

    def copy(self) -> Any:
        return self.raw.clone()


class RowsTable(Table):
    def columns(self) -> list[str]:
        return [str(name) for name in self.raw[0]] if len(self.raw) else []

    def column(self, name: str) -> list[Any]:
        found = []
        for number, row in enumerate(self.raw, start=1):
            if name not in row:
                raise Failure("data", f'row {number} has no column "{name}"')
            found.append(row[name])
        return found

    def take(self, indices: Sequence[int]) -> Table:
        return RowsTable([self.raw[index] for index in indices])

    def without(self, name: str) -> Table:
        return RowsTable([{key: value for key, value in row.items() if key != name} for row in self.raw])

    def joined(self, name: str, values: list[Any]) -> Table:
        return RowsTable([{**row, name: value} for row, value in zip(self.raw, values)])

    def copy(self) -> Any:
        return [dict(row) for row in self.raw]


def as_table(raw: Any, entry: str) -> Table:
    pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
    if pandas is not None and isinstance(raw, pandas.DataFrame):
        return PandasTable(raw)
    if polars is not None and isinstance(raw, polars.DataFrame):
        return PolarsTable(raw)
    if isinstance(raw, (list, tuple)) and all(isinstance(row, Mapping) for row in raw):
        return RowsTable(raw)
    hint = "; call .collect() on it" if polars is not None and isinstance(raw, polars.LazyFrame) else ""
    raise Failure(
        "wrong-type",
        f"expected a table (a pandas or polars DataFrame, or a list of dicts), got {described(raw)}{hint}",
        entry,
    )


def described(value: Any) -> str:
    name = type(value).__name__
    if value is None:
        return "None"
    if isinstance(value, (list, tuple)):
        inner = sorted({type(part).__name__ for part in value[:50]})
        return f"a {name} of {len(value)} ({', '.join(inner) or 'empty'})"
    if isinstance(value, (str, int, float, bool)):
        return f"{shown(value)} ({name})"
    return f"a {name}"


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


# ---------------------------------------------------------------- values


def plain(value: Any) -> Any:
    """A scalar of numpy or of a tensor library as a value of Python; everything else as it is."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    item = getattr(value, "item", None)
    if callable(item):
        try:
            value = item()
        except Exception:
            return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    for kind in (bool, int, float, str):
        if isinstance(value, kind) and type(value) is not kind:
            return kind(value)
    if type(value).__name__ == "Decimal":
        return float(value)
    return value


def is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, str):
        return value.strip() == ""
    return isinstance(value, float) and math.isnan(value)


def as_label(value: Any) -> Optional[Label]:
    """A class label, or None where the value can be none. 1.0 and 1 are one label."""
    value = plain(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value if isinstance(value, (str, int, bool)) else None


def as_number(value: Any) -> Optional[float]:
    """A number as float (NaN for a missing value), or None where the value is no number."""
    value = plain(value)
    if is_missing(value) and not isinstance(value, str):
        return math.nan
    if isinstance(value, (bool, int, float)):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    return None


def json_number(value: float) -> Optional[float]:
    return value if math.isfinite(value) else None


def label_order(label: Label) -> tuple[int, float, str]:
    return (1, 0.0, label) if isinstance(label, str) else (0, float(label), "")


def sorted_labels(labels: Iterable[Label]) -> list[Label]:
    return sorted(set(labels), key=label_order)


def listed(labels: Sequence[Any]) -> str:
    return ", ".join(shown(label) for label in labels[:10]) + (", ..." if len(labels) > 10 else "")


def closest(word: str, known: Sequence[str]) -> Optional[str]:
    folded = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), list(folded), n=1)
    return folded[found[0]] if found else None


def near(word: str, known: Sequence[str]) -> str:
    found = closest(word, known)
    return f'; did you mean "{found}"?' if found is not None else ""


def as_list(raw: Any, expected: str, entry: str) -> list[Any]:
    """What a predicting function gave, as a list with one value, or one list of values, per row."""
    if raw is None or isinstance(raw, (str, bytes, Mapping, int, float, bool)):
        raise Failure("wrong-type", f"expected {expected}, got {described(raw)}", entry)
    for method in ("detach", "cpu"):
        if "torch" in sys.modules and callable(getattr(raw, method, None)):
            raw = getattr(raw, method)()
    try:
        if callable(getattr(raw, "tolist", None)):
            found = raw.tolist()
        elif callable(getattr(raw, "to_list", None)):
            found = raw.to_list()
        elif callable(getattr(raw, "rows", None)):
            found = [list(row) for row in raw.rows()]
        elif callable(getattr(raw, "to_numpy", None)):
            found = raw.to_numpy().tolist()
        elif callable(getattr(raw, "numpy", None)):
            found = raw.numpy().tolist()
        else:
            found = list(raw)
    except Exception as error:
        raise Failure("wrong-type", f"expected {expected}, got {described(raw)} ({text_of(error)})", entry) from None
    if not isinstance(found, list):
        raise Failure("wrong-type", f"expected {expected}, got {described(raw)}", entry)
    return [as_row(row) for row in found]


def as_row(row: Any) -> Any:
    if isinstance(row, (str, bytes)) or row is None:
        return plain(row)
    if callable(getattr(row, "tolist", None)):
        row = row.tolist()
    if isinstance(row, (list, tuple)):
        return plain(row[0]) if len(row) == 1 else [plain(value) for value in row]
    return plain(row)


# ---------------------------------------------------------------- the model's code


class Entry:
    """An entry point that was found."""

    def __init__(self, name: str, target: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.target = target
        self.function = function


class Project:
    """Imports and calls the entry points of one model; every exception of its code becomes a Failure."""

    def __init__(self, request: Mapping[str, Any], events: Events, watch: FileWatch) -> None:
        self.root: str = request["root"]
        self.path = [os.path.normpath(os.path.join(self.root, inner)) for inner in request["path"]]
        for library in request.get("libraries") or []:
            self.path += [os.path.normpath(os.path.join(library["root"], inner)) for inner in library["path"]]
        self.targets: Mapping[str, str] = request["entry"]
        self.named = frozenset(request["named"])
        self.events = events
        self.watch = watch
        self.found: dict[str, Optional[Entry]] = {}
        sys.path[:0] = [folder for folder in self.path]

    def get(self, name: str) -> Entry:
        """An entry point that the stage cannot do without."""
        entry = self.find(name, required=True)
        assert entry is not None
        return entry

    def find(self, name: str, required: bool = False) -> Optional[Entry]:
        """An entry point; None where it is optional, conventional and absent."""
        if name not in self.found or (required and self.found[name] is None):
            self.found[name] = self._load(name, required or name in REQUIRED or name in self.named)
        return self.found[name]

    def _load(self, name: str, needed: bool) -> Optional[Entry]:
        target = self.targets.get(name, "")
        module_name, _, function_name = target.partition(":")
        if not function_name:
            if needed:
                raise self._missing(name, f'"{target}" is no entry point')
            return None
        module = self._import(name, target, module_name, needed)
        if module is None:
            return None
        value: Any = module
        for part in function_name.split("."):
            if not hasattr(value, part):
                if not needed:
                    return None
                functions = [key for key, other in vars(module).items() if inspect.isfunction(other)]
                raise self._missing(
                    name, f"{self._place(module)} has no function {function_name}{near(part, functions)}"
                )
            value = getattr(value, part)
        if not callable(value):
            raise Failure("wrong-type", f"expected a function, got {described(value)}", target)
        return Entry(name, target, value)

    def _import(self, name: str, target: str, module_name: str, needed: bool) -> Optional[types.ModuleType]:
        if not needed and not self._is_ours(module_name.partition(".")[0]):
            return None
        self.events.phase(f"import {module_name}")
        try:
            return importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            missing = error.name or ""
            if missing == module_name or module_name.startswith(missing + "."):
                if not needed:
                    return None
                places = ", ".join(os.path.relpath(folder, self.root).replace(os.sep, "/") for folder in self.path)
                raise self._missing(name, f"there is no module {missing} in {places}") from None
            raise self.failure(error, target, importing=module_name) from None
        except BaseException as error:
            raise self.failure(error, target, importing=module_name) from None

    def _is_ours(self, top: str) -> bool:
        """Whether a top-level module lies in the project, and is no library of that name."""
        try:
            spec = importlib.util.find_spec(top)
        except (ImportError, ValueError, AttributeError):
            return False
        if spec is None:
            return False
        places = [spec.origin] if spec.origin and spec.has_location else list(spec.submodule_search_locations or [])
        homes = [os.path.join(os.path.realpath(folder), "") for folder in self.path]
        return any(
            self.watch.relative(place) is not None or os.path.dirname(os.path.realpath(place)) + os.sep in homes
            for place in places
        )

    def _place(self, module: types.ModuleType) -> str:
        file = getattr(module, "__file__", None)
        return (file and self.watch.relative(file)) or module.__name__

    def _missing(self, name: str, what: str) -> Failure:
        return Failure(
            "missing-entry",
            f'{what}; it is called as {CALLED_AS[name]}. To use another function, write under entry: in model.yaml  '
            f'{name}: "module:function"',
            self.targets.get(name),
        )

    def failure(self, error: BaseException, entry: str, importing: Optional[str] = None) -> Failure:
        """What an exception of the model's code means."""
        if isinstance(error, Failure):
            return error
        trace = trace_of(error, self.watch)
        if isinstance(error, ModuleNotFoundError) and error.name:
            top = error.name.partition(".")[0]
            if not self._is_inside(top):
                message = f'the Python package that gives the module "{top}" is not installed'
                return Failure("missing-package", message, entry, package=top, **trace)
        prefix = f"importing {importing}: " if importing else ""
        return Failure("raised", prefix + text_of(error), entry, **trace)

    def _is_inside(self, top: str) -> bool:
        return any(
            os.path.isfile(os.path.join(folder, top + ".py")) or os.path.isdir(os.path.join(folder, top))
            for folder in self.path
        )

    def call(self, entry: Entry, *args: Any) -> Any:
        """Calls an entry point with positional arguments."""
        self.assert_fits(entry, args, {})
        self.events.phase(entry.name)
        return self.guard(entry.target, lambda: entry.function(*args))

    def prepared(self, features: Any) -> Any:
        """What preprocess_features makes of a table without its target; the table itself where there is none."""
        entry = self.find("preprocess_features")
        if entry is None:
            return features
        found = self.guard(entry.target, lambda: entry.function(features))
        if found is None or isinstance(found, tuple):
            raise Failure(
                "wrong-type",
                f"expected the features of the table, which it is given without its target; got {described(found)}",
                entry.target,
            )
        return found

    def trains_on_pair(self) -> bool:
        return takes_pair(self.get("train").function, 0)

    def guard(self, target: str, action: Callable[[], T]) -> T:
        try:
            return action()
        except BaseException as error:
            raise self.failure(error, target) from None

    def assert_fits(self, entry: Entry, args: Sequence[Any], named: Mapping[str, Any]) -> None:
        signature = signature_of(entry.function)
        if signature is None:
            return
        try:
            signature.bind(*args, **named)
        except TypeError as error:
            raise Failure(
                "wrong-type",
                f"{entry.target.rpartition(':')[2]}{signature} cannot be called as {CALLED_AS[entry.name]}: {error}",
                entry.target,
            ) from None


def signature_of(function: Callable[..., Any]) -> Optional[inspect.Signature]:
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


# Names that say that a function takes features and target apart, and not a table: X, y_train, test_labels.
FEATURES = re.compile(r"(train_|test_)?(x|features)(_(train|test|val|eval))?", re.IGNORECASE)
TARGET = re.compile(r"(train_|test_)?(y|targets?|labels?)(_(train|test|val|eval|true))?", re.IGNORECASE)


def positional(function: Callable[..., Any]) -> list[inspect.Parameter]:
    signature = signature_of(function)
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [parameter for parameter in signature.parameters.values() if parameter.kind in kinds] if signature else []


def takes_features(function: Callable[..., Any], place: int) -> bool:
    """Whether the parameter at this place is called as prepared features are."""
    takes = positional(function)
    return len(takes) > place and FEATURES.fullmatch(takes[place].name) is not None


def takes_pair(function: Callable[..., Any], place: int) -> bool:
    """Whether a function takes features and, behind them, a target that has no default."""
    takes = positional(function)
    if not takes_features(function, place) or len(takes) <= place + 1:
        return False
    target = takes[place + 1]
    return TARGET.fullmatch(target.name) is not None and target.default is target.empty


# Names that say that a function compares predictions with the truth, and needs no model.
PREDICTED = re.compile(r"(y_?)?(preds?|predicted|predictions?|hat)(_(test|val|eval))?", re.IGNORECASE)


def takes_predictions(function: Callable[..., Any]) -> bool:
    """Whether a function takes the truth and, behind it, predictions."""
    takes = positional(function)
    return len(takes) > 1 and TARGET.fullmatch(takes[0].name) is not None and PREDICTED.fullmatch(takes[1].name) is not None


def as_path(function: Callable[..., Any], place: int, path: str) -> Any:
    """A path as the function wants it: as a Path where the parameter at this place says so, else as a text."""
    takes = positional(function)
    if len(takes) <= place:
        return path
    annotation, default = takes[place].annotation, takes[place].default
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    wants = isinstance(default, PurePath) or name.rpartition(".")[2] in ("Path", "PurePath")
    return Path(path) if wants else path


def wanted_place(function: Callable[..., Any], place: int) -> Optional[str]:
    """Whether a parameter's name asks for a `file` or a `folder`; None where it does not say."""
    takes = positional(function)
    name = takes[place].name.lower() if len(takes) > place else ""
    if "file" in name:
        return "file"
    return "folder" if "dir" in name or "folder" in name else None


# ---------------------------------------------------------------- training


class History(list):  # type: ignore[type-arg]
    """What a training function appends one thing to per epoch: the loss, or a dict of numbers with the key `loss`.

    ``history.append(0.31)`` or ``history.append({"loss": 0.31, "accuracy": 0.9})``. Each is shown while training runs.
    """

    def __init__(self, events: Events, epochs: Any) -> None:
        super().__init__()
        self.recorded: list[dict[str, float]] = []
        self._events = events
        self._epochs = epochs if isinstance(epochs, int) and not isinstance(epochs, bool) else None

    def append(self, epoch: Any) -> None:
        values = epoch_values(epoch)
        super().append(epoch)
        self.recorded.append(values)
        for name, value in values.items():
            if name == "loss":
                more = {} if self._epochs is None else {"epochs": self._epochs}
                self._events.emit("loss", epoch=len(self), loss=json_number(value), **more)
            else:
                self._events.emit("metric", name=name, value=json_number(value))

    def extend(self, epochs: Iterable[Any]) -> None:
        for epoch in epochs:
            self.append(epoch)

    def __iadd__(self, epochs: Iterable[Any]) -> History:  # type: ignore[misc]
        self.extend(epochs)
        return self


def epoch_values(epoch: Any) -> dict[str, float]:
    if not isinstance(epoch, Mapping):
        epoch = {"loss": epoch}
    values = {}
    for name, value in epoch.items():
        number = as_number(value)
        if number is None:
            raise TypeError(f'history takes a number or a dict of numbers per epoch, got {described(value)} for "{name}"')
        values[str(name)] = number
    return values


def history_record(history: Any, entry: str) -> dict[str, list[Optional[float]]]:
    """Curves by name from what was recorded, or from what a training function returned as its history."""
    if history is None:
        return {}
    if isinstance(getattr(history, "history", None), Mapping):
        history = history.history
    try:
        if isinstance(history, Mapping):
            curves = {str(name): list(values) for name, values in history.items()}
            checked = {name: [epoch_values(value)["loss"] for value in values] for name, values in curves.items()}
            return {name: [json_number(value) for value in values] for name, values in checked.items()}
        epochs = [epoch_values(epoch) for epoch in history]
    except TypeError as error:
        raise Failure(
            "wrong-type", f"expected the history as a list of numbers or a dict of lists: {error}", entry
        ) from None
    names = sorted({name for epoch in epochs for name in epoch})
    return {name: [json_number(epoch.get(name, math.nan)) for epoch in epochs] for name in names}


def loss_curve(record: Mapping[str, list[Optional[float]]]) -> list[Optional[float]]:
    if "loss" in record:
        return record["loss"]
    names = [name for name in sorted(record) if name.endswith("loss") and not name.startswith(("val", "test"))]
    return record[names[0]] if names else []


# What is offered to every training function; a name of its own is no misspelling of these.
OFFERED = ("epochs", "batch_size", "seed", "history", "return_history")


def meant(name: str, taken: Sequence[str]) -> str:
    """A hint where a key of params.yaml is spelled nearly as an argument, or as a key that modelgate itself reads."""
    found = None if name in OFFERED else closest(name, [*taken, *OFFERED[:3]])
    return f' (did you mean "{found}"?)' if found is not None else ""


def predicts(value: Any) -> bool:
    """Whether a value can only be a model, and not something that was learned about one."""
    return callable(getattr(value, "predict", None)) or callable(getattr(value, "forward", None))


def with_own_defaults(project: Project, entry: Entry, params: Mapping[str, Any], unset: Sequence[str]) -> dict[str, Any]:
    """The params without those that nobody set and that the training function has a default of its own for."""
    signature = signature_of(entry.function)
    takes = signature.parameters if signature else {}
    own = [name for name in unset if name in params and name in takes and takes[name].default is not inspect.Parameter.empty]
    if own:
        kept = ", ".join(f"{name}={shown(takes[name].default)}" for name in own)
        project.events.note(f"{entry.target} keeps its own {kept}: params.yaml does not set it")
    return {name: value for name, value in params.items() if name not in own}


def train_model(
    project: Project, table: Table, target: str, params: Mapping[str, Any], unset: Sequence[str] = ()
) -> tuple[Any, dict[str, list[Optional[float]]]]:
    """Calls the training function with those arguments that it takes; gives the model and its curves by name."""
    entry = project.get("train")
    seed = params.get("seed")
    params = with_own_defaults(project, entry, params, unset)
    history = History(project.events, params.get("epochs"))
    offered: dict[str, Any] = {**params, "history": history}
    returns_history = False
    signature = signature_of(entry.function)
    if signature is not None:
        takes = signature.parameters
        if "history" not in takes and "return_history" in takes:
            del offered["history"]
            offered["return_history"] = returns_history = True
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in takes.values()):
            left_out = sorted(name for name in offered if name not in takes)
            if left_out:
                offered = {name: value for name, value in offered.items() if name in takes}
                names = ", ".join(name + meant(name, list(takes)[1:]) for name in left_out)
                project.events.note(f"{entry.target} does not take {names}: left out")
    given = [table.raw]
    if project.trains_on_pair():
        seed_everything(seed)
        given = [project.prepared(table.without(target).copy()), table.values(target)]
    project.assert_fits(entry, given, offered)
    seed_everything(seed)
    project.events.phase("train")
    model = project.guard(entry.target, lambda: entry.function(*given, **offered))
    recorded: Any = history.recorded
    if returns_history:
        if not isinstance(model, tuple) or len(model) != 2:
            raise Failure(
                "wrong-type", f"expected (model, history) for return_history=True, got {described(model)}", entry.target
            )
        model, recorded = model
    elif isinstance(model, tuple) and model and predicts(model[0]) and not any(predicts(other) for other in model[1:]):
        project.events.note(f"{entry.target} gives {len(model)} values: the model is the first one")
        model = model[0]
    if model is None:
        raise Failure("wrong-type", "expected the trained model, got None", entry.target)
    return model, history_record(recorded, entry.target)


def seed_everything(seed: Any) -> None:
    """Seeds the random generators that are in use: a library that the model did not import is not imported here."""
    number = seed if isinstance(seed, int) and not isinstance(seed, bool) else 0
    random.seed(number)
    for name, path in (("numpy", "random.seed"), ("torch", "manual_seed"), ("tensorflow", "random.set_seed")):
        value: Any = sys.modules.get(name)
        for part in path.split("."):
            value = getattr(value, part, None)
        if callable(value):
            value(number % 2**32)


# ---------------------------------------------------------------- saving and loading


PICKLE = "model.pkl"
SINGLE_FILE = "model.bin"


def save_model(project: Project, model: Any, folder: str) -> None:
    """Saves a model into a fresh folder.

    A function that takes its path for a file gets ``<folder>/model.bin``; without a function the model is pickled.
    """
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    entry = project.find("save_model")
    if entry is not None and not_loadable(project):
        project.events.note(f"there is no load_model, so the model is pickled here: {entry.target} is not called")
        entry = None
    if entry is None:
        project.events.phase("save_model")
        try:
            data = pickle.dumps(model, protocol=4)
        except BaseException as error:
            raise Failure(
                "raised",
                f"a model without save_model is pickled, and this one cannot be: {text_of(error)}; define "
                f"save_model(model, dir) as {project.targets.get('save_model')}",
                "pickle",
                **trace_of(error, project.watch),
            ) from None
        with open(os.path.join(folder, PICKLE), "wb") as file:
            file.write(data)
        return
    project.assert_fits(entry, [model, folder], {})
    project.events.phase("save_model")
    single = os.path.join(folder, SINGLE_FILE)
    note = f"{entry.target} takes its path for a file: it was given model/{SINGLE_FILE}"
    try:
        if wanted_place(entry.function, 1) == "file":
            entry.function(model, as_path(entry.function, 1, single))
            project.events.note(note)
        else:
            entry.function(model, as_path(entry.function, 1, folder))
    except BaseException as error:
        if not (isinstance(error, Exception) and os.path.isdir(folder) and not os.listdir(folder)):
            raise project.failure(error, entry.target) from None
        # Libraries that open files by themselves raise errors of their own, some without the path.
        tells = folder in text_of(error) or "is a directory" in text_of(error).lower()
        if not (tells or isinstance(error, (IsADirectoryError, PermissionError))):
            raise project.failure(error, entry.target) from None
        try:
            entry.function(model, as_path(entry.function, 1, single))
        except BaseException:
            raise project.failure(error, entry.target) from None
        project.events.note(note)
    if os.path.isfile(folder):
        moved = folder + ".file"
        os.replace(folder, moved)
        os.makedirs(folder)
        os.replace(moved, os.path.join(folder, SINGLE_FILE))
    if not os.path.isdir(folder) or not files_in(folder):
        raise Failure("wrong-type", "expected it to write files into the folder that it is given; it wrote none", entry.target)


def not_loadable(project: Project) -> bool:
    """Whether nothing loads what save_model would write. One that model.yaml names has to be there."""
    return "save_model" not in project.named and project.find("load_model") is None


def files_in(folder: str) -> list[str]:
    return [os.path.join(place, name) for place, _, names in os.walk(folder) for name in sorted(names)]


def load_model(project: Project, folder: str) -> Any:
    """Loads what `save_model` wrote, from the folder or from the only file in it.

    A folder with several files is given as the folder. Where it holds one file, that is given if the parameter's name
    has "file" in it, or if save_model was given ``model.bin``; else the folder, unless the function fails with it.
    """
    files = files_in(folder) if os.path.isdir(folder) else []
    if not files:
        raise Failure("model", f"there is no model in {folder}")
    if project.find("save_model") is None or not_loadable(project):
        unused = project.find("load_model")
        if unused is not None:
            project.events.note(f"there is no save_model, so the model is pickled here: {unused.target} is not called")
        project.events.phase("load_model")
        file = os.path.join(folder, PICKLE)
        if not os.path.isfile(file):
            raise Failure("model", f"there is no {PICKLE} in {folder}, and no {project.targets.get('save_model')} that wrote something else")
        try:
            with open(file, "rb") as opened:
                return pickle.load(opened)
        except BaseException as error:
            raise broken_model(project, error, "pickle", folder) from None
    entry = project.get("load_model")
    project.assert_fits(entry, [folder], {})
    project.events.phase("load_model")
    first: Optional[BaseException] = None
    model: Any = None
    for attempt in places_to_load(entry.function, folder, files):
        try:
            model = entry.function(as_path(entry.function, 0, attempt))
            first = None
            break
        except Exception as error:
            # That a folder is no file says less than what is wrong with the file.
            first = error if first is None or isinstance(first, (IsADirectoryError, PermissionError)) else first
        except BaseException as error:
            raise project.failure(error, entry.target) from None
    if first is not None:
        raise broken_model(project, first, entry.target, folder)
    if model is None:
        raise Failure("wrong-type", "expected the model, got None", entry.target)
    return model


def places_to_load(function: Callable[..., Any], folder: str, files: Sequence[str]) -> list[str]:
    """What a loading function is given, and what next where it fails with that."""
    if len(files) != 1:
        return [folder]
    [only] = files
    wanted = wanted_place(function, 0)
    if wanted == "folder":
        return [folder]
    if os.path.basename(only).startswith(SINGLE_FILE + "."):
        # Functions that complete the name of a file when they save do so when they load.
        return [os.path.join(os.path.dirname(only), SINGLE_FILE), only, folder]
    if wanted == "file" or os.path.basename(only) == SINGLE_FILE:
        return [only, folder]
    return [folder, only]


def broken_model(project: Project, error: BaseException, entry: str, folder: str) -> Failure:
    failure = project.failure(error, entry)
    if failure.kind == "raised":
        failure.kind = "model"
        failure.message = f"the model in {folder} cannot be loaded: {failure.message}"
    return failure


# ---------------------------------------------------------------- data


class Data:
    """The tables of a request, and what their target column says."""

    def __init__(self, project: Project, request: Mapping[str, Any]) -> None:
        self.project = project
        self.request: Mapping[str, Any] = request.get("data") or {}
        self.target: str = self.request.get("target", "")
        self.task: str = request["task"]
        self.classifies = self.task.endswith("classification")

    def training(self) -> Table:
        """The rows that a model may learn from."""
        table = self._load("train")
        if self.request.get("test") is None and self.request.get("split") is not None:
            kept, _ = self._split(table)
            return table.take(kept)
        return table

    def evaluation(self) -> Table:
        """The rows that a model is judged by."""
        if self.request.get("test") is not None:
            return self._load("test")
        if self.request.get("split") is None:
            raise Failure("data", "there is no evaluation set: model.yaml names neither data.test nor data.split")
        table = self._load("train")
        _, held_out = self._split(table)
        return table.take(held_out)

    def file(self, role: str) -> str:
        path: str = self.request[role]
        inner = os.path.relpath(path, self.project.root)
        return path if inner.startswith("..") or os.path.isabs(inner) else inner.replace(os.sep, "/")

    def _load(self, role: str) -> Table:
        path = self.request.get(role)
        if path is None:
            raise Failure("data", f"model.yaml names no data.{role}")
        entry = self.project.get("load_data")
        try:
            table = self._joined(self.project.call(entry, as_path(entry.function, 0, path)), entry)
        except Failure as failure:
            if failure.kind == "raised" and self.target in failure.message:
                self._assert_target(role, csv_header(path), f"; {entry.target} failed: {failure.message}")
            raise
        if table.rows() == 0:
            raise Failure("data", f"{entry.target} gave no rows for {self.file(role)}", entry.target)
        self._assert_target(role, table.columns())
        return table

    def _joined(self, raw: Any, entry: Entry) -> Table:
        """What load_data gave as one table: features and target apart become a table with the target as a column."""
        if not (isinstance(raw, tuple) and len(raw) == 2 and not isinstance(raw[1], Mapping)):
            return as_table(raw, entry.target)
        try:
            features = as_table(raw[0], entry.target)
        except Failure:
            return as_table(raw, entry.target)
        values = as_list(raw[1], "features and target, or a table", entry.target)
        if len(values) != features.rows():
            raise Failure(
                "wrong-type", f"expected a target per row, got {features.rows()} rows and {len(values)} targets", entry.target
            )
        return features.joined(self.target, values)

    def _assert_target(self, role: str, columns: Optional[Sequence[str]], because: str = "") -> None:
        times = 1 if columns is None else columns.count(self.target)
        if columns is None or times == 1:
            return
        what = f"is {times} times" if times else "is not"
        raise Failure(
            "data",
            f'the target column "{self.target}" {what} in {self.file(role)}{near(self.target, columns)} '
            f"(columns: {', '.join(columns[:30])}{', ...' if len(columns) > 30 else ''}){because}",
        )

    def labels(self, table: Table) -> list[Optional[Label]]:
        """The target column of a classifier; None where a value is missing."""
        found: list[Optional[Label]] = []
        for number, value in enumerate(table.column(self.target), start=1):
            label = None if is_missing(value) else as_label(value)
            if label is None and not is_missing(value):
                raise Failure(
                    "data",
                    f'row {number} of "{self.target}" is {described(value)}: a class is a text, a number or a boolean',
                )
            found.append(label)
        return found

    def classes(self, table: Table) -> list[Label]:
        """The sorted distinct targets of the training rows."""
        found = sorted_labels(label for label in self.labels(table) if label is not None)
        if len(found) < 2:
            raise Failure("data", f'the target "{self.target}" has one class only ({listed(found)}): nothing can be learned')
        if self.task == "binary-classification" and len(found) > 2:
            raise Failure(
                "data",
                f'the task is binary-classification, but the target "{self.target}" has {len(found)} classes: {listed(found)}',
            )
        return found

    def truth(self, table: Table) -> list[Any]:
        """The target of the evaluation rows: labels of a classifier, else numbers. None may be missing."""
        role = "test" if self.request.get("test") is not None else "train"
        found: list[Any] = []
        for number, value in enumerate(table.column(self.target), start=1):
            if is_missing(value):
                raise Failure("data", f'the target "{self.target}" is missing in row {number}{self._of(role)}')
            if self.classifies:
                continue
            figure = self._figure(value)
            if figure is None or not math.isfinite(figure):
                raise Failure(
                    "data", f'the target "{self.target}" is {described(value)} in row {number}{self._of(role)}: expected a number'
                )
            found.append(figure)
        return list(self.labels(table)) if self.classifies else found

    def _of(self, role: str) -> str:
        held_out = " of the rows that are held out" if role == "train" else ""
        return f"{held_out} of {self.file(role)}"

    def _figure(self, value: Any) -> Optional[float]:
        if isinstance(value, str):
            try:
                return float(value)
            except ValueError:
                return None
        return as_number(value)

    def positive(self, classes: Sequence[Label]) -> int:
        """Index of the positive class of a binary task."""
        wanted = self.request.get("positive")
        if wanted is None:
            return classes.index(1) if 1 in classes else len(classes) - 1
        if wanted in classes:
            return classes.index(wanted)
        texts = [str(label) for label in classes]
        if str(wanted) in texts:
            return texts.index(str(wanted))
        raise Failure(
            "data", f'data.positive is {shown(wanted)}, but the target "{self.target}" has {listed(classes)}{near(str(wanted), texts)}'
        )

    def _split(self, table: Table) -> tuple[list[int], list[int]]:
        split = self.request["split"]
        strata = self.labels(table) if self.classifies else [None] * table.rows()
        kept, held_out = split_rows(strata, float(split["test"]), int(split["seed"]))
        if not kept or not held_out:
            raise Failure(
                "data", f"{self.file('train')} has {table.rows()} rows: too few to hold {split['test']} of them out (data.split)"
            )
        return kept, held_out


def csv_header(path: str) -> Optional[list[str]]:
    """The column names of a CSV file, or None where the file is no CSV file that can be read here."""
    if not path.lower().endswith((".csv", ".tsv")):
        return None
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            first = file.readline()
        delimiter = max(",;\t|", key=first.count)
        return next(csv.reader([first], delimiter=delimiter), None)
    except (OSError, ValueError, csv.Error):
        return None


def split_rows(strata: Sequence[Optional[Label]], share: float, seed: int) -> tuple[list[int], list[int]]:
    """Indices of rows to keep and to hold out, each in the order of the file.

    Of every stratum of two rows or more at least one is kept and one held out. Depends on the order and the strata
    of the rows, the share and the seed alone.
    """
    generator = random.Random(seed)
    kept: list[int] = []
    held_out: list[int] = []
    for rows in by_stratum(strata):
        generator.shuffle(rows)
        count = int(len(rows) * share + 0.5)
        if len(rows) > 1:
            count = min(max(count, 1), len(rows) - 1)
        held_out += rows[:count]
        kept += rows[count:]
    return sorted(kept), sorted(held_out)


def sample_rows(strata: Sequence[Optional[Label]], size: int, seed: int) -> list[int]:
    """Indices of `size` rows in the order of the file, with up to two of every stratum, for which the size may grow."""
    if len(strata) <= size:
        return list(range(len(strata)))
    generator = random.Random(seed)
    groups = by_stratum(strata)
    counts = [max(min(2, len(rows)), int(size * len(rows) / len(strata))) for rows in groups]
    for index in sorted(range(len(groups)), key=lambda index: -counts[index]):
        counts[index] -= min(max(sum(counts) - size, 0), max(counts[index] - 2, 0))
    chosen: list[int] = []
    spare: list[int] = []
    for rows, count in zip(groups, counts):
        generator.shuffle(rows)
        chosen += rows[:count]
        spare += rows[count:]
    generator.shuffle(spare)
    return sorted(chosen + spare[: max(size - len(chosen), 0)])


def by_stratum(strata: Sequence[Optional[Label]]) -> list[list[int]]:
    rows: dict[Optional[Label], list[int]] = {}
    for index, stratum in enumerate(strata):
        rows.setdefault(stratum, []).append(index)
    ordered = sorted((label for label in rows if label is not None), key=label_order)
    return [rows[label] for label in ordered] + ([rows[None]] if None in rows else [])


# ---------------------------------------------------------------- prediction


class Predictor:
    """Predicts with a model: by the functions of its evaluate module, else by the model's own methods."""

    def __init__(self, project: Project, data: Data, model: Any) -> None:
        self.project = project
        self.model = model
        self.target = data.target
        self.preprocess = project.find("preprocess_features")
        self.predict_raw, self.predict_entry = self._function("predict")
        self.proba_raw: Optional[Callable[[Any], Any]] = None
        self.proba_entry = ""
        if data.classifies and (project.find("predict_proba") is not None or hasattr(model, "predict_proba")):
            self.proba_raw, self.proba_entry = self._function("predict_proba")

    def _function(self, name: str) -> tuple[Callable[[Any], Any], str]:
        entry = self.project.find(name)
        if entry is not None:
            found = entry
            self.project.assert_fits(found, [self.model, None], {})
            if takes_features(found.function, 1) and self.preprocess is not None and self.project.trains_on_pair():
                return (lambda features: found.function(self.model, self.project.prepared(features))), found.target
            return (lambda features: found.function(self.model, features)), found.target
        method = getattr(self.model, name, None)
        if not callable(method):
            raise Failure(
                "missing-entry",
                f"there is no {self.project.targets.get(name)}, and the model ({described(self.model)}) has no method "
                f'{name}; define {CALLED_AS[name]} there, or write under entry: in model.yaml  {name}: "module:function"',
                self.project.targets.get(name),
            )
        own: Callable[[Any], Any] = method
        if self.preprocess is None:
            return own, f"model.{name}"
        self.project.assert_fits(self.preprocess, [None], {})
        return (lambda features: own(self.project.prepared(features))), f"model.{name}"

    def features(self, table: Table) -> Table:
        return table.without(self.target) if self.target in table.columns() else table

    def predict(self, features: Any) -> list[Any]:
        raw = self._guard(self.predict_entry, lambda: self.predict_raw(features))
        return as_list(raw, "one prediction per row", self.predict_entry)

    def probabilities(self, features: Any) -> Optional[list[Any]]:
        if self.proba_raw is None:
            return None
        function = self.proba_raw
        raw = self._guard(self.proba_entry, lambda: function(features))
        return as_list(raw, "one probability per row, or one per row and class", self.proba_entry)

    def _guard(self, entry: str, action: Callable[[], T]) -> T:
        try:
            return self.project.guard(entry, action)
        except Failure as failure:
            if failure.kind == "raised" and self.target in failure.message:
                failure.message += f' (it is given the table without the target column "{self.target}")'
            raise

    def columns_of(self, trained: Optional[list[Label]], fallback: list[Label]) -> list[Label]:
        """Which class each column of 2-D probabilities stands for."""
        own = getattr(self.model, "classes_", None)
        if own is not None:
            try:
                labels = [as_label(value) for value in list(own)]
            except Exception:
                labels = [None]
            if labels and all(label is not None for label in labels):
                known = trained if trained is not None else fallback
                # A model that works on encoded classes has other ones than its functions give.
                if all(label in known for label in labels):
                    return [label for label in labels if label is not None]
        return trained if trained is not None else fallback


def probability_columns(rows: list[Any], columns: Sequence[Label], positive: Optional[int], entry: str) -> list[list[float]]:
    """Probabilities as one list per row in the order of `columns`; 1-D ones are those of the positive class."""
    found = []
    for number, row in enumerate(rows, start=1):
        values = row if isinstance(row, list) else [row]
        numbers = [as_number(value) for value in values]
        if any(value is None for value in numbers):
            raise Failure("wrong-type", f"expected numbers, got {described(row)} in row {number}", entry)
        figures = [math.nan if value is None else value for value in numbers]
        if len(figures) == 1 and len(columns) == 2 and positive is not None:
            rest = 1.0 - figures[0]
            figures = [figures[0], rest] if positive == 0 else [rest, figures[0]]
        if len(figures) != len(columns):
            raise Failure(
                "wrong-type",
                f"expected {len(columns)} probabilities per row, one for each of {listed(columns)}; got {len(figures)} in row {number}",
                entry,
            )
        found.append(figures)
    return found


# ---------------------------------------------------------------- files that a stage writes


def write_json(path: str, value: Any) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        json.dump(value, file, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
        file.write("\n")


def write_npy(path: str, shape: tuple[int, ...], values: Iterable[float]) -> None:
    """Writes little-endian float64 in C order as an .npy file of version 1.0."""
    numbers = array.array("d", values)
    if sys.byteorder == "big":
        numbers.byteswap()
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape!r}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode("latin-1"))
        numbers.tofile(file)


def read_npy(path: str) -> tuple[tuple[int, ...], array.array[float]]:
    """Reads what `write_npy` wrote."""
    with open(path, "rb") as file:
        start = file.read(10)
        header = file.read(int.from_bytes(start[8:10], "little")).decode("latin-1")
        numbers: array.array[float] = array.array("d")
        numbers.frombytes(file.read())
    if sys.byteorder == "big":
        numbers.byteswap()
    text = header[header.index("(") + 1 : header.index(")")]
    return tuple(int(part) for part in text.split(",") if part.strip()), numbers


def widen_columns(path: str, columns: int) -> None:
    """Adds columns of zeros to a 2-D .npy file: classes that a model does not know have no probability in it."""
    (rows, width), numbers = read_npy(path)
    if width >= columns:
        return
    zeros = [0.0] * (columns - width)
    wider = [value for row in range(rows) for value in [*numbers[row * width : (row + 1) * width], *zeros]]
    write_npy(path, (rows, columns), wider)


# ---------------------------------------------------------------- stages


class Stage:
    """One run of one stage; what it finds goes into `result`."""

    def __init__(self, request: Mapping[str, Any], events: Events, lifeline: Lifeline) -> None:
        self.request = request
        self.events = events
        self.lifeline = lifeline
        self.libraries: Sequence[Mapping[str, Any]] = request.get("libraries") or []
        self.watch = FileWatch(request["root"], self.libraries, request.get("workspace"))
        data = request.get("data") or {}
        self.watch.exclude(data.get("train"), data.get("test"), request.get("model_dir"), request["out"])
        self.watch.exclude(os.path.dirname(request["result"]), self.trained_classes_file())
        self.watch.exclude_files(data.get("files") or [])
        self.out: str = request["out"]
        self.params = {key: value for key, value in (request.get("params") or {}).items() if key != "schema"}
        self.unset: Sequence[str] = request.get("unset") or []
        self.result: dict[str, Any] = {}

    def run(self) -> None:
        self.project = Project(self.request, self.events, self.watch)
        self.data = Data(self.project, self.request)
        stages = {
            "train-smoke": self.train_smoke,
            "train": self.train,
            "score": self.score,
            "measure": self.measure,
            "load-check": self.load_check,
        }
        stages[self.request["stage"]]()

    # ---- train-smoke

    def train_smoke(self) -> None:
        wanted = self.request.get("smoke") or {"rows": 100, "predict_rows": 10}
        table = self.data.training()
        classes = self.data.classes(table) if self.data.classifies else None
        strata = self.data.labels(table) if self.data.classifies else [None] * table.rows()
        seed = self.params.get("seed", 0)
        table = table.take(sample_rows(strata, wanted["rows"], seed))
        few = table.take(range(min(wanted["predict_rows"], table.rows())))
        for name in sorted(self.project.named - {"api"}):
            self.project.find(name)

        model, record = train_model(
            self.project, type(table)(table.copy()), self.data.target, self.params, self.unset
        )
        predictor = Predictor(self.project, self.data, model)
        before = self.predict_few(predictor, few, seed)
        folder = os.path.join(self.out, "smoke-model")
        os.makedirs(self.out, exist_ok=True)
        try:
            save_model(self.project, model, folder)
            loaded = load_model(self.project, folder)
            after = self.predict_few(Predictor(self.project, self.data, loaded), few, seed)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

        predictions, probabilities = before
        bad = bad_prediction(predictions, classes)
        findings: dict[str, Any] = {
            "trained_rows": table.rows(),
            "losses": loss_curve(record),
            "predicted_rows": few.rows(),
            "predictions": len(predictions),
            "predictions_valid": bad is None,
            "reload_equal": same(before, after),
        }
        if bad is not None:
            findings["bad_prediction"] = bad
        if probabilities is not None:
            if len(probabilities) != few.rows():
                raise Failure(
                    "wrong-type", f"expected {few.rows()} rows of probabilities, got {len(probabilities)}", predictor.proba_entry
                )
            findings["probability_range"] = probability_range(probabilities, predictor.proba_entry)
        self.result.update(history=record, smoke=findings, rows=table.rows())

    def predict_few(self, predictor: Predictor, table: Table, seed: Any) -> tuple[list[Any], Optional[list[Any]]]:
        self.events.phase("predict")
        features = predictor.features(table)
        seed_everything(seed)
        predictions = predictor.predict(features.copy())
        seed_everything(seed)
        return predictions, predictor.probabilities(features.copy())

    # ---- train

    def train(self) -> None:
        table = self.data.training()
        classes = self.data.classes(table) if self.data.classifies else None
        rows = table.rows()
        model, record = train_model(self.project, table, self.data.target, self.params, self.unset)
        os.makedirs(self.out, exist_ok=True)
        save_model(self.project, model, os.path.join(self.out, "model"))
        self.events.emit("artifact", path="model")
        if classes is not None:
            write_json(os.path.join(self.out, "classes.json"), classes)
        write_json(os.path.join(self.out, "history.json"), record)
        self.write_entry_file()
        self.copy_code()
        self.result.update(history=record, rows=rows)
        if classes is not None:
            self.result["classes"] = classes

    def write_entry_file(self) -> None:
        entry: dict[str, Any] = {
            "schema": "modelgate.entry/v1",
            "task": self.request["task"],
            "target": self.data.target,
            "path": [*self.request["path"], *self.library_path()],
            "entry": dict(self.request["entry"]),
            "named": sorted(self.request["named"]),
        }
        if self.data.request.get("positive") is not None:
            entry["positive"] = self.data.request["positive"]
        write_json(os.path.join(self.out, "entry.json"), entry)

    def library_path(self) -> list[str]:
        """Where the packages of libraries lie in the copy of the code."""
        return [
            os.path.normpath(library_folder(one) + inner).replace(os.sep, "/")
            for one in self.libraries
            for inner in one["path"]
        ]

    def copy_code(self) -> None:
        """Copies the files of the project and its libraries that training imported or opened, and those of loading."""
        for name in ("preprocess_features", "load_model"):
            self.project.find(name)
        code = os.path.join(self.out, "code")
        shutil.rmtree(code, ignore_errors=True)
        names = {name for name in {*self.watch.imported(), *self.watch.opened()} if not name.startswith("../")}
        for name in list(names):
            parts = name.split("/")[:-1]
            packages = ["/".join([*parts[: depth + 1], "__init__.py"]) for depth in range(len(parts))]
            names.update(package for package in packages if os.path.isfile(self.watch.path_of(package)))
        for name in sorted(names):
            copy = os.path.join(code, name)
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copyfile(self.watch.path_of(name), copy)
        self.events.emit("artifact", path="code")

    # ---- score

    def score(self) -> None:
        options = self.request["score"]
        folder = os.path.join(self.out, options["into"])
        model = load_model(self.project, self.model_dir())
        table = self.data.evaluation()
        rows = table.rows()
        truth = self.data.truth(table)
        predictor = Predictor(self.project, self.data, model)
        predictions, probabilities = self.predict_all(predictor, table, options.get("batch_size"))
        os.makedirs(folder, exist_ok=True)
        if self.data.classifies:
            self.write_labels(folder, options.get("classes"), truth, predictor, predictions, probabilities)
        else:
            write_npy(os.path.join(self.out, "truth.npy"), (rows,), truth)
            numbers = [numeric(value, number, predictor.predict_entry) for number, value in enumerate(predictions, start=1)]
            write_npy(os.path.join(folder, "predictions.npy"), (rows,), numbers)
            self.result["probabilities"] = False
        self.result.update(rows=rows, user_metrics=self.user_metrics(model, table, predictions))

    def predict_all(
        self, predictor: Predictor, table: Table, size: Optional[int]
    ) -> tuple[list[Any], Optional[list[Any]]]:
        features, rows = predictor.features(table), table.rows()
        size = rows if size is None else size
        predictions: list[Any] = []
        probabilities: list[Any] = []
        for start in range(0, rows, size):
            part = features if size >= rows else features.take(range(start, min(start + size, rows)))
            self.events.emit("progress", phase="predict", done=start, total=rows)
            seed_everything(self.params.get("seed"))
            values = predictor.predict(part.copy())
            assert_one_per_row(values, part.rows(), start, predictor.predict_entry)
            predictions += values
            chances = predictor.probabilities(part.copy())
            if chances is not None:
                assert_one_per_row(chances, part.rows(), start, predictor.proba_entry)
                probabilities += chances
        self.events.emit("progress", phase="predict", done=rows, total=rows)
        return predictions, None if predictor.proba_raw is None else probabilities

    def write_labels(
        self,
        folder: str,
        given: Optional[list[Label]],
        truth: list[Label],
        predictor: Predictor,
        predictions: list[Any],
        probabilities: Optional[list[Any]],
    ) -> None:
        trained = self.trained_classes()
        known = sorted_labels([*(trained or []), *truth])
        labels = [predicted_label(value, number, predictor.predict_entry) for number, value in enumerate(predictions, start=1)]
        positive = self.data.positive(trained or known) if self.data.task == "binary-classification" else None
        columns = predictor.columns_of(trained, known)
        classes = list(known if given is None else given)
        predicted = sorted_labels(label for label in labels if label is not None)
        for group in (known, columns if probabilities is not None else [], predicted):
            present = set(classes)
            classes += [label for label in group if label not in present]
        index = {label: position for position, label in enumerate(classes)}
        if positive is not None:
            self.result["positive"] = index[(trained or known)[positive]]
        if probabilities is not None:
            own = None
            if positive is not None and (trained or known)[positive] in columns:
                own = columns.index((trained or known)[positive])
            chances = probability_columns(probabilities, columns, own, predictor.proba_entry)
            placed = array.array("d", bytes(8 * len(classes) * len(chances)))
            for row, values in enumerate(chances):
                for label, value in zip(columns, values):
                    placed[row * len(classes) + index[label]] = value
            write_npy(os.path.join(folder, "probabilities.npy"), (len(chances), len(classes)), placed)
        others = os.path.join(self.out, "candidate", "probabilities.npy")
        if given is not None and os.path.isfile(others):
            widen_columns(others, len(classes))
        write_npy(os.path.join(self.out, "truth.npy"), (len(truth),), (index[label] for label in truth))
        write_npy(
            os.path.join(folder, "predictions.npy"),
            (len(labels),),
            (math.nan if label is None else index[label] for label in labels),
        )
        write_json(os.path.join(self.out, "classes.json"), classes)
        self.result.update(classes=classes, probabilities=probabilities is not None)

    def trained_classes_file(self) -> str:
        return os.path.join(os.path.dirname(os.path.normpath(self.request.get("model_dir") or "")), "classes.json")

    def trained_classes(self) -> Optional[list[Label]]:
        """What train wrote beside the model's folder: the order of the classes that the model was trained on."""
        try:
            with open(self.trained_classes_file(), encoding="utf-8") as file:
                found = json.load(file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise Failure("model", f"classes.json beside the model cannot be read: {text_of(error)}") from None
        if not isinstance(found, list) or any(as_label(label) is None for label in found):
            raise Failure("model", "classes.json beside the model is not a list of labels")
        return [label for label in (as_label(value) for value in found) if label is not None]

    def user_metrics(self, model: Any, table: Table, predictions: list[Any]) -> dict[str, Optional[float]]:
        entry = self.project.find("evaluate")
        if entry is None:
            return {}
        seed_everything(self.params.get("seed"))
        if takes_predictions(entry.function):
            given = [table.values(self.data.target), predictions]
        elif takes_pair(entry.function, 1):
            features = self.project.prepared(table.without(self.data.target).copy())
            given = [model, features, table.values(self.data.target)]
        else:
            given = [model, table.copy()]
        found = self.project.call(entry, *given)
        if not isinstance(found, Mapping):
            raise Failure("wrong-type", f"expected a dict of numbers, got {described(found)}", entry.target)
        metrics = {}
        for name, value in found.items():
            number = None if isinstance(plain(value), bool) else as_number(value)
            if number is None and not isinstance(plain(value), (str, bool)):
                self.events.note(f'{entry.target} gives {described(value)} for "{name}": left out, since a metric is a number')
                continue
            if number is None:
                raise Failure(
                    "wrong-type", f'expected a dict of numbers, got {described(value)} for "{name}"', entry.target
                )
            metrics[str(name)] = json_number(number)
        return metrics

    def model_dir(self) -> str:
        folder = self.request.get("model_dir")
        if not folder:
            raise Failure("internal", "the request names no model_dir")
        return str(folder)

    # ---- measure and load-check

    def measure(self) -> None:
        model = self.timed_load()
        table = self.data.evaluation()
        predictor = Predictor(self.project, self.data, model)
        features = predictor.features(table)
        once = (self.request.get("measure") or {}).get("once")
        if once is not None:
            self.block(predictor, Batches(features, once), 1)
            return
        batches: dict[int, Batches] = {}
        # The end of standard input is the regular end from here on, but not in the middle of a block.
        self.lifeline.busy = False
        self.events.emit("ready")
        while True:
            line = self.lifeline.commands.get()
            self.lifeline.busy = True
            if line is None:
                return
            command = json.loads(line)
            size, calls = command["batch_size"], command["calls"]
            if size not in batches:
                batches[size] = Batches(features, size)
            seconds = self.block(predictor, batches[size], calls)
            self.lifeline.busy = False
            self.events.emit("block", batch_size=size, seconds=seconds)

    def block(self, predictor: Predictor, batches: Batches, calls: int) -> list[float]:
        """Seconds of each of `calls` calls of predict. What comes before and after a call is outside its time."""
        function, seconds = predictor.predict_raw, []
        gc.collect()
        for _ in range(calls):
            features = batches.next()
            try:
                start = time.perf_counter()
                raw = function(features)
                end = time.perf_counter()
            except BaseException as error:
                raise self.project.failure(error, predictor.predict_entry) from None
            seconds.append(end - start)
            if not batches.checked:
                values = as_list(raw, "one prediction per row", predictor.predict_entry)
                assert_one_per_row(values, batches.size, 0, predictor.predict_entry)
                batches.checked = True
        return seconds

    def load_check(self) -> None:
        self.timed_load()

    def timed_load(self) -> Any:
        """Loads the model; the time is that of load_model alone, without the import of its module."""
        for name in ("save_model", "load_model"):
            self.project.find(name)
        start = time.perf_counter()
        model = load_model(self.project, self.model_dir())
        self.result["load_seconds"] = time.perf_counter() - start
        return model


class Batches:
    """Batches of one size, cut from the rows in turn before anything is timed; each call gets a fresh copy."""

    def __init__(self, features: Table, size: int) -> None:
        rows = features.rows()
        self.size = size
        count = min(MAX_BATCHES, max(1, -(-rows // size)))
        self.tables = [features.take([(start * size + i) % rows for i in range(size)]) for start in range(count)]
        self.position = 0
        self.checked = False

    def next(self) -> Any:
        table = self.tables[self.position % len(self.tables)]
        self.position += 1
        return table.copy()


def assert_one_per_row(values: list[Any], rows: int, start: int, entry: str) -> None:
    if len(values) == rows:
        return
    where = f" (rows {start + 1} to {start + rows})" if start else ""
    raise Failure("wrong-type", f"expected {rows} values, one per row, got {len(values)}{where}", entry)


def numeric(value: Any, number: int, entry: str) -> float:
    found = None if isinstance(value, list) else as_number(value)
    if found is None:
        raise Failure("wrong-type", f"expected a number per row, got {described(value)} in row {number}", entry)
    return found


def predicted_label(value: Any, number: int, entry: str) -> Optional[Label]:
    """The label of a prediction; None where it is missing, which the judge counts as a failure of the model."""
    if not isinstance(value, list):
        if is_missing(value) and not isinstance(value, str):
            return None
        label = as_label(value)
        if label is not None:
            return label
    raise Failure("wrong-type", f"expected a class label per row, got {described(value)} in row {number}", entry)


def bad_prediction(predictions: list[Any], classes: Optional[list[Label]]) -> Optional[str]:
    """What is wrong with the first prediction that cannot be right, or None."""
    for number, value in enumerate(predictions, start=1):
        if classes is not None:
            label = None if isinstance(value, list) else as_label(value)
            if label is None or label not in classes:
                return f"row {number}: {described(value)} is none of the labels {listed(classes)}"
        else:
            figure = None if isinstance(value, list) else as_number(value)
            if figure is None or not math.isfinite(figure):
                return f"row {number}: {described(value)} is no finite number"
    return None


def probability_range(rows: list[Any], entry: str) -> list[Optional[float]]:
    """Smallest and largest probability; null where one is no finite number."""
    numbers = []
    for number, row in enumerate(rows, start=1):
        for value in row if isinstance(row, list) else [row]:
            figure = as_number(value)
            if figure is None:
                raise Failure("wrong-type", f"expected numbers, got {described(value)} in row {number}", entry)
            numbers.append(figure)
    if not numbers or not all(math.isfinite(value) for value in numbers):
        return [None, None]
    return [min(numbers), max(numbers)]


def same(left: Any, right: Any) -> bool:
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right))
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left) and math.isnan(right):
        return True
    return type(left) is type(right) and bool(left == right)


# ---------------------------------------------------------------- cost


def cpu_seconds() -> float:
    """User and system time of this process and of the children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_rss_bytes() -> int:
    """Largest resident set of this process.

    On Linux from VmHWM: ru_maxrss there begins with the size of the process that started this one.
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    if sys.platform == "win32":
        return windows_peak_bytes()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def windows_peak_bytes() -> int:
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", ctypes.c_uint32), ("faults", ctypes.c_uint32)] + [
            (name, ctypes.c_size_t)
            for name in ("peak", "working", "paged_peak", "paged", "pool_peak", "pool", "pagefile", "pagefile_peak")
        ]

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    try:
        kernel = getattr(ctypes, "windll").kernel32
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.K32GetProcessMemoryInfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32]
        kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    except (OSError, AttributeError):
        return 0
    return int(counters.peak)


# ---------------------------------------------------------------- main


def run(request: Mapping[str, Any], events: Events, lifeline: Lifeline) -> dict[str, Any]:
    """Runs the stage and gives its result, with a failure in it where there was one."""
    result: dict[str, Any] = {"schema": "modelgate.stage-result/v1", "stage": request["stage"]}
    stage = Stage(request, events, lifeline)
    failure: Optional[Failure] = None
    try:
        stage.run()
        result.update(stage.result)
    except Failure as error:
        failure = error
    except OSError as error:
        # The model's own errors have become failures: this one is of a file that the stage itself writes.
        failure = Failure("system", text_of(error), trace=traceback.format_exc(limit=-TRACE_LINES))
    except BaseException as error:
        failure = Failure("internal", text_of(error), trace=traceback.format_exc(limit=-TRACE_LINES))
    if failure is not None:
        result["failure"] = failure.as_json()
        events.emit("error", message=failure.message)
    result.update(
        python=platform.python_version(),
        imported=stage.watch.imported(),
        opened=stage.watch.opened(),
        notes=events.notes,
        cpu_seconds=cpu_seconds(),
        peak_rss_bytes=peak_rss_bytes(),
    )
    return result


def main(argv: Sequence[str]) -> int:
    with open(argv[1], encoding="utf-8") as file:
        request = json.load(file)
    sys.argv = [sys.argv[0]]
    # Python put the folder of this file there; the model's imports have no business in it.
    if sys.path and os.path.abspath(sys.path[0]) == os.path.dirname(RUNNER):
        del sys.path[0]
    for stream in (sys.stdout, sys.stderr):
        # Whole lines at a time: without this, an unbuffered print writes every one of its arguments by itself.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True, write_through=False)
    result_path: str = request["result"]
    faulthandler.enable()
    if hasattr(faulthandler, "register") and hasattr(signal, "SIGUSR1"):
        hanging = open(os.path.join(os.path.dirname(result_path), "hang.txt"), "w", encoding="utf-8")
        faulthandler.register(signal.SIGUSR1, file=hanging, all_threads=True)
    events = Events()
    lifeline = Lifeline(takes_commands=request["stage"] == "measure" and "once" not in (request.get("measure") or {}))
    result = run(request, events, lifeline)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            continue
    temporary = result_path + ".tmp"
    try:
        write_json(temporary, result)
        os.replace(temporary, result_path)
    except OSError as error:
        events.emit("error", message=f"the result cannot be written: {text_of(error)}")
        return 1
    events.emit("done")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
