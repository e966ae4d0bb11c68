/** A name that somebody chose may be `constructor`: what every object inherits must not be taken for it. */
import type { Lookup } from '../indexing.ts';

/** Where names can't be any text, or inherited members are told apart otherwise. */
const exempt: ReadonlyMap<string, string> = new Map([
  ['checker/own-field.ts', 'is what others look names up by'],
  ['spec/values/own-field.ts', 'is what machines look names up by'],
  ['checker/json.ts', 'reads the fields that it just asked an object for, and often'],
  ['checker/cli/means.ts', 'knows by a pattern which units there are'],
  ['impl/core/inspection.ts', 'makes records that inherit nothing'],
  ['impl/real/http-api.ts', 'reads headers by names of its own'],
]);

/** Examples to copy from name their hosts and keys themselves. */
const isExample = (path: string): boolean => path.startsWith('checker/examples/');

/** Lookups that would find what is inherited: `ownField`, `Object.hasOwn` or a Map find it not. */
export function trustingLookups(lookups: readonly Lookup[]): readonly string[] {
  return lookups
    .filter(({ path }) => !exempt.has(path) && !isExample(path))
    .map(({ path, line, text }) => `${path}:${line} looks up ${text}`);
}

/** Exemptions that nothing needs any more. */
export function idleExemptions(lookups: readonly Lookup[]): readonly string[] {
  return [...exempt.keys()].filter((path) => lookups.every((lookup) => lookup.path !== path));
}
