/** What may come in, worked out in bits, is what sets of numbers say. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBit, Arrivals } from '../../../../checker/engine/partial-order/arrivals.ts';
import { NumberedSurroundings } from '../../../../checker/engine/partial-order/surroundings.ts';

const hosts = 3;
const states = 3;
const envelopes = 70;

const envelope = fc.nat(envelopes - 1);
const some = fc.uniqueArray(envelope, { maxLength: 12 });

/** What may be sent from each state of each host, of it what needs no message for that, and the rest. */
const knowledge = fc.record({
  sendable: fc.array(fc.array(some, { minLength: states, maxLength: states }), {
    minLength: hosts,
    maxLength: hosts,
  }),
  spontaneous: fc.array(fc.array(some, { minLength: states, maxLength: states }), {
    minLength: hosts,
    maxLength: hosts,
  }),
  caused: fc.array(fc.uniqueArray(envelope, { maxLength: 4 }), {
    minLength: envelopes,
    maxLength: envelopes,
  }),
  receiver: fc.array(fc.nat(hosts - 1), { minLength: envelopes, maxLength: envelopes }),
});
type Knowledge = typeof knowledge extends fc.Arbitrary<infer Known> ? Known : never;

const row = fc.array(fc.record({ state: fc.nat(states - 1), inbox: some }), {
  minLength: hosts,
  maxLength: hosts,
});
type Row = typeof row extends fc.Arbitrary<infer Given> ? Given : never;

const sendWords = (envelopes >>> 5) + 1;
const words = sendWords * 2 + 1;

function arrivalsOf({ sendable, spontaneous, caused, receiver }: Knowledge): Arrivals {
  const reach = sendable.map((sent, host) => {
    const bits = new Int32Array(states * words);
    sent.forEach((all, state) => {
      for (const one of all) addBit(bits, state * words, one);
      for (const one of spontaneous[host]?.[state] ?? []) {
        addBit(bits, state * words + sendWords, one);
      }
    });
    return { states, bits };
  });
  return new Arrivals({ reach, sendWords, birthWords: 1, caused, receiver });
}

/** An envelope for another host may be on its way, or be sent, and brings about what may then be sent. */
function expected(known: Knowledge, at: number, given: Row, extra: readonly number[]): Set<number> {
  const others = given.flatMap(({ state, inbox }, host) =>
    host === at ? [] : [{ host, state, inbox }],
  );
  const sendable = new Set(
    others.flatMap(({ host, state }) => known.sendable[host]?.[state] ?? []),
  );
  const met = new Set([
    ...extra,
    ...others.flatMap(({ host, state, inbox }) => [
      ...inbox,
      ...(known.spontaneous[host]?.[state] ?? []),
    ]),
  ]);
  // A set's iteration comes to what is added on the way.
  for (const one of met) {
    if (known.receiver[one] === at) continue;
    for (const next of known.caused[one] ?? []) if (sendable.has(next)) met.add(next);
  }
  return new Set([...met].filter((one) => known.receiver[one] === at));
}

describe('what may come in at a host', () => {
  it('is all that the others send of their own accord, and what follows from that', () => {
    fc.assert(
      fc.property(knowledge, row, fc.nat(hosts - 1), some, (known, given, at, more) => {
        const isForOthers = (one: number): boolean => known.receiver[one] !== at;
        const extra = more.filter(isForOthers);
        const arrivals = arrivalsOf(known);
        const places = given.map(({ state, inbox }, host) =>
          arrivals.place(
            host,
            state,
            inbox.filter((one) => known.receiver[one] === host),
          ),
        );
        const received = given.map(({ state, inbox }, host) => ({
          state,
          inbox: inbox.filter((one) => known.receiver[one] === host),
        }));
        arrivals.find(at, Int32Array.from(places), extra);
        const surroundings = new NumberedSurroundings();
        const found = surroundings.item(surroundings.number(arrivals.found, 0)).arrivals;
        expect(new Set(found)).toEqual(expected(known, at, received, extra));
      }),
    );
  });
});

describe('surroundings', () => {
  it('have the same number if they have the same envelopes and budgets, however many words there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(some, fc.integer({ min: -1, max: 2 })), { maxLength: 300 }),
        (all) => {
          const surroundings = new NumberedSurroundings();
          const numbers = new Map<string, number>();
          for (const [list, budgets] of all) {
            const largest = Math.max(0, ...list);
            const bits = new Int32Array((largest >>> 5) + 1 + (budgets & 1));
            for (const one of list) addBit(bits, 0, one);
            const text = `${list.toSorted((one, other) => one - other).join()} ${budgets}`;
            const number = surroundings.number(bits, budgets);
            expect(numbers.get(text) ?? numbers.size).toBe(number);
            numbers.set(text, number);
            expect(new Set(surroundings.item(number).arrivals)).toEqual(new Set(list));
          }
        },
      ),
    );
  });
});
