// The account that the page is of, where an app has several: it is in the page's address, and a switch leads to the others.

let account = new URLSearchParams(location.search).get('account'), accounts = null;

const accountQuery = () => account ? `?account=${encodeURIComponent(account)}` : '';
const ofAccount = path => account ? `${path}${path.includes('?') ? '&' : '?'}account=${encodeURIComponent(account)}` : path;
const pageAddress = (hash = '') => `${location.pathname}${accountQuery()}${hash}`;

// An app with several accounts answers nothing that does not say which; then the page is of the first that needs somebody.
async function chooseAccount(e) {
  if (account || e.answer?.field !== 'account') throw e;
  await readAccounts();
  if (!accounts.length) throw e;
  account = (accounts.find(a => troubleOf(a)) ?? accounts[0]).name;
  history.replaceState(null, '', pageAddress(location.hash.startsWith('#/') ? location.hash : ''));
}

async function readAccounts() {
  accounts = (await call('accounts')).accounts;
  showAccounts();
}

const troubleOf = a => a.problem ? 'settings invalid' : a.late ? 'no runs' : a.lastRun?.outcome === 'failed' ? 'last run failed' : '';
const stateOfAccount = a => troubleOf(a) || (a.incidents ? count(a.incidents, 'incident') : '');

function showAccounts() {
  const names = accounts.map(a => a.name), known = names.includes(account) || !account;
  byId('accounts').hidden = false;
  whenChanged(byId('account-pick'), [account, accounts.map(a => [a.name, stateOfAccount(a)])], () => byId('account-pick').replaceChildren(
    ...known ? [] : [make('option', { value: account }, account)],
    ...accounts.map(a => make('option', { value: a.name }, stateOfAccount(a) ? `${a.name} – ${stateOfAccount(a)}` : a.name))));
  byId('account-pick').value = account ?? names[0];
}

byId('account-pick').addEventListener('change', e => {
  account = e.target.value;
  location.assign(pageAddress('#/'));
});
