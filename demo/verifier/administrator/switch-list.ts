import { switchable, type Switch, type SwitchKind } from '../domain/switches.js';

/** The switches of one kind that are on, for a menu. */
export interface SwitchMenu {
  kind: SwitchKind;
  names: string[];
}

/** What can be switched off for `site` (`null`: for all), by kind. */
export const switchMenu = (off: readonly Switch[], site: string | null): SwitchMenu[] =>
  (Object.keys(switchable) as SwitchKind[])
    .map((kind) => ({
      kind,
      names: switchable[kind].filter(
        (name) => !off.some((one) => one.site === site && one.kind === kind && one.name === name),
      ),
    }))
    .filter(({ names }) => names.length > 0);
