import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks for secrets, one after another. At a terminal they are typed unseen; otherwise they are the lines of standard input. Rejects when one lacks. */
export async function typedSecrets(questions: readonly string[]): Promise<readonly string[]> {
  const seen = process.stdin.isTTY;
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: unseen, terminal: seen });
  const lines = reader[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const question of questions) {
      if (seen) process.stderr.write(`${question}: `);
      const next = await lines.next();
      if (seen) process.stderr.write('\n');
      if (next.done === true) throw new Error(`${question}: nothing on standard input`);
      answers.push(next.value);
    }
  } finally {
    reader.close();
  }
  return answers;
}
