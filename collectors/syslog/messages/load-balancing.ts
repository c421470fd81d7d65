import { notedEach } from './ids.ts';

/** VPN load balancing (718): how the head-ends of a cluster find each other. 713128 tells where a client was sent. */
export const loadBalancing = notedEach('peers, keepalives and roles of the cluster', [718001, 718088]);
