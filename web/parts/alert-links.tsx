/** The pages about alerts. */
export function AlertLinks() {
  return (
    <>
      <a href="/alerts">Alerts</a>
      {' · '}
      <a href="/alerts/rules">Rules</a>
      {' · '}
      <a href="/alerts/silences">Silences and maintenance</a>
      {' · '}
      <a href="/alerts/channels">Channels</a>
      {' · '}
      <a href="/alerts/handover">Hand-over</a>
    </>
  );
}
