// The known data of the fleet, and its meaning for people.

let fleet = [], schedules = {}, report = null, lastRun = null, savedBy = new Map();

const kinds = { running: 'up', stopped: 'down', 'externally-stopped': 'down', error: 'bad' };
const kindOf = cluster => kinds[cluster.state] ?? (/error|fail/.test(cluster.state) ? 'bad' : 'changing');
const isUp = cluster => cluster.state === 'running';
// Whether the reader may use an operation on the account. Buttons for other operations are not shown.
const may = operation => report?.access?.may.includes(operation) ?? false;
const can = (cluster, action) => !cluster.locked && (cluster.can?.includes(action) ?? false);
const isManaged = cluster => cluster.can?.includes('hold') ?? false;

const failedReasons = ['startBackoff', 'stopBackoff', 'workersBackoff', 'startFailed'];
const isBlocked = cluster => cluster.reason === 'limitReached';
const isRefused = cluster => failedReasons.includes(cluster.reason) || !!cluster.error;
const isNearMatch = cluster => cluster.reason === 'nearMatch';
const isWrong = cluster => kindOf(cluster) === 'bad' || isRefused(cluster) || isBlocked(cluster)
  || ['holdDamaged', 'unknownState', 'unknownSchedule'].includes(cluster.reason);

// Returns the state as a kind, which is a colour and a shape, and as a word.
function stateOf(cluster) {
  if (kindOf(cluster) === 'bad') return ['bad', cluster.state === 'error' ? 'in error' : cluster.state];
  if (isRefused(cluster)) return ['bad', 'refused'];
  if (cluster.reason === 'draining') return [kindOf(cluster), 'draining'];
  if (kindOf(cluster) === 'changing' && cluster.pending && cluster.pending.action !== 'addWorkers')
    return ['changing', cluster.pending.action === 'start' ? 'starting' : 'stopping'];
  // For states like starting-hopsworks, the first word is enough in a line; the title has the whole state.
  return [kindOf(cluster), cluster.state.replace('externally-', '').replace(/^(starting|stopping)-.*/, '$1').replaceAll('-', ' ')];
}

// Returns the next stop or start. The stop of a warning may be later than the planned one.
function nextOf(cluster) {
  const announced = cluster.warning && { at: cluster.warning.stopAt, to: 'down' };
  const next = announced && (!cluster.next || cluster.next.to === 'down') ? announced : cluster.next;
  return next && { at: new Date(next.at), to: next.to };
}

const soonIn = 30 * minute;
const isSoon = (at, now = Date.now()) => at - now < soonIn;
const stopsWithin = (cluster, time) => nextOf(cluster)?.to === 'down' && nextOf(cluster).at - Date.now() < time;

// Links use the name, which people know, or the ID if another cluster has the same name.
const isUnique = name => fleet.filter(c => c.name === name).length === 1;
const linkTo = cluster => `#/cluster/${encodeURIComponent(isUnique(cluster.name) ? cluster.name : cluster.id)}`;
const findCluster = word => fleet.find(c => c.id === word) ?? fleet.find(c => c.name === word);

const everyState = { bad: 'in error', changing: 'changing', up: 'running', down: 'stopped' };
const tally = list => Object.entries(everyState)
  .map(([kind, word]) => [kind, word, list.filter(c => kindOf(c) === kind).length]).filter(([, , n]) => n > 0);

const sentence = text => text ? `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}` : '';
