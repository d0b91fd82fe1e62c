import type { Json, JsonObject } from '../json';
import { parseSource, type Path, type SourceDocument } from '../suite/document';
import { shown } from '../wording';
import type { Checkpoint, CheckpointAction, CheckpointValidation, DataReference } from './checkpoint';
import { actionOf, fail, isObject, readAction } from './read-action';

export interface ReadCheckpointOptions {
  /** The path that messages name. */
  filePath: string;
  /** The text of a validation definition of 1.x, and the path that messages name, by its name. */
  definition?: (name: string) => { text: string; filePath: string } | undefined;
}

/** Keys that only 0.x has. */
const KEYS_OF_0 = [
  'config_version',
  'class_name',
  'validations',
  'action_list',
  'expectation_suite_name',
  'batch_request',
  'batches',
  'run_name_template',
  'template_name',
  'validation_operator_name',
];

/**
 * Reads a checkpoint of Great Expectations, YAML or JSON, in the spelling of 0.x (`validations`, `action_list`) or of 1.x
 * (`validation_definitions`, `actions`). Without a name it takes its file's stem. In place of a `batch_request`, `data` may
 * name the data: `train`, `test` or a path.
 * @throws UserError with file, line and column
 */
export function readCheckpoint(text: string, { filePath, definition }: ReadCheckpointOptions): Checkpoint {
  const source = parseSource(text, filePath);
  const root = source.value;
  if (!isObject(root)) fail(source, [], `expected a checkpoint, got ${shown(root)}`);
  const is0 = KEYS_OF_0.some((key) => root[key] !== undefined);
  const named = root['name'];
  return {
    name: typeof named === 'string' && named !== '' ? named : stem(filePath),
    spelling: is0 ? '0.x' : '1.x',
    validations: [
      ...validationsOf0(root, source),
      ...listOf(root, 'validation_definitions', source).map((entry, index) =>
        definedValidation(entry, ['validation_definitions', index], source, definition),
      ),
    ],
    actions: actionsOf(root, source),
    place: source.placeOf([]),
  };
}

function actionsOf(root: JsonObject, source: SourceDocument): CheckpointAction[] {
  const listed = ['action_list', 'actions'].flatMap((key) =>
    listOf(root, key, source).map((entry, index) => readAction(entry, [key, index], source)),
  );
  const webhook = root['slack_webhook'] ?? root['slack_webhook_url'];
  // A SimpleCheckpoint has the settings of its one notification beside its name.
  if (webhook === undefined || webhook === null) return listed;
  return [...listed, actionOf({ name: 'slack', type: 'slack', settings: root, path: [], source })];
}

function validationsOf0(root: JsonObject, source: SourceDocument): CheckpointValidation[] {
  const batches = listOf(root, 'batches', source).flatMap((entry, index) =>
    batchValidations(entry, ['batches', index], source),
  );
  const listed = listOf(root, 'validations', source).map((entry, index): CheckpointValidation => {
    const path = ['validations', index];
    if (!isObject(entry)) fail(source, path, `expected a validation, got ${shown(entry)}`);
    const suite = suiteOf(entry, path, source) ?? suiteOf(root, [], source);
    if (suite === undefined)
      fail(source, path, 'expectation_suite_name is missing; expected the name of a suite');
    return validationOf(suite, [entry, root], path, source);
  });
  if (listed.length > 0 || batches.length > 0) return [...batches, ...listed];
  const suite = suiteOf(root, [], source);
  return suite === undefined ? [] : [validationOf(suite, [root], ['expectation_suite_name'], source)];
}

/** The oldest spelling, in which a batch lists the suites that are run over it. */
function batchValidations(entry: Json, path: Path, source: SourceDocument): CheckpointValidation[] {
  if (!isObject(entry)) fail(source, path, `expected a batch, got ${shown(entry)}`);
  const names = listOf(entry, 'expectation_suite_names', source, path);
  return names.map((name, index) => {
    const place = [...path, 'expectation_suite_names', index];
    if (typeof name !== 'string') fail(source, place, `expected the name of a suite, got ${shown(name)}`);
    return validationOf(name, [entry], place, source);
  });
}

function validationOf(
  suite: string,
  levels: readonly JsonObject[],
  path: Path,
  source: SourceDocument,
): CheckpointValidation {
  const data = levels.flatMap((level) => dataOf(level) ?? [])[0];
  const parameters: JsonObject = {};
  for (const level of [...levels].reverse()) {
    const given = level['evaluation_parameters'] ?? level['suite_parameters'];
    if (isObject(given)) Object.assign(parameters, given);
  }
  return {
    suite,
    ...(data ? { data } : {}),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    place: source.placeOf(path),
  };
}

function suiteOf(from: JsonObject, path: Path, source: SourceDocument): string | undefined {
  const name = from['expectation_suite_name'];
  if (name === undefined || name === null) return undefined;
  if (typeof name === 'string' && name !== '') return name;
  return fail(
    source,
    [...path, 'expectation_suite_name'],
    `expected the name of a suite, got ${shown(name)}`,
  );
}

/** The first of the ways in which data can be named. */
function dataOf(level: JsonObject): DataReference | undefined {
  const data = level['data'];
  if (typeof data === 'string') return { path: data, names: [data], exact: true };
  const request = level['batch_request'] ?? level['batch_kwargs'];
  if (!isObject(request)) return undefined;
  const runtime = request['runtime_parameters'];
  const path = isObject(runtime) ? runtime['path'] : request['path'];
  const names = textsIn(request['data_asset_name'] ?? null);
  if (typeof path === 'string') return { path, names: [path, ...names] };
  return names.length > 0 ? { names } : undefined;
}

function definedValidation(
  entry: Json,
  path: Path,
  source: SourceDocument,
  definition: ReadCheckpointOptions['definition'],
): CheckpointValidation {
  const name = isObject(entry) ? entry['name'] : entry;
  const inline = isObject(entry) && isObject(entry['suite']);
  const place = source.placeOf(path);
  if (inline) return fromDefinition(entry, place, (what) => fail(source, path, what));
  if (typeof name !== 'string')
    fail(source, path, `expected {"name": "..."} of a validation definition, got ${shown(entry)}`);
  const found = definition?.(name);
  if (!found)
    fail(
      source,
      path,
      `there is no validation definition ${shown(name)}: it belongs into validation_definitions/`,
    );
  const defined = parseSource(found.text, found.filePath);
  if (!isObject(defined.value)) fail(defined, [], 'expected a validation definition');
  return fromDefinition(defined.value, place, (what) => fail(defined, [], what));
}

function fromDefinition(
  value: JsonObject,
  place: CheckpointValidation['place'],
  refuse: (what: string) => never,
): CheckpointValidation {
  const suite = nameIn(value['suite']);
  if (suite === undefined) refuse('suite.name is missing; expected the name of a suite');
  const data = value['data'];
  if (typeof data === 'string') return { suite, data: { path: data, names: [data], exact: true }, place };
  const parts = isObject(data) ? [data['batch_definition'], data['asset'], data['datasource']] : [];
  const names = parts.flatMap((part) => nameIn(part) ?? []);
  return { suite, ...(names.length > 0 ? { data: { names } } : {}), place };
}

function nameIn(value: Json | undefined): string | undefined {
  const name = isObject(value) ? value['name'] : value;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function listOf(from: JsonObject, key: string, source: SourceDocument, path: Path = []): Json[] {
  const value = from[key];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  return fail(source, [...path, key], `${key}: expected a list, got ${shown(value)}`);
}

function textsIn(value: Json): string[] {
  return typeof value === 'string' ? [value] : [];
}

/** `checkpoints/nightly.yaml` -> `nightly`. */
function stem(filePath: string): string {
  const file = filePath.split(/[/\\]/).at(-1) ?? filePath;
  return file.replace(/\.(ya?ml|json)$/i, '');
}
