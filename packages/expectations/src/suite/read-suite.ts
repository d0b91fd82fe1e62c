import { formatPlace, suggest, UserError, type Place } from '@modelgate/contracts';
import type { Json, JsonObject } from '../json';
import { shown } from '../wording';
import { parseSource, type Path, type SourceDocument } from './document';
import { SEVERITIES, type Expectation, type Severity, type Suite, type SuiteSpelling } from './suite';

export interface ReadSuiteOptions {
  /** The path that messages name: relative to the workspace, with forward slashes. */
  filePath: string;
}

/** Keys that Great Expectations writes; those that are not read here are kept under `extra`. */
const SUITE_KEYS = [
  'name',
  'expectation_suite_name',
  'expectations',
  'meta',
  'suite_parameters',
  'evaluation_parameters',
  'notes',
  'id',
  'ge_cloud_id',
  'data_asset_type',
];
const EXPECTATION_KEYS = [
  'type',
  'expectation_type',
  'kwargs',
  'meta',
  'severity',
  'notes',
  'id',
  'ge_cloud_id',
  'description',
  'rendered_content',
  'expectation_context',
  'success_on_last_run',
];

/**
 * Reads a Great Expectations suite, YAML or JSON, in the spelling of 0.x (`expectation_suite_name`,
 * `expectation_type`) or of 1.x (`name`, `type`). A suite without a name takes its file's stem. Types and arguments
 * of expectations are not judged here: one that cannot be evaluated is an error result of its own.
 * @throws UserError with one line `file:line:column  key: ...` per mistake
 */
export function readSuite(text: string, { filePath }: ReadSuiteOptions): Suite {
  const reader = new SuiteReader(parseSource(text, filePath));
  const suite = reader.read(filePath);
  const [first, ...rest] = reader.mistakes;
  if (!first) return suite;
  const more = rest.map(({ where, what }) => `\n${formatPlace(where)}  ${what}`).join('');
  throw new UserError(first.what + more, { where: first.where });
}

interface Mistake {
  where: Place;
  what: string;
}

class SuiteReader {
  readonly mistakes: Mistake[] = [];
  private readonly spellings = new Set<SuiteSpelling>();

  constructor(private readonly source: SourceDocument) {}

  read(filePath: string): Suite {
    const root = this.source.value;
    if (!isObject(root)) {
      this.mistake([], `expected a suite with its expectations, got ${shown(root)}`);
      return { name: '', spelling: '1.x', expectations: [] };
    }
    this.misspelled([], root, SUITE_KEYS);
    const name = this.eitherText([], root, 'name', 'expectation_suite_name') ?? stem(filePath);
    const parameters =
      this.object([], root, 'suite_parameters') ?? this.object([], root, 'evaluation_parameters');
    const meta = this.object([], root, 'meta');
    const expectations = this.expectations(root);
    const extra = without(root, [
      'name',
      'expectation_suite_name',
      'expectations',
      'meta',
      'suite_parameters',
      'evaluation_parameters',
    ]);
    return {
      name,
      spelling: this.spelling(root),
      expectations,
      ...(meta ? { meta } : {}),
      ...(parameters ? { parameters } : {}),
      ...(extra ? { extra } : {}),
    };
  }

  private expectations(root: JsonObject): Expectation[] {
    const list = root['expectations'];
    if (list === undefined) {
      // A misspelled key was reported as such.
      if (this.mistakes.length === 0)
        this.mistake([], 'expectations: is missing; expected a list of expectations');
      return [];
    }
    if (!Array.isArray(list)) {
      this.mistake(['expectations'], `expectations: expected a list of expectations, got ${shown(list)}`);
      return [];
    }
    return list.flatMap((entry, index) => this.expectation(entry, ['expectations', index]) ?? []);
  }

  private expectation(entry: Json, path: Path): Expectation | undefined {
    if (!isObject(entry)) {
      this.mistake(
        path,
        `${path.join('.')}: expected an expectation with type and kwargs, got ${shown(entry)}`,
      );
      return undefined;
    }
    this.misspelled(path, entry, EXPECTATION_KEYS);
    const before = this.mistakes.length;
    const type = this.eitherText(path, entry, 'type', 'expectation_type');
    if (type === undefined && this.mistakes.length === before) {
      const misspelled = Object.keys(entry).some((key) => near(key, entry, EXPECTATION_KEYS) !== undefined);
      if (!misspelled)
        this.mistake(path, `${path.join('.')}.type: is missing; expected the type of an expectation`);
    }
    const meta = this.object(path, entry, 'meta');
    const severity = this.severity(path, entry);
    const kwargs = this.object(path, entry, 'kwargs') ?? {};
    const extra = without(entry, ['type', 'expectation_type', 'kwargs', 'meta', 'severity']);
    return {
      type: type ?? '',
      kwargs,
      ...(meta ? { meta } : {}),
      ...(severity ? { severity } : {}),
      ...(extra ? { extra } : {}),
      place: this.source.placeOf(path),
    };
  }

  private severity(path: Path, entry: JsonObject): Severity | undefined {
    const value = entry['severity'];
    if (value === undefined || value === null) return undefined;
    const known = SEVERITIES.find((severity) => severity === value);
    if (known) return known;
    const meant = typeof value === 'string' ? suggest(value, SEVERITIES) : undefined;
    this.mistake(
      [...path, 'severity'],
      `${path.join('.')}.severity: expected one of ${SEVERITIES.join(', ')}, got ${shown(value)}` +
        (meant === undefined ? '' : `; did you mean "${meant}"?`),
    );
    return undefined;
  }

  /** The text under the key of 1.x or of 0.x; which one it was tells the spelling. */
  private eitherText(path: Path, from: JsonObject, key1: string, key0: string): string | undefined {
    const here = [key1, key0].filter((key) => from[key] !== undefined && from[key] !== null);
    for (const key of here) {
      if (typeof from[key] !== 'string' || from[key] === '') {
        this.mistake(
          [...path, key],
          `${[...path, key].join('.')}: expected a text, got ${shown(from[key] ?? null)}`,
        );
        return undefined;
      }
      this.spellings.add(key === key1 ? '1.x' : '0.x');
    }
    if (here.length === 2 && from[key1] !== from[key0]) {
      this.mistake(
        [...path, key0],
        `${[...path, key0].join('.')}: says ${shown(from[key0] ?? null)} where ${key1} says ${shown(from[key1] ?? null)}; keep one of the two`,
      );
    }
    const value = from[here[0] ?? ''];
    return typeof value === 'string' ? value : undefined;
  }

  private object(path: Path, from: JsonObject, key: string): JsonObject | undefined {
    const value = from[key];
    if (value === undefined || value === null) return undefined;
    if (isObject(value)) return value;
    this.mistake(
      [...path, key],
      `${[...path, key].join('.')}: expected a mapping of keys to values, got ${shown(value)}`,
    );
    return undefined;
  }

  private misspelled(path: Path, from: JsonObject, known: readonly string[]): void {
    for (const key of Object.keys(from)) {
      const meant = near(key, from, known);
      if (meant === undefined) continue;
      this.mistakes.push({
        where: this.source.placeOfKey([...path, key]),
        what: `${[...path, key].join('.')}: unknown key; did you mean "${meant}"?`,
      });
    }
  }

  private mistake(path: Path, what: string): void {
    this.mistakes.push({ where: this.source.placeOf(path), what });
  }

  private spelling(root: JsonObject): SuiteSpelling {
    if (root['data_asset_type'] !== undefined || root['evaluation_parameters'] !== undefined)
      this.spellings.add('0.x');
    if (root['suite_parameters'] !== undefined) this.spellings.add('1.x');
    if (this.spellings.size > 1) return 'mixed';
    return this.spellings.has('0.x') ? '0.x' : '1.x';
  }
}

/** Keys shorter than this are near to too many others. */
const SHORTEST_MISSPELLING = 4;

/** The absent known key that an unknown one was probably meant to be. */
function near(key: string, from: JsonObject, known: readonly string[]): string | undefined {
  if (known.includes(key) || key.startsWith('x-') || key.length < SHORTEST_MISSPELLING) return undefined;
  return suggest(
    key,
    known.filter((candidate) => !(candidate in from)),
  );
}

function without(from: JsonObject, keys: readonly string[]): JsonObject | undefined {
  const rest = Object.entries(from).filter(([key]) => !keys.includes(key));
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** `expectations/train.yaml` -> `train`. */
function stem(filePath: string): string {
  const file = filePath.split(/[/\\]/).at(-1) ?? filePath;
  return file.replace(/\.(ya?ml|json)$/i, '');
}
