/** A model's definition as a short text, so that a model that was changed is not taken for the old one. */

import { createHash } from 'node:crypto';
import type { Model } from '../../model/model.ts';

/**
 * A digest of the system, the properties and all else that a search depends on; functions count by their source,
 * but for what this program put around them. What a function reaches outside of itself is not seen: what machines
 * do is compared step by step when a search is resumed (see `Dictionary`).
 */
export function definitionDigest(model: Model): string {
  const { system, properties, done, fairness, symmetric } = model;
  const hash = createHash('sha256');
  const seen = new Map<object, number>();
  const add = (given: unknown): void => {
    const value = authors(given);
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
      hash.update(`${typeof value} ${JSON.stringify(value) ?? String(value)};`);
      return;
    }
    const known = seen.get(value);
    if (known !== undefined) {
      hash.update(`#${known};`);
      return;
    }
    seen.set(value, seen.size);
    if (typeof value === 'function') hash.update(`${value.toString()};`);
    const fields = fieldsOf(value);
    hash.update(`${fields.length}{`);
    for (const [name, part] of fields) {
      hash.update(`${JSON.stringify(name)}:`);
      add(part);
    }
    hash.update('}');
  };
  add({ system, properties, done, fairness, symmetric });
  return hash.digest('hex');
}

/** The author's own function, where it is asked by way of others (see `answering`); anything else as it is. */
function authors(value: unknown): unknown {
  return typeof value === 'function' && 'asks' in value ? authors(value.asks) : value;
}

/** What to look at of an object; of a machine that is what it was made from. */
function fieldsOf(value: object): readonly (readonly [string, unknown])[] {
  if ('config' in value && 'implementations' in value) {
    return Object.entries({ config: value.config, implementations: value.implementations });
  }
  if (value instanceof Map || value instanceof Set) {
    return [...value.entries()].map((entry, index) => [String(index), entry]);
  }
  return Object.entries(value);
}
