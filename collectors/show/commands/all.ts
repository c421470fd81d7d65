import type { ShowCommand } from '../command.ts';
import { aaaServers } from './aaa-server.ts';
import { configurations } from './configuration.ts';
import { cryptoStats } from './crypto-stats.ts';
import { failover } from './failover.ts';
import { healthCommands } from './health.ts';
import { ikeListings } from './ike.ts';
import { interfaceListing } from './interface.ts';
import { ipsecListing } from './ipsec-sa.ts';
import { loadBalancing } from './load-balancing.ts';
import { logging } from './logging.ts';
import { peopleCommands } from './people.ts';
import { poolListings } from './pool.ts';
import { fullSessionLists } from './sessiondb-full.ts';
import { licenseSummary } from './sessiondb-licenses.ts';
import { sessionLists } from './sessiondb-list.ts';
import { sessionSummaries } from './sessiondb-summary.ts';
import { version } from './version.ts';

/** Every command that may be sent to a device: the allow-list is this list, and nothing else. */
export const showCommands: readonly ShowCommand[] = [
  ...sessionSummaries,
  ...sessionLists,
  ...fullSessionLists,
  licenseSummary,
  loadBalancing,
  ...ikeListings,
  ipsecListing,
  ...poolListings,
  ...cryptoStats,
  version,
  failover,
  ...healthCommands,
  logging,
  interfaceListing,
  aaaServers,
  ...peopleCommands,
  ...configurations,
];
