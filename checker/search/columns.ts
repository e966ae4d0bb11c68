/** Which column of a row means what: hosts first, then channels, monitors, partition, budgets. */

import type { LoadedModel } from '../system/load.ts';
import { channelBetween } from '../system/system.ts';
import type { Envelopes } from './envelopes.ts';
import { ChannelTable } from './channel-table.ts';

/** A column of messages to one host. */
export interface ChannelColumn {
  readonly column: number;
  /** The index of the receiving host. */
  readonly to: number;
  /** The sending host of a fifo pair; null for the bag of all others. */
  readonly from: number | null;
  readonly table: ChannelTable;
}

/** The columns of a model's rows. */
export interface Columns {
  readonly width: number;
  /** The channel columns of each host, the bag first. */
  readonly channels: readonly (readonly ChannelColumn[])[];
  /** The column of each monitor. */
  readonly monitors: readonly number[];
  /** 0 while no partition is active, else the grouping plus 1; -1 where the model has none. */
  readonly partition: number;
  /** The column of each label with a finite budget above 0, in the order of labels. */
  readonly budgets: ReadonlyMap<string, number>;
}

/** Lays out the columns of a model. */
export function columnsOf(loaded: LoadedModel, envelopes: Envelopes): Columns {
  const hosts = [...loaded.hosts.keys()];
  let width = hosts.length;
  const next = (): number => width++;
  const column = (from: number | null, to: number): ChannelColumn => ({
    column: next(),
    to,
    from,
    table: new ChannelTable(from === null ? 'bag' : 'queue', envelopes),
  });
  const channels = hosts.map((receiver, to) => {
    const fifo = hosts.flatMap((sender, from) =>
      from !== to && channelBetween(loaded.system, sender, receiver) === 'fifo' ? [from] : [],
    );
    const bag = fifo.length < hosts.length - 1 ? [column(null, to)] : [];
    return [...bag, ...fifo.map((from) => column(from, to))];
  });
  const monitors = loaded.monitors.map(next);
  const partition = loaded.system.partitions.length === 0 ? -1 : next();
  const budgets = new Map(countedLabels(loaded).map((label) => [label, next()]));
  return { width, channels, monitors, partition, budgets };
}

function countedLabels(loaded: LoadedModel): readonly string[] {
  return Object.entries(loaded.system.budgets)
    .filter(([, budget]) => budget !== 'unlimited' && budget > 0)
    .map(([label]) => label)
    .toSorted();
}
