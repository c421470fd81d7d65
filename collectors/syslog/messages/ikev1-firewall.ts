import { message, noted } from '../template.ts';
import { ikev1Says, P } from './prefix.ts';

const OPTIONAL =
  'the firewall is not the one that the policy expects, and it lets the client in: whom or what, these words do not tell';
const ANOTHER = 'Client-reported firewall does not match configured firewall: allowed tunnel';
const NO_FIREWALL = 'Client did not report firewall in use, but there is a configured firewall: allowed tunnel';
const RECORD =
  'Processing firewall record. Vendor: {vendor}, Product: {product}, Caps: {_:word}, Version Number: {versionNumber}, Version String:[[ {version:phrase}]]';
const EXPECTED = 'Expected -- Vendor: {expectedVendor}, Product[[:]] {expectedProduct}, Caps: {_:word}';

/** IKEv1 (713), the personal firewall of a client. The colon behind `Product` comes and goes. */
export const ikev1Firewall = [
  message(713143, 'client.firewall', `${P}${RECORD}`),
  noted(713143, 'without its prefix it names nobody', 'Processing firewall record. {_:phrase}'),

  message(713144, 'client.firewall', `${P}${RECORD}`),
  noted(713144, 'a record that the ASA ignores'),

  message(
    713141,
    'client.firewall',
    `${P}${ANOTHER}. Received -- Vendor: {vendor}, Product[[:]] {product}, Caps: {_:word}. ${EXPECTED}`,
  ),
  noted(713141, OPTIONAL, ...ikev1Says(`${ANOTHER}{_:phrase}`)),

  message(713142, 'client.firewall', `${P}${NO_FIREWALL}. ${EXPECTED}`),
  noted(713142, OPTIONAL, ...ikev1Says(`${NO_FIREWALL}{_:phrase}`)),
] as const;
