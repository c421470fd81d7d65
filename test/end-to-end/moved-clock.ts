import { readFileSync } from 'node:fs';

// Loaded before the program in each of its threads (`startMovedProgram`): its clock is ahead of the machine's by as many milliseconds as the file
// says that `CLOCK_AHEAD` names. Timers and what is measured go on as they are.

const file = process.env['CLOCK_AHEAD'];
if (file !== undefined) {
  const real = Date.now;
  Date.now = () => real() + Number(readFileSync(file, 'utf8'));
}
