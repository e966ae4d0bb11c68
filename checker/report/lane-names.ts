/** What the lanes of a diagram are called: hosts' names, shortened where lanes are close together. */

import { cut } from './wording.ts';

/** Names for the heads of lanes, in order, and what the shortened ones stand for. */
export interface LaneNames {
  readonly heads: readonly string[];
  /** The shortened heads with the names in full; empty where none is shortened. */
  readonly legend: readonly (readonly [head: string, name: string])[];
}

/** How much of a shortened name its end is: what tells names apart mostly stands there. */
const shares = [1 / 3, 1 / 2, 2 / 3];

/**
 * Heads of at most `room` characters that are as different as the names are: what is too long loses
 * its middle, and where that makes two alike all are numbered.
 */
export function laneNames(hosts: readonly string[], room: number): LaneNames {
  const shortened = shares.map((share) => hosts.map((host) => shortName(host, room, share)));
  const heads =
    shortened.find((names) => new Set(names).size === hosts.length) ??
    hosts.map((_, index) => cut(`#${index + 1}`, room));
  const named = heads.map((head, index) => [head, hosts[index] ?? ''] as const);
  return { heads, legend: named.filter(([head, name]) => head !== name) };
}

function shortName(name: string, room: number, share: number): string {
  if (name.length <= room) return name;
  const end = Math.floor((room - 1) * share);
  const start = room - 1 - end;
  // With less than this nobody knows the name again.
  if (start < 2 || end < 1) return '';
  return `${name.slice(0, start)}…${name.slice(name.length - end)}`;
}
