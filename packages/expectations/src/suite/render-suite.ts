import { stringify } from 'yaml';
import type { JsonObject } from '../json';
import type { Suite } from './suite';

/** A suite as YAML in the spelling of Great Expectations 1.x, to be read again by `readSuite` and by a person. */
export function renderSuite({ name, expectations, meta, parameters, extra }: Suite): string {
  const document: JsonObject = {
    name,
    ...(parameters ? { suite_parameters: parameters } : {}),
    ...(meta ? { meta } : {}),
    ...extra,
    expectations: expectations.map(({ type, kwargs, severity, meta: own, extra: others }) => ({
      type,
      kwargs,
      ...(severity ? { severity } : {}),
      ...(own ? { meta: own } : {}),
      ...others,
    })),
  };
  return stringify(document, { lineWidth: 110, flowCollectionPadding: true, aliasDuplicateObjects: false });
}
