import { given, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** Failover and the device's own start (101-105, 199, 709, 720, 721). */
export const failover = [
  ...notedEach('the failover cable, power and mate', [101001, 101005], 102001, [103001, 103007]),
  given(
    104001,
    'failover.switched',
    { role: 'active' },
    '({unit}) Switching to ACTIVE (cause: {reason})[[.]]',
    '({unit}) Switching to ACTIVE - {reason}[[.]]',
    '({unit}) Switching to ACTIVE[[.]]',
  ),
  given(
    104002,
    'failover.switched',
    { role: 'standby' },
    '({unit}) Switching to STANDBY (cause: {reason})[[.]]',
    '({unit}) Switching to STANDBY - {reason}[[.]]',
    '({unit}) Switching to STANDBY[[.]]',
    '({unit}) Switching to STNDBY (cause: {reason})[[.]]',
    '({unit}) Switching to STNDBY - {reason}[[.]]',
  ),
  ...notedEach('a unit failed, or is well again', 104003, 104004),
  ...notedEach('failover is switched on or off, and its interfaces', [105001, 105011], 105043),

  given(199001, 'device.restarted', { step: 'reload' }, '{_:phrase}'),
  given(199002, 'device.restarted', { step: 'started' }, '{_:phrase}'),
  ...notedEach('the device’s own affairs', 199003, 199004),
  given(199005, 'device.restarted', { step: 'starting' }, '{_:phrase}'),
  given(199006, 'device.restarted', { step: 'reload' }, 'Orderly reload started {_:phrase}'),
  noted(199006, 'other words'),
  ...notedEach('the device’s own affairs', [199007, 199020]),
  given(
    199021,
    'device.restarted',
    { step: 'reload' },
    'System memory utilization has reached {_} will now reload[[.]]',
  ),
  noted(199021, 'the memory watchdog without a reload'),

  ...notedEach('the configuration goes to the mate', [709001, 709008]),

  ...notedEach('VPN failover: state, channels and synchronisation', [720001, 720038]),
  given(
    720039,
    'failover.switched',
    { role: 'active' },
    '(VPN-{unit:word}) VPN failover client is transitioning to active state[[.]]',
  ),
  given(
    720040,
    'failover.switched',
    { role: 'standby' },
    '(VPN-{unit:word}) VPN failover client is transitioning to standby state[[.]]',
  ),
  ...notedEach('VPN failover: state, channels and synchronisation', [720041, 720073]),

  ...notedEach('WebVPN failover: 721016 and 721018 copy sessions, whose own messages count', [721001, 721019]),
] as const;
