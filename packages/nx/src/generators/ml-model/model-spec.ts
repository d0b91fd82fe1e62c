import type { SyntheticTask } from './synthetic-data';
import type { TemplateName } from './template-files';

export interface DataFile {
  /** From the project's folder. */
  path: string;
  content: string | Buffer;
}

/** The data that a new model starts with. */
export interface ModelData {
  task: SyntheticTask;
  target: string;
  /** What separates the cells of the CSV file. */
  delimiter: string;
  /** The data set that model.yaml names instead of the files. */
  dataset?: string;
  /** From the project's folder. */
  train: string;
  /** From the project's folder; without one, a part of the training file is held out. */
  test: string | undefined;
  /** The text of expectations/train.yaml; undefined where the suites are those of a data set. */
  suite: string | undefined;
  /** What has to be written; nothing where the data is in the project already. */
  files: DataFile[];
  /** What was found out about the data, one line each, for people. */
  notes: string[];
  warnings: string[];
}

/** All that the files of a new model are made from. */
export interface ModelSpec {
  name: string;
  /** From the workspace, with forward slashes. */
  root: string;
  owner: string | undefined;
  packageName: string;
  /** Whether model.yaml names the package, because it is not the one that follows from the name. */
  packageIsNamed: boolean;
  template: TemplateName;
  /** In the order in which a version goes through them. */
  environments: string[];
  data: ModelData;
}
