/** The one record that the app keeps, in IndexedDB: it can hold a key that no script reads. */
import { get, set, update } from 'idb-keyval';
import type { Camouflaged } from './pin/camouflage.js';

/** A registered device. Nothing in it is personal and nothing tells a right PIN from a wrong one. */
export interface Device {
  id: string;
  secret: Camouflaged;
  /** Milliseconds to add to the phone's clock. */
  offset: number;
}

/** A device that the verifier has put out of use: by five wrong PINs, or by another device of the same number. */
export interface Ended {
  ended: 'locked' | 'replaced';
}

const RECORD = 'device';

export const loadDevice = () => get<Device | Ended>(RECORD);

export async function saveDevice(device: Device) {
  await set(RECORD, device);
  void navigator.storage?.persist?.(); // not cleared when space runs short; some browsers ask the learner, who need not answer now
}

/** Keeps what was learnt about this phone's clock (`offset` in milliseconds). */
export const correctClock = (id: string, offset: number) => change(id, (device) => ({ ...device, offset }));

/** Takes the secret off this phone and remembers why. */
export const endDevice = (id: string, ended: Ended['ended']) => change(id, () => ({ ended }));

/** Only if `id` is still the device stored: another window may have registered a newer one. */
const change = (id: string, next: (device: Device) => Device | Ended) =>
  update<Device | Ended | undefined>(RECORD, (stored) =>
    stored && 'id' in stored && stored.id === id ? next(stored) : stored,
  );
