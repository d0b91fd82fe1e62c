/** Where runs are written to besides their own folder; off where it is not named. */
export interface Exporters {
  mlflow?: MlflowOptions;
  wandb?: WandbOptions;
}

export interface MlflowOptions {
  /** A folder from the workspace, or a URI as MLflow takes it. */
  tracking_uri?: string;
  /** Default: the model's name. */
  experiment?: string;
  /** The Python that has mlflow. Default: that of the model. */
  python?: string;
}

export interface WandbOptions {
  /** The folder that gets `wandb/offline-run-...`, from the workspace. */
  dir?: string;
  /** Default: the model's name. */
  project?: string;
  /** The Python that has wandb. Default: that of the model. */
  python?: string;
}

const KEYS: Record<string, readonly string[]> = {
  mlflow: ['tracking_uri', 'experiment', 'python'],
  wandb: ['dir', 'project', 'python'],
};

/** What is wrong with the option `exporters`; undefined where nothing is. */
export function exportersProblem(exporters: unknown): string | undefined {
  if (exporters === undefined) return undefined;
  if (!isMapping(exporters)) return 'exporters: expected a map with mlflow or wandb';
  for (const [name, options] of Object.entries(exporters)) {
    const keys = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
    if (keys === undefined)
      return `exporters.${name}: no such exporter; known are ${Object.keys(KEYS).join(', ')}`;
    if (!isMapping(options)) return `exporters.${name}: expected a map, which may be empty`;
    for (const [key, value] of Object.entries(options)) {
      if (!keys.includes(key))
        return `exporters.${name}.${key}: no such option; known are ${keys.join(', ')}`;
      if (typeof value !== 'string' || value === '') return `exporters.${name}.${key}: expected a text`;
    }
  }
  return undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
