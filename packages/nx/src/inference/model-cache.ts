import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepQuietly } from '@modelgate/runtime/hook';
import { isOurs, readShape, type ProjectFile, type Reading } from './reading';

/** Raised when the form of what is kept changes. */
const FORM = 4;

/** What hooks need to know of a model without reading its file again. */
export interface KnownModel {
  /** From the workspace. */
  root: string;
  /** `python.version` of model.yaml. */
  python?: string;
  /** Its data files, from its folder. */
  data?: string[];
}

interface Kept {
  form: number;
  /** Readings by the file's name and the SHA-256 of its text. */
  readings: Record<string, Reading>;
  /** All model projects of the last inference. */
  models: KnownModel[];
}

/** Where the plugin keeps what it may lose at any time. */
export function workspaceDataFolder(workspaceRoot: string, env: NodeJS.ProcessEnv): string {
  return join(
    env['NX_WORKSPACE_DATA_DIRECTORY'] ?? join(workspaceRoot, '.nx', 'workspace-data'),
    'modelgate',
  );
}

/** Readings of project files by content: a workspace in which nothing changed parses nothing. */
export class ModelCache {
  private readonly file: string;
  private readonly before: Kept;
  private readonly used: Record<string, Reading> = {};
  /** How many files were parsed since this cache was opened. */
  parses = 0;

  constructor(folder: string) {
    this.file = join(folder, 'models.json');
    this.before = readKept(this.file);
  }

  async read(file: ProjectFile, text: string): Promise<Reading> {
    const key = `${file} ${createHash('sha256').update(text).digest('hex')}`;
    const reading = this.before.readings[key] ?? this.used[key] ?? (await this.parse(file, text));
    this.used[key] = reading;
    return reading;
  }

  /** Keeps what was read since the cache was opened, and forgets the rest. A folder that cannot be written costs time only. */
  save(models: KnownModel[]): void {
    const unchanged =
      this.parses === 0 &&
      Object.keys(this.used).length === Object.keys(this.before.readings).length &&
      JSON.stringify(models) === JSON.stringify(this.before.models);
    if (unchanged) return;
    const kept: Kept = { form: FORM, readings: this.used, models };
    keepQuietly(this.file, JSON.stringify(kept));
  }

  private async parse(file: ProjectFile, text: string): Promise<Reading> {
    if (!isOurs(text)) return { kind: 'foreign' };
    this.parses += 1;
    // Loaded on a miss only: the parser alone costs more than a whole inference from the cache.
    const { parse } = await import('yaml');
    return readShape(file, text, parse);
  }
}

/** The model projects that the last inference saw. */
export function lastModels(folder: string): KnownModel[] {
  return readKept(join(folder, 'models.json')).models;
}

function readKept(file: string): Kept {
  const empty: Kept = { form: FORM, readings: {}, models: [] };
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>;
    return kept.form === FORM && kept.readings && Array.isArray(kept.models) ? { ...empty, ...kept } : empty;
  } catch {
    return empty;
  }
}
