/** What a model's verdicts are bounded by, in words: `holds` is never said without it (R16). */

import type { Model } from '../model/model.ts';

/** A model's finite budgets and its author's own words; never empty. */
export function boundsOf({ system, scope }: Model): string {
  const hosts = `${system.hosts.length} hosts`;
  const capped = Object.entries(system.budgets)
    .filter(([, cap]) => cap !== 'unlimited' && cap > 0)
    .map(([label, cap]) => `at most ${cap} ${label}`);
  const barred = Object.entries(system.budgets)
    .filter(([, cap]) => cap === 0)
    .map(([label]) => `no ${label}`);
  return [hosts, ...capped, ...barred, ...(scope === '' ? [] : [scope])].join(', ');
}
