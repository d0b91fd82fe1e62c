import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepQuietly } from '@modelgate/runtime/hook';
import {
  isTelling,
  plainFacts,
  readPyproject,
  tomlParser,
  type PyprojectFacts,
} from '@modelgate/runtime/python-libraries';

/** Raised when the form of what is kept changes. */
const FORM = 1;

type Facts = Record<string, PyprojectFacts>;

/** What pyproject.toml files say, by content. Most texts need no parser, and then nothing is read or kept here either. */
export class PyprojectCache {
  private readonly file: string;
  private before: Facts | undefined;
  private readonly used: Facts = {};
  /** How many files were parsed since this cache was opened. */
  parses = 0;

  constructor(folder: string) {
    this.file = join(folder, 'pyprojects.json');
  }

  async facts(text: string): Promise<PyprojectFacts> {
    if (!isTelling(text)) return plainFacts(text);
    this.before ??= readKept(this.file);
    const key = createHash('sha256').update(text).digest('hex');
    const facts = this.before[key] ?? this.used[key] ?? (await this.parse(text));
    this.used[key] = facts;
    return facts;
  }

  /** Keeps what was read since the cache was opened, and forgets the rest. A folder that cannot be written costs time only. */
  save(): void {
    if (this.parses === 0) return;
    keepQuietly(this.file, JSON.stringify({ form: FORM, facts: this.used }));
  }

  private async parse(text: string): Promise<PyprojectFacts> {
    this.parses += 1;
    return readPyproject(text, await tomlParser());
  }
}

function readKept(file: string): Facts {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { form?: number; facts?: Facts };
    return kept.form === FORM && kept.facts ? kept.facts : {};
  } catch {
    return {};
  }
}
