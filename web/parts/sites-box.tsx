/** Where sites are typed. */
export function SitesBox({ sites, type }: { readonly sites: string; readonly type: (sites: string) => void }) {
  return (
    <label class="choice">
      <span>Sites, with commas (empty: all)</span>
      <input
        class="field"
        name="sites"
        maxLength={1000}
        autoComplete="off"
        value={sites}
        onInput={({ currentTarget: { value } }) => type(value)}
      />
    </label>
  );
}
