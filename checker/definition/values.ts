/** Values that somebody wrote in a definition, whatever they should be. */

/** Whether a value is a machine of XState, as opposed to what a machine is made from. */
export function isMachine(value: unknown): boolean {
  return isRecord(value) && isRecord(value['config']) && isRecord(value['implementations']);
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same without what is undefined, so that it doesn't stand in the way of a default. */
export function withoutUndefined<Thing extends object>(thing: Thing): Thing {
  const entries = Object.entries(thing).filter(([, value]) => value !== undefined);
  // Only optional fields may be undefined, and these may be left out.
  return Object.fromEntries(entries) as Thing;
}

/** A value in a few words. */
export function described(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `the text '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectDescribed(value);
    default:
      return `a ${typeof value}`;
  }
}

function objectDescribed(value: object): string {
  if (Array.isArray(value)) return 'a list';
  if (isMachine(value)) return 'a machine';
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an object without keys';
  return `an object with ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}`;
}
