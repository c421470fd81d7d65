import { useLocation } from 'preact-iso/router';
import { withQuery } from '../place.ts';
import { useRows } from '../watch.ts';
import { plain } from '../words/plain.ts';
import { Choice } from './choice.tsx';

/** Which head-ends are shown: those of a site, with a tag. Nothing, where nobody has told of sites or tags. */
export function PlaceFilter() {
  const { path, query, route } = useLocation();
  const devices = useRows('devices') ?? [];
  const { site = '', tag = '' } = query;
  const sites = devices.flatMap(({ place }) => (place?.site === undefined ? [] : [place.site]));
  const tags = devices.flatMap(({ place }) => place?.tags ?? []);
  const choose = (changes: Readonly<Record<string, string>>) => route(withQuery(path, query, changes));
  return (
    <>
      <Places label="Site" asked={site} names={sites} choose={(chosen) => choose({ site: chosen })} />
      <Places label="Tag" asked={tag} names={tags} choose={(chosen) => choose({ tag: chosen })} />
    </>
  );
}

function Places({ label, asked, names, choose }: PlacesProps) {
  const all = [...new Set([...names, asked])]
    .filter((name) => name !== '')
    .sort((one, other) => one.localeCompare(other));
  if (all.length === 0) return null;
  const options = all.map((name) => ({ value: name, name: plain(name) }));
  return <Choice label={label} value={asked} options={options} choose={choose} />;
}

interface PlacesProps {
  readonly label: string;
  readonly asked: string;
  readonly names: readonly string[];
  readonly choose: (name: string) => void;
}
