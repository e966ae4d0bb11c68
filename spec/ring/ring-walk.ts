/**
 * The walk round the ring: a node's answer to "whom does an operation on this key turn to?" (lecture
 * "What about data skew?", "Sloppy Quorum & Hinted Handoff"; DeCandia 2007 4.3, 4.6). From the key's
 * place clockwise, token by token: the second A is skipped; a suspected node is skipped as well, and
 * if it is a home node then the next node beyond the home nodes stands in for it.
 *
 * The walk is taken anew for every operation, at its coordinator, within one step. A node suspects
 * peers by itself; nobody is told, and the ring stays as it is (4.8.3). The text draws the walk after
 * a send has failed; here it goes by suspicion, as the paper has it. Substitutes count for reads too.
 * Left out: how suspicion arises (the environment's `suspect` and `trust`), gossip, joins and leaves.
 */

import { assign, emit, setup } from 'xstate';
import type { Address, MessageOf, Send } from '../messages.ts';
import { message, send } from '../messages.ts';
import type { IdSet } from '../values/id-set.ts';
import type { NodeId } from '../values/ids.types.ts';
import { excluding, has, including, noIds, size } from '../values/id-set.ts';
import type { Outlook, Ring, Target } from '../values/ring.ts';
import { firstToken } from '../values/ring.ts';

/** The environment makes a node believe that a peer is down. */
export type Suspect = { readonly type: 'suspect'; readonly node: NodeId };

/** The environment makes a node believe that a peer is up again. */
export type Trust = { readonly type: 'trust'; readonly node: NodeId };

/** What a member of the ring is told once and for all. */
export type MemberSetting = { readonly ring: Ring } & Omit<Outlook, 'suspects'>;

interface Walk {
  readonly from: Address;
  /** The index of the token where the walk began, and of the one where it is. */
  readonly start: number;
  readonly at: number;
  /** The nodes met so far, suspected ones included. */
  readonly met: IdSet;
  /** Suspected home nodes for whom nobody stands in yet. */
  readonly absent: readonly NodeId[];
  readonly targets: readonly Target[];
}

interface Input extends MemberSetting {
  readonly self: Address;
}

interface Member extends Input {
  readonly suspects: IdSet;
  /** Null while nobody asks. */
  readonly walk: Walk | null;
}

/** The resident machine of a node that knows the ring and its own suspicions. */
export const member = setup({
  types: {
    input: {} as Input,
    context: {} as Member,
    events: {} as MessageOf<'route'> | Suspect | Trust,
    emitted: {} as Send,
  },
  actions: {
    suspect: assign(({ context }, { node }: Suspect) => ({
      suspects: including(context.suspects, node),
    })),
    trust: assign(({ context }, { node }: Trust) => ({
      suspects: excluding(context.suspects, node),
    })),
    startAtKey: assign(({ context: { ring } }, { from, key }: MessageOf<'route'>) => {
      const start = firstToken(ring, key);
      return { walk: { from, start, at: start, met: noIds, absent: [], targets: [] } };
    }),
    noteMet: assign(({ context }) => {
      const walk = walkOf(context);
      return { walk: { ...walk, met: including(walk.met, nodeAt(context)) } };
    }),
    noteAbsent: assign(({ context }) => {
      const walk = walkOf(context);
      return { walk: { ...walk, absent: [...walk.absent, nodeAt(context)] } };
    }),
    list: assign(({ context }) => {
      const walk = walkOf(context);
      return { walk: { ...walk, targets: [...walk.targets, target(context, null)] } };
    }),
    listAsSubstitute: assign(({ context }) => {
      const walk = walkOf(context);
      const [owner = null, ...absent] = walk.absent;
      return { walk: { ...walk, absent, targets: [...walk.targets, target(context, owner)] } };
    }),
    stepOn: assign(({ context }) => {
      const walk = walkOf(context);
      return { walk: { ...walk, at: walk.at + 1 } };
    }),
    wrapRound: assign(({ context }) => ({ walk: { ...walkOf(context), at: 0 } })),
    answer: emit(({ context }) => {
      const { from, targets } = walkOf(context);
      return send(from, { type: 'routed', targets });
    }),
    forgetWalk: assign({ walk: null }),
  },
  guards: {
    trustedPeer: ({ context: { self, suspects } }, { node }: Suspect) =>
      node !== self.host && !has(suspects, node),
    suspected: ({ context: { suspects } }, { node }: Trust) => has(suspects, node),
    alreadyMet: ({ context }) => has(walkOf(context).met, nodeAt(context)),
    suspectedAtHome: ({ context }) => atHome(context) && avoided(context),
    suspectedElsewhere: ({ context }) => avoided(context),
    atHome: ({ context }) => atHome(context),
    listComplete: ({ context }) => walkOf(context).targets.length === context.copies,
    allTheWayRound: ({ context }) => {
      const { at, start } = walkOf(context);
      return (at + 1) % context.ring.tokens.length === start;
    },
    atLastToken: ({ context }) => walkOf(context).at === context.ring.tokens.length - 1,
  },
}).createMachine({
  id: 'member',
  context: ({ input: { self, ring, copies, sloppy } }) => ({
    self,
    ring,
    copies,
    sloppy,
    suspects: noIds,
    walk: null,
  }),
  initial: 'resting',
  states: {
    resting: {
      on: {
        suspect: {
          guard: { type: 'trustedPeer', params: message },
          actions: { type: 'suspect', params: message },
        },
        trust: {
          guard: { type: 'suspected', params: message },
          actions: { type: 'trust', params: message },
        },
        route: { target: 'arrived', actions: { type: 'startAtKey', params: message } },
      },
    },
    arrived: {
      always: [
        { guard: 'alreadyMet', target: 'leaving' },
        { guard: 'suspectedAtHome', target: 'leaving', actions: ['noteAbsent', 'noteMet'] },
        { guard: 'suspectedElsewhere', target: 'leaving', actions: 'noteMet' },
        { guard: 'atHome', target: 'leaving', actions: ['list', 'noteMet'] },
        { target: 'leaving', actions: ['listAsSubstitute', 'noteMet'] },
      ],
    },
    leaving: {
      always: [
        { guard: 'listComplete', target: 'returned' },
        { guard: 'allTheWayRound', target: 'returned' },
        { guard: 'atLastToken', target: 'arrived', actions: 'wrapRound' },
        { target: 'arrived', actions: 'stepOn' },
      ],
    },
    returned: { always: { target: 'resting', actions: ['answer', 'forgetWalk'] } },
  },
});

function walkOf({ walk }: Member): Walk {
  if (walk === null) throw new Error('the walk round the ring is asked about before it began');
  return walk;
}

function nodeAt(context: Member): NodeId {
  const token = context.ring.tokens[walkOf(context).at];
  if (token === undefined)
    throw new Error('the walk left the ring: it must wrap at the last token');
  return token.node;
}

function target(context: Member, owner: NodeId | null): Target {
  return { node: nodeAt(context), owner };
}

/** Whether the node here, met for the first time, is one of the first that a key belongs to. */
function atHome(context: Member): boolean {
  return size(walkOf(context).met) < context.copies;
}

/** Whether an operation goes round the node here: only a sloppy one minds suspicion. */
function avoided(context: Member): boolean {
  return context.sloppy && has(context.suspects, nodeAt(context));
}
