import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Envelopes } from '../../../checker/engine/envelopes.ts';
import { Inboxes } from '../../../checker/engine/inboxes.ts';
import { client, host, model, resident, system } from '../../../checker/index.ts';
import { byEnvelope } from '../../../checker/state/action.ts';
import type { Envelope } from '../../../checker/state/state.ts';
import { load } from '../../../checker/system/load.ts';
import { peer } from '../reference/small-machines.ts';

// Messages to `r` travel unordered from `u`, in order from `f`, and as a set from `d`.
const senders = ['u', 'f', 'd'] as const;
const loaded = load(
  model('inboxes', {
    system: system({
      hosts: [
        host('r', { peer: resident(peer) }),
        ...senders.map((id) => client(id, { peer: resident(peer) })),
      ],
      channels: [
        { from: 'f', to: 'r', channel: 'fifo' },
        { from: 'd', to: 'r', channel: 'duplicating' },
      ],
    }),
    properties: {},
  }),
);

const envelope: fc.Arbitrary<Envelope> = fc
  .tuple(fc.constantFrom(...senders), fc.constantFrom('hello', 'save', 'go'))
  .map(([from, type]) => ({
    from,
    to: { host: 'r', machine: 'peer', key: null },
    message: { type },
  }));

interface Fixture {
  readonly envelopes: Envelopes;
  readonly inboxes: Inboxes;
  readonly content: number;
}

function filled(sent: readonly Envelope[]): Fixture {
  const envelopes = new Envelopes(loaded);
  const inboxes = new Inboxes(envelopes);
  const content = sent.reduce(
    (at, one) => inboxes.with(at, [envelopes.number(one)]),
    inboxes.with(0, []),
  );
  return { envelopes, inboxes, content };
}

function listed({ envelopes, inboxes, content }: Fixture): readonly Envelope[] {
  return inboxes.list(content).map((number) => envelopes.item(number).envelope);
}

const from = (all: readonly Envelope[], id: string): readonly Envelope[] =>
  all.filter((one) => one.from === id);

const isRepeated = (one: Envelope, index: number, all: readonly Envelope[]): boolean =>
  all.findIndex((other) => byEnvelope(one, other) === 0) < index;

describe('an inbox', () => {
  it('holds a bag of one sender, a queue of another, and a set of a third', () => {
    fc.assert(
      fc.property(fc.array(envelope, { maxLength: 12 }), (sent) => {
        const list = listed(filled(sent));
        expect(from(list, 'u')).toEqual(from(sent, 'u').toSorted(byEnvelope));
        expect(from(list, 'f')).toEqual(from(sent, 'f'));
        const set = from(sent, 'd').filter((...one) => !isRepeated(...one));
        expect(from(list, 'd')).toEqual(set.toSorted(byEnvelope));
      }),
    );
  });

  it('has one number, whatever the order in which different senders sent', () => {
    fc.assert(
      fc.property(fc.array(envelope, { maxLength: 8 }), (sent) => {
        const { envelopes, inboxes, content } = filled(sent);
        const bySender = senders.flatMap((id) => from(sent, id));
        const numbers = bySender.map((one) => envelopes.number(one));
        expect(inboxes.with(0, numbers)).toBe(content);
      }),
    );
  });

  it('lets one of equal messages move, and of a queue only the oldest', () => {
    fc.assert(
      fc.property(fc.array(envelope, { maxLength: 8 }), (sent) => {
        const fixture = filled(sent);
        const movable = fixture.inboxes.movable(fixture.content);
        const posted = movable.map((one) => fixture.envelopes.item(one));
        const texts = posted.map(({ text }) => text);
        expect(texts).toEqual([...new Set(texts)].toSorted());
        const queued = from(sent, 'f').slice(0, 1);
        const distinct = sent
          .filter((one) => one.from !== 'f')
          .filter((...one) => !isRepeated(...one));
        expect(posted.map((one) => one.envelope).toSorted(byEnvelope)).toEqual(
          [...queued, ...distinct].toSorted(byEnvelope),
        );
      }),
    );
  });

  it('is the same again once a message was doubled and removed', () => {
    fc.assert(
      fc.property(fc.array(envelope, { minLength: 1, maxLength: 8 }), (sent) => {
        const { envelopes, inboxes, content } = filled(sent);
        for (const one of inboxes.movable(content)) {
          if (envelopes.item(one).channel === 'duplicating') continue;
          const more = inboxes.doubled(content, one);
          expect(inboxes.list(more)).toHaveLength(inboxes.list(content).length + 1);
          expect(inboxes.without(more, one)).toBe(content);
        }
      }),
    );
  });

  it('has nothing moved that may not be: what it lacks, and what waits behind others in a queue', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(envelope, { maxLength: 8 }), envelope, (sent, other) => {
        const { envelopes, inboxes, content } = filled(sent);
        const movable = new Set(inboxes.movable(content));
        const [known, stranger] = [inboxes.list(content), envelopes.number(other)];
        const size = inboxes.size;
        for (const one of [...known, stranger].filter((number) => !movable.has(number))) {
          expect(() => inboxes.without(content, one)).toThrow("can't be moved");
          expect(() => inboxes.doubled(content, one)).toThrow("can't be moved");
          refused++;
        }
        expect(inboxes.size).toBe(size);
      }),
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('loses exactly what is purged', () => {
    fc.assert(
      fc.property(fc.array(envelope, { maxLength: 8 }), (sent) => {
        const { envelopes, inboxes, content } = filled(sent);
        const left = inboxes.purged(content, ({ envelope: one }) => one.message.type === 'go');
        const kept = sent.filter((one) => one.message.type !== 'go');
        expect(left).toBe(
          inboxes.with(
            0,
            kept.map((one) => envelopes.number(one)),
          ),
        );
        expect(inboxes.needsRequest(left)).toBe(false);
      }),
    );
  });
});
