"""Writes one run of a stage to MLflow, or to Weights & Biases in its offline format.

Called as ``python export_run.py mlflow`` or ``... wandb`` with one JSON object on standard input: ``options`` of the
exporter and the ``run``. The packages mlflow (or mlflow-skinny) and wandb are used as they are installed. The last line
of standard output says where the run is; a failure ends with 1 and its reason as last line of standard error.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from typing import Any, Iterator

Run = dict[str, Any]

# MLflow takes so many entries at once.
BATCH = 100


def to_mlflow(options: dict[str, str], run: Run) -> str:
    # A tracking server that does not answer must not hold up a build.
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "15")
    # Newer versions ask whether a folder is really wanted as store: the options name one.
    os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
    from mlflow.entities import Metric, Param, RunTag
    from mlflow.tracking import MlflowClient

    client = MlflowClient(tracking_uri=options["tracking_uri"])
    experiment = mlflow_experiment(client, options.get("experiment") or run["project"])
    run_id = mlflow_run(client, experiment, run)
    started, finished = run["started_ms"], run["finished_ms"]
    params = [Param(key(name), text(value)[:6000]) for name, value in run["params"].items()]
    tags = [RunTag(key(name), text(value)[:5000]) for name, value in run["tags"].items()]
    metrics = [Metric(key(name), value, finished, 0) for name, value in run["metrics"].items()]
    for name, values in run["history"].items():
        metrics += [Metric(key(name), value, started + step, step) for step, value in curve(values)]
    for start in range(0, max(len(params), len(tags), len(metrics)), BATCH):
        part = slice(start, start + BATCH)
        client.log_batch(run_id, metrics=metrics[part], params=params[part], tags=tags[part])
    client.set_terminated(run_id, "FINISHED", finished)
    return f"run {run_id} of experiment {experiment} at {options['tracking_uri']}"


def mlflow_experiment(client: Any, name: str) -> str:
    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            return str(client.create_experiment(name))
        except Exception:
            # Another process may have made it in the meantime.
            found = client.get_experiment_by_name(name)
            if found is None:
                raise
    return str(found.experiment_id)


def mlflow_run(client: Any, experiment: str, run: Run) -> str:
    """The run of the model that a stage looked at; a training always begins a run."""
    artifact = run["tags"].get("modelgate.artifact")
    if run["stage"] != "train" and artifact is not None:
        same = [
            f"tags.`modelgate.{name}` = '{value}'"
            for name, value in (("artifact", artifact), ("project", run["project"]), ("stage", "train"))
        ]
        found = client.search_runs([experiment], " and ".join(same), max_results=1)
        if found:
            # The stage is that of the run's beginning.
            run["tags"].pop("modelgate.stage")
            return str(found[0].info.run_id)
    tags = {"mlflow.source.name": "modelgate"}
    if "modelgate.commit" in run["tags"]:
        tags["mlflow.source.git.commit"] = run["tags"]["modelgate.commit"]
    made = client.create_run(experiment, start_time=run["started_ms"], tags=tags, run_name=run["name"])
    return str(made.info.run_id)


def to_wandb(options: dict[str, str], run: Run) -> str:
    os.environ["WANDB_MODE"] = "offline"
    os.makedirs(options["dir"], exist_ok=True)
    import wandb

    made = wandb.init(
        mode="offline",
        dir=options["dir"],
        project=options.get("project") or run["project"],
        name=run["name"],
        group=run["group"],
        job_type=run["stage"],
        config={**run["params"], "modelgate": run["tags"]},
        settings=wandb.Settings(silent=True, console="off"),
    )
    steps: dict[int, dict[str, float]] = {}
    for name, values in run["history"].items():
        for step, value in curve(values):
            steps.setdefault(step, {})[name] = value
    for step in sorted(steps):
        made.log(steps[step], step=step)
    made.summary.update(run["metrics"])
    folder: str = os.path.dirname(made.dir)
    made.finish()
    return folder


def curve(values: list[Any]) -> Iterator[tuple[int, float]]:
    """Steps and values without gaps."""
    for step, value in enumerate(values):
        if isinstance(value, (int, float)) and math.isfinite(value):
            yield step, float(value)


def key(name: str) -> str:
    return re.sub(r"[^\w./ -]", "_", name)[:250]


def text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def main() -> int:
    exporter = sys.argv[1]
    order = json.loads(sys.stdin.read())
    try:
        where = {"mlflow": to_mlflow, "wandb": to_wandb}[exporter](order["options"], order["run"])
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != exporter:
            raise
        print(f"{exporter} is not installed in {sys.executable}", file=sys.stderr)
        return 1
    except Exception as error:
        print(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}", file=sys.stderr)
        return 1
    print(where)
    return 0


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]
    sys.exit(main())
