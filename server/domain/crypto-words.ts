/** Words of the client's window for what a listing or a transform says: the first pattern that fits. */
export type Words = readonly (readonly [pattern: RegExp, words: string])[];

/** `IKEv1: (1)3DES  IPsecOverNatT: (1)AES128`: what stands behind the tunnel that carries the traffic. */
export const carrier = /(?:IPsec\w*|DTLS-Tunnel|SSL-Tunnel|Clientless):\s*(?:\(\d+\))?([^\s,]+)/i;

export const encryptionWords: Words = [
  [/3des/i, '168-bit 3-DES'],
  [/aes-gcm-?(?:256)/i, '256-bit AES-GCM'],
  [/aes-gcm/i, '128-bit AES-GCM'],
  [/aes-?256/i, '256-bit AES'],
  [/aes-?192/i, '192-bit AES'],
  [/aes/i, '128-bit AES'],
  [/null|^none$/i, 'None'],
  [/des/i, '56-bit DES'],
];

export const authenticationWords: Words = [
  [/sha-?256/i, 'HMAC-SHA256'],
  [/sha-?384/i, 'HMAC-SHA384'],
  [/sha-?512/i, 'HMAC-SHA512'],
  [/sha/i, 'HMAC-SHA1'],
  [/md5/i, 'HMAC-MD5'],
  [/^none$/i, 'None'],
];
