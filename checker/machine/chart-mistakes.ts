/**
 * What stands in a state's chart and means nothing: XState tells of some of it at its first step, in words of
 * its own, and passes over the rest, so that a guard under a misspelt key is no guard.
 */

import type { AnyStateNode } from 'xstate';
import { suggestion } from '../nearest-names.ts';
import { ownField } from '../own-field.ts';

const keysOfState = [
  'after',
  'always',
  'description',
  'entry',
  'exit',
  'history',
  'id',
  'initial',
  'invoke',
  'meta',
  'on',
  'onDone',
  'order',
  'output',
  'parent',
  'route',
  'states',
  'tags',
  'target',
  'type',
];
/** The keys of a machine's root: those of any state, and its own. */
export const keysOfRoot: readonly string[] = [
  ...keysOfState,
  'context',
  'options',
  'schemas',
  'types',
  'version',
];
const keysOfTransition = ['actions', 'description', 'guard', 'meta', 'reenter', 'target'];
const kinds = ['atomic', 'compound', 'parallel', 'final', 'history'];

/** What keys were called before XState 5. */
const renamed: Readonly<Record<string, string>> = {
  cond: 'guard',
  data: 'output',
  internal: 'reenter',
};

/** A mistake in what a state itself says, as opposed to the states within it; null where there is none. */
export function chartMistake(node: AnyStateNode): string | null {
  const config = node.config as Readonly<Record<string, unknown>>;
  const isRoot = node.parent === undefined;
  const what = `the ${isRoot ? 'machine' : 'state'} '${node.id}'`;
  return (
    strangeKey(config, isRoot ? keysOfRoot : keysOfState, what) ??
    strangeKind(config['type'], what) ??
    strangeInitial(config['initial'], node, what) ??
    transitionsIn(config)
      .map(({ where, transition }) => strangeKey(transition, keysOfTransition, `the ${where}`))
      .find((fault) => fault !== null) ??
    null
  );
}

/** What is wrong with the name of something that `setup` declares. */
export function undeclared(
  kind: 'action' | 'guard' | 'delay',
  name: string,
  declared: Readonly<Record<string, unknown>>,
): string {
  const names = Object.keys(declared);
  const all = names.length === 0 ? 'It declares none' : `It declares ${names.join(', ')}`;
  return `the ${kind} '${name}' is not declared in setup({ ${kind}s }).${suggestion(name, names)} ${all}`;
}

function strangeKey(config: object, known: readonly string[], what: string): string | null {
  const strange = Object.keys(config).find((key) => !known.includes(key));
  if (strange === undefined) return null;
  const now = ownField(renamed, strange);
  const meant =
    now === undefined ? suggestion(strange, known) : ` Since XState 5 it is called ${now}.`;
  return `${what} has the key '${strange}', which means nothing to XState.${meant} The keys are ${known.join(', ')}`;
}

function strangeKind(kind: unknown, what: string): string | null {
  if (kind === undefined || kinds.some((one) => one === kind)) return null;
  const meant = typeof kind === 'string' ? suggestion(kind, kinds) : '';
  return `${what} has the type ${quoted(kind)}, which there isn't.${meant} Write 'parallel' or 'final', or leave the type out`;
}

function strangeInitial(
  initial: unknown,
  { type, states }: AnyStateNode,
  what: string,
): string | null {
  const written = isConfig(initial) ? initial['target'] : initial;
  if (written === undefined || type === 'parallel') return null;
  const names = Object.keys(states);
  if (names.some((name) => name === written)) return null;
  const said = `${what} says initial: ${quoted(written)}`;
  if (names.length === 0) {
    return `${said}, and has no states within it. Take it out, or write the states`;
  }
  const meant = typeof written === 'string' ? suggestion(written, names) : '';
  return `${said}, which is no state within it.${meant} The states there are ${names.join(', ')}`;
}

type Config = Readonly<Record<string, unknown>>;

interface Placed {
  /** Where it stands, in words. */
  readonly where: string;
  readonly transition: Config;
}

/** The transitions that are written as objects. */
function transitionsIn(config: Config): readonly Placed[] {
  return [
    ...transitionsUnder(config['on'], 'on'),
    ...transitionsUnder(config['after'], 'after'),
    ...['always', 'onDone', 'initial'].flatMap((key) =>
      transitionsAt(`transition under '${key}'`, ownField(config, key)),
    ),
  ];
}

function transitionsUnder(listed: unknown, word: string): readonly Placed[] {
  if (!isConfig(listed)) return [];
  return Object.entries(listed).flatMap(([name, one]) =>
    transitionsAt(`transition ${word} '${name}'`, one),
  );
}

function transitionsAt(where: string, written: unknown): readonly Placed[] {
  return [written].flat().flatMap((one) => (isConfig(one) ? [{ where, transition: one }] : []));
}

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}
