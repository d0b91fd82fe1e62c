import { UserError } from '@modelgate/contracts';
import type { Json, JsonObject } from '../json';

/** `limit=3` is a number, `limit="3"` a text, `open=true` a boolean, `name=churn` a text: JSON where it is JSON. */
export function parametersOf(command: string, given: readonly string[]): JsonObject {
  const parameters: JsonObject = {};
  for (const each of given) {
    const at = each.indexOf('=');
    if (at < 1) {
      throw new UserError(`${command}: --parameter ${each} is no NAME=VALUE`, {
        fix: 'write it as --parameter max_age=120',
      });
    }
    parameters[each.slice(0, at)] = jsonOrText(each.slice(at + 1));
  }
  return parameters;
}

function jsonOrText(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
