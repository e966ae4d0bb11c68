/** Whether the parts of a model that name hosts name such as there are, and to some purpose. */

import { BrokenModel } from '../broken-model.ts';
import type { Model } from '../model/model.ts';
import { suggestion } from '../nearest-names.ts';

type Hosts = ReadonlyMap<string, unknown>;

/**
 * Refuses channels, partitions and the like that name a host that there isn't, or that change nothing, as a
 * rule by a slip of the pen.
 * @throws BrokenModel naming the host.
 */
export function refuseMisnamedHosts(model: Model, hosts: Hosts): void {
  refuseUnknownReading(model, hosts);
  refuseUnknownHosts(model, hosts);
  refuseOddChannels(model);
  refuseOddPartitions(model);
}

function refuseUnknownReading({ name, properties }: Model, hosts: Hosts): void {
  for (const [property, declared] of Object.entries(properties)) {
    const over = 'over' in declared ? (declared.over ?? []) : [];
    const unknown = over.find((id) => !hosts.has(id));
    if (unknown === undefined) continue;
    throw new BrokenModel(whyUnknown("'over' names", unknown, hosts), { model: name, property });
  }
}

function refuseUnknownHosts({ name, system }: Model, hosts: Hosts): void {
  const { channels, crashable, partitions } = system;
  const places = {
    channels: channels.flatMap(({ from, to }) => [from, to]),
    crashable,
    partitions: partitions.flat(2),
  };
  for (const [place, ids] of Object.entries(places)) {
    const unknown = ids.find((id) => !hosts.has(id));
    if (unknown === undefined) continue;
    throw new BrokenModel(whyUnknown(`'${place}' names`, unknown, hosts), { model: name });
  }
}

function whyUnknown(who: string, unknown: string, hosts: Hosts): string {
  const known = [...hosts.keys()];
  return `${who} the host '${unknown}', which the system doesn't have.${suggestion(unknown, known)} Correct it: hosts are ${known.join(', ')}`;
}

function refuseOddChannels({ name, system }: Model): void {
  const pairs = system.channels.map(({ from, to }) => `${from} to ${to}`);
  const twice = firstRepeated(pairs);
  if (twice !== undefined) {
    throw new BrokenModel(`the channel from ${twice} is declared twice`, { model: name });
  }
  const within = system.channels.find(({ from, to }) => from === to);
  if (within === undefined) return;
  throw new BrokenModel(
    `a channel is declared from '${within.from}' to itself, but what a host sends itself it handles in the same step. Take the channel out`,
    { model: name },
  );
}

function refuseOddPartitions({ name, system }: Model): void {
  for (const [index, grouping] of system.partitions.entries()) {
    // Groups may be empty: those of a family's member may have nobody left in them.
    if (grouping.length < 2) {
      throw new BrokenModel(
        `partitions[${index}] separates nothing, since a host in no group reaches all: name two groups at least, as in [['${system.hosts[0]?.id ?? '…'}'], ['…']]`,
        { model: name },
      );
    }
    const twice = firstRepeated(grouping.flat());
    if (twice === undefined) continue;
    throw new BrokenModel(`a partition puts the host '${twice}' in two groups`, { model: name });
  }
}

function firstRepeated(names: readonly string[]): string | undefined {
  return names.find((one, index) => names.indexOf(one) !== index);
}
