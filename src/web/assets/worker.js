const TEXTS = /*texts*/;
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  if (registration.navigationPreload) await registration.navigationPreload.enable();
  await clients.claim();
})()));
addEventListener('fetch', (event) => {
  const asked = event.request;
  if (asked.mode != 'navigate' || asked.method != 'GET') return;
  event.respondWith((async () => {
    try {
      return await event.preloadResponse || await fetch(asked);
    } catch {
      return offline(new URL(asked.url));
    }
  })());
});
async function offline(url) {
  const store = await caches.open('kept'), kept = await store.match(url.pathname);
  if (kept) return answer(stale(await kept.text(), kept.headers.get('x-kept')));
  const wanted = url.searchParams.get('lang') || navigator.language, lang = /^en/i.test(wanted) ? 'en' : 'zh';
  const items = [];
  for (const known of (await store.keys()).reverse()) {
    const page = await store.match(known), text = await page.text();
    const title = /<title>([^<]*)/.exec(text)[1];
    items.push(`<li><a href="${escaped(new URL(known.url).pathname)}">${neutral(title, text)}</a> <small>${time(page.headers.get('x-kept'), lang)}</small></li>`);
  }
  return answer(TEXTS[lang].page.replace('<!--kept-->', () => items.join('')));
}
function stale(html, at) {
  const lang = /<html lang="en/.test(html) ? 'en' : 'zh', text = TEXTS[lang];
  const title = /<title>([^<]*)/.exec(html)[1];
  const banner = `<section class="verdict stale"><h1><svg viewBox="0 0 24 24" aria-hidden="true">${TEXTS.icon}</svg><span>${text.title}</span></h1></section><section class="said"><p>${text.sentence.replace('{time}', () => time(at, lang))}</p></section>`;
  return html
    .replace('<html ', '<html data-kept="1" ')
    .replace(/<title>[^<]*/, () => '<title>' + text.title + ' · ' + neutral(title, html))
    .replace(/<section class="verdict (registered|notices)"[^]*?<\/section>/, '')
    .replace(/<section class="said">[^]*?<\/section>/, '')
    .replace('<main id="result">', (main) => main + banner);
}
function neutral(title, html) {
  return /<section class="verdict (registered|notices)"/.test(html) ? title.split(' · ').slice(1).join(' · ') || title : title;
}
function time(at, lang) {
  return escaped(new Date(at).toLocaleString(lang == 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'long', timeStyle: 'short' }));
}
function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
function answer(html) {
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': TEXTS.policy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } });
}
