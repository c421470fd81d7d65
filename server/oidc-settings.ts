import { readFileSync } from 'node:fs';
import { claimName, file, httpsOrHere, issuerOrOff, scopes, words, wordsOrOff } from './setting.ts';

/** The variable that the client's secret may stand in; it is no setting, for faults repeat what was typed. */
const SECRET = 'OIDC_CLIENT_SECRET';

/** The settings of logging in by OpenID Connect: rows of the table in `config.ts`. */
export const oidcSettings = {
  oidcIssuer: {
    env: 'OIDC_ISSUER',
    default: 'off',
    read: issuerOrOff,
    help: 'The OpenID Connect provider that people may log in with, as it calls itself (`https://login.example/realms/noc`); needs the two below and `PUBLIC_URL` with `https`, and is to send people back to `<PUBLIC_URL>/api/oidc/back`. `off`: none.',
  },
  oidcClientId: {
    env: 'OIDC_CLIENT_ID',
    default: 'off',
    read: wordsOrOff,
    help: 'What the provider calls this installation.',
  },
  oidcClientSecretFile: {
    env: 'OIDC_CLIENT_SECRET_FILE',
    default: 'off',
    read: file,
    help: `File with the secret that the provider gave for it; \`off\`: it stands in the variable \`${SECRET}\`.`,
  },
  oidcNameClaim: {
    env: 'OIDC_NAME_CLAIM',
    default: 'preferred_username',
    read: claimName,
    help: 'What the provider tells that is the name of an account here, whatever its case; people must not be able to change it themselves. `email` counts only with `email_verified`.',
  },
  oidcScopes: {
    env: 'OIDC_SCOPES',
    default: 'openid profile',
    read: scopes,
    help: 'What the provider is asked for, `openid` among it; for `OIDC_NAME_CLAIM=email` also `email`.',
  },
  oidcLabel: {
    env: 'OIDC_LABEL',
    default: 'single sign-on',
    read: words,
    help: 'What the button calls the provider: _Log in with ..._.',
  },
} as const;

type Env = Readonly<Record<string, string | undefined>>;

/** The client's secret; `undefined` where there is none. Throws where its file cannot be read. */
export function clientSecret(path: string | undefined, env: Env): string | undefined {
  const text = path === undefined ? env[SECRET] : readFileSync(path, 'utf8');
  return text?.trim() || undefined;
}

/** What of the settings of OpenID Connect does not go together; the secret is in none of the words. */
export function oidcFaults(env: Env): readonly string[] {
  const given = (name: string): string | undefined => (env[name] === 'off' ? undefined : env[name] || undefined);
  const { oidcIssuer, oidcClientId, oidcClientSecretFile } = oidcSettings;
  const [id, secretFile] = [oidcClientId.env, oidcClientSecretFile.env];
  if (given(oidcIssuer.env) === undefined) {
    const alone = [id, secretFile, SECRET].filter((name) => given(name) !== undefined);
    return alone.map((name) => `${name}: needs ${oidcIssuer.env}`);
  }
  const faults: string[] = [];
  if (given(id) === undefined) faults.push(`${oidcIssuer.env}: needs ${id}`);
  const path = given(secretFile);
  try {
    const lacks = path === undefined ? `${oidcIssuer.env}: needs ${secretFile} or ${SECRET}` : `${secretFile}=${JSON.stringify(path)}: is empty`; // prettier-ignore
    if (clientSecret(path, env) === undefined) faults.push(lacks);
  } catch (error) {
    faults.push(`${secretFile}=${JSON.stringify(path)}: ${(error as Error).message}`);
  }
  const pages = given('PUBLIC_URL') ?? '';
  if (!URL.canParse(pages) || !httpsOrHere(new URL(pages)))
    faults.push(
      `${oidcIssuer.env}: needs PUBLIC_URL with https (http on this machine only): people are sent back there`,
    );
  return faults;
}
