// A process of its own for `series-kill`: commits sets of samples without end, from where the database has come to; each tells its number.
import { openStore } from '../../../server/store/open.ts';
import { NOON, setOf } from '../../server/store/scratch.ts';
import { samplesOf } from './series-sets.ts';

const [, , path = ''] = process.argv;
const store = await openStore({ path, now: () => NOON });
const { collectors } = await store.load(NOON, 0);
// The last one that was taken comes once more, as after a crash nobody knows whether it was.
for (let seq = Math.max(1, collectors[0]?.seq ?? 1); ; seq += 1) {
  const collector = { name: 'show', epoch: 1, seq, lastMessage: 0 };
  await store.commit(setOf({ series: samplesOf(seq), collector }));
  process.stdout.write(`${seq}\n`);
}
