import fc from 'fast-check';
import { initialTransition, transition } from 'xstate';
import { expect, it } from 'vitest';
import {
  answered,
  called,
  linearizable,
  unwritten,
} from '../../../checker/examples/linearizable-register.ts';

type Operation = 'write' | 'read';
interface Call {
  readonly client: string;
  readonly operation: Operation;
  readonly value: string;
  /** When it was called, and answered; Infinity if it never was. */
  readonly from: number;
  readonly to: number;
}

/** Every client's write and then read, at random times, with random values read. */
const histories = fc
  .array(
    fc.record({
      times: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 }),
      read: fc.constantFrom(unwritten, 'v0', 'v1', 'v2'),
      answers: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((clients) =>
    clients.flatMap(({ times, read, answers }, at): readonly Call[] => {
      const client = `c${at}`;
      // No two events of different clients at the same time.
      const [a = 0, b = 0, c = 0, d = 0] = times.toSorted((x, y) => x - y).map((t) => 3 * t + at);
      const write: Call = { client, operation: 'write', value: `v${at}`, from: a, to: b };
      if (answers === 0) return [{ ...write, to: Infinity }];
      return [
        write,
        { client, operation: 'read', value: read, from: c, to: answers > 1 ? d : Infinity },
      ];
    }),
  );

function orders(calls: readonly Call[]): readonly (readonly Call[])[] {
  if (calls.length === 0) return [[]];
  return calls.flatMap((first) =>
    orders(calls.filter((call) => call !== first)).map((rest) => [first, ...rest]),
  );
}

function subsets(calls: readonly Call[]): readonly (readonly Call[])[] {
  return calls.reduce<readonly (readonly Call[])[]>(
    (sets, call) => [...sets, ...sets.map((set) => [...set, call])],
    [[]],
  );
}

/** Whether one client at a time could have called them in this order. */
function isLegal(order: readonly Call[]): boolean {
  let held = unwritten;
  return order.every((call, at) => {
    if (order.slice(at).some(({ to }) => to < call.from)) return false;
    if (call.operation === 'write') held = call.value;
    return call.operation === 'write' || call.to === Infinity || call.value === held;
  });
}

/** By the definition: some of the unanswered calls happened, and some order of all is legal. */
function isLinearizable(calls: readonly Call[]): boolean {
  const done = calls.filter(({ to }) => to < Infinity);
  const pending = calls.filter(({ to }) => to === Infinity);
  return subsets(pending).some((some) => orders([...done, ...some]).some(isLegal));
}

function isAccepted(calls: readonly Call[]): boolean {
  const events = calls.flatMap(({ client, operation, value, from, to }) => [
    { time: from, host: client, event: called(operation, operation === 'read' ? '' : value).event },
    ...(to < Infinity ? [{ time: to, host: client, event: answered(operation, value).event }] : []),
  ]);
  let [state] = initialTransition(linearizable);
  for (const { host, event } of events.toSorted((x, y) => x.time - y.time)) {
    [state] = transition(linearizable, state, { type: 'observed', host, event });
  }
  return !state.hasTag('violated');
}

it('the monitor accepts exactly the histories that some order explains', () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(histories, (calls) => {
      const accepted = isAccepted(calls);
      seen[accepted ? 'accepted' : 'refused'] += 1;
      expect(accepted).toBe(isLinearizable(calls));
    }),
    { numRuns: 400 },
  );
  // Both kinds came up, so that neither answer is given by default.
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(20);
}, 60_000);
