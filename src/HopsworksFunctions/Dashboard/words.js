// Times and durations in words. The page is in English, in the zone that it names at the top.

const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const weekday = at => weekdays[local(at).getUTCDay()];
const date = at => `${local(at).getUTCDate()} ${months[local(at).getUTCMonth()]}`;
const monthName = at => new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(local(at));

// Includes the zone for an hour that comes twice because clocks go back.
function clock(at) {
  const text = local(at).toISOString().slice(11, 16);
  const isTwice = [-hour, hour].some(shift => +local(+at + shift) === +local(at));
  if (!isTwice) return text;
  const named = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  return `${text} ${named.find(p => p.type === 'timeZoneName').value}`;
}

// Every text with a time also depends on the current day and the zone.
const dayAndZone = () => `${+startOfDay(Date.now())} ${zone}`;

// Returns 14:30 for today, Tue 14:30 within the week, otherwise 3 Nov 14:30.
function when(at, now = Date.now()) {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / day);
  return days === 0 ? clock(at) : `${Math.abs(days) < 7 ? weekday(at) : date(at)} ${clock(at)}`;
}

function span(milliseconds) {
  const minutes = Math.round(Math.abs(milliseconds) / minute);
  if (minutes < 1) return 'a moment';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 && hours < 10 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}

const fromNow = (at, now = Date.now()) => at >= now ? `in ${span(at - now)}` : `${span(at - now)} ago`;

const count = (n, one, many = `${one}s`) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
const listed = words => words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

// notFollowed: Not followed
const spaced = word => word.replace(/([A-Z])/g, ' $1').toLowerCase();
const titled = word => { const text = spaced(word); return text[0].toUpperCase() + text.slice(1); };

// Removes the page's zone from the app's sentences, which are also for other readers, and formats instants in them.
const inZone = text => text.replaceAll(` (${zone})`, '').replaceAll(` (${zone}, `, ' (')
  .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, instant => when(new Date(instant)));

const dollars = amount => `$${amount.toLocaleString('en-US', { maximumFractionDigits: amount < 100 ? 2 : 0 })}`;
const keptAs = state => ({ up: 'running', down: 'stopped', asIs: 'as is' })[state] ?? state;

function describeHold(hold) {
  const until = hold.until ? `until ${when(new Date(hold.until))}` : 'until it is released,';
  return `kept ${keptAs(hold.state)} ${until} by ${hold.by}${hold.reason ? ` (${hold.reason})` : ''}`;
}
