import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOurs, readModelShape, type Reading } from './model-shape';

/** Raised when the form of what is kept changes. */
const FORM = 1;

interface Kept {
  form: number;
  /** Readings by the SHA-256 of the file's text. */
  readings: Record<string, Reading>;
  /** Folders of all model projects at the last inference, from the workspace. */
  roots: string[];
}

/** Where the plugin keeps what it may lose at any time. */
export function workspaceDataFolder(workspaceRoot: string, env: NodeJS.ProcessEnv): string {
  return join(
    env['NX_WORKSPACE_DATA_DIRECTORY'] ?? join(workspaceRoot, '.nx', 'workspace-data'),
    'modelgate',
  );
}

/** Readings of model.yaml by content: a workspace in which nothing changed parses nothing. */
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

  async read(text: string): Promise<Reading> {
    const key = createHash('sha256').update(text).digest('hex');
    const reading = this.before.readings[key] ?? this.used[key] ?? (await this.parse(text));
    this.used[key] = reading;
    return reading;
  }

  /** Keeps what was read since the cache was opened, and forgets the rest. A folder that cannot be written costs time only. */
  save(roots: string[]): void {
    const unchanged =
      this.parses === 0 &&
      Object.keys(this.used).length === Object.keys(this.before.readings).length &&
      roots.join('\n') === this.before.roots.join('\n');
    if (unchanged) return;
    const kept: Kept = { form: FORM, readings: this.used, roots };
    const temporary = `${this.file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(temporary, JSON.stringify(kept));
      renameSync(temporary, this.file);
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  private async parse(text: string): Promise<Reading> {
    if (!isOurs(text)) return { kind: 'foreign' };
    this.parses += 1;
    // Loaded on a miss only: the parser alone costs more than a whole inference from the cache.
    const { parse } = await import('yaml');
    return readModelShape(text, parse);
  }
}

/** Folders of the model projects that the last inference saw. */
export function lastModelRoots(folder: string): string[] {
  return readKept(join(folder, 'models.json')).roots;
}

function readKept(file: string): Kept {
  const empty: Kept = { form: FORM, readings: {}, roots: [] };
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>;
    return kept.form === FORM && kept.readings && Array.isArray(kept.roots) ? { ...empty, ...kept } : empty;
  } catch {
    return empty;
  }
}
