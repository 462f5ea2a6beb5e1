// The bar above the preview. What is shown is an address: `site/` by the preview's own
// clock, `at/TIME/` by another one, `as-of/TIME/` without what was written later. Links
// between pages are relative, so the moment is kept wherever one goes. The part of the
// address behind `#` keeps it when this page is loaded again.
const $ = (id) => document.getElementById(id);
const frame = $('site');
let state;

const parse = (path) => {
  const found = /^(site|(?:at|as-of)\/([^/]+))\/(.*)$/s.exec(path);
  return found ? { view: found[1], time: found[2] && decodeURIComponent(found[2]), page: found[3] } : undefined;
};

// What the frame shows now, also after a link was followed in it.
const shown = () => {
  try {
    const at = frame.contentWindow.location;
    return at.origin === location.origin ? parse(at.pathname.slice(1)) : undefined;
  } catch {
    return undefined;
  }
};
const here = () => shown() ?? parse(location.hash.slice(1)) ?? { view: state.home, page: 'index.html' };
const go = (view, page) => frame.contentWindow.location.replace('/' + view + '/' + page);

// A moment before the preview's clock is shown as readers saw it then.
const at = (ms) => {
  const time = new Date(ms).toISOString().slice(0, 19) + 'Z';
  go((ms < Date.parse(state.now) ? 'as-of/' : 'at/') + time, here().page);
};
const moment = () => Date.parse(here().time ?? state.now);

// Of a page of the site: its language, and its path without the language's folder.
const split = (page) => {
  const own = state.languages.find((l) => l.folder && page.startsWith(l.folder)) ?? state.languages[0];
  return [own, page.slice(own ? own.folder.length : 0)];
};

const field = (ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 6e4).toISOString().slice(0, 16);

const tell = () => {
  const { page } = here();
  const ms = moment();
  $('clock').value = field(ms);
  const past = state.stops.filter((stop) => Date.parse(stop) <= ms).length;
  $('stops').max = Math.max(state.stops.length - 1, 0);
  $('stops').value = Math.max(past - 1, 0);
  $('live').disabled = here().view === state.home;
  $('said').textContent = $('live').disabled ? state.local : '';
  const [own] = split(page);
  $('language').replaceChildren(...state.languages.map((l) => new Option(l.code, l.folder, false, l === own)));
  $('errors').hidden = !state.errors;
  $('errors').lastElementChild.textContent = state.errors ?? '';
  document.title = 'Preview: ' + state.title;
};

const refresh = async () => {
  const answer = await fetch('/.upfront/state.json', { cache: 'no-store' });
  const before = state;
  state = await answer.json();
  const was = shown();
  if (!was) {
    const { view, page } = here();
    if (state.shown) go(view, page);
  } else if (before && before.generation !== state.generation && !state.errors) {
    frame.contentWindow.location.reload();
  }
  tell();
};

frame.addEventListener('load', () => {
  const now = shown();
  if (!now || !state) return;
  history.replaceState(null, '', '#' + now.view + '/' + now.page);
  // Other sites open beside the preview: it shows nothing but this one.
  frame.contentDocument.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (link && link.origin !== location.origin) {
      event.preventDefault();
      window.open(link.href, '_blank', 'noopener');
    }
  });
  tell();
});
$('bar').addEventListener('submit', (event) => event.preventDefault());
$('language').addEventListener('change', (event) => {
  const { view, page } = here();
  go(view, event.target.value + split(page)[1]);
});
$('width').addEventListener('change', (event) => { frame.className = event.target.value; });
$('clock').addEventListener('change', (event) => event.target.value && at(new Date(event.target.value).getTime()));
$('earlier').addEventListener('click', () => at(moment() - 36e5));
$('later').addEventListener('click', () => at(moment() + 36e5));
$('stops').addEventListener('change', (event) => {
  const stop = state.stops[event.target.value];
  if (stop) at(Date.parse(stop));
});
$('live').addEventListener('click', () => go(state.home, here().page));

const events = new EventSource('/.upfront/events');
events.addEventListener('open', refresh);
events.addEventListener('message', refresh);
