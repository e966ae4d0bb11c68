/** What a model's verdicts are bounded by, in words: `holds` is never said without it (R16). */

import { match } from 'ts-pattern';
import type { FairActions, Fairness } from '../model/fairness.ts';
import type { Model } from '../model/model.ts';
import { isLiveness } from '../model/property-kinds.ts';

/** A model's finite budgets and its author's own words; never empty. */
export function boundsOf({ system, scope }: Model): string {
  const hosts = system.hosts.length === 1 ? '1 host' : `${system.hosts.length} hosts`;
  const capped = Object.entries(system.budgets)
    .filter(([, cap]) => cap !== 'unlimited' && cap > 0)
    .map(([label, cap]) => `at most ${cap} ${label}`);
  const barred = Object.entries(system.budgets)
    .filter(([, cap]) => cap === 0)
    .map(([label]) => `no ${label}`);
  return [hosts, ...capped, ...barred, ...(scope === '' ? [] : [scope])].join(', ');
}

/** The same, and what verdicts on liveness assume. */
export function fairBoundsOf(model: Model): string {
  return [boundsOf(model), assumptionsOf(model)]
    .filter((part) => part !== null)
    .join('; assuming ');
}

/** In words, the fairness that verdicts on liveness assume; null where a model asks for no liveness. */
export function assumptionsOf({ fairness, properties }: Model): string | null {
  if (!Object.values(properties).some(isLiveness)) return null;
  const of = (strength: Fairness['strength']): readonly string[] => {
    const covered = fairness.filter((one) => one.strength === strength);
    if (covered.length === 0) return [];
    return [
      `${strength} fairness of ${covered.map(({ actions }) => coveredText(actions)).join(', ')}`,
    ];
  };
  const all = [...of('weak'), ...of('strong')];
  return all.length === 0 ? 'no fairness' : all.join(', ');
}

function coveredText(actions: FairActions): string {
  return match(actions)
    .with({ kind: 'deliver' }, ({ type, from, to }) => {
      const what = type === null ? 'deliveries' : `deliveries of ${type}`;
      return `${what}${place('from', from)}${place('to', to)}`;
    })
    .with({ kind: 'timer' }, ({ delay, host }) => {
      return `${delay === null ? 'timers' : `timer ${delay}`}${place('at', host)}`;
    })
    .with({ kind: 'restart' }, ({ host }) => `restarts${place('of', host)}`)
    .with({ kind: 'input' }, ({ type, host }) => {
      return `${type === null ? 'inputs' : `input ${type}`}${place('at', host)}`;
    })
    .with({ kind: 'heal' }, () => 'heals')
    .exhaustive();
}

function place(word: string, host: string | null): string {
  return host === null ? '' : ` ${word} ${host}`;
}
