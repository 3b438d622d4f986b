// One time zone for the whole page: the policy file's, or the reader's own. Local times are calculated as if they were UTC.

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone, zoneSlot = 'zone';
let policyZone = null, zone = ownZone, offsets = new Map(), parts = null;

const wantsOwnZone = () => sessionStorage.getItem(zoneSlot) === 'own';

// Requests the page's zone for the app's sentences.
const zoneQuery = () => new URLSearchParams({ zone: wantsOwnZone() ? ownZone : 'policies' });

function setZone(ofPolicies) {
  policyZone = ofPolicies ?? policyZone;
  const chosen = wantsOwnZone() || !policyZone ? ownZone : policyZone;
  if (chosen === zone && parts) return;
  zone = chosen;
  offsets = new Map();
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' };
  parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...numeric });
}

// Offsets change only at quarters of an hour, so one lookup per quarter is enough.
function offset(at) {
  const quarter = Math.floor(at / (15 * minute));
  if (!offsets.has(quarter)) {
    const of = Object.fromEntries(parts.formatToParts(quarter * 15 * minute).map(p => [p.type, Number(p.value)]));
    offsets.set(quarter, Date.UTC(of.year, of.month - 1, of.day, of.hour, of.minute, of.second) - quarter * 15 * minute);
  }
  return offsets.get(quarter);
}

const local = at => new Date(+at + offset(+at));

function instantOf(local) {
  const near = +local - offset(+local);
  return new Date(+local - offset(near));
}

function startOfDay(at, days = 0) {
  const here = +local(at);
  return instantOf(Math.floor(here / day) * day + days * day);
}

function startOfMonth(at, months = 0) {
  const here = local(at);
  return instantOf(Date.UTC(here.getUTCFullYear(), here.getUTCMonth() + months, 1));
}

// Fields of type datetime-local have values without a zone, which are in the page's zone.
const toField = at => local(at).toISOString().slice(0, 16);
const fromField = text => instantOf(Date.parse(`${text}Z`));

function showZone() {
  const select = byId('zone'), differ = policyZone !== null && policyZone !== ownZone;
  const options = [[policyZone ?? ownZone, 'policies'], ...differ ? [[`${ownZone} (yours)`, 'own']] : []];
  if (select.dataset.shown !== options.join()) {
    select.dataset.shown = options.join();
    select.replaceChildren(...options.map(([text, value]) => make('option', { value }, text)));
  }
  select.hidden = !differ;
  byId('zone-name').hidden = differ;
  say(byId('zone-name'), zone);
  select.value = differ && wantsOwnZone() ? 'own' : 'policies';
}

byId('zone').addEventListener('change', e => {
  sessionStorage.setItem(zoneSlot, e.target.value);
  rarelyAt = 0;
  refresh();
});
