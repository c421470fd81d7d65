import { render } from 'preact';
import { ErrorBoundary } from 'preact-iso/lazy';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';
import './tokens.css';
import './parts.css';
import './look/page.css';
import './look/frame.css';
import './look/figures.css';
import './look/teach.css';
import './look/tables.css';
import './look/lines.css';
import './look/ladder.css';
import './look/pools.css';
import './look/chart.css';
import './look/window.css';
import './look/device.css';
import { cell } from './cell.ts';
import { later } from './later.ts';
import { connect, type Live } from './live.ts';
import { isLink, takeLink } from './link.ts';
import { me, tellHands } from './me.ts';
import { Frame } from './parts/frame.tsx';
import { Guard } from './parts/guard.tsx';
import { Keyboard } from './parts/keyboard.tsx';
import { Lost } from './parts/lost.tsx';
import { Next } from './parts/next.tsx';
import { Permitted } from './parts/refused.tsx';
import { WALL } from './place.ts';
import { soon } from './soon.ts';
import { Nowhere } from './views/nowhere.tsx';
import { LiveFeed, useCell } from './watch.ts';
import { warm } from './warm.ts';

const Overview = later(() => import('./views/overview.tsx').then((view) => view.Overview));
const Alerts = later(() => import('./views/alerts.tsx').then((view) => view.Alerts));
const Alert = later(() => import('./views/alert.tsx').then((view) => view.Alert));
const AlertRules = later(() => import('./views/alert-rules.tsx').then((view) => view.AlertRules));
const Silences = later(() => import('./views/silences.tsx').then((view) => view.Silences));
const Channels = later(() => import('./views/channels.tsx').then((view) => view.Channels));
const Handover = later(() => import('./views/handover.tsx').then((view) => view.Handover));
const Sessions = later(() => import('./views/sessions.tsx').then((view) => view.Sessions));
const Session = later(() => import('./views/session.tsx').then((view) => view.Session));
const Users = later(() => import('./views/users.tsx').then((view) => view.Users));
const User = later(() => import('./views/user.tsx').then((view) => view.User));
const Who = later(() => import('./views/who.tsx').then((view) => view.Who));
const Attempts = later(() => import('./views/attempts.tsx').then((view) => view.Attempts));
const Attempt = later(() => import('./views/attempt.tsx').then((view) => view.Attempt));
const Pools = later(() => import('./views/pools.tsx').then((view) => view.Pools));
const Devices = later(() => import('./views/devices.tsx').then((view) => view.Devices));
const Device = later(() => import('./views/device.tsx').then((view) => view.Device));
const Messages = later(() => import('./views/messages.tsx').then((view) => view.Messages));
const Unknown = later(() => import('./views/unknown.tsx').then((view) => view.Unknown));
const AddAsa = later(() => import('./views/add-asa.tsx').then((view) => view.AddAsa));
const Door = later(() => import('./views/door.tsx').then((view) => view.Door));
const Account = later(() => import('./views/account.tsx').then((view) => view.Account));
const Accounts = later(() => import('./views/accounts.tsx').then((view) => view.Accounts));
const Walls = later(() => import('./views/walls.tsx').then((view) => view.Walls));
const LookUp = later(() => import('./views/look-up.tsx').then((view) => view.LookUp));
const Pairing = later(() => import('./views/pairing.tsx').then((view) => view.Pairing));
const Wall = later(() => import('./views/wall.tsx').then((view) => view.Wall));

/** The frame stands over every page but the wall, which nobody touches. */
function Top({ help }: { readonly help: () => void }) {
  return useLocation().path === WALL ? null : <Frame help={help} />;
}

/** The first page: for helpdesk, who sees one user at a time, the question whom. */
function Home() {
  return useCell(me)?.role === 'helpdesk' ? <LookUp /> : <Overview />;
}

/** What stands before everything while nobody is let in: the way in, or on a wall the code to be let in with. */
function Outside() {
  return useLocation().path === WALL ? <Pairing /> : <Door />;
}

/** The part of who we are that decides what is drawn at all. */
const state = cell(me.get()?.state);
me.listen(() => state.set(me.get()?.state));

function App({ live }: { readonly live: Live }) {
  const [help, setHelp] = useState(false);
  const stands = useCell(state);
  // The links of the first run and of the demo lead to the door, whoever is in already.
  if (stands === 'nobody' || stands === 'new' || isLink(location.pathname))
    return (
      <LocationProvider>
        {/* It waits for what is fetched, as the router does for its pages. */}
        <ErrorBoundary>
          <Outside />
        </ErrorBoundary>
      </LocationProvider>
    );
  // Until it is known who looks, nothing is asked for that may not be theirs.
  if (stands === undefined)
    return (
      <LiveFeed.Provider value={live}>
        <header class="frame">
          <Lost />
        </header>
      </LiveFeed.Provider>
    );
  return (
    <LiveFeed.Provider value={live}>
      {/* The API's documentation is the server's page, not ours. */}
      <LocationProvider scope={/^\/(?!api\/|metrics)/}>
        <Next>
          <Top help={() => setHelp(true)} />
        </Next>
        <Guard>
          <Permitted>
            <Router>
              <Route path="/" component={Home} />
              <Route path="/alerts" component={Alerts} />
              <Route path="/alerts/rules" component={AlertRules} />
              <Route path="/alerts/silences" component={Silences} />
              <Route path="/alerts/channels" component={Channels} />
              <Route path="/alerts/handover" component={Handover} />
              <Route path="/alerts/:id" component={Alert} />
              <Route path="/sessions" component={Sessions} />
              <Route path="/sessions/:id" component={Session} />
              <Route path="/users" component={Users} />
              <Route path="/users/:name" component={User} />
              <Route path="/who" component={Who} />
              <Route path="/attempts" component={Attempts} />
              <Route path="/attempts/:id" component={Attempt} />
              <Route path="/pools" component={Pools} />
              <Route path="/devices" component={Devices} />
              <Route path="/devices/add" component={AddAsa} />
              <Route path="/devices/:name" component={Device} />
              <Route path="/messages" component={Messages} />
              <Route path="/messages/unknown" component={Unknown} />
              <Route path="/account" component={Account} />
              <Route path="/accounts" component={Accounts} />
              <Route path="/walls" component={Walls} />
              <Route path="/look-up" component={LookUp} />
              <Route path={WALL} component={Wall} />
              <Route default component={Nowhere} />
            </Router>
          </Permitted>
        </Guard>
        <Keyboard open={help} close={setHelp} />
      </LocationProvider>
    </LiveFeed.Provider>
  );
}

takeLink();
const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element "app"');
// What was read is run in one task, the connection is made in another, the browser's tables are read in others, the page is drawn and laid out in
// more: a slow machine answers in between.
soon(() => {
  tellHands();
  const live = connect();
  warm();
  soon(() => render(<App live={live} />, root));
});
