((W) => {
const $ = (selector) => document.querySelector(selector);
const form = $('#search');
const words = $('#search [name=words]');
const platforms = $('#search [name=platform]');
const results = $('#results');
const status = $('#found');
const years = form.dataset.years.split(' ').filter(Boolean);
const indexes = {};
const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const index = (year) => (indexes[year] ??= fetch('search/' + year + '.json').then((answer) => {
if (!answer.ok) throw answer.status;
return answer.json();
}).then((entries) => entries.map((one) => ({ ...one, said: plain(one.title + ' ' + one.text) }))).catch((fault) => {
delete indexes[year];
throw fault;
}));
const line = (one) => {
const item = document.createElement('li');
item.className = 'line is-' + one.kind + (one.kind === 'incident' ? ' impact-' + one.impact : '');
const link = Object.assign(document.createElement('a'), { href: one.href, textContent: one.title, dir: 'auto' });
const facts = Object.assign(document.createElement('p'), { className: 'facts', textContent: one.facts });
item.append(link, facts);
return item;
};
let turn = 0;
const search = async () => {
const mine = ++turn;
const wanted = plain(words.value);
const platform = platforms.value;
const idle = !wanted && !platform;
$('#months').hidden = !idle;
results.hidden = idle;
results.replaceChildren();
status.textContent = '';
if (idle) return;
let found = 0;
try {
for (const year of years) {
const entries = await index(year);
if (mine !== turn) return;
const hits = entries.filter((one) => (!platform || one.platforms.includes(platform)) && (one.said.includes(wanted) || wanted.split(' ').every((word) => one.said.includes(word))));
hits.sort((a, b) => b.said.includes(wanted) - a.said.includes(wanted));
results.append(...hits.map(line));
found += hits.length;
status.textContent = found ? W.found.replace('{n}', found.toLocaleString(document.documentElement.lang)) : '';
}
if (!found) status.textContent = W.none;
} catch {
if (mine === turn) status.textContent = W.failed;
}
};
let pause;
form.oninput = form.onchange = () => {
clearTimeout(pause);
pause = setTimeout(search, 150);
};
form.hidden = false;
const query = new URLSearchParams(location.search);
words.value = query.get('q') || '';
platforms.value = query.get('platform') || '';
if (words.value || platforms.value) search();
})({"failed":"The search needs a connection to this site.","found":"Found: {n}","none":"Nothing found. Try fewer words."});
