import { parse } from 'yaml';
import { mapping, textOf, type Mapping } from '../../inference/tolerant-yaml';

/** A checkpoint of Great Expectations: which suites it runs over which data. */
export interface Checkpoint {
  /** From the project's folder. */
  path: string;
  runs: { suite: string; data: string }[];
}

/**
 * Reads a checkpoint of Great Expectations 0.x (YAML) or 1.x (JSON). Not one that can be read is none.
 *
 * @param definition gives the text of a validation definition of 1.x by its name
 */
export function parseCheckpoint(
  path: string,
  text: string,
  definition: (name: string) => string | undefined,
): Checkpoint[] {
  const root = mappingIn(text);
  if (!root) return [];
  const runs = [root, ...mappings(root['validations'])].flatMap((validation) => {
    const suite = textOf(validation['expectation_suite_name']) ?? textOf(root['expectation_suite_name']);
    const request = mapping(validation['batch_request']) ?? mapping(root['batch_request']);
    return suite === undefined || request === undefined ? [] : [{ suite, data: textsIn(request).join(' ') }];
  });
  const definitions = mappings(root['validation_definitions']).flatMap((reference) => {
    const found = mappingIn(definition(textOf(reference['name']) ?? '') ?? '');
    const suite = textOf(mapping(found?.['suite'])?.['name']);
    return suite === undefined || !found ? [] : [{ suite, data: textsIn(found['data']).join(' ') }];
  });
  const all = [...runs, ...definitions];
  const unique = all.filter(
    (run, index) => all.findIndex(({ suite, data }) => suite === run.suite && data === run.data) === index,
  );
  return [{ path, runs: unique }];
}

function mappingIn(text: string): Mapping | undefined {
  try {
    const value: unknown = parse(text);
    return mapping(value);
  } catch {
    return undefined;
  }
}

function mappings(value: unknown): Mapping[] {
  if (!Array.isArray(value)) return [];
  return value.map(mapping).filter((entry): entry is Mapping => entry !== undefined);
}

/** All texts in a value: data are named by an asset, a path or a query, each under keys of its own. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsIn);
}
