(() => {
const d = document, root = d.documentElement, one = (q) => d.querySelector(q), keep = d.body.dataset.keep;
const own = keep && !root.dataset.kept && '<!doctype html>' + root.outerHTML;
const read = one('[data-stop]'), voice = window.speechSynthesis;
if (read && voice) {
  const word = read.textContent, done = () => { read.textContent = word; };
  read.hidden = false;
  read.addEventListener('click', () => {
    if (voice.speaking) { voice.cancel(); return done(); }
    const parts = [...d.querySelectorAll('main :is(h1,h2,h3,p,li,dt,dd,th,td)')].filter((e) =>
      !e.closest('form,[hidden]') && !e.querySelector('h2,p,li,dt,dd,th,td') && e.innerText.trim());
    parts.forEach((e, n) => {
      const said = new SpeechSynthesisUtterance(e.innerText);
      said.lang = (e.closest('[lang]') || root).lang;
      if (n == parts.length - 1) said.onend = done;
      voice.speak(said);
    });
    read.textContent = read.dataset.stop;
  });
  addEventListener('pagehide', () => voice.cancel());
}
let box;
try { box = localStorage; box.getItem('allergens'); } catch { box = null; }
const ask = one('[data-allergens]'), hit = one('[data-hit]'), said = one('.allergens bdi');
if (box && ask) {
  const plain = said ? said.textContent : '';
  const kinds = ask.dataset.allergens.split(';').map((kind) => { const [code, words] = kind.split('='); return [code, words.split('|')]; });
  const chosen = () => (box.getItem('allergens') || '').split(' ');
  const show = () => {
    const words = kinds.filter(([code]) => chosen().includes(code)).flatMap(([, all]) => all).filter((word) => plain.includes(word));
    if (said) {
      said.replaceChildren(...(words.length ? plain.split(new RegExp('(' + words.join('|') + ')')) : [plain]).map((part) => {
        if (!words.includes(part)) return part;
        const mark = d.createElement('mark');
        mark.textContent = part;
        return mark;
      }));
    }
    hit.textContent = words.length ? hit.dataset.hit.replace('{names}', words.join(root.lang == 'en' ? ', ' : '、')) : '';
    hit.hidden = !words.length;
  };
  ask.hidden = false;
  ask.addEventListener('click', () => {
    const list = d.createElement('fieldset'), title = d.createElement('legend');
    title.textContent = ask.textContent;
    list.append(title, ...kinds.map(([code, [word]]) => {
      const line = d.createElement('label'), tick = d.createElement('input');
      tick.type = 'checkbox';
      tick.checked = chosen().includes(code);
      tick.addEventListener('change', () => {
        const rest = chosen().filter((other) => other && other != code);
        box.setItem('allergens', (tick.checked ? [...rest, code] : rest).join(' '));
        show();
      });
      line.append(tick, ' ' + word);
      return line;
    }));
    ask.replaceWith(list);
    list.querySelector('input').focus();
  });
  show();
}
const worker = navigator.serviceWorker;
if (worker && window.caches) addEventListener('load', () => setTimeout(async () => {
  try {
    const link = d.createElement('link');
    link.rel = 'manifest';
    link.href = '/manifest.webmanifest';
    d.head.append(link);
    await worker.register('/sw.js', { updateViaCache: 'all' });
    if (!own) return;
    const store = await caches.open('kept');
    const put = async (path, text) => {
      await store.delete(path);
      await store.put(path, new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', 'x-kept': new Date().toISOString() } }));
    };
    await put(location.pathname, own);
    const checks = (await store.keys()).filter((kept) => new URL(kept.url).pathname != '/recalls');
    for (const old of checks.slice(0, -20)) await store.delete(old);
    const list = await store.match('/recalls');
    if (!list || Date.now() - Date.parse(list.headers.get('x-kept')) > 864e5) {
      const fresh = await fetch('/recalls?lang=' + root.lang.slice(0, 2));
      if (fresh.ok) await put('/recalls', await fresh.text());
    }
  } catch {}
}, 500));
})();
