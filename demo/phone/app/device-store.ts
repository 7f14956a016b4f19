/** The app's one stored record. IndexedDB, because it can hold a non-extractable key. */
import { get, set, update } from 'idb-keyval';
import type { MaskedSecret } from './pin/pin-mask.js';

/** A registered device. It holds no name and no number, and nothing that tells a right PIN from a wrong one. */
export interface Device {
  id: string;
  /** Masked; see `owner.ts`. Devices registered before it was stored have none. */
  owner?: string;
  secret: MaskedSecret;
  /** Milliseconds to add to the phone's clock. */
  offset: number;
}

/** A device that the verifier deactivated: after five wrong PINs, or because another device has the same number. */
export interface Deactivated {
  ended: 'locked' | 'replaced';
}

const RECORD = 'device';

export const loadDevice = () => get<Device | Deactivated>(RECORD);

export async function saveDevice(device: Device) {
  await set(RECORD, device);
  void navigator.storage?.persist?.(); // asks the browser not to evict the record; the learner's answer is not awaited
}

/** Stores the offset of this phone's clock, in milliseconds. */
export const saveOffset = (id: string, offset: number) => change(id, (device) => ({ ...device, offset }));

/** Deletes the secret and stores the reason. */
export const deactivateDevice = (id: string, reason: Deactivated['ended']) => change(id, () => ({ ended: reason }));

/** Only if `id` is still the stored device: another window may have registered a newer one. */
const change = (id: string, next: (device: Device) => Device | Deactivated) =>
  update<Device | Deactivated | undefined>(RECORD, (stored) =>
    stored && 'id' in stored && stored.id === id ? next(stored) : stored,
  );
