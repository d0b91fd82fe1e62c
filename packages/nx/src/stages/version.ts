import { readFileSync } from 'node:fs';

/** The version of @modelgate/nx that runs. */
export const VERSION: string = readVersion();

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(require.resolve('@modelgate/nx/package.json'), 'utf8'));
  return parsed !== null && typeof parsed === 'object' && 'version' in parsed
    ? String(parsed.version)
    : 'unknown';
}
