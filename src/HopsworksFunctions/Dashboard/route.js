// The current page and its link: #/ is the fleet with its filters; then #/cluster/NAME and #/history. Links also work for others.

let shown = null;

function address() {
  const [path, query = ''] = location.hash.startsWith('#/') ? location.hash.slice(1).split('?') : ['/'];
  const [, page, word] = path.split('/');
  return { page: page || 'home', word: word ? decodeURIComponent(word) : '', query: new URLSearchParams(query) };
}

// Typing changes the address, but adds no steps to the browser's history.
function rememberView() {
  const { page } = address(), query = new URLSearchParams();
  if (page === 'history') {
    for (const [name, id] of [['cluster', 'audit-cluster'], ['q', 'audit-text']]) if (byId(id).value) query.set(name, byId(id).value);
  } else {
    const usual = { q: '', only: '', group: 'rule', sort: 'next' };
    for (const name of Object.keys(usual)) if (view[name] !== usual[name]) query.set(name, view[name]);
  }
  const path = page === 'history' ? '#/history' : '#/', text = String(query);
  history.replaceState(null, '', text || location.hash ? `${path}${text && `?${text}`}` : pageAddress());
}

function takeView({ page, query }) {
  if (page === 'home') {
    Object.assign(view, {
      q: query.get('q') ?? '', only: chips[query.get('only')] ? query.get('only') : '',
      group: ['rule', 'owner', 'state', ''].includes(query.get('group')) ? query.get('group') : 'rule',
      sort: sorts[query.get('sort')] ? query.get('sort') : 'next',
    });
    byId('filter').value = view.q;
    byId('group').value = view.group;
    byId('sort').value = view.sort;
  } else if (page === 'history') {
    byId('audit-text').value = query.get('q') ?? '';
    byId('audit-cluster').dataset.wanted = query.get('cluster') ?? '';
    byId('audit-cluster').value = query.get('cluster') ?? '';
  }
}

// Shows the page of the address with the last known data. A refresh reads it again.
function route() {
  const to = address(), key = `${to.page} ${to.word}`, moved = shown !== null && shown.key !== key;
  const from = shown;
  shown = { key, ...to, scroll: 0 };
  if (from && moved) from.scroll = scrollY;
  for (const [page, id] of [['home', 'home'], ['cluster', 'one'], ['history', 'history']]) byId(id).hidden = to.page !== page;
  for (const link of document.querySelectorAll('nav a'))
    link.toggleAttribute('aria-current', link.hash === (to.page === 'history' ? '#/history' : '#/') && to.page !== 'cluster');
  if (byId('grounds').matches(':popover-open')) byId('grounds').hidePopover();
  showBulk();
  document.title = `${to.page === 'cluster' ? `${to.word}, ` : to.page === 'history' ? 'Audit log, ' : ''}Hopsworks clusters`;
  takeView(to);
  showPage();
  if (!moved) return;
  if (to.page === 'home') return backToFleet(from);
  scrollTo(0, 0);
  byId(to.page === 'cluster' ? 'one' : 'history').querySelector('h2')?.focus({ preventScroll: true });
}

// Returns to the line of the cluster that was open.
function backToFleet(from) {
  const cluster = from.page === 'cluster' && findCluster(from.word), row = cluster && rows.get(cluster.id)?.row;
  if (row && row.checkVisibility()) {
    row.querySelector('.c-name a').focus();
    row.scrollIntoView({ block: 'center' });
  } else byId('fleet').focus({ preventScroll: true });
}
