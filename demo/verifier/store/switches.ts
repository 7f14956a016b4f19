/** Switches, and the log of every change to one. The guarantees of `Store` hold here too; times are epoch milliseconds. */
import type { Switch } from '../domain/switches.js';

/** A change of a switch, and who made it for which reason. */
export interface SwitchChange extends Switch {
  on: boolean;
  by: string;
  reason: string;
  at: number;
}

export interface Switches {
  /** Everything that is off, in the order of site, kind and name. */
  switchedOff(): Promise<Switch[]>;
  /** Sets a switch and logs it; `false` and nothing is logged when it is set so already. */
  setSwitch(change: SwitchChange): Promise<boolean>;
  /** All changes in the order of time. */
  switchLog(): Promise<SwitchChange[]>;
}
