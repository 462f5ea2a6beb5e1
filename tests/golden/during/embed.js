((W) => {
try {
const source = document.currentScript.src;
const base = source.slice(0, source.lastIndexOf('/') + 1);
const tones = { major_outage: '#b3202b', partial_outage: '#a84300', degraded_performance: '#7d5700', under_maintenance: '#3a4fb8' };
const shapes = { major_outage: 'M7.5 4h5L16 7.5v5L12.5 16h-5L4 12.5v-5z', partial_outage: 'M10 3l7 7-7 7-7-7z', degraded_performance: 'M10 4l6.5 12h-13z', under_maintenance: 'M4 4h12v12H4z' };
const set = (element, style) => Object.entries(style).forEach(([name, value]) => element.style.setProperty(name, value));
const closed = (news) => {
try {
return sessionStorage.getItem('upfront-closed') === news;
} catch {
return false;
}
};
const close = (news) => {
try {
sessionStorage.setItem('upfront-closed', news);
} catch {}
};
let host, shown;
const show = (news) => {
const said = news.open.map((one) => one.title).join(' · ');
const href = news.open.length === 1 ? news.open[0].url : base;
const wanted = news.open.length && Date.now() <= Date.parse(news.until) && !closed(said);
const same = [news.state, said, href].join();
if (wanted && host?.isConnected && same === shown) return;
shown = same;
host?.remove();
if (!wanted) return;
host = document.createElement('div');
host.id = 'upfront-banner';
set(host, { all: 'initial', display: 'block' });
const root = host.attachShadow({ mode: 'closed' });
const bar = document.createElement('div');
bar.setAttribute('role', 'status');
set(bar, { display: 'flex', 'flex-wrap': 'wrap', 'align-items': 'center', gap: '4px 12px', padding: '10px 16px', background: tones[news.state] || '#33383f', color: '#fff', font: '16px/1.4 system-ui, sans-serif' });
const name = 'http://www.w3.org/2000/svg';
const sign = document.createElementNS(name, 'svg');
Object.entries({ viewBox: '0 0 20 20', width: '20', height: '20', 'aria-hidden': 'true' }).forEach(([key, value]) => sign.setAttribute(key, value));
const path = document.createElementNS(name, 'path');
path.setAttribute('d', shapes[news.state] || 'M10 4a6 6 0 1 0 0 12a6 6 0 1 0 0-12z');
path.setAttribute('fill', '#fff');
sign.append(path);
const words = document.createElement('span');
words.setAttribute('dir', 'auto');
words.textContent = said;
set(words, { flex: '1 1 12em', 'min-width': 0, 'overflow-wrap': 'anywhere' });
const link = document.createElement('a');
link.href = href;
link.rel = 'noopener';
link.textContent = W.more;
set(link, { color: '#fff', padding: '4px 0' });
const button = document.createElement('button');
button.type = 'button';
button.textContent = W.close;
set(button, { font: 'inherit', color: '#fff', background: 'transparent', border: '1px solid #fff', 'border-radius': '4px', padding: '3px 10px', cursor: 'pointer' });
button.onclick = () => {
close(said);
host.remove();
};
bar.append(sign, words, link, button);
root.append(bar);
document.body.prepend(host);
};
const badges = (fresh) => document.querySelectorAll('img[src^="' + base + 'badge"]').forEach((badge) => {
badge.dataset.upfront ??= badge.src;
const wanted = fresh ? badge.dataset.upfront : base + 'badge-unknown.svg';
if (badge.src !== wanted) badge.src = wanted;
});
const ask = async () => {
try {
const answer = await fetch(base + 'news.json', { cache: 'no-cache', credentials: 'omit', signal: AbortSignal.timeout(8000) });
const news = await answer.json();
show(news);
badges(Date.now() <= Date.parse(news.until));
} catch {}
setTimeout(ask, 12e4 * (0.75 + Math.random() / 2));
};
if (document.body) ask();
else addEventListener('DOMContentLoaded', ask);
} catch {}
})({"close":"Close","more":"Details"});
