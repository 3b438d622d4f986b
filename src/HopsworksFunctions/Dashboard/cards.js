// The first cards: the current problems, and the events of the next 24 hours.

function showNow(items) {
  const wrong = items.filter(i => i.kind !== 'note').length;
  const managed = fleet.filter(isManaged).length, held = fleet.filter(c => c.hold).length;
  const isFrozen = !!accountFreeze();
  const shown = [isFrozen, wrong, tally(fleet), managed, held, lastRun, report.ready, dayAndZone()];
  whenChanged(byId('card-now'), shown, () => {
    const answer = !fleet.length ? 'No clusters' : isFrozen ? make('span', { class: 'bad-text' }, 'Frozen')
      : wrong ? button(`${wrong} need${wrong === 1 ? 's' : ''} attention`, showWhatIsWrong,
      { class: items[0].kind === 'bad' ? 'link bad-text' : 'link' }) : 'All well';
    const shares = tally(fleet), bars = [];
    for (const [kind, , n] of shares) {
      const x = bars.reduce((sum, b) => sum + b.n, 0);
      bars.push({ n, element: draw('rect', { class: kind, x, y: 0, width: n, height: 1 }) });
    }
    const pair = (name, ...what) => [make('dt', {}, name), make('dd', {}, ...what)];
    refill(byId('card-now').lastElementChild,
      make('p', { class: 'big' }, answer,
        fleet.length ? make('span', { class: 'beside' }, `${count(fleet.length, 'cluster')}, ${managed} managed`) : null),
      fleet.length ? draw('svg', {
        class: 'share', viewBox: `0 0 ${fleet.length} 1`, preserveAspectRatio: 'none', 'aria-hidden': 'true',
      }, bars.map(b => b.element)) : null,
      make('p', { class: 'shares' }, shares.map(([kind, word, n]) => make('span', { class: `state ${kind}` }, `${n} ${word}`))),
      make('dl', { class: 'pairs' }, pair('Last run', make('span', { id: 'last-run' }, describeRun(lastRun))),
        held ? pair('On hold', count(held, 'cluster')) : [], (report.ready ?? []).slice(-2).map(readiness).flat()));
  });
}

// Shows whether people could work when a window began. An accepted start does not tell that.
function readiness(ready) {
  const since = ready.now > ready.usable ? `, ${ready.now === ready.of ? 'all' : ready.now} by now` : '';
  const missing = ready.missing.map(m => `${m.name} (${m.why})`);
  const counted = new Date(ready.counted), isLate = counted - new Date(ready.at) > 10 * minute;
  return [make('dt', {}, `Usable at ${clock(isLate ? counted : new Date(ready.at))}`), make('dd', {},
    make('span', { class: ready.missing.length ? 'bad-text' : null, title: ready.message }, `${ready.usable} of ${ready.of}${since}`),
    missing.length ? make('span', { class: 'quiet' }, ` – not ${listed(missing.length > 3
      ? [...missing.slice(0, 3), `${missing.length - 3} more`] : missing)}`) : null)];
}

function describeRun(run) {
  if (!run) return 'None yet';
  const counts = `${count(run.counts.stops, 'stop')}, ${count(run.counts.starts, 'start')}`;
  return `${when(new Date(run.finishedAt))}, ${run.outcome}: ${counts}${run.error ? ` – ${run.error}` : ''}`;
}

// Returns the planned starts and stops, also a cluster's second one and those prevented by a freeze, and the ends of holds and freezes.
function upcoming(now = Date.now()) {
  const events = new Map(), end = now + day;
  const add = (at, kind, cluster) => {
    const time = Math.max(Math.floor(+new Date(at) / minute) * minute, Math.floor(now / minute) * minute);
    if (+new Date(at) > end) return;
    const event = events.get(time) ?? events.set(time, { at: time, up: [], down: [], held: [], skipped: [], unfrozen: [] }).get(time);
    if (!event[kind].includes(cluster)) event[kind].push(cluster);
  };
  for (const cluster of fleet) {
    if (cluster.action === 'stop' || cluster.action === 'start') add(now, cluster.action === 'stop' ? 'down' : 'up', cluster);
    const next = nextOf(cluster);
    if (next) add(next.at, next.to, cluster);
    if (cluster.then) add(cluster.then.at, cluster.then.to, cluster);
    if (cluster.hold?.until && !(next && +next.at === +new Date(cluster.hold.until))) add(cluster.hold.until, 'held', cluster);
  }
  for (const cluster of fleet.filter(c => skippedOf(c)?.at > now)) add(cluster.skipped.at, 'skipped', cluster);
  for (const freeze of (report.freezes ?? []).filter(f => f.until)) add(freeze.until, 'unfrozen', freeze);
  return [...events.values()].sort((a, b) => a.at - b.at);
}

const shownEvents = 5;

function showNext() {
  const now = Date.now(), list = upcoming(now);
  const ids = clusters => clusters.map(c => c.id);
  const shown = [Math.floor(now / (5 * minute)), dayAndZone(),
    list.map(e => [e.at, ids(e.up), ids(e.down), ids(e.held), ids(e.skipped), e.unfrozen])];
  whenChanged(byId('card-next'), shown, () => refill(byId('card-next').lastElementChild,
    list.length ? drawAhead(list, now) : paragraph('Nothing', 'big'),
    list.length ? events(list.slice(0, shownEvents), now) : quietly('No start, stop or end of a hold is due.'),
    list.length > shownEvents ? make('details', {},
      make('summary', {}, `${list.length - shownEvents} more until ${when(new Date(now + day))}`),
      events(list.slice(shownEvents), now)) : null));
}

const events = (list, now) => make('ol', { class: 'events' }, list.map(e => make('li', {},
  make('time', { datetime: new Date(e.at).toISOString() }, e.at <= now ? 'now' : when(new Date(e.at), now)),
  make('span', { class: 'in', 'data-at': e.at > now ? new Date(e.at).toISOString() : null }, e.at <= now ? '' : fromNow(e.at, now)),
  make('span', {}, eventWords(e)))));

function eventWords(e) {
  const whose = list => list.length === 1 ? list[0].name : [...new Set(list.map(c => c.rule ?? 'no rule'))].join(', ');
  return [
    e.down.length ? `${count(e.down.length, 'stop')} (${whose(e.down)})` : '',
    e.up.length ? `${count(e.up.length, 'start')} (${whose(e.up)})` : '',
    e.skipped.length ? `not made: ${skippedCounts(e.skipped)} (${whose(e.skipped)})` : '',
    e.unfrozen.length ? e.unfrozen.map(f => f.rule ? `freeze of rule ${f.rule} ends` : 'freeze ends').join(', ') : '',
    e.held.length ? `${count(e.held.length, 'hold')} ${e.held.length === 1 ? 'ends' : 'end'} (${whose(e.held)})` : '',
  ].filter(Boolean).join(', ');
}

// Draws starts above the line and stops below it. Marks that would touch are moved apart.
function drawAhead(list, now) {
  const place = (element, x) => { element.style.left = `${x.toFixed(2)}%`; return element; };
  const share = at => Math.max(0, (at - now) / day * 100), last = { starts: -9, stops: -9 };
  const mark = (side, n, at) => {
    last[side] = Math.min(Math.max(share(at), last[side] + 5), 100);
    return place(make('span', { class: side }, String(n)), last[side]);
  };
  const ticks = [];
  for (let at = +startOfDay(now); at < now + day; at += 3 * hour) {
    if (at <= now + hour / 2) continue;
    const isMidnight = +startOfDay(at) === at;
    ticks.push(place(make('span', { class: isMidnight ? 'tick midnight' : 'tick' },
      isMidnight ? weekday(at) : clock(at).slice(0, 2)), share(at)));
  }
  return make('div', { class: 'ahead', 'aria-hidden': 'true' }, ticks, list.flatMap(e => [
    e.up.length ? mark('starts', e.up.length, e.at) : null, e.down.length ? mark('stops', e.down.length, e.at) : null,
    e.held.length || e.unfrozen.length ? place(make('span', { class: 'other' }), share(e.at)) : null]));
}

function showWhatIsWrong() {
  byId('attention').scrollIntoView();
  byId('attention-title').focus({ preventScroll: true });
}
