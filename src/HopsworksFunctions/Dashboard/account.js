// The account of the page, for an app with several accounts: the page's address contains it, and a list switches to the others.

let account = new URLSearchParams(location.search).get('account'), accounts = null;

const accountQuery = () => account ? `?account=${encodeURIComponent(account)}` : '';
// The list of accounts is the same for all of them, also while the page's own account is unknown or not the caller's.
const ofAccount = path => account && path !== 'accounts'
  ? `${path}${path.includes('?') ? '&' : '?'}account=${encodeURIComponent(account)}` : path;
const pageAddress = (hash = '') => `${location.pathname}${accountQuery()}${hash}`;

// An app with several accounts rejects requests that name none. The page then shows the first account that needs attention.
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
