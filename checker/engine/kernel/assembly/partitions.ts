/** Which hosts reach each other. */

import * as field from '../fields';
import { at } from './access';

/** Whether a host's messages reach another in an environment; where the sender is negative, always. */
export function isReached(environment: i32, sender: i32, receiver: i32): bool {
  if (sender < 0) return true;
  const partition = load<i32>(<usize>at(field.partitionOf) + ((<usize>environment) << 2));
  if (partition === 0) return true;
  const hosts = at(field.hostCount);
  const pair = ((partition - 1) * hosts + sender) * hosts + receiver;
  return load<u8>(<usize>at(field.reach) + pair) !== 0;
}
