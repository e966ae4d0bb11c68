/** All orders of some things, each one exchange of neighbours away from the last: as in `symmetry/plain-changes.ts`. */

/** Of each thing: how far it has moved through those before it, and which way it goes next. */
export const moveBytes = 8;

/** Begins a walk through the orders of so many things. */
export function beginOrders(moves: usize, size: i32): void {
  const end = moves + <usize>size * moveBytes;
  for (let move = moves; move < end; move += moveBytes) {
    store<i32>(move, 0);
    store<i32>(move, 1, 4);
  }
}

/**
 * The place of the thing that changes places with the next one; -1 once all orders were seen, from where the
 * walk leads through all of them once more.
 */
export function nextOrder(moves: usize, size: i32): i32 {
  let inFront = 0;
  for (let thing = size - 1; thing > 0; thing--) {
    const move = moves + <usize>thing * moveBytes;
    const from = load<i32>(move);
    const way = load<i32>(move, 4);
    const to = from + way;
    if (to >= 0 && to <= thing) {
      store<i32>(move, to);
      return thing - max(from, to) + inFront;
    }
    if (to > thing) inFront++;
    store<i32>(move, -way, 4);
  }
  beginOrders(moves, size);
  return -1;
}
