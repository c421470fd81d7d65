/** Lines to type, each with what it is for. */
export function Explained({ lines }: { readonly lines: readonly { readonly line: string; readonly why: string }[] }) {
  return (
    <dl class="kv kv--lines">
      {lines.map(({ line, why }) => (
        <div key={line}>
          <dt>
            <code>{line}</code>
          </dt>
          <dd>{why}</dd>
        </div>
      ))}
    </dl>
  );
}
