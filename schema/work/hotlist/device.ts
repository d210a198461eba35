// The device a vote came from, as far as it is kept: enough to see that two came from the same one, and no more.
import type { Context } from '../../frame/context.ts';

/** 63 bits that only this deployment can make of a device's name, in decimal; null: it named none. */
export function deviceMark({ device, services }: Pick<Context, 'device' | 'services'>): string | null {
  if (device.name === null) return null;
  return BigInt.asIntN(63, services.stamp(`device ${device.name}`).readBigInt64BE()).toString();
}
