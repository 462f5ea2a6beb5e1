// For one's own site: <script src="https://STATUS/embed.js" async></script> shows a
// banner while something is open, and nothing else ever. It keeps out of the way of the
// page it stands on: no global name, no style of that page, no error that leaves it.
// It is called with W, the words of the language; colours and shapes of tokens.yml come
// in for TONES, SHAPES, NEUTRAL and ROUND. A line that begins with two slashes, and the
// space before a line, are not published.
(W) => {
  try {
    const source = document.currentScript.src;
    const base = source.slice(0, source.lastIndexOf('/') + 1);
    const tones = TONES;
    const shapes = SHAPES;
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
      // One that says the same stays: it keeps the focus, and is not read out again.
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
      set(bar, { display: 'flex', 'flex-wrap': 'wrap', 'align-items': 'center', gap: '4px 12px', padding: '10px 16px', background: tones[news.state] || NEUTRAL, color: '#fff', font: '16px/1.4 system-ui, sans-serif' });
      const name = 'http://www.w3.org/2000/svg';
      const sign = document.createElementNS(name, 'svg');
      Object.entries({ viewBox: '0 0 20 20', width: '20', height: '20', 'aria-hidden': 'true' }).forEach(([key, value]) => sign.setAttribute(key, value));
      const path = document.createElementNS(name, 'path');
      path.setAttribute('d', shapes[news.state] || ROUND);
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
    // Pictures of the state on the same page must not stay green when nobody can confirm it.
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
}
