import type { ProviderSettings } from '../access/oidc.ts';
import type { Config } from '../config.ts';
import { clientSecret } from '../oidc-settings.ts';

/** A provider to log in by, as it is set. */
export interface OidcSet {
  readonly settings: ProviderSettings;
  readonly label: string;
  readonly pages: URL;
}

/** The provider that is set; `undefined`: none. The secret is read here, at the start. */
export function oidcOf(config: Config, env: Readonly<Record<string, string | undefined>>): OidcSet | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, publicUrl, oidcNameClaim: claim, oidcScopes: scopes } = config;
  const secret = issuer && clientSecret(config.oidcClientSecretFile, env);
  // One without the other has stopped the start.
  if (issuer === undefined || clientId === undefined || secret === undefined || publicUrl === undefined)
    return undefined;
  const back = `${publicUrl}/api/oidc/back`;
  return {
    settings: { issuer, clientId, secret, claim, scopes, back },
    label: config.oidcLabel,
    pages: new URL(publicUrl),
  };
}
