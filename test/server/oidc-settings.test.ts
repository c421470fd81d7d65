import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { oidcOf } from '../../server/commands/oidc.ts';
import { ConfigFault, readConfig } from '../../server/config.ts';

const SECRET = 'plutonium';
const good = {
  OIDC_ISSUER: 'https://login.example/realms/noc',
  OIDC_CLIENT_ID: 'tunnelwatch',
  OIDC_CLIENT_SECRET: SECRET,
  PUBLIC_URL: 'https://noc.example/',
};

const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig(env);
  } catch (fault) {
    assert.ok(fault instanceof ConfigFault);
    assert.ok(!fault.message.includes(SECRET), fault.message);
    return fault.faults;
  }
  return [];
};

describe('the settings of logging in by OpenID Connect', () => {
  it('are the provider, what it calls us, and where it sends people back to', () => {
    const set = oidcOf(readConfig(good), good);
    assert.deepEqual(set, {
      settings: {
        ...{ issuer: new URL(good.OIDC_ISSUER), clientId: 'tunnelwatch', secret: SECRET },
        ...{ claim: 'preferred_username', scopes: 'openid profile', back: 'https://noc.example/api/oidc/back' },
      },
      label: 'single sign-on',
      pages: new URL('https://noc.example/'),
    });
    assert.equal(oidcOf(readConfig({}), {}), undefined);
    assert.ok(!JSON.stringify(readConfig(good)).includes(SECRET), 'the secret is no setting');
  });

  it('take the secret from a file, without the end of its line', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tw-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const [full, empty] = [join(folder, 'full'), join(folder, 'empty')];
    writeFileSync(full, `${SECRET}\n`);
    writeFileSync(empty, '\n');
    const { OIDC_CLIENT_SECRET: _none, ...rest } = good;
    const env = (path: string) => ({ ...rest, OIDC_CLIENT_SECRET_FILE: path });
    assert.equal(oidcOf(readConfig(env(full)), env(full))?.settings.secret, SECRET);
    assert.deepEqual(faultsOf(env(empty)), [`OIDC_CLIENT_SECRET_FILE=${JSON.stringify(empty)}: is empty`]);
    assert.match(
      faultsOf(env(join(folder, 'none')))[0] ?? '',
      /^OIDC_CLIENT_SECRET_FILE=".*none": ENOENT: no such file/,
    );
  });

  it('are told of all that does not go together', () => {
    assert.deepEqual(faultsOf({ OIDC_ISSUER: good.OIDC_ISSUER }), [
      'OIDC_ISSUER: needs OIDC_CLIENT_ID',
      'OIDC_ISSUER: needs OIDC_CLIENT_SECRET_FILE or OIDC_CLIENT_SECRET',
      'OIDC_ISSUER: needs PUBLIC_URL with https (http on this machine only): people are sent back there',
    ]);
    assert.deepEqual(faultsOf({ OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: SECRET, OIDC_ISSUER: 'off' }), [
      'OIDC_CLIENT_ID: needs OIDC_ISSUER',
      'OIDC_CLIENT_SECRET: needs OIDC_ISSUER',
    ]);
    for (const PUBLIC_URL of ['off', 'http://noc.example'])
      assert.equal(faultsOf({ ...good, PUBLIC_URL }).length, 1, PUBLIC_URL);
    assert.deepEqual(faultsOf({ ...good, PUBLIC_URL: 'http://localhost:8080' }), []);
  });

  it('take a provider by its address, over TLS or on this machine', () => {
    for (const OIDC_ISSUER of ['https://login.example', 'http://127.0.0.1:9000/x', 'http://localhost', 'http://[::1]'])
      assert.deepEqual(faultsOf({ ...good, OIDC_ISSUER }), [], OIDC_ISSUER);
    for (const OIDC_ISSUER of [
      ...['http://login.example', 'http://127.0.0.1.example', 'login.example', 'ftp://login.example', 'javascript:0'],
      ...['https://a:b@login.example', 'https://login.example/?x', 'https://login.example/#x'],
      'https://login.example/.well-known/openid-configuration',
    ])
      assert.match(faultsOf({ ...good, OIDC_ISSUER })[0] ?? '', /^OIDC_ISSUER=".*": not the address of a provider/, OIDC_ISSUER); // prettier-ignore
  });

  it('take claims, scopes and words that can be meant', () => {
    const wrong = { OIDC_NAME_CLAIM: 'a b', OIDC_SCOPES: 'profile', OIDC_LABEL: 'a\u202eb', OIDC_CLIENT_ID: 'a\nb' };
    for (const [name, value] of Object.entries(wrong))
      assert.match(faultsOf({ ...good, [name]: value })[0] ?? '', new RegExp(`^${name}=`), name);
    const { oidcNameClaim, oidcScopes } = readConfig({
      OIDC_NAME_CLAIM: 'https://x/name',
      OIDC_SCOPES: 'openid email',
    });
    assert.deepEqual([oidcNameClaim, oidcScopes], ['https://x/name', 'openid email']);
  });
});
