import { suggest } from '@modelgate/contracts';

/**
 * Why an environment cannot be used, or undefined where it can: `cannot deploy to "prod": use staging or production`.
 * @param environment undefined where the command line names none
 */
export function environmentRefusal(
  action: 'deploy' | 'rollback',
  environment: string | undefined,
  environments: readonly string[],
): string | undefined {
  if (environment !== undefined && environments.includes(environment)) return undefined;
  const known = joinOr(environments);
  const verb = action === 'deploy' ? 'deploy' : 'roll back';
  if (environment === undefined || environment === '')
    return `cannot ${verb} to nowhere: name the environment (${known})`;
  const near = nearest(environment, environments);
  const preposition = action === 'deploy' ? 'to ' : '';
  return `cannot ${verb} ${preposition}${JSON.stringify(environment)}: use ${known}${near ? ` (did you mean "${near}"?)` : ''}`;
}

/** The known name that was probably meant: the only one that begins with the word, else one that is spelled like it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const longer = known.filter((name) => name.startsWith(word.toLowerCase()));
  return longer.length === 1 && word.length >= 3 ? longer[0] : suggest(word, known);
}

function joinOr(names: readonly string[]): string {
  const last = names[names.length - 1];
  if (last === undefined) return 'no environment is configured';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
