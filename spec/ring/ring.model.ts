/**
 * Consistent hashing as a system of its own (lecture "What about data skew?", whose ring this is, and
 * "Sloppy Quorum"): somebody asks two nodes for the targets of keys all round the ring, while each
 * comes to suspect others and to trust them again.
 */

import { assign } from 'xstate';
import {
  always,
  caughtBy,
  client,
  everyStep,
  family,
  host,
  resident,
  sometimes,
  swap,
  system,
} from '../../checker/index.ts';
import type { Action, Model, ModelDefinition, View } from '../../checker/index.ts';
import { dynamoNode } from '../dynamo.ts';
import type { MessageOf } from '../messages.ts';
import { travelling } from '../properties/view.ts';
import { preferenceList, ringOf, targetsOf } from '../values/ring.ts';
import { asker } from './asker.ts';
import { member } from './ring-walk.ts';

const tokens = 'A A E E D D D F F C C B B'.split(' ').map((node, position) => ({ position, node }));
const keys = { second: 1, third: 2, seventh: 6, eleventh: 10, last: 12, beyond: 13 };

/** The ring of the lecture's slide, with virtual nodes, and keys at and between its nodes' tokens. */
const slideRing = ringOf(tokens, keys);

const nodes = ['A', 'B', 'C', 'D', 'E', 'F'];

/** PrefDistinct: no operation turns to a node twice. */
function prefDistinct(view: View): boolean {
  return travelling(view, 'routed').every(
    ({ targets }) => new Set(targets.map(({ node }) => node)).size === targets.length,
  );
}

/** A target that isn't at home stands in, in the order of the walk, for a suspected home node. */
function substitutesInOrder(before: View, action: Action, after: View): boolean {
  if (action.kind !== 'deliver' || action.message.type !== 'route') return true;
  // Only the asker sends a `route`, and waits for its answer: the one that is now on its way.
  const { key } = action.message as MessageOf<'route'>;
  const outlook = before.host(action.to.host).at(member)?.context;
  if (outlook === undefined) return true;
  const expected = targetsOf(preferenceList(slideRing, key), outlook);
  return travelling(after, 'routed').every(
    ({ targets }) => JSON.stringify(targets) === JSON.stringify(expected),
  );
}

const mutants = {
  listsTwice: caughtBy(
    'PrefDistinct',
    swap(member, member.provide({ guards: { alreadyMet: () => false } })),
  ),
  wrongOwner: caughtBy(
    'SubstitutesInOrder',
    swap(
      member,
      member.provide({
        actions: {
          noteAbsent: assign(({ context: { walk, ring: around } }) => {
            const node = around.tokens[walk?.at ?? 0]?.node ?? '';
            return { walk: walk === null ? null : { ...walk, absent: [node, ...walk.absent] } };
          }),
        },
      }),
    ),
  ),
};

/** Members: `ring()`; `suspicions` caps how many there are in a run, `n` is the number of copies. */
export const ring = family({
  defaults: { n: 3, sloppy: 1, suspicions: 2 },
  name: ({ n, sloppy, suspicions }) =>
    [
      `ring/n${n}`,
      ...(sloppy === 1 ? [] : ['strict']),
      ...(suspicions === 2 ? [] : [`suspicions${suspicions}`]),
    ].join('-'),
  build: ({ n, sloppy, suspicions }) => {
    const setting = { ring: slideRing, n, r: 2, w: 2, sloppy: sloppy === 1 };
    const { machine, input } = dynamoNode(setting).member;
    return {
      system: system({
        hosts: [
          client('c1', { asker: resident(asker) }),
          ...['A', 'D'].map((id) => host(id, { member: resident(machine, input) })),
        ],
        inputs: (id) =>
          id === 'c1'
            ? ['A', 'D'].flatMap((at) => Object.keys(keys).map((key) => ({ type: 'ask', at, key })))
            : nodes.flatMap((node) => [
                { type: 'suspect', node },
                { type: 'trust', node },
              ]),
        budgets: { 'input:suspect': suspicions },
        faultInputs: ['suspect'],
      }),
      properties: {
        PrefDistinct: always(prefDistinct),
        SubstitutesInOrder: everyStep(substitutesInOrder),
        ...(sloppy === 1 && suspicions > 0 && n < nodes.length
          ? { StandsIn: sometimes(somebodyStandsIn) }
          : {}),
      },
      done: () => true,
      scope: 'any number of questions, one at a time, to two of six nodes',
      mutants: n === 3 && sloppy === 1 && suspicions === 2 ? mutants : {},
      storeless: 'asks a part of a node that the store reaches only through puts and gets',
    } satisfies ModelDefinition;
  },
});

/** The committed members. */
export const models: readonly Model[] = [
  ring(),
  ring({ sloppy: 0 }),
  // More copies than there are nodes: lists are short.
  ring({ n: 7, suspicions: 1 }),
];

function somebodyStandsIn(view: View): boolean {
  return travelling(view, 'routed').some(({ targets }) =>
    targets.some(({ owner }) => owner !== null),
  );
}
