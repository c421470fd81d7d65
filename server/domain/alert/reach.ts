import { fits, type Maintenance, type Matchers } from './mute.ts';

/** What somebody who is bound to sites sees: these sites, and the names of the head-ends at them. */
export interface Reach {
  readonly sites: readonly string[];
  readonly devices: readonly string[];
}

/** Whether a silence holds there and nowhere else: it names a head-end or a site, exactly, and none that is not among these. */
export function isSilenceWithin({ device, site }: Matchers, { devices, sites }: Reach): boolean {
  const isOneOf = (wanted: string | undefined, names: readonly string[]): boolean =>
    wanted === undefined || (!wanted.endsWith('*') && names.some((name) => fits(wanted, name)));
  return (device !== undefined || site !== undefined) && isOneOf(device, devices) && isOneOf(site, sites);
}

/**
 * Whether they may be told of a silence. One that holds there among other places is told too, unless it names anything but a rule: that
 * may be somebody's, or some pool, of another site.
 */
export function doesSilenceTouch(matchers: Matchers, reach: Reach): boolean {
  if (isSilenceWithin(matchers, reach)) return true;
  const { device, site, rule: _rule, ...named } = matchers;
  const mayFit = (wanted: string | undefined, names: readonly string[]): boolean =>
    wanted === undefined || names.some((name) => fits(wanted, name));
  return Object.keys(named).length === 0 && mayFit(device, reach.devices) && mayFit(site, reach.sites);
}

/** Whether work is announced there and nowhere else. */
export function isWindowWithin({ devices, sites }: Pick<Maintenance, 'devices' | 'sites'>, reach: Reach): boolean {
  const isAnywhere = devices.length > 0 || sites.length > 0;
  return isAnywhere && devices.every((one) => reach.devices.includes(one)) && sites.every((one) => reach.sites.includes(one)); // prettier-ignore
}

/** A window as they are told of it: of the places that it names only these; `undefined` where it is of others alone. */
export function windowThere(window: Maintenance, reach: Reach): Maintenance | undefined {
  if (window.devices.length === 0 && window.sites.length === 0) return window;
  const devices = window.devices.filter((one) => reach.devices.includes(one));
  const sites = window.sites.filter((one) => reach.sites.includes(one));
  return devices.length === 0 && sites.length === 0 ? undefined : { ...window, devices, sites };
}
