// A cluster's activity by weekday and hour, over four weeks: each cell shows the shares of busy, quiet, down and unknown time, also in
// words. For a cluster without measurements, it shows when the cluster ran.

const heatDays = 28, quarter = 15 * minute, fewDays = 4;
let heat = { of: null };

// Past activity changes slowly, so it is read rarely.
async function readHeat(cluster) {
  const now = Date.now(), of = `${cluster.id} ${zone}`;
  if (heat.of === of && now < heat.at + everyRarely) return;
  if (heat.of !== of) heat = { of };
  const from = startOfDay(now, -heatDays), range = new URLSearchParams({ from: from.toISOString(), to: new Date(now).toISOString() });
  const history = await callOrNull(`history?${range}&cluster=${encodeURIComponent(cluster.id)}`, { stretches: [] });
  const isMeasured = !!history?.stretches.some(s => s.state === 'busy' || s.state === 'quiet');
  // The schedules are on every page of the timeline. Only a cluster without measurements also needs its own times from it.
  const timeline = await (isMeasured ? callOrNull(`timeline?${range}&limit=1`) : callWhole(`timeline?${range}`));
  if (heat.of !== of) return;
  const up = isMeasured ? [] : timeline?.clusters.find(c => c.id === cluster.id)?.up ?? [];
  heat = { of, at: now, from, history, isMeasured, up, schedules: timeline?.schedules ?? {} };
}

// Cuts a time at the steps of the zone, and at every quarter of an hour in a step with a clock change. Each piece has the number of its
// step, in local time since 1970, and its true length, so a repeated hour counts twice.
function eachStep(from, to, step, visit) {
  for (let at = +from; at < to;) {
    const here = at + offset(at);
    let end = Math.min(to, at + step - here % step);
    if (offset(end - 1) !== offset(at)) end = Math.min(to, (Math.floor(at / quarter) + 1) * quarter);
    visit(Math.floor(here / step), end - at);
    at = end;
  }
}

// Returns the place of a step in a week that begins on Monday. The first day of 1970 was a Thursday.
function placeOf(number, step) {
  const daily = day / step;
  return (Math.floor(number / daily) + 3) % 7 * daily + number % daily;
}

// Returns the states since the first known one, with the running times where the activity was not measured.
function stretchesOf({ history, up }) {
  const ran = up.map(u => ({ from: Date.parse(u.from), to: u.to ? Date.parse(u.to) : Infinity }));
  const all = history.stretches.map(s => ({ state: s.state, from: Date.parse(s.from), to: Date.parse(s.to) }))
    .flatMap(s => s.state === 'unknown' ? cutOut(s, ran) : [s]), first = all.findIndex(s => s.state !== 'unknown');
  return first < 0 ? [] : all.slice(first);
}

function cutOut(unknown, ran) {
  const pieces = [];
  let { from, to } = unknown;
  for (const up of ran.filter(u => u.from < to && u.to > from)) {
    if (up.from > from) pieces.push({ state: 'unknown', from, to: up.from });
    pieces.push({ state: 'up', from: Math.max(from, up.from), to: Math.min(to, up.to) });
    from = Math.min(to, up.to);
  }
  return from < to ? [...pieces, { state: 'unknown', from, to }] : pieces;
}

// Returns the time of each of the 168 hours in each state, and the number of its dates and of the dates when it was seen.
function hoursOf(stretches) {
  const hours = Array.from({ length: 7 * 24 },
    () => ({ busy: 0, quiet: 0, up: 0, down: 0, unknown: 0, dates: 0, seen: 0, last: null, lastSeen: null }));
  const dates = new Set(), seen = new Set();
  for (const { state, from, to } of stretches) eachStep(from, to, hour, (number, length) => {
    const at = hours[placeOf(number, hour)], on = Math.floor(number / 24);
    at[state] += length;
    if (at.last !== on) at.dates++;
    at.last = on;
    dates.add(on);
    if (state === 'unknown') return;
    if (at.lastSeen !== on) at.seen++;
    at.lastSeen = on;
    seen.add(on);
  });
  return { hours, dates: dates.size, seen: seen.size };
}

// Returns which of the week's 672 quarters are in the schedule on more than half of their dates, so a holiday leaves no gap.
function windowsOf(windows, from, to) {
  const whole = new Float64Array(7 * day / quarter), inside = new Float64Array(whole.length);
  eachStep(from, to, quarter, (number, length) => { whole[placeOf(number, quarter)] += length; });
  for (const w of windows) eachStep(Math.max(from, Date.parse(w.from)), Math.min(to, Date.parse(w.to)), quarter,
    (number, length) => { inside[placeOf(number, quarter)] += length; });
  return Array.from(whole, (all, i) => inside[i] > all / 2);
}

// Returns the outline of the true quarters, in seven rows of 96.
function outlineOf(quarters) {
  const daily = day / quarter, at = (d, q) => d >= 0 && d < 7 && q >= 0 && q < daily && quarters[d * daily + q];
  let path = '';
  for (let d = 0; d < 7; d++) for (let q = 0; q < daily; q++) if (at(d, q)) {
    if (!at(d, q - 1)) path += `M${q} ${d}v1`;
    if (!at(d, q + 1)) path += `M${q + 1} ${d}v1`;
    if (!at(d - 1, q)) path += `M${q} ${d}h1`;
    if (!at(d + 1, q)) path += `M${q} ${d + 1}h1`;
  }
  return path;
}

// A no-break space keeps the sign with its number.
const percent = number => `${number}\u00a0%`;
const heatWords = { busy: 'busy', quiet: 'quiet', up: 'running', down: 'down', unknown: 'unknown' };
const statesOf = isMeasured => isMeasured ? ['busy', 'quiet', 'down', 'unknown'] : ['up', 'down', 'unknown'];

function sharesOf(times, states) {
  const all = states.reduce((sum, state) => sum + times[state], 0);
  return states.map(state => [state, all ? times[state] / all : state === 'unknown' ? 1 : 0]);
}

const shareWords = shares => shares.map(([state, share]) => `${heatWords[state]} ${percent(Math.round(100 * share))}`).join(', ');

function hourWords(place, at, shares, planned) {
  const start = place % 24, clockOf = h => `${String(h).padStart(2, '0')}:00`;
  const inside = planned === 4 ? ' In schedule.' : planned ? ' Partly in schedule.' : planned === 0 ? ' Outside the schedule.' : '';
  return `${weekdays[(Math.floor(place / 24) + 1) % 7]} ${clockOf(start)} to ${clockOf(start + 1)}: ${shareWords(shares)}. `
    + `Seen on ${at.seen} of ${count(at.dates, 'day')}.${inside}`;
}

function heatPanel(cluster) {
  const isRead = heat.of === `${cluster.id} ${zone}` && heat.at;
  // The panel is created once for the data, so that a refreshed page keeps the chosen hour.
  if (isRead) return heat.panel ??= panel('heat', heat.isMeasured ? 'When it is busy' : 'When it runs', ...heatContent(cluster));
  return panel('heat', 'When it is busy', quietly('Loading…'));
}

function heatContent(cluster) {
  const { history, isMeasured, schedules } = heat;
  if (!history) return [quietly('The app cannot read its history right now.')];
  const stretches = stretchesOf(heat), { hours, dates, seen } = hoursOf(stretches), states = statesOf(isMeasured);
  if (!seen) return [paragraph('Nothing is known of its last four weeks.'), notMeasured()];
  const [from, to] = [stretches[0].from, stretches.at(-1).to], windows = schedules[cluster.schedule];
  const quarters = windows?.length ? windowsOf(windows, heat.from, heat.at) : null;
  const total = Object.fromEntries(states.map(state => [state, hours.reduce((sum, at) => sum + at[state], 0)]));
  return [
    make('p', { id: 'heat-period' }, `From ${date(from)} to ${date(to - 1)} it was seen ${isMeasured ? '' : 'running or down '}on `
      + `${seen} of ${count(dates, 'day')}: ${shareWords(sharesOf(total, states))} of the time.`),
    isMeasured ? null : notMeasured(),
    heatMap(hours, states, quarters),
    heatLegend(states, quarters && cluster.schedule, hours.some(isFew))];
}

const notMeasured = () => quietly(`Its activity was not measured. ${howToMeasure}`);
const isFew = at => at.seen > 0 && at.seen < fewDays;

// A grid with the tab stop in one cell. Arrow keys move it, and the line below repeats the cell's text.
function heatMap(hours, states, quarters) {
  const says = quietly('Choose an hour to read its shares. Arrow keys move between hours.');
  const cells = hours.map((at, place) => {
    const shares = sharesOf(at, states), planned = quarters?.slice(place * 4, place * 4 + 4).filter(Boolean).length;
    const cell = make('td', {
      role: 'gridcell', class: isFew(at) ? 'few' : null, tabindex: place ? -1 : 0, title: hourWords(place, at, shares, planned),
    });
    // The states are stacked, so each height includes the states before.
    let height = 0;
    for (const [state, share] of shares.slice(0, -1)) cell.style.setProperty(`--h-${state}`, `${(height += share * 100).toFixed(1)}%`);
    return cell;
  });
  const heads = Array.from({ length: 24 }, (_, h) => make('th', { role: 'columnheader', scope: 'col' }, String(h).padStart(2, '0')));
  const row = (head, list) => make('tr', { role: 'row' }, head, list);
  const table = make('table', { class: 'heat', role: 'grid', 'aria-labelledby': 'title-heat', 'aria-describedby': 'heat-period' },
    make('thead', { role: 'rowgroup' }, row(make('td', { role: 'gridcell' }), heads)),
    make('tbody', { role: 'rowgroup' }, Array.from({ length: 7 }, (_, d) => row(
      make('th', { role: 'rowheader', scope: 'row' }, weekdays[(d + 1) % 7]), cells.slice(d * 24, d * 24 + 24)))));
  table.addEventListener('keydown', e => moveInHeat(e, cells));
  table.addEventListener('focusin', e => {
    for (const cell of cells) cell.tabIndex = cell === e.target ? 0 : -1;
    say(says, e.target.title);
  });
  return make('div', { class: 'heatmap' }, table,
    quarters ? draw('svg', { viewBox: '0 0 96 7', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      ['casing', 'outline'].map(kind => draw('path', { class: kind, d: outlineOf(quarters) }))) : null, says);
}

function moveInHeat(e, cells) {
  const at = cells.indexOf(e.target), start = at - at % 24;
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 24, ArrowUp: at - 24, Home: start, End: start + 23 }[e.key];
  if (at < 0 || to === undefined || e.ctrlKey || e.metaKey || e.altKey) return;
  e.preventDefault();
  cells[to]?.focus();
}

const heatLegend = (states, schedule, hasFew) => make('p', { class: 'legend' },
  states.map(state => make('span', { class: `key-heat ${state}` }, heatWords[state])),
  hasFew ? make('span', { class: 'key-heat few' }, `seen on fewer than ${fewDays} days`) : null,
  schedule ? make('span', { class: 'key-outline' }, `windows of '${schedule}'`) : null);
