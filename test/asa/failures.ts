import { svc } from './anyconnect-wordings.ts';
import { aaaFailure as ax, ikeFailure as kx, webFailure as wx } from './failure-wordings.ts';
import { ike } from './ike-wordings.ts';
import { ikev2 } from './ikev2-wordings.ts';
import { noPppAddress } from './l2tp.ts';
import type { Cause, Protocol } from './ledger.ts';
import { outsideIp } from './model.ts';

import {
  refusals,
  denials,
  aborted,
  denied,
  opened,
  hello,
  asked,
  passed,
  introduced,
  noAddress,
  noServer,
  tooOften,
  gone,
} from './failure-script.ts';
import type { Script } from './failure-script.ts';
/** For each cause, the protocols whose logins can die of it, and how (domain facts, H). */
export const failures: Readonly<Record<Cause, Readonly<Partial<Record<Protocol, Script>>>>> = {
  'xauth.bad_password': refusals('Invalid password'),
  'xauth.unknown_user': refusals('User was not found'),
  'xauth.rejected': refusals('AAA failure'),
  'xauth.locked': refusals('Account has been locked out', {
    before: ({ who }) => [ax.lockedOut(who.user)],
    after: ({ who }) => [15_000, ax.unlocked(who.user)],
  }),
  'xauth.disabled': refusals('Account has been disabled'),
  'xauth.expired': refusals('Password has expired'),
  'aaa.unreachable': denials({
    before: ({ dialect, who, radius }) => [ax.silent(dialect, who.user, radius), ax.marked(radius, 'FAILED')],
    after: ({ radius }) => [30_000, ax.marked(radius, 'ACTIVE')],
  }),
  'aaa.bad_secret': denials({ before: ({ who, radius }) => [ax.badDigest, ax.undecipherable(who.user, radius)] }),
  'group.unknown': {
    ikev1: {
      stage: 'phase1',
      user: null,
      tunnelGroup: 'HillValeyVPN',
      exists: ({ unknownGroup }) => unknownGroup,
      lines: ({ who }) => kx.unknownGroup(who, 'HillValeyVPN'),
    },
    l2tp: { stage: 'phase1', user: null, tunnelGroup: null, lines: ({ who }) => [kx.noGroup(who)] },
    ikev2: {
      stage: 'phase1',
      user: null,
      tunnelGroup: null,
      lines: ({ dialect, who }) => [ikev2.asked(dialect, who, outsideIp), 300, ikev2.noGroup(who, outsideIp)],
    },
  },
  'group.bad_psk': {
    ikev1: {
      stage: 'phase1',
      user: null,
      lines: ({ who }) => [
        ...[ike.landed(who), 11_000, kx.duplicate(who), 11_000, kx.duplicate(who), 2000, kx.unmatched(who)],
        ...[8000, kx.timedOut(who, 'AM_WAIT_MSG3'), ...ike.noPeerEntry(who)],
      ],
    },
  },
  'group.lock': {
    ikev1: { stage: 'xauth', lines: (t) => [...opened(t), ...passed(t), kx.groupLocked(t.who), ...gone(t)] },
    anyconnect: {
      stage: 'xauth',
      lines: (t) => [...hello(t), ...passed(t), ax.groupLocked(t.who, 'TG-LAB'), svc.rejected(t.who)],
    },
    ikev2: { stage: 'xauth', lines: (t) => [...asked(t), ...passed(t), ikev2.locked(t.who, outsideIp, 'TG-LAB')] },
  },
  'group.not_permitted': {
    ikev1: {
      stage: 'xauth',
      lines: (t) => [
        ...[...opened(t), ...passed(t)],
        ...[t.dialect.release === '7.0' ? kx.notPermitted(t.who) : kx.conflicting(t.who), ...gone(t)],
      ],
    },
    anyconnect: { stage: 'xauth', lines: (t) => [...hello(t), ...passed(t), wx.disabled(t.who)] },
    clientless: { stage: 'xauth', lines: (t) => [...hello(t), ...passed(t), wx.disabled(t.who)] },
    ikev2: { stage: 'xauth', lines: (t) => [...asked(t), ...passed(t), ikev2.notEnabled(t.who, outsideIp)] },
  },
  'addr.pool_exhausted': {
    ikev1: {
      stage: 'address',
      lines: (t) => [...opened(t), ...passed(t), ...noAddress(t), 'no address', ike.noAddress(t.who), ...gone(t)],
    },
    ikev2: {
      stage: 'address',
      lines: (t) => [
        ...[...asked(t), ...passed(t), ...noAddress(t), 'no address' as const],
        ikev2.aborted(t.dialect, t.who, outsideIp, 'Fail to alloc IP addr'),
      ],
    },
    l2tp: {
      stage: 'address',
      lines: (t) => [
        ...[ike.natDetection(t.who, t.behindNat), ike.machinePhase1(t.dialect, t.who), 300, ...passed(t)],
        ...[...noAddress(t), 'no address' as const, noPppAddress],
        ike.l2tpTerminated(t.who, 'Peer Terminate', outsideIp),
      ],
    },
  },
  'addr.other': {
    ikev1: {
      stage: 'address',
      exists: ({ ipaa: told }) => told,
      lines: (t) => [...opened(t), ...passed(t), ...noServer(t), ike.noAddress(t.who), ...gone(t)],
    },
    ikev2: {
      stage: 'address',
      lines: (t) => [
        ...[...asked(t), ...passed(t), ...noServer(t)],
        ikev2.aborted(t.dialect, t.who, outsideIp, 'Fail to alloc IP addr'),
      ],
    },
  },
  'p1.mismatch': {
    ikev1: {
      stage: 'phase1',
      user: null,
      tunnelGroup: null,
      lines: ({ who }) => [
        ...[kx.attribute(who, 1, 'Group 1', 'Group 2'), kx.attribute(who, 1, 'Group 1', 'Group 5'), 30],
        ...[kx.noProposal(who), kx.badPayload(who)],
      ],
    },
    ikev2: aborted('phase1', 'Failed to find a matching policy'),
  },
  'p2.mismatch': {
    ikev1: {
      stage: 'phase2',
      session: 'Phase 2 Mismatch',
      lines: ({ who }) => [
        ...[kx.attribute(who, 2, 'Group 2', 'Group 5'), kx.noIpsecProposal(who), kx.quickModeError(who)],
      ],
    },
    l2tp: {
      stage: 'phase2',
      user: null,
      lines: (t) => {
        const machine = { ...t.who, user: t.who.tunnelGroup };
        const opening = [ike.natDetection(t.who, t.behindNat), ike.machinePhase1(t.dialect, t.who)];
        return [...opening, 80, kx.noCryptoMap(t.dialect, machine), kx.quickModeError(machine)];
      },
    },
    ikev2: {
      stage: 'phase2',
      lines: (t) => [
        ...[...asked(t), ...passed(t), ikev2.noCryptoMap(t.who, outsideIp)],
        ikev2.aborted(t.dialect, t.who, outsideIp, 'There was no IPSEC policy found for received TS'),
      ],
    },
  },
  cert: {
    ikev1: { stage: 'phase1', user: null, lines: (t) => [ike.landed(t.who), 100, kx.noIdentity(t.who), ...gone(t)] },
    anyconnect: {
      stage: 'phase1',
      user: null,
      tunnelGroup: null,
      level: 7,
      lines: ({ who, port }) => wx.handshake(who, port, outsideIp),
    },
    ikev2: {
      stage: 'phase1',
      user: null,
      tunnelGroup: null,
      lines: ({ dialect, who }) => [
        ...[ikev2.asked(dialect, who, outsideIp), 300, ikev2.badCertificate(who, outsideIp)],
        ikev2.aborted(dialect, who, outsideIp, 'Failed to validate the certificate', 'Unknown'),
      ],
    },
  },
  'timeout.negotiation': {
    ikev1: {
      stage: 'phase1',
      user: null,
      tunnelGroup: null,
      lines: ({ who }) => [
        ...[kx.duplicateFirst(who), 11_000, kx.duplicateFirst(who), 11_000, kx.duplicateFirst(who)],
        ...[8000, kx.timedOut(who, 'MM_WAIT_MSG4')],
      ],
    },
    ikev2: aborted('phase1', 'Maximum number of retransmissions reached', 25_000),
  },
  'limit.simultaneous': {
    ikev1: {
      stage: 'xauth',
      lines: (t) => [...opened(t), ...passed(t), tooOften(t), kx.simultaneous(t.who), ...gone(t)],
    },
    anyconnect: { stage: 'xauth', lines: (t) => [...hello(t), ...passed(t), tooOften(t), wx.noSession(t.who)] },
    clientless: { stage: 'xauth', lines: (t) => [...hello(t), ...passed(t), tooOften(t), wx.noSession(t.who)] },
  },
  'limit.license': {
    ikev1: { stage: 'phase1', user: null, tunnelGroup: null, lines: ({ who }) => [ax.peerLimit(who)] },
    anyconnect: { stage: 'xauth', lines: (t) => [...hello(t), ...passed(t), wx.limit(t.who, 113029)] },
    clientless: { stage: 'xauth', lines: (t) => [...hello(t), ...passed(t), wx.limit(t.who, 716023)] },
    ikev2: { stage: 'xauth', lines: (t) => [...asked(t), ...passed(t), ikev2.noLicense(t.who, outsideIp)] },
  },
  'limit.resource': {
    ikev1: { stage: 'phase1', user: null, tunnelGroup: null, lines: ({ who }) => [kx.tooMany(who)] },
    ikev2: {
      stage: 'phase1',
      user: null,
      tunnelGroup: null,
      lines: ({ dialect, who }) => [
        ...[ikev2.asked(dialect, who, outsideIp), 20, ikev2.noResources(dialect, who, outsideIp)],
      ],
    },
  },
  'policy.firewall': {
    ikev1: {
      stage: 'xauth',
      lines: (t) => [
        ...[...opened(t), ...passed(t), ...introduced(t)],
        ...[t.behindNat ? kx.noFirewall(t.who) : kx.firewall(t.who), ...gone(t)],
      ],
    },
  },
  'policy.clienttype': {
    ikev1: {
      stage: 'xauth',
      lines: (t) => [...opened(t), ...passed(t), ...introduced(t), kx.clientType(t.who), ...gone(t)],
    },
  },
  'policy.acl': {
    ikev1: {
      stage: 'xauth',
      lines: (t) => [...opened(t), ...passed(t), ...introduced(t), ax.noAcl(t.who.user), ...gone(t)],
    },
  },
  'policy.dap': {
    ikev1: { ...denied(opened), exists: ({ dap }) => dap },
    anyconnect: denied(hello),
    clientless: { ...denied(hello), exists: ({ dap }) => dap },
    ikev2: denied(asked),
  },
  redirected: {
    ikev1: { stage: 'reachable', user: null, tunnelGroup: null, lines: ({ who }) => [kx.redirected(who)] },
  },
  'source.shunned': {
    ikev1: { stage: 'reachable', user: null, tunnelGroup: null, lines: ({ who }) => ax.shunned(who, outsideIp) },
  },
};
