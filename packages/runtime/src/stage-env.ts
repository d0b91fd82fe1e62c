/** Names that look as if they hold a credential: GITHUB_TOKEN, DB_PASSWORD_FILE, but not TOKENIZERS_PARALLELISM. */
const CREDENTIAL =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|ACCESS_?KEY_?ID|PRIVATE_?KEY|SECRET_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|ACCOUNT_?KEY)S?(?=_|$)/i;

/** A URL with a user and a password in it, as in DATABASE_URL. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/** Shorter values would be found in ordinary text everywhere. */
const SHORTEST_MASKED = 4;

const THREADS = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'POLARS_MAX_THREADS',
];

export interface StageEnvOptions {
  secrets?: readonly string[] | undefined;
  threads?: number | undefined;
  /** For the hashes of texts in Python. */
  seed?: number | undefined;
}

export interface StageEnv {
  env: NodeJS.ProcessEnv;
  /** Names of the variables that were left out. */
  withheld: string[];
  /** Texts that must not be shown. */
  masked: string[];
}

/**
 * The environment of a stage: what is there, without variables that look like credentials unless `secrets` names
 * them, and with what makes Python repeatable.
 */
export function stageEnv(from: NodeJS.ProcessEnv, options: StageEnvOptions): StageEnv {
  const secrets = new Set(options.secrets);
  const env: NodeJS.ProcessEnv = {};
  const withheld: string[] = [];
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined || name === 'PYTHONINSPECT') continue;
    if (secrets.has(name) || !looksLikeCredential(name, value)) env[name] = value;
    else withheld.push(name);
  }
  env['PYTHONDONTWRITEBYTECODE'] = '1';
  env['PYTHONUNBUFFERED'] = '1';
  env['PYTHONIOENCODING'] ??= 'utf-8';
  env['PYTHONHASHSEED'] = String(options.seed ?? 0);
  if (options.threads !== undefined) for (const name of THREADS) env[name] = String(options.threads);
  const values = [...secrets].flatMap((name) => (from[name] ?? '').split(/\r?\n/));
  return { env, withheld, masked: values.filter((value) => value.trim().length >= SHORTEST_MASKED) };
}

function looksLikeCredential(name: string, value: string): boolean {
  return CREDENTIAL.test(name) || (URL_WITH_PASSWORD.test(value) && !/PROXY$/i.test(name));
}

/** Replaces every masked text by `***`, the longest first. */
export function maskedText(text: string, masked: readonly string[]): string {
  return [...masked]
    .sort((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.split(secret).join('***'), text);
}
