// The windows that a cluster needs according to its history, in the sentences of `hops advise`. Advice changes nothing by itself.

const howToMeasure = 'It is measured where its rule has "observe": true and the app has the cluster\'s key.', leastDays = 14;
let advised = { id: null };

// The app computes the advice again for each request, from the whole history, so the page requests it rarely.
async function readAdvice(cluster) {
  const { id } = cluster, now = Date.now();
  if (advised.id === id && now < advised.at + everyRarely) return;
  if (advised.id !== id) advised = { id };
  const advice = await callOrNull(`advice?${new URLSearchParams({ cluster: id })}`, { verdict: 'tooFewDays', daysSeen: 0 });
  if (advised.id === id) advised = { id, at: now, advice };
}

function advicePanel(cluster) {
  const { id, at, advice } = advised;
  return panel('advice', 'Advice', ...id !== cluster.id || !at ? [quietly('Loading…')]
    : !advice ? [quietly('The app cannot read its history right now.')]
    : adviceContent({ ...advice, name: cluster.name }));
}

// `was` is the beginning of a sentence in the past tense.
function adviceContent(advice, was = 'It was') {
  const { windows, schedule, timeZone } = advice;
  if (!windows?.length) return [paragraph(whyNoAdvice(advice))];
  const code = member(schedule ?? { timeZone, up: windows });
  return [
    ...needs(advice).map((text, i) => paragraph(text, i ? null : 'lead')),
    make('p', { class: 'paste' }, code, button('Copy windows', () => copyWindows(code))),
    ...evidence(advice, was).map(text => paragraph(text)),
    ...besides(advice).flatMap(([text, name, value]) => [paragraph(text), make('p', { class: 'paste' }, member({ [name]: value }, true))]),
    timeZone && timeZone !== zone ? quietly(`Its times are in ${timeZone}, the zone of its rule.`) : null,
    quietly('Advice changes nothing by itself: paste the windows into a schedule of the policies.')];
}

// Writes JSON as people do, with a space after each comma and colon.
const jsonText = value => Array.isArray(value) ? `[${value.map(jsonText).join(', ')}]`
  : value && typeof value === 'object' ? `{ ${members(value)} }` : JSON.stringify(value);
const members = value => Object.entries(value).filter(([, v]) => v != null)
  .map(([k, v]) => `${JSON.stringify(k)}: ${jsonText(v)}`).join(', ');
const member = (value, bare) => make('code', { tabindex: 0 }, bare ? members(value) : jsonText(value));

const needs = ({ name, hoursUp, coverage, daysSeen }) => [
  hoursUp != null ? `${name} needs ${tenth(hoursUp)} of 168 hours a week.` : null,
  coverage != null ? `By ${count(daysSeen, 'day')} these windows cover ${exactly(coverage)} of the half hours in which it was busy:` : null,
].filter(Boolean);

const evidence = ({ lastWeek, month, saved, busyOutside, leftOut, down }, was) => [
  lastWeek != null ? 'As a check: without the last week\'s data the same search gives windows that cover '
    + `${exactly(lastWeek)} of that week's busy time.` : null,
  month?.advised != null && month.saved != null ? `${was} up ${tenth(month.seen)} hours a month, by the share of the time that was seen, `
    + `of 730 hours. These windows are up ${tenth(month.advised)}${saving(month, saved)}.` : null,
  saved?.unpriced ?? null,
  busyOutside > 0 ? `${tenth(busyOutside)} busy hours of this period lie outside the windows. People would have had to start the `
    + 'cluster for them, or do without.' : null,
  leftOut > 0 ? `${count(leftOut, 'date')} that the schedule excludes were left out.` : null,
  down > 0 ? `${was} down ${exactly(down)} of the time. Nobody knows whether it was needed then, except where a person started it.` : null,
].filter(Boolean);

const saving = (month, saved) => month.saved <= 0 ? ', so they save nothing'
  : ` and save ${tenth(month.saved)}${saved?.listPriceUsd == null ? '' : `, worth ${saved.listPriceUsd.toLocaleString('en-US',
    { minimumFractionDigits: 2, maximumFractionDigits: 2 })} US dollars (${saved.label})`}`;

// The fields that the rule could have in addition to the windows, or instead of them.
const besides = ({ drain, startAhead, idle }) => [
  drain ? [`At ${drain.late} of ${count(drain.ends, 'end')} of these windows the work went on; nine times of ten it was over in `
    + `${drain.atMost}. For the rule:`, 'drain', { idle: drain.idle, atMost: drain.atMost }] : null,
  startAhead ? [`The longest of ${count(startAhead.starts, 'start')} took ${startAhead.time}. For the rule:`, 'startAhead',
    startAhead.time] : null,
  idle ? [`${idle.instead ? 'Better than these windows' : 'Or, without windows'}: if people started the cluster for each piece of work, `
    + `${tenth(idle.starts)} times a week, and it were stopped when idle, it would be up ${tenth(idle.hoursUp)} hours a week. For the `
    + 'rule:', 'idle', { after: idle.after }] : null,
].filter(Boolean);

const whyNoAdvice = ({ name, verdict, daysSeen, month }) => ({
  neverBusy: `${name} was never seen busy on ${count(daysSeen, 'day')}, and nobody started it. Is it still needed?`,
  alwaysBusy: `${name} was busy nearly all of the time on ${count(daysSeen, 'day')}. Windows would only interrupt its work.`,
  mostlyUnknown: `There is no advice for ${name}: its activity was unknown for more than half of the time. ${howToMeasure}`,
  tooFewDays: daysSeen > 0
    ? `There is no advice for ${name} yet: it was seen on ${count(daysSeen, 'day')}, and advice needs ${leastDays}.`
    : month ? `There is no advice for ${name}: its activity was not measured in this period. ${howToMeasure}`
    : `There is no advice for ${name}: it was not seen in this period.`,
})[verdict] ?? `There is no advice for ${name}.`;

const tenth = number => number.toLocaleString('en-US', { maximumFractionDigits: 1 });
const exactly = share => percent(tenth(100 * share));

async function copyWindows(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    tell('Windows copied.');
  } catch {
    getSelection().selectAllChildren(code);
    tell('This browser does not let the page copy. The windows are selected: copy them with Ctrl+C.');
  }
}
