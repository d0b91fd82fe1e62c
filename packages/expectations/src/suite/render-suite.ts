import { Document, isMap, isScalar, visit } from 'yaml';
import type { JsonObject } from '../json';
import type { Suite } from './suite';

const WIDTH = 110;

/** Arguments of up to this many characters stand on one line. */
const ONE_LINE = 90;

/** A suite as YAML in the spelling of Great Expectations 1.x, to be read again by `readSuite` and by a person. */
export function renderSuite({ name, expectations, meta, parameters, extra }: Suite): string {
  const content: JsonObject = {
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
  // YAML 1.1 readers, Python's among them, take further words (`no`, `on`) for booleans: those are quoted.
  const document = new Document(content, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(document, {
    Pair: (_key, pair) => {
      const inline = isScalar(pair.key) && (pair.key.value === 'kwargs' || pair.key.value === 'meta');
      if (!inline || !isMap(pair.value)) return undefined;
      if (JSON.stringify(pair.value).length > ONE_LINE) return visit.SKIP;
      pair.value.flow = true;
      return visit.SKIP;
    },
  });
  return document.toString({ lineWidth: WIDTH });
}
