import type { Json } from '../json';

export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\\\$|\$\{(\w+)\}|\$([A-Za-z_]\w*)/g;

export interface Filled {
  text: string;
  /** Names of variables that have no value. */
  unset: string[];
  /** Values that came from variables. */
  values: string[];
}

/** A setting with `${NAME}` and `$NAME` replaced by variables of the environment; `\$` is a dollar sign. */
export function filled(setting: Json | undefined, env: Environment): Filled {
  const unset: string[] = [];
  const values: string[] = [];
  const text = plainText(setting).replace(VARIABLE, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    const value = env[name];
    if (value === undefined || value === '') {
      unset.push(name);
      return whole;
    }
    values.push(value);
    return value;
  });
  return { text, unset, values };
}

function plainText(setting: Json | undefined): string {
  if (typeof setting === 'string') return setting;
  if (Array.isArray(setting)) return setting.map(plainText).join(',');
  return setting === undefined || setting === null ? '' : String(setting);
}

/** Shorter values would hide ordinary words. */
const SHORTEST_SECRET = 4;

/** A text without secrets: each is shown as `***`. */
export function masked(text: string, secrets: readonly string[]): string {
  const longestFirst = [...new Set(secrets)]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
