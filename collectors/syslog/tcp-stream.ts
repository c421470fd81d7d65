import type { Socket } from 'node:net';

import { Framer, type Frame } from './frames.ts';
import type { Flow } from './tcp-flow.ts';

/** What is made of a stream. */
export interface StreamOptions {
  readonly flow: Flow;
  /** Takes a frame. */
  readonly take: (frame: Frame) => void;
  /** Bytes have come, and all that could be taken of them is. */
  readonly heard: () => void;
}

/** Takes the frames of a connection, as long as it lasts and the flow admits them. What was read when it ends is taken in any case. */
export function readStream(socket: Socket, { flow, take, heard }: StreamOptions): void {
  const framer = new Framer();
  /** Frames of what was read, that the flow has not admitted yet. */
  let held: Iterator<Frame, void> | undefined;
  const run = (frames: Iterator<Frame, void>): void => {
    held = frames;
    while (flow.admits(resume)) {
      const { done, value } = frames.next();
      if (done !== true) take(value);
      else {
        held = undefined;
        break;
      }
    }
    heard();
  };
  const resume = (): void => {
    if (held !== undefined) run(held);
    if (held === undefined) socket.resume();
  };
  socket.on('data', (chunk: Buffer) => {
    run(framer.push(chunk));
    if (held !== undefined) socket.pause();
  });
  socket.on('close', () => {
    flow.forget(resume);
    for (const frames of held === undefined ? [framer.end()] : [held, framer.end()]) {
      for (let next = frames.next(); next.done !== true; next = frames.next()) take(next.value);
    }
    held = undefined;
    heard();
  });
}
