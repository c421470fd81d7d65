import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { makeCertificate } from '../collectors/certificate.ts';
import { ConfigFault, readConfig, requireReach, settings } from '../../server/config.ts';

const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig(env);
  } catch (fault) {
    assert.ok(fault instanceof ConfigFault);
    return fault.faults;
  }
  return [];
};

describe('the configuration', () => {
  it('has a default for everything', () => {
    assert.deepEqual(readConfig({}), {
      port: 8080,
      host: '127.0.0.1',
      trustedProxies: [],
      accountHeader: undefined,
      ...{
        oidcIssuer: undefined,
        oidcClientId: undefined,
        oidcClientSecretFile: undefined,
        oidcLabel: 'single sign-on',
      },
      ...{ oidcNameClaim: 'preferred_username', oidcScopes: 'openid profile' },
      tlsCert: undefined,
      tlsKey: undefined,
      syslogPort: 5514,
      syslogTcpPort: 1470,
      syslogTlsPort: 6514,
      syslogTlsCert: undefined,
      syslogTlsKey: undefined,
      trapPort: 1162,
      database: 'data/tunnelwatch.db',
      synchronous: 'normal',
      reserve: 64_000_000,
      leastFree: 500_000_000,
      adopt: false,
      keyFile: '<DATABASE>.key',
      failedNames: 'hash',
      publicUrl: undefined,
      ...{ retainMessages: 30, retainSessions: 180, retainAlerts: 180, retainCharts: 1095 },
      ...{ backupFolder: undefined, backupKeep: 7 },
      logLevel: 'info',
    });
  });

  it('takes days, or off, for how long something is kept', () => {
    const { retainMessages, retainAlerts } = readConfig({ RETAIN_MESSAGES: '1', RETAIN_ALERTS: 'off' });
    assert.deepEqual([retainMessages, retainAlerts], [1, undefined]);
    for (const wrong of ['0', '-1', '1.5', '10000', 'never'])
      assert.throws(() => readConfig({ RETAIN_SESSIONS: wrong }), /RETAIN_SESSIONS=.*not a number of days/);
  });

  it('takes an empty variable for none', () => assert.equal(readConfig({ PORT: '', ADOPT: '' }).port, 8080));

  it('takes each value as it is typed', () => {
    const read = readConfig({
      PORT: '0',
      HOST: '::1',
      SYSLOG_PORT: '65535',
      DATABASE: 'x.db',
      ADOPT: 'on',
      PUBLIC_URL: 'https://noc.example/vpn/',
      LOG_LEVEL: 'debug',
    });
    assert.deepEqual(
      [read.port, read.host, read.syslogPort, read.database, read.adopt, read.publicUrl, read.logLevel],
      [0, '::1', 65535, 'x.db', true, 'https://noc.example/vpn', 'debug'],
    );
  });

  it('tells all faults at once, each with the variable, its value and what was wanted', () => {
    assert.deepEqual(
      faultsOf({
        SYSLOG_PORT: '99999',
        PORT: ' 80',
        ADOPT: 'yes',
        PUBLIC_URL: 'noc.example',
        LOG_LEVEL: 'loud',
        HOST: '300.1.1.1',
        DATABASE: ':memory:',
      }),
      [
        'PORT=" 80": not a port (0 to 65535)',
        'HOST="300.1.1.1": not an IPv4 or IPv6 address or a host name',
        'SYSLOG_PORT="99999": not a port (0 to 65535)',
        'DATABASE=":memory:": not the path of a file',
        'ADOPT="yes": not on or off',
        'PUBLIC_URL="noc.example": not the address of a page (https://HOST) or off',
        'LOG_LEVEL="loud": not one of fatal, error, warn, info, debug, trace, silent',
      ],
    );
  });

  it('takes proxies by address and network only, and never everybody', () => {
    const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '127.0.0.1, 10.1.0.0/24,::1, fd00::/8' });
    assert.deepEqual(trustedProxies, ['127.0.0.1', '10.1.0.0/24', '::1', 'fd00::/8']);
    for (const text of [
      'true',
      'on',
      '*',
      'loopback',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '10.0.0.0/',
      '10.0.0',
      '10.0.0.1,',
      'fe80::1%eth0',
      '10.0.0.0/8/8',
      'proxy.example',
    ])
      // prettier-ignore
      assert.deepEqual(
        faultsOf({ TRUSTED_PROXIES: text }),
        [`TRUSTED_PROXIES="${text}": not a list of addresses and networks (127.0.0.1, 10.1.0.0/24) or off`],
        text,
      );
  });

  it('refuses what is no port', () => {
    for (const text of ['-1', '65536', '1e3', '0x50', '80.5', 'http', '8080 ', '٨٠'])
      assert.equal(faultsOf({ PORT: text }).length, 1, text);
  });

  it('refuses a database that no socket could lie beside', () => {
    assert.match(faultsOf({ DATABASE: `/${'d'.repeat(95)}` })[0] ?? '', /: too long: .* 101 bytes, at most 100$/);
    assert.deepEqual(faultsOf({ DATABASE: `/${'d'.repeat(94)}` }), []);
  });

  it('lets others reach the dashboard only where they can log in: over TLS, ours or a listed proxy’s', () => {
    const reach =
      (HOST: string, more: Record<string, string> = {}) =>
      () =>
        requireReach(readConfig({ HOST, ...more }));
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) assert.doesNotThrow(reach(host), host);
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'vpn.example', '127.example']) {
      assert.throws(reach(host), ConfigFault, host);
      assert.doesNotThrow(reach(host, { TRUSTED_PROXIES: '10.0.0.9' }), host);
    }
  });

  it('believes a header about accounts only of listed proxies', () => {
    assert.match(faultsOf({ ACCOUNT_HEADER: 'X-Forwarded-User' })[0] ?? '', /^ACCOUNT_HEADER: needs TRUSTED_PROXIES/);
    for (const header of ['Cookie', 'authorization', 'host', 'X User', ''.padEnd(70, 'x')])
      assert.equal(faultsOf({ ACCOUNT_HEADER: header, TRUSTED_PROXIES: '10.0.0.9' }).length, 1, header);
    assert.equal(
      readConfig({ ACCOUNT_HEADER: 'X-Forwarded-User', TRUSTED_PROXIES: '10.0.0.9' }).accountHeader,
      'x-forwarded-user',
    );
  });

  it('has syslog over TCP and TLS where it is wanted', () => {
    assert.equal(readConfig({ SYSLOG_TCP_PORT: 'off' }).syslogTcpPort, undefined);
    assert.equal(readConfig({ SYSLOG_TLS_PORT: 'off' }).syslogTlsPort, undefined);
    assert.deepEqual(faultsOf({ SYSLOG_TCP_PORT: 'no', SYSLOG_TLS_PORT: '6514' }), [
      'SYSLOG_TCP_PORT="no": not a port (0 to 65535) or off',
      'SYSLOG_TLS_PORT="6514": needs SYSLOG_TLS_CERT and SYSLOG_TLS_KEY',
    ]);
    for (const env of ['SYSLOG_TCP_PORT', 'SYSLOG_TLS_PORT'])
      assert.match(Object.values(settings).find((row) => row.env === env)?.help ?? '', /logging permit-hostdown/);
  });

  it('tells all that is wrong with the files for TLS', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tw-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const [one, two] = [makeCertificate(folder, 'one'), makeCertificate(folder, 'two')];
    assert.deepEqual(faultsOf({ TLS_CERT: one.cert, TLS_KEY: one.key }), []);
    assert.deepEqual(faultsOf({ TLS_CERT: one.cert, TLS_KEY: two.key, SYSLOG_TLS_KEY: one.key }), [
      `TLS_KEY=${JSON.stringify(two.key)}: not the key of the certificate in TLS_CERT`,
      'SYSLOG_TLS_CERT: not set, but SYSLOG_TLS_KEY is',
    ]);
    assert.deepEqual(faultsOf({ TLS_KEY: one.key }), ['TLS_CERT: not set, but TLS_KEY is']);
    const tls = (cert: string, key: string) => faultsOf({ SYSLOG_TLS_CERT: cert, SYSLOG_TLS_KEY: key });
    assert.deepEqual(tls(one.cert, one.key), []);
    assert.deepEqual(tls(one.cert, two.key), [
      `SYSLOG_TLS_KEY=${JSON.stringify(two.key)}: not the key of the certificate in SYSLOG_TLS_CERT`,
    ]);
    assert.deepEqual(tls(one.cert, ''), ['SYSLOG_TLS_KEY: not set, but SYSLOG_TLS_CERT is']);
    const both = tls(join(folder, 'none.pem'), one.cert);
    assert.equal(both.length, 2);
    assert.match(both[0] ?? '', /^SYSLOG_TLS_CERT=".*none\.pem": ENOENT: no such file/);
    assert.match(both[1] ?? '', /^SYSLOG_TLS_KEY=".*one\.pem": ./);
  });

  it('has each variable once', () => {
    const names = Object.values(settings).map((setting) => setting.env);
    assert.equal(new Set(names).size, names.length);
  });
});
