/** What is known of two trainings that did not give the same model. */
export interface Evidence {
  /** Remarks of the runner: which arguments the training function does not take. */
  notes: readonly string[];
  /** The Python files that training imported. */
  sources: readonly { path: string; text: string }[];
  /** `resources.threads` of model.yaml. */
  threads: number | undefined;
  /** Whether a third training with the hash seed of the first gave the model of the first; undefined: there was none. */
  equalWithSameHashSeed: boolean | undefined;
}

interface Suspect {
  pattern: RegExp;
  says: string;
}

const SUSPECTS: readonly Suspect[] = [
  {
    pattern: /\b(?:default_rng|RandomState|Random|Generator)\(\s*\)/,
    says: 'a generator of random numbers without a seed',
  },
  {
    pattern: /\b(?:SystemRandom|os\.urandom|secrets\.\w+|uuid[14]\()/,
    says: 'random numbers of the system, which have no seed',
  },
  {
    pattern: /\.seed\(\s*(?:None)?\s*\)/,
    says: 'a seed that is taken from the clock',
  },
  {
    // The runner seeds what is imported before the function is called.
    pattern: /^\s+(?:import|from)\s+(?:random|numpy|torch|tensorflow)\b/,
    says: 'an import inside a function, after the generators were seeded',
  },
  {
    pattern: /\b(?:time\.time(?:_ns)?|datetime\.(?:now|utcnow)|date\.today)\(/,
    says: 'the clock',
  },
];

/** Places that are told of one by one. */
const MOST_PLACES = 5;

/** Why two trainings may differ, one sentence each, what is certain first. */
export function probableCauses({ notes, sources, threads, equalWithSameHashSeed }: Evidence): string[] {
  const places = sources.flatMap(suspectsIn);
  const rest = places.length - MOST_PLACES;
  return [
    ...(equalWithSameHashSeed === true
      ? [
          'the order of a set, or hash() of a text, decides: with the same PYTHONHASHSEED the model is the same; sort what comes out of sets',
        ]
      : []),
    ...(notes.some((note) => / does not take [^:]*\bseed\b/.test(note))
      ? [
          'the training function takes no seed: give it the argument seed, and hand it to all that draws random numbers',
        ]
      : []),
    ...places.slice(0, MOST_PLACES),
    ...(rest > 0 ? [`and ${rest} more such places`] : []),
    ...(threads === 1 || equalWithSameHashSeed === true
      ? []
      : ['threads add numbers in any order: try resources.threads: 1 in model.yaml']),
  ];
}

function suspectsIn({ path, text }: { path: string; text: string }): string[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const code = line.replace(/#.*$/, '');
    const suspect = SUSPECTS.find(({ pattern }) => pattern.test(code));
    return suspect ? [`${path}:${index + 1} has ${suspect.says}: ${code.trim()}`] : [];
  });
}
