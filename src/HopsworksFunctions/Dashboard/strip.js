// Seven days of a cluster: its schedule, when it ran, holds, the next change, and now. Each layer is one path, so that five hundred strips
// can all be in the page, for printing, searches and screenshots.

const daysBack = 4, daysAhead = 3, width = 1000;

function weekOf(now) {
  const from = startOfDay(now, -daysBack), to = startOfDay(now, daysAhead);
  return {
    from, to, now,
    days: Array.from({ length: daysBack + daysAhead }, (_, i) => startOfDay(from, i)),
    x: at => Math.round(Math.max(0, Math.min(width, (at - from) / (to - from) * width)) * 10) / 10,
  };
}

const dayHeads = week => make('span', { class: 'days', 'aria-hidden': 'true' }, week.days.map(at =>
  make('span', { class: +startOfDay(week.now) === +at ? 'today' : null },
    weekday(at), make('span', { class: 'date' }, ` ${local(at).getUTCDate()}`))));

function pieces(list, week, end) {
  return (list ?? []).map(i => ({ ...i, from: new Date(i.from), to: i.to ? new Date(i.to) : end }))
    .filter(i => i.from < week.to && i.to > week.from);
}

function bar(piece, week, y, height) {
  const [from, to] = [week.x(piece.from), week.x(piece.to)];
  return `M${from} ${y}H${Math.max(to, from + 1.5)}v${height}H${from}z`;
}

// Large strips, of which there are few, have a title for each piece.
function drawStrip(cluster, windows, week, height = 24, isLarge = false) {
  const layer = (kind, list, y, h, title) => isLarge
    ? list.map(i => draw('path', { class: kind, d: bar(i, week, y, h) }, draw('title', {}, title(i))))
    : list.length ? [draw('path', { class: kind, d: list.map(i => bar(i, week, y, h)).join('') })] : [];
  const period = i => `${when(i.from, week.now)} to ${+i.to === +week.now ? 'now' : when(i.to, week.now)}`;
  const line = (kind, at) => draw('path', { class: kind, d: `M${week.x(at)} 0V${height}` });
  const [h, next] = [height - 6, cluster.next && new Date(cluster.next.at)];
  return draw('svg', {
    class: 'strip', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img',
    'aria-label': describeStrip(cluster, windows, week),
  },
  layer('window', pieces(windows, week, week.to), 4, h, i => `In schedule ${period(i)}`),
  layer('up', pieces(cluster.up, week, week.now), 4 + h * .3, h * .4, i => `Running ${period(i)}${broughtUp[i.by] ?? ''}`),
  layer('hold', pieces(cluster.holds, week, week.to), 0, 3, i => `Kept ${keptAs(i.state)} ${period(i)}${i.by ? ` by ${i.by}` : ''}`),
  next && next < week.to ? line('next', next) : null,
  line('now', week.now));
}

const broughtUp = { policy: ', started by policy', hand: ', started manually' };

function describeStrip(cluster, windows, week) {
  const up = pieces(cluster.up, week, week.now).reduce((sum, i) => sum + (i.to - Math.max(i.from, week.from)), 0);
  const planned = pieces(windows, week, week.to).filter(i => i.to > week.now).slice(0, 2).map(i => `${when(i.from)} to ${when(i.to)}`);
  return [
    cluster.up ? `Running ${span(up)} since ${when(week.from)}.` : 'Its history is unknown.',
    planned.length ? `In schedule ${planned.join(', ')}.` : '',
    cluster.next ? `Next ${cluster.next.to === 'up' ? 'start' : 'stop'} ${when(new Date(cluster.next.at))}.` : '',
    cluster.hold ? `It is ${describeHold(cluster.hold)}.` : '',
  ].filter(Boolean).join(' ');
}

// Draws a group's week: the shares that were in schedule and running, in steps of two hours.
function drawGroup(members, week) {
  const step = 2 * hour;
  const share = (of, to) => {
    let path = 'M0 20';
    for (let at = +week.from; at < to; at += step) {
      const part = members.filter(c => of(c).some(i => i.from <= at + hour && at + hour < i.to)).length / members.length;
      path += `V${Math.round((20 - 18 * part) * 10) / 10}H${week.x(at + step)}`;
    }
    return `${path}V20z`;
  };
  const known = new Map(members.map(c => [c, {
    planned: pieces(schedules[c.schedule], week, week.to), up: pieces(c.up, week, week.now),
  }]));
  return draw('svg', {
    class: 'strip group', viewBox: `0 0 ${width} 20`, preserveAspectRatio: 'none', role: 'img',
    'aria-label': `How many of ${count(members.length, 'cluster')} were in schedule and running during the week`,
  },
  draw('path', { class: 'window', d: share(c => known.get(c).planned, week.to) }),
  draw('path', { class: 'up', d: share(c => known.get(c).up, week.now) }),
  draw('path', { class: 'now', d: `M${week.x(week.now)} 0V20` }));
}

const legend = () => make('p', { class: 'legend' },
  [['window', 'In schedule'], ['up', 'Running'], ['hold', 'Hold'], ['next', 'Next start or stop'], ['now', 'Now']]
    .map(([kind, text]) => make('span', { class: `key-${kind}` }, text)));
