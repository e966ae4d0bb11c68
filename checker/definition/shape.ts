/**
 * What a definition may hold, said as data. Model files are run without their types, which would have
 * told of a misspelt key, or of a predicate where a property belongs.
 */

import { BrokenModel } from '../broken-model.ts';
import type { ModelPlace } from '../broken-model.ts';
import { suggestion } from '../nearest-names.ts';
import { ownField } from '../own-field.ts';
import { described, isMachine, isRecord } from './values.ts';

/** What is wrong: where, as a path of keys, and the rest of the sentence. */
interface Fault {
  readonly path: string;
  readonly why: string;
}

/** Looks at a value that stands at a path; null where nothing is wrong with it. */
export type Shape = (value: unknown, path: string) => Fault | null;

/** Where a value that is looked at stands: how messages call it, and of which model it is. */
interface Standing {
  /** How the whole is called. */
  readonly root: string;
  /** What paths of keys begin with. Default: nothing. */
  readonly path?: string;
  readonly place?: ModelPlace;
}

/**
 * Refuses a value that doesn't have a shape.
 * @throws BrokenModel saying where, what is wrong, and what to do.
 */
export function refuseUnlike(shape: Shape, value: unknown, standing: Standing): void {
  const { root, path: start = '', place = {} } = standing;
  const fault = shape(value, start);
  if (fault === null) return;
  throw new BrokenModel(`${fault.path === start ? root : fault.path} ${fault.why}`, place);
}

/** What goes with the keys of an object. */
interface KeysHint {
  /** What to write instead of a value that is no object, or one that lacks a key. */
  readonly write: string;
  /** Keys that belong to something else, and what to do with them. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** An object that has no other keys than these. */
export function keyed<Thing extends object>(
  shapes: Readonly<Record<keyof Required<Thing>, Shape>>,
  { write, elsewhere = {} }: KeysHint,
): Shape {
  const known = Object.entries<Shape>(shapes);
  const names = known.map(([name]) => name);
  return (value, path) => {
    if (!isRecord(value)) return { path, why: `is ${described(value)}: write ${write}` };
    const strange = Object.keys(value).find((key) => !names.includes(key));
    if (strange !== undefined) return { path, why: whyStrange(strange, names, elsewhere) };
    for (const [name, shape] of known) {
      const fault = shape(ownField(value, name), within(path, name));
      if (fault === null) continue;
      return ownField(value, name) === undefined
        ? { path, why: `lacks '${name}': write ${write}` }
        : fault;
    }
    return null;
  };
}

function whyStrange(
  key: string,
  known: readonly string[],
  elsewhere: Readonly<Record<string, string>>,
): string {
  const other = ownField(elsewhere, key);
  if (other !== undefined) return `has the key '${key}', which belongs elsewhere: ${other}`;
  const keys = `${known.length === 1 ? 'The only key is' : 'The keys are'} ${known.join(', ')}`;
  return `has the key '${key}', which means nothing.${suggestion(key, known)} ${keys}`;
}

/** An object that has things of one shape under names of the author's. */
export function named(shape: Shape, write: string): Shape {
  return (value, path) => {
    if (!isRecord(value) || isMachine(value)) {
      return { path, why: `is ${described(value)}: write ${write}` };
    }
    const inherited = whyInherited(value, write);
    if (inherited !== null) return { path, why: inherited };
    for (const [name, thing] of Object.entries(value)) {
      const fault = shape(thing, within(path, name));
      if (fault !== null) return fault;
    }
    return null;
  };
}

/** Why part of an object would be lost since it inherits it; null of one that inherits only what all do. */
function whyInherited(value: object, write: string): string | null {
  const parent: unknown = Object.getPrototypeOf(value);
  if (!isRecord(parent) || Object.getPrototypeOf(parent) === null) return null;
  const maker = ownField(parent, 'constructor');
  return typeof maker === 'function'
    ? `is an instance of the class ${maker.name || '(without a name)'}, of which only the fields would be seen: write ${write}`
    : "has the key __proto__, by which JavaScript means something else, so that it would be lost: write ['__proto__'], or call it otherwise";
}

/** The same, with something in it. */
export function namedSome(shape: Shape, write: string): Shape {
  const all = named(shape, write);
  return (value, path) =>
    isRecord(value) && Object.keys(value).length === 0
      ? { path, why: `is an object without keys: write ${write}` }
      : all(value, path);
}

/** A list of things of one shape. */
export function listOf(shape: Shape, write: string): Shape {
  return (value, path) => {
    if (!Array.isArray(value))
      return { path, why: `is ${described(value)}, no list: write ${write}` };
    for (const [index, thing] of value.entries()) {
      const fault = shape(thing, `${path}[${index}]`);
      if (fault !== null) return fault;
    }
    return null;
  };
}

/** The same, with something in it. */
export function listOfSome(shape: Shape, write: string): Shape {
  const list = listOf(shape, write);
  return (value, path) =>
    Array.isArray(value) && value.length === 0
      ? { path, why: `is an empty list: write ${write}` }
      : list(value, path);
}

/** The same, or undefined. */
export function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined ? null : shape(value, path));
}

/** One of a few texts. */
export function oneOf(...values: readonly string[]): Shape {
  return (value, path) => {
    if (values.some((one) => one === value)) return null;
    const near = typeof value === 'string' ? suggestion(value, values) : '';
    return { path, why: `is ${described(value)}.${near} It may be ${values.join(', ')}` };
  };
}

/** What satisfies a test, and what to write instead of something that doesn't. */
export function that(test: (value: unknown) => boolean, write: string): Shape {
  return (value, path) => (test(value) ? null : { path, why: `is ${described(value)}: ${write}` });
}

/** Whatever there is. */
export const anything: Shape = () => null;

function within(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
