/**
 * People order in a shop, which has them charged at a bank, and asks the bank again when it has waited
 * too long. Anything may be late, a message may be lost, and the bank may crash; nobody is charged twice.
 *
 * Decided: who has given up may be charged yet. That is known, so `expect` says it.
 */

import { always, caughtBy, client, edit, eventually, family, host, monitored } from '../index.ts';
import { never, perRequest, resident, sometimes, swap, system, violated, weak } from '../index.ts';
import type { View } from '../index.ts';
import { accountant, buyer, ledger, order } from './shop.ts';

const buyersIn = (view: View, state: string): readonly string[] =>
  view
    .each(buyer)
    .filter((one) => one.in(state))
    .map((one) => one.host);
/** Whether the bank has charged somebody, be it up or down. */
const isCharged = (view: View, who: string): boolean =>
  view.disks(ledger).some(({ disk }) => disk !== null && Object.hasOwn(disk, who));
/** All that the predicates read of. */
const over = ['ann', 'bob', 'bank'];

/** Two people order once each; the shop asks the bank so many times. */
export const shop = family({
  defaults: { tries: 2, drops: 1, crashes: 1 },
  name: ({ tries, drops, crashes }) => `shop/tries${tries}-drops${drops}-crashes${crashes}`,
  build: ({ tries, drops, crashes }) => ({
    system: system({
      hosts: [
        client('ann', { buyer: resident(buyer) }),
        client('bob', { buyer: resident(buyer) }),
        host('shop', {
          order: perRequest(order, { opens: 'buy', by: ({ from }) => from.host }, { tries }),
        }),
        host('bank', { ledger: resident(ledger) }),
      ],
      crashable: ['bank'],
      budgets: { drop: drops, crash: crashes },
    }),
    scope: 'everybody buys once',
    properties: {
      ChargedOnce: monitored(accountant),
      HappyIsCharged: always(
        (view) => buyersIn(view, 'happy').every((who) => isCharged(view, who)),
        { over },
      ),
      SadIsFree: never((view) => buyersIn(view, 'sad').some((who) => isCharged(view, who))),
      AllHappy: sometimes((view) => buyersIn(view, 'happy').length === 2),
      Ends: eventually((view) => view.each(buyer).every((one) => one.final)),
    },
    fairness: [weak.timer()],
    expect: { SadIsFree: violated({ steps: 3 }) },
    symmetric: [['ann', 'bob']],
    mutants: {
      forgetful: caughtBy(
        'ChargedOnce',
        swap(ledger, ledger.provide({ guards: { isCharged: () => false } })),
      ),
      hasty: caughtBy(
        'HappyIsCharged',
        edit(order, (config) => ({
          ...config,
          states: { ...config.states, charging: { entry: ['charge'], always: 'bought' } },
        })),
      ),
    },
  }),
});

/** The models that are checked by default. */
export const models = [shop(), shop({ drops: 0, crashes: 0 })];
