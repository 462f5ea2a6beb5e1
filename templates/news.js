// Looks for news while the page is seen: a small file says whether the page has changed,
// and only then the page is asked for again and put in place. The script of the page
// loads this file a little later; it is called with W, the words of the language, and
// then with what that script can do. A line that begins with two slashes, and the space
// before a line, are not published.
(W) => ({ $, all, fill, say, start, live, stale }) => {
  const doc = document;
  const clock = (time) => new Intl.DateTimeFormat(doc.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' }).format(time);
  // What a reader would call new: another headline, another update.
  const heard = () => all('main h1, main article h3 a, main .when time, .update time').map((e) => e.dateTime || e.textContent).join();
  const named = (element) => element.id || element.name || element.getAttribute('href');
  const refresh = () => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.href.split('#')[0]);
    request.responseType = 'document';
    request.onload = () => {
      const page = request.response;
      const main = page && $('main', page);
      if (request.status !== 200 || !main) return failed();
      const old = $('main');
      const before = heard();
      const open = all('details', old).map((one) => one.open);
      const focus = old.contains(doc.activeElement) && named(doc.activeElement);
      old.replaceWith(doc.adoptNode(main));
      doc.title = page.title;
      // What the reader has unfolded, picked and pointed at stays.
      const folds = all('details');
      if (folds.length === open.length) folds.forEach((one, at) => { one.open = one.open || open[at]; });
      start();
      if (focus) all('main [id], main a, main select').find((one) => named(one) === focus)?.focus({ preventScroll: true });
      if (!stale()) say(heard() === before ? '' : fill(W.news, $('main h1').textContent.trim()));
      done();
    };
    request.onerror = failed;
    request.send();
  });
  let failures = 0;
  let asked = Date.now();
  let reached = asked;
  const ask = async () => {
    asked = Date.now();
    try {
      const { news: address, page, open } = live();
      const answer = await fetch(address, { cache: 'no-cache' });
      if (!answer.ok) throw answer.status;
      const news = await answer.json();
      if (failures > 1 && !stale()) say('');
      failures = 0;
      reached = asked;
      // What is over does not grow old.
      if (page && open.length) live().until = news.until;
      const version = page ? news.pages[page] : news.built;
      // What had been called old while the page slept is put right again.
      const renewed = stale() && Date.parse(news.until) > asked;
      if (renewed || (version && version !== live().version)) {
        await refresh();
        // The page of what is over has no data of its own, so that it need not change again
        // two days later. One that saw the end goes on with what it had, and hears what follows.
        if (!live().news) Object.assign(live(), { news: address, page, version, open: [] });
      }
    } catch {
      failures += 1;
      if (failures > 1) say(fill(W.lost, clock(reached)));
    }
  };
  // Half as often while nothing is open, ever more seldom while nobody answers, and never
  // at the same moment as all the others.
  const wait = () => setTimeout(async () => {
    if (doc.visibilityState === 'visible') await ask();
    wait();
  }, (live().open.length ? 3e4 : 6e4) * 2 ** Math.min(failures, 5) * (0.75 + Math.random() / 2));
  doc.addEventListener('visibilitychange', () => {
    if (doc.visibilityState === 'visible' && Date.now() - asked > 3e4) ask();
  });
  wait();
}
