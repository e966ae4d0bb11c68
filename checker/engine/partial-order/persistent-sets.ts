/**
 * Partial order reduction: from most states it is enough to take some of the enabled steps, since the
 * others commute with them and are still there afterwards (persistent sets, Godefroid 1996; stubborn
 * sets, Valmari 1989; ample sets, Peled 1993).
 *
 * What is kept. Every quiet state (nothing but faults enabled) that is reachable is found, so deadlocks
 * and `whenQuiet` have the verdicts of the full search. For every reachable state one is found that
 * agrees with it in the states of all hosts that properties declare to read, and in all monitors: so have
 * `always`, `never`, `sometimes` over declared hosts, and `monitored`. Numbers of states and steps, the
 * depth, the length of runs and the coverage of charts are not kept.
 *
 * The set. A step happens at one host; it reads and writes that host's station alone, adds messages to
 * other inboxes, and may use a budget, need a connection or feed monitors. The chosen set T holds some
 * of the steps enabled at one host h. Let w be any run from state s without a step of T:
 *
 *  1. T's steps use no budget, need no connection, feed no monitor, are no faults, and change nothing
 *     that properties read. Checked for each of them at each station that h may come to on w, so that
 *     budgets, partitions and monitors neither disable them nor notice them (`ClosedSets.objection`).
 *  2. T commutes with the steps of other hosts. They meet in inboxes only, where the order of sending
 *     matters on no channel but within a fifo pair, and there all come from one host. Two things are
 *     less simple. A message to a request vanishes unless the request is alive: sending it before or
 *     after the request's end comes to the same, before or after its birth doesn't. So no request that T
 *     sends to may still be born (`#isSafe`). And messages to hosts that are down may be lost: where
 *     they are, T sends nothing.
 *  3. T commutes with what h itself does on w. All stations that h may come to without T are gone
 *     through, from its own steps (budgets that are used up left out) and from whatever may still come
 *     in; at each of them every step of T must be possible, and for each step t of T and each other step u
 *     the two orders must lead to the same station and send the same, each step's outcome being the
 *     memoised one (`closed-sets.ts`). Two weaker findings will do as well: that t and u lead to the same
 *     state, or that u after t leads where u alone leads. Then w, once it takes u, is where a run through
 *     t of no greater length is too.
 *  4. What may still come in is worked out from what is in flight, what hosts may do of their own accord,
 *     and what each delivery was ever seen to send, h itself sending only what it does in 3
 *     (`future-sends.ts`).
 *
 * Why that is enough. Let w lead from s to a state that matters. If w has a step of T, the first of these
 * can be moved to the front (2, 3): w without it leads from the successor to the same end, and is
 * shorter. If it has none, every step t of T either meets w on the way (3), or stays enabled to the end:
 * then the end isn't quiet, and the end with t after it agrees with it in all that properties read (1). In
 * both cases a run no longer than w leads on from the successor. So by induction on the length of w it is
 * enough that this doesn't go on for ever: the ignoring problem. A breadth-first search would settle it by
 * asking for a successor that is still in the queue (Bošnački and Holzmann 2005), and then gives up
 * reductions wherever two ways to a state differ in length. Here the graph of those rows of which only
 * some steps were taken is looked at when the search is done: a row is expanded in full on each of its
 * cycles, and the search goes on until there are none (`cycles.ts`). On an acyclic graph the induction
 * ends.
 *
 * What was never seen. 4 knows the steps met so far, and 3 adds the ones it tries; a message that nobody
 * was seen to send isn't reckoned with. So choices are guesses. What was met enters them as what may come in
 * and nothing else, and of that only ever more is known. Where more is (`FutureSends.digest`), all choices of the
 * search are made again, those of states that are passed through as well (`Pass.stands`); if one comes out
 * otherwise, the search begins again with all that it has learnt. At its end every choice is the one that would be
 * made by all that is known then. Then no guess was wrong. Suppose some run w from a row s ends in a
 * step that is unknown even at the end, and take a shortest such w, and s the last such row in the acyclic order.
 * The steps of rows are known, so w isn't that step alone. If s was expanded in full, the first step of w
 * leads to a row with a shorter one. If not, all of w but its end is known, so what 3 and 4 said of s holds
 * for it: by the argument above some successor of s has such a run too, either shorter, or as long and
 * later in the order; unless that last step is one at h that 3 compared, and then it is known.
 *
 * What is tried in 3 may have no end, say where every message counts one up, and then the search would always begin
 * again. So after some passes, or many steps, nothing is tried any more but what the search itself comes
 * upon; where a choice needs more, all steps are taken (`Rehearsal.steps`).
 *
 * Together with symmetry. Rows are representatives: a run from a successor becomes, with ids exchanged, a
 * run from the successor's representative, as long and through images of the same steps. So the
 * argument stands if all that was met counts as met for every image too (`Rehearsal`), and if what
 * properties read of one host they may read of its images.
 *
 * Passing through. Where T is one step, its successor is as good as the state itself: the step is taken at
 * once, and the state between is not kept (see `path.ts`).
 */

import type { Exchange } from '../../system/exchange.ts';
import { exchangedId } from '../../system/exchange.ts';
import { budgetOf } from '../../system/system.ts';
import type { World } from '../world.ts';
import type { ActionNumbers } from './action-numbers.ts';
import { ClosedSets } from './closed-sets.ts';
import type { ClosedSet } from './closure.ts';
import { FutureSends } from './future-sends.ts';
import type { Obstacle } from './obstacles.ts';
import { later } from './obstacles.ts';
import { Orders } from './orders.ts';
import { hostsRead } from './reducible.ts';
import { Rehearsal } from './rehearsal.ts';
import { NumberedSurroundings } from './surroundings.ts';

/** Steps that are enough to take from a state: some of those at one host. */
export interface Choice {
  readonly host: number;
  readonly actions: readonly number[];
}

const mostBudgets = 30;
const none: readonly number[] = [];
const nothing = new Int32Array(0);

/** Chooses among the steps of rows. */
export class PersistentSets {
  /** Orders of steps, as they were compared in the second world. */
  readonly orders: Orders;
  readonly #real: World;
  readonly #rehearsal: Rehearsal;
  readonly #sends: FutureSends;
  readonly #closed: ClosedSets;
  readonly #caps: readonly number[];
  readonly #budgets: number[] = [];
  readonly #surroundings = new NumberedSurroundings();
  /** By budgets, then host and station of the second world, what could go first there if nothing came in. */
  readonly #aloneBy = new Map<number, (ClosedSet | Obstacle)[][]>();
  /** The same for the budgets that were asked for last. */
  #alone: (ClosedSet | Obstacle)[][] = [];
  #budgeted = Number.NaN;
  /** By host and station of the second world, where what follows from that is in `Arrivals`. */
  #placeOf: number[][];
  /** Of the row that is looked at, by host: its number, its station in the second world, and the place of that. */
  readonly #numbers: Int32Array;
  readonly #stations: Int32Array;
  readonly #places: Int32Array;

  /** `exchanges` are those under which one row stands for its images; none where it doesn't. */
  constructor(real: World, actions: ActionNumbers, exchanges: readonly Exchange[]) {
    this.#real = real;
    this.#rehearsal = new Rehearsal(real, { actions, exchanges }, (edge) =>
      this.#sends.note(edge, this.#rehearsal.sendings),
    );
    this.orders = new Orders(this.#rehearsal);
    this.#sends = new FutureSends(this.#rehearsal.world);
    const read = hostsRead(real.loaded.model);
    // A set's iteration comes to what is added on the way, so images of images are read as well.
    for (const id of read) {
      for (const exchange of exchanges) read.add(exchangedId(exchange, id));
    }
    const isRead = real.hosts.map(({ id }) => read.has(id));
    const terms = {
      rehearsal: this.#rehearsal,
      orders: this.orders,
      isVisible: (host: number, before: number, after: number) =>
        before !== after && isRead[host] === true,
    };
    this.#closed = new ClosedSets(terms, this.#surroundings);
    this.#numbers = new Int32Array(real.hosts.length).fill(-1);
    this.#stations = new Int32Array(real.hosts.length);
    this.#places = new Int32Array(real.hosts.length);
    this.#placeOf = real.hosts.map(() => []);
    this.#caps = real.environments.labels.map((label) =>
      Number(budgetOf(real.loaded.system, label)),
    );
  }

  /** The second world, in which steps are tried. */
  get rehearsal(): Rehearsal {
    return this.#rehearsal;
  }

  /** From now on choices rest on what is known, and are fewer where that isn't enough. */
  settleDown(): void {
    this.#rehearsal.settleDown();
  }

  /** Takes in what was met since it was asked last; whether choices made before may come out otherwise now. */
  digest(): boolean {
    if (!this.#sends.digest(this.#rehearsal.sendings)) return false;
    this.#placeOf = this.#real.hosts.map(() => []);
    this.#numbers.fill(-1);
    return true;
  }

  /**
   * The steps to take from a row of numbers; where all are, what was in the way of the host that came
   * farthest. Of sets that are as small the first host's is taken; others would do as well, and none is better for
   * most models.
   */
  choose(row: Int32Array): Choice | Obstacle {
    this.#look(row);
    const budgets = this.#budgetsLeft(row[this.#real.hosts.length] ?? 0);
    this.#budget(budgets);
    let best: Choice | null = null;
    let obstacle: Obstacle = 'faults';
    for (let host = 0; host < this.#stations.length; host++) {
      const set = this.#at(host, budgets);
      if (typeof set === 'string') obstacle = later(obstacle, set);
      else if (set.actions.length === 1) return set;
      else if (best === null || set.actions.length < best.actions.length) best = set;
    }
    return best ?? obstacle;
  }

  #look(row: Int32Array): void {
    for (let host = 0; host < this.#numbers.length; host++) {
      const number = row[host] ?? 0;
      if (number === this.#numbers[host]) continue;
      const station = this.#rehearsal.station(host, number);
      this.#numbers[host] = number;
      this.#stations[host] = station;
      this.#places[host] = this.#placeOf[host]?.[station] ?? this.#placed(host, station);
    }
  }

  #placed(host: number, station: number): number {
    this.#rehearsal.met(host, station);
    const { stations } = this.#rehearsal.world.host(host);
    const inbox = stations.inboxes.list(stations.inboxOf(station));
    const place = this.#sends.arrivals.place(host, stations.stateOf(station), inbox);
    const table = this.#placeOf[host];
    if (table !== undefined) table[station] = place;
    return place;
  }

  #at(host: number, budgets: number): ClosedSet | Obstacle {
    const station = this.#stations[host] ?? 0;
    // What may come in only takes sets away, so most stations need no look at what may.
    const alone = this.#alone[host]?.[station] ?? this.#secluded(host, station, budgets);
    if (typeof alone === 'string') return alone;
    const { arrivals } = this.#sends;
    let extra: readonly number[] = none;
    let around = -1;
    for (;;) {
      arrivals.find(host, this.#places, extra);
      const surroundings = this.#surroundings.number(arrivals.found, budgets);
      const set = this.#closed.of(host, station, surroundings);
      if (typeof set === 'string') return set === 'effort' ? set : 'arrivals';
      if (surroundings === around || isWithin(set.extra, extra)) {
        return this.#isSafe(set) ? set : 'births';
      }
      around = surroundings;
      extra = extra === none ? set.extra : [...extra, ...set.extra];
    }
  }

  /** What could go first at a station if nothing came in. */
  #secluded(host: number, station: number, budgets: number): ClosedSet | Obstacle {
    const isIdle = this.#rehearsal.steps(host, station).length === 0;
    const set = isIdle
      ? 'faults'
      : this.#closed.of(host, station, this.#surroundings.number(nothing, budgets));
    const table = this.#alone[host];
    if (table !== undefined) table[station] = set;
    return set;
  }

  /** Goes over to other budgets. */
  #budget(budgets: number): void {
    if (budgets === this.#budgeted) return;
    const known = this.#aloneBy.get(budgets) ?? this.#real.hosts.map(() => []);
    this.#aloneBy.set(budgets, known);
    this.#alone = known;
    this.#budgeted = budgets;
  }

  /** Whether nothing that the set sends could vanish for having come too early. */
  #isSafe(set: ClosedSet): boolean {
    if (set.vanishing.length === 0) return true;
    const { envelopes, loaded } = this.#rehearsal.world;
    const ids = [...loaded.hosts.keys()];
    return set.vanishing.every((one) => {
      const { envelope, slot } = envelopes.item(one);
      const host = ids.indexOf(envelope.to.host);
      const request = this.#sends.request(host, slot, envelope.to.key ?? '');
      const state = this.#rehearsal.world.host(host).stations.stateOf(this.#stations[host] ?? 0);
      return !this.#sends.arrivals.mayBeBorn(host, state, request);
    });
  }

  /** A bit for each budget that is left; -1 where there are too many to tell. */
  #budgetsLeft(environment: number): number {
    const known = this.#budgets[environment];
    if (known !== undefined) return known;
    const { used } = this.#real.environments.item(environment);
    let left = 0;
    this.#caps.forEach((cap, label) => {
      if ((used[label] ?? 0) < cap) left |= 1 << label;
    });
    const answer = this.#caps.length > mostBudgets ? -1 : left;
    this.#budgets[environment] = answer;
    return answer;
  }
}

function isWithin(some: readonly number[], all: readonly number[]): boolean {
  for (let index = 0; index < some.length; index++) {
    if (!all.includes(some[index] ?? 0)) return false;
  }
  return true;
}
