import { notedEach } from './ids.ts';

/** Certificates and their authorities (717). Of a VPN login by certificate, 713 and 751 tell the failure, and 734001 that it went well. */
export const certificates = notedEach('a certificate, its chain, its revocation or its authority', [717001, 717064]);
