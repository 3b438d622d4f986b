// Instants and lengths of time in words. The page speaks English, with the reader's own clock.

const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function startOfDay(at, days = 0) {
  const start = new Date(at);
  start.setHours(0, 0, 0, 0);
  start.setDate(start.getDate() + days);
  return start;
}

// The reader's zone too, for an hour that comes twice because clocks go back.
const clockWithZone = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
const isTwice = at => [-hour, hour].some(shift => clock.format(+at + shift) === clock.format(at));

// 14:30 today, Tue 14:30 within the week, else 3 Nov 14:30.
function when(at, now = Date.now()) {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / day);
  const time = (isTwice(at) ? clockWithZone : clock).format(at);
  return days === 0 ? time : Math.abs(days) < 7 ? `${weekday.format(at)} ${time}` : `${date.format(at)} ${time}`;
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

const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

// notFollowed: Not followed
const spaced = word => word.replace(/([A-Z])/g, ' $1').toLowerCase();
const titled = word => { const text = spaced(word); return text[0].toUpperCase() + text.slice(1); };
