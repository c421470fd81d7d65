/** What the other choice would do, in words that its command follows. */
export function storingHint(storing: string): string {
  return storing === 'all'
    ? 'Connections, access lists and the like fill the disk and slow down searching. To count them instead:'
    : 'What is counted cannot be searched. To store every message from now on:';
}
