import { applyEdits, modify, parse, type JSONPath, type ParseError } from 'jsonc-parser';
import { UserError } from '@modelgate/contracts';
import { EXECUTORS } from '../../inference/executors';
import { member, PLUGIN, pluginEntry } from '../registered-plugin';

/** Each shielded from a `targetDefaults` entry that is keyed by a target's name. */
const SHIELDED = EXECUTORS.map((name) => `${PLUGIN}:${name}`);

/**
 * Defaults that Nx takes for ours and then drops, since they are for another executor than the target's. Without an executor
 * of their own they would be merged into every target of the workspace, one by one.
 */
const SHIELD = { executor: `${PLUGIN}:as-inferred` };

/**
 * The text of an nx.json that lists the plugin and has a `targetDefaults` entry for each of its executors. Everything
 * that is there, comments and formatting included, stays as it is.
 *
 * Of the entries of `targetDefaults`, Nx takes the first that matches: the executor's before the target name's. So one for
 * our executor keeps an entry for `test` or `train` from replacing the inputs and the cache flag that the plugin infers.
 * @throws UserError where the text is not JSON, or `plugins` or `targetDefaults` is not what Nx takes
 */
export function registerPlugin(text: string): string {
  const nxJson = parseNxJson(text);
  let result = text;
  const set = (path: JSONPath, value: unknown, isArrayInsertion = false) => {
    result = applyEdits(
      result,
      modify(result, path, value, { isArrayInsertion, formattingOptions: formattingOf(text) }),
    );
  };

  if (pluginEntry(nxJson) === undefined) {
    const plugins = member(nxJson, 'plugins');
    if (plugins === undefined) set(['plugins'], [PLUGIN]);
    else if (Array.isArray(plugins)) set(['plugins', plugins.length], PLUGIN, true);
    else throw wrongShape('plugins', 'a list');
  }

  const defaults = member(nxJson, 'targetDefaults') ?? {};
  if (typeof defaults !== 'object' || Array.isArray(defaults))
    throw wrongShape('targetDefaults', 'an object');
  for (const executor of SHIELDED) {
    const entry = member(defaults, executor);
    if (entry === undefined) set(['targetDefaults', executor], SHIELD);
    // A list whose entries all have a filter may match nothing, and Nx then goes on to the target's name.
    else if (Array.isArray(entry) && entry.every((item) => member(item, 'filter') !== undefined)) {
      set(['targetDefaults', executor, 0], SHIELD, true);
    }
  }
  return result;
}

function parseNxJson(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (!first) return value;
  const before = text.slice(0, first.offset).split('\n');
  throw new UserError('nx.json is not readable JSON', {
    where: { file: 'nx.json', line: before.length, column: (before.at(-1) ?? '').length + 1 },
    fix: 'mend the syntax at this place',
  });
}

function wrongShape(key: string, expected: string): UserError {
  return new UserError(`${key}: expected ${expected}`, {
    where: { file: 'nx.json' },
    fix: 'see https://nx.dev/reference/nx-json',
  });
}

function formattingOf(text: string) {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
