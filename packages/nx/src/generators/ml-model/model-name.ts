import { NAME_PATTERN, UserError } from '@modelgate/contracts';

/** @throws UserError with a name to take instead, where `name` is none that a project, a folder and a URL can have */
export function checkModelName(name: string | number | undefined): string {
  const given = name === undefined ? '' : String(name);
  if (given === '') {
    throw new UserError('a model needs a name', { fix: 'nx generate ml-model credit-risk' });
  }
  if (NAME_PATTERN.test(given)) return given;
  const proposal = proposeName(given);
  throw new UserError(`${JSON.stringify(given)} cannot be the name of a model`, {
    why: 'a name has only a-z, 0-9, ".", "_" and "-", and begins with a letter or a digit',
    fix: `nx generate ml-model ${proposal ?? 'credit-risk'}`,
  });
}

/** The nearest valid name: `Crédit Risk!` -> `credit-risk`; undefined where no letter or digit is left. */
export function proposeName(given: string): string | undefined {
  const proposal = given
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return proposal === '' ? undefined : proposal;
}
