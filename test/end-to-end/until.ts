/** Asks again and again, a tenth of a second apart, until the answer passes; fails with the last answer after `seconds`. */
export async function until<T>(ask: () => Promise<T>, passes: (answer: T) => boolean, seconds = 20): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (passes(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`not within ${seconds} s; last: ${JSON.stringify(answer).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
