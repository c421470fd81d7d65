import { useLocation } from 'preact-iso/router';
import { useEffect, useRef } from 'preact/hooks';
import { EVERYWHERE, useSummaryOf } from '../asked.ts';
import { useBelieved } from '../blind.ts';
import { may, me } from '../me.ts';
import { carried, isKiosk, withQuery } from '../place.ts';
import { usePoolUses } from '../pool-watch.ts';
import { chooseTheme, nextTheme, theme } from '../theme.ts';
import { useCell, useLive, useNow, useRows } from '../watch.ts';
import { asksForSomebody } from '../words/alerts.ts';
import { count } from '../words/bytes.ts';
import { estate } from '../words/overview.ts';
import { zoneAt } from '../words/range.ts';
import { clock } from '../words/time.ts';
import { AlarmMenu } from './alarm.tsx';
import { AlertBanner } from './alert-banner.tsx';
import { CopyLink } from './copy-link.tsx';
import { LivePill } from './live-pill.tsx';
import { Lost } from './lost.tsx';
import { NarrowBars } from './narrow-bars.tsx';
import { Next } from './next.tsx';
import { OwnMenu } from './own-menu.tsx';
import { PlaceFilter } from './place-filter.tsx';
import { Search } from './search.tsx';
import { Shape } from './shape.tsx';
import { Status } from './status.tsx';
import { TimeRange } from './time-range.tsx';
import { Unsaved } from './unsaved.tsx';

/**
 * What stands over every page: who we are, how the estate is, the search, the pulse, the way to the screens. Of a kiosk only what tells
 * whether the page is true remains, and the way back.
 */
export function Frame({ help }: { readonly help: () => void }) {
  const { query } = useLocation();
  const looks = may('read', useCell(me));
  const head = useRef<HTMLElement>(null);
  useEffect(() => {
    const frame = head.current;
    if (frame === null) return undefined;
    // Table heads stick right below the frame, whose height changes with banners and width; of one that scrolls away nothing is covered.
    const measure = new ResizeObserver(() => {
      const sticks = getComputedStyle(frame).position === 'sticky';
      const { style } = document.documentElement;
      style.setProperty('--frame', `${frame.offsetHeight}px`);
      style.setProperty('--head', sticks ? `${frame.offsetHeight}px` : '0px');
    });
    measure.observe(frame);
    return () => measure.disconnect();
  }, []);
  return (
    <header class="frame" ref={head}>
      <Lost />
      {looks && <Unsaved />}
      {looks && <AlertBanner />}
      {!looks ? <NarrowBars help={help} /> : isKiosk(query) ? <KioskBar /> : <Bars help={help} />}
    </header>
  );
}

function Bars({ help }: { readonly help: () => void }) {
  return (
    <>
      <div class="frame__bar">
        <a class="brand" href="/">
          <Shape name="mark" />
          Tunnelwatch
        </a>
        <Estate />
        <Search />
        <LivePill />
        <span class="frame__tools">
          <AlarmMenu />
          <OwnMenu />
          <ThemeButton />
          <button type="button" class="button button--bare" aria-label="Keys" title="Keys (?)" onClick={help}>
            ?
          </button>
        </span>
      </div>
      <Next>
        <Navigation />
        <div class="scope" role="region" aria-label="What is shown">
          <TimeRange />
          <PlaceFilter />
          <CopyLink />
        </div>
      </Next>
    </>
  );
}

function KioskBar() {
  const { path, query, route } = useLocation();
  return (
    <div class="frame__kiosk">
      <Estate />
      <LivePill />
      <button type="button" class="button button--bare" onClick={() => route(withQuery(path, query, { kiosk: '' }))}>
        Leave kiosk (d k)
      </button>
      <Clock />
    </div>
  );
}

function Estate() {
  const now = useNow();
  const devices = useRows('devices');
  const pools = usePoolUses()?.pools;
  const alerts = useRows('alerts');
  const { phase } = useCell(useLive().pulse);
  if (phase === 'lost' || phase === 'catching-up')
    return (
      <span class="estate">
        <Status state="unknown">head-ends unknown</Status>
      </span>
    );
  if (devices === undefined || pools === undefined) return <span class="estate" />;
  const { crit, warn, unknown, ok, pending } = estate(devices, pools, alerts ?? [], now);
  return (
    <a class="estate" href="/devices" title="State of the head-ends" aria-live="polite">
      {crit > 0 && <Status state="crit">{crit} critical</Status>}
      {warn > 0 && <Status state="warn">{warn} warning</Status>}
      {unknown > 0 && <Status state="unknown">{unknown} unknown</Status>}
      {ok > 0 && <Status state="ok">{ok} OK</Status>}
      {pending > 0 && <Status state="warn">{pending} to adopt</Status>}
      {devices.length === 0 && <Status state="unknown">no head-end</Status>}
    </a>
  );
}

function ThemeButton() {
  const { path, query, route } = useLocation();
  const now = useCell(theme);
  return (
    <button
      type="button"
      class="button button--bare"
      title={`Theme: ${now}`}
      aria-label={`Theme: ${now}. Change it`}
      onClick={() => {
        const next = nextTheme(now);
        chooseTheme(next);
        route(withQuery(path, query, { theme: next }), true);
      }}
    >
      ◐ <span class="frame__theme">{now}</span>
    </button>
  );
}

const screens = [
  { href: '/', name: 'Overview' },
  { href: '/alerts', name: 'Alerts' },
  { href: '/sessions', name: 'Sessions' },
  { href: '/users', name: 'Users' },
  { href: '/attempts', name: 'Failed logins' },
  { href: '/pools', name: 'Pools' },
  { href: '/devices', name: 'Devices' },
  { href: '/messages', name: 'Messages' },
  { href: '/wall', name: 'Wall' },
] as const;

/** Those whose number goes with what a head-end tells: how many pools and devices there are does not. */
const partial: ReadonlySet<string> = new Set(['/sessions', '/users', '/attempts']);

function Navigation() {
  const { path, query } = useLocation();
  const along = carried(query);
  const narrowed = along.site !== '' || along.tag !== '';
  const summary = useSummaryOf(EVERYWHERE);
  const devices = useRows('devices');
  const { blind } = useBelieved();
  const alerts = useRows('alerts');
  const numbers: Readonly<Record<string, number | undefined>> = {
    '/alerts': alerts?.filter(asksForSomebody).length,
    '/sessions': summary?.sessions.total,
    '/users': summary?.users,
    '/attempts': summary?.failed15m,
    '/pools': summary?.pools.length,
    '/devices': devices?.length,
  };
  return (
    <nav class="nav" aria-label="Screens">
      {screens.map(({ href, name }) => {
        // `/walls` is no part of `/wall`.
        const here = path === href || (href !== '/' && path.startsWith(`${href}/`));
        // They count all head-ends.
        const number = narrowed ? undefined : numbers[href];
        return (
          <a key={href} href={withQuery(href, {}, along)} aria-current={here ? 'page' : undefined}>
            {name}
            {number !== undefined &&
              (blind === undefined || !partial.has(href) ? (
                <span class="nav__n">{count(number)}</span>
              ) : (
                <span class="nav__n old" title={`with ${blind}`}>
                  {count(number)}?
                </span>
              ))}
          </a>
        );
      })}
      <Clock />
    </nav>
  );
}

function Clock() {
  const now = useNow();
  const { name, place } = zoneAt(now);
  return (
    <span class="nav__clock" title={`The server's clock, in this browser's time zone: ${place}`}>
      {clock(now)} <span class="hint">{name}</span>
    </span>
  );
}
