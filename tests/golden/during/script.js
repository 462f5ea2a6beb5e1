((W) => {
const d = document;
const $ = (q, e = d) => e.querySelector(q);
const all = (q, e = d) => [...e.querySelectorAll(q)];
const make = (n, x) => Object.assign(d.createElement(n), { textContent: x });
const fill = (x, v) => x.replace(/{.*?}/, () => v);
const lang = d.documentElement.lang;
const site = $('.name').textContent;
const age = (t) => Date.now() - Date.parse(t);
const S = all('span', $('#states')?.content).map((e) => e.className.slice(9));
const show = (s) => $('.is-' + s, $('#states').content).cloneNode(true);
let L, shown, stale;
const zones = () => all('main time[datetime*=T]').forEach((e) => {
const t = e.dateTime;
const at = new Date(t);
const o = at.getTimezoneOffset();
const z = /(.)(..):(..)$/.exec(t.slice(16));
if (o + (z ? (z[1] + 1) * (z[2] * 60 + +z[3]) : 0) === 0) return;
const u = e.dataset.until && new Date(e.dataset.until);
const today = e.className && new Date(at - o * 6e4).toISOString().slice(0, 10) === t.slice(0, 10);
const f = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', ...(today ? {} : { day: 'numeric', month: 'short', year: 'numeric' }) });
e.after(make('small', ' (' + e.textContent + ')'));
e.textContent = !u ? f.format(at) : u.getTimezoneOffset() - o ? f.format(at) + ' – ' + f.format(u) : f.formatRange(at, u);
});
const span = (t) => {
const n = age(t) / 6e4;
return n < 90 ? [n | 0, 'minute'] : n < 2880 ? [n / 60 | 0, 'hour'] : [n / 1440 | 0, 'day'];
};
const beside = (e, name, x) => {
let b = $('.' + name, e.parentNode);
if (!b) {
b = make('span');
b.className = name;
(e.nextElementSibling || e).after(' ', b);
}
b.textContent = x;
};
const say = (x) => { $('#notice').textContent = x; };
const headline = (s, x, breadth) => {
const e = $('.headline');
if (!e) return;
e.className = 'headline is-' + s;
$('h1', e).replaceChildren($('svg', show(s)), ' ' + x);
$('.breadth', e).textContent = breadth;
d.title = x + ' – ' + site;
say(x);
};
const tick = () => {
all('[data-ago]').forEach((e) => {
const [n, unit] = span(e.dateTime);
beside(e, 'ago', new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-n, unit));
});
all('.promise:is(.is-pending, .is-overdue)').forEach((p) => {
const e = $('time', p);
const [n, unit] = span(e.dateTime);
if (n < 1) return;
p.className = 'promise is-overdue';
beside(e.parentNode, 'outcome', fill(W.overdue, new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(n)));
});
const next = L.later?.filter((c) => age(c.at) >= 0).pop();
if (next && next !== shown) {
shown = next;
headline(next.state, next.text, next.breadth);
all('[data-platform]').forEach((e) => next.platforms[e.dataset.platform] && $('.state', e).replaceWith(show(next.platforms[e.dataset.platform])));
all('summary .state').forEach((e) => e.replaceWith(show(S.filter((s) => $('li .state.is-' + s, e.closest('details'))).pop())));
all('[data-window]').forEach((e) => { e.textContent = next.windows[e.dataset.window] || e.textContent; });
pick();
}
if (age(L.until) > 0 && !stale) {
stale = true;
headline('unknown', W.stale);
all('.state.is-operational').forEach((e) => e.replaceWith(show('unknown')));
pick();
say(W.old);
}
};
let picked = {};
try {
picked = JSON.parse(localStorage.upfront);
} catch {}
const pick = () => {
const form = $('#pick');
if (!form) return;
const lists = all('select', form);
if (!lists[0][1]) all('.rows a').forEach((e) => lists[0].add(new Option(e.ariaLabel || e.textContent, e.closest('li').dataset.platform)));
lists.forEach((e) => {
e.value = picked[e.name] || '';
e.selectedIndex = Math.max(0, e.selectedIndex);
});
form.onchange = () => {
lists.forEach((e) => { picked[e.name] = e.value; });
try {
localStorage.upfront = JSON.stringify(picked);
} catch {}
answer(...lists);
};
form.hidden = stale;
answer(...lists);
};
const answer = (platform, region, audience) => {
const out = $('#answer');
const p = platform.value;
const names = {};
[...platform.options].forEach((e) => { names[e.value] = e.text; });
out.replaceChildren();
const asks = [region, audience].map((e) => e?.value && e);
if (!p && !asks.some(Boolean)) return;
const of = (c) => Object.keys(c.states).filter((k) => (!p || k === p) && shown.platforms?.[k] !== S[0]);
const hits = L.open.filter((c) => of(c)[0] && asks.every((e) => !e || !c[e.name] || c[e.name].includes(e.value)));
const s = S[Math.max(0, ...hits.flatMap((c) => of(c).map((k) => S.indexOf(c.states[k]))))];
out.className = 'is-' + s;
out.append($('svg', show(s)), ' ', make('strong', hits[0] ? W.yes : W.no));
if (!hits[0] && L.open.some((c) => c.not?.includes(p))) out.append(' ' + fill(W.not, names[p]));
hits.forEach((c) => {
const e = make('span');
const card = !L.page && all('article:not(.drill) h3 a')[L.open.indexOf(c)];
if (card) e.append(card.cloneNode(true), ' ');
e.append(of(c).map((k) => names[k] + ': ' + show(c.states[k]).textContent.trim()).join(', '));
out.append(e);
});
};
const start = () => {
L = JSON.parse($('#live')?.textContent || '{}');
shown = stale = false;
say('');
zones();
tick();
pick();
};
start();
setInterval(tick, 15e3);
d.onvisibilitychange = tick;
if (L.news && /^http/.test(location)) setTimeout(() => import(new URL(L.news.slice(0, -2), location)).then((n) => n.default({ $, all, fill, say, start, live: () => L, stale: () => stale })), 5e3);
})({"no":"No, nothing that is open affects this.","not":"{platform} is not affected.","old":"This page is old and may not show what is happening now. Load it again.","overdue":"overdue by {by}","stale":"We cannot confirm the state now","yes":"Yes, you may be affected."});
