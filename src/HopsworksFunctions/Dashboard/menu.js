// A menu of actions below the button that opened it. A disabled action shows the reason.

function openMenu(opener, items) {
  const menu = byId('menu');
  refill(menu, items.map(([word, act, whyNot]) => make('button', {
    role: 'menuitem', type: 'button', tabindex: -1, 'aria-disabled': whyNot ? 'true' : null,
    onclick: () => {
      if (whyNot) return;
      menu.hidePopover();
      opener.focus();
      act();
    },
  }, word, whyNot ? make('small', {}, whyNot) : null)));
  menu.showPopover();
  const at = opener.getBoundingClientRect(), size = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8))}px`;
  menu.style.top = `${Math.max(8, at.bottom + size.height + 8 > innerHeight ? at.top - size.height - 4 : at.bottom + 4)}px`;
  opener.setAttribute('aria-expanded', 'true');
  menu.ontoggle = e => {
    if (e.newState !== 'closed') return;
    opener.setAttribute('aria-expanded', 'false');
    if (document.activeElement === document.body || menu.contains(document.activeElement)) opener.focus();
  };
  menu.firstChild.focus();
}

byId('menu').addEventListener('keydown', e => {
  const list = [...byId('menu').children], at = list.indexOf(document.activeElement);
  const to = { ArrowDown: (at + 1) % list.length, ArrowUp: (at - 1 + list.length) % list.length, Home: 0, End: list.length - 1 }[e.key];
  if (to !== undefined) {
    list[to].focus();
    e.preventDefault();
  } else if (e.key === 'Tab') byId('menu').hidePopover();
});

function actionsOf(cluster) {
  const whyNot = action => can(cluster, action) ? null : cluster.cannot ?? `It is ${cluster.state}.`;
  return [
    ...cluster.locked ? [] : [
      ['Set hold…', () => askHold([cluster]), whyNot('hold')],
      ...can(cluster, 'release') ? [['Release hold…', () => askRelease([cluster])]] : [],
      kindOf(cluster) === 'down' ? ['Start…', () => askStart(cluster), whyNot('start')]
        : ['Stop…', () => askStop(cluster), whyNot('stop')],
    ],
    ['Open page', () => { location.hash = linkTo(cluster); }],
    ['View history', () => { location.hash = historyOf(cluster); }],
    ['Copy link', () => copyLink(cluster)],
  ];
}

async function copyLink(cluster) {
  const link = `${location.origin}${pageAddress(linkTo(cluster))}`;
  try {
    await navigator.clipboard.writeText(link);
    tell('Link copied. It opens only with a function key.');
  } catch {
    tell(link);
  }
}
