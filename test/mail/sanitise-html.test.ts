import chromiumPack from '@sparticuz/chromium';
import fc from 'fast-check';
import { chromium, type Browser, type Page } from 'playwright-core';
import { escapeHtml } from '../../domain/mail/plain-html';
import { sanitiseHtml } from '../../mail/sanitise-html';

/** After the OWASP cheat sheet, DOMPurify's and our own ideas: each tries to run `hit()`. */
const attacks = [
  '<script>hit()</script>',
  '<ScRiPt src=//evil.example></sCrIpT>',
  '<script>hit()',
  '<<script>script>hit()<</script>/script>',
  '<img src=x onerror=hit()>',
  '<img src="x" onerror="hit()"/ >',
  '<img/src=x/onerror=hit()>',
  '<img """><script>hit()</script>">',
  '<IMG SRC=javascript:hit()>',
  '<a href="javascript:hit()">x</a>',
  '<a href="  java\tscript:hit()">x</a>',
  '<a href="&#106;avascript&colon;hit()">x</a>',
  '<a href="\u0001javascript:hit()">x</a>',
  '<a href="data:text/html,<script>hit()</script>">x</a>',
  '<a href="vbscript:hit()">x</a>',
  '<svg onload=hit()>',
  '<svg><script>hit()</script></svg>',
  '<svg><style><img src=x onerror=hit()></style></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=hit()>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit()&gt;">',
  '<math><mi><style><img src=x onerror=hit()></style></mi></math>',
  '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=hit() src>">',
  '<noscript><p title="</noscript><img src=x onerror=hit()>">',
  '<textarea><img src=x onerror=hit()></textarea>',
  '<title><img src=x onerror=hit()></title>',
  '<xmp><img src=x onerror=hit()></xmp>',
  '<svg><textarea><img src=x onerror=hit()></textarea></svg>',
  '<math><xmp></math><img src=x onerror=hit()></xmp>',
  '<iframe src="javascript:hit()"></iframe>',
  '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
  '<object data="javascript:hit()"></object>',
  '<embed src="javascript:hit()">',
  '<template><script>hit()</script></template>',
  '<plaintext><img src=x onerror=hit()>',
  '<!--><img src=x onerror=hit()>-->',
  '<!--[if gte IE 4]><script>hit()</script><![endif]-->',
  '<![CDATA[<img src=x onerror=hit()>]]>',
  '<?xml version="1.0"?><img src=x onerror=hit()>',
  '<div style="background:url(javascript:hit())">x</div>',
  '<div style="width: expression(hit())">x</div>',
  '<div style="color: red; behavior: url(x.htc)">x</div>',
  '<style>@import "//evil.example"</style>',
  '<link rel=stylesheet href=//evil.example>',
  '<meta http-equiv=refresh content="0;url=javascript:hit()">',
  '<base href="javascript:hit()//">',
  '<body onload=hit()>',
  '<details open ontoggle=hit()>',
  '<input autofocus onfocus=hit()>',
  '<video><source onerror=hit()></video>',
  '<audio src=x onerror=hit()>',
  '<marquee onstart=hit()>',
  '<a title="x" onmouseover="hit()" style="position:fixed;top:0;left:0;width:100%;height:100%">x</a>',
  "<b title='\"><img src=x onerror=hit()>'>x</b>",
  '<p title="&quot;><img src=x onerror=hit()>">x</p>',
  '<img src="cid:x&quot; onerror=&quot;hit()">',
  '&lt;img src=x onerror=hit()&gt;',
];

describe('in a real browser', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const executablePath = await chromiumPack.executablePath();
    browser = await chromium.launch({ executablePath, args: chromiumPack.args, headless: true });
    page = await browser.newPage();
    await page.setContent('<!doctype html><title>t</title><div id="mail"></div>');
    await page.evaluate('window.hits = 0; window.hit = () => { window.hits += 1; };');
  }, 60_000);
  afterAll(() => browser.close());

  /** Shows HTML as the product would, makes the mouse and the focus go over it, and looks. */
  async function show(html: string): Promise<{ hits: number; bad: string[] }> {
    return page.evaluate(`(async () => {
      window.hits = 0;
      const mail = document.getElementById('mail');
      mail.innerHTML = ${JSON.stringify(html)};
      const bad = [];
      for (const element of mail.querySelectorAll('*')) {
        for (const type of ['mouseover', 'focus', 'toggle', 'click']) {
          element.addEventListener(type, (event) => event.preventDefault());
          element.dispatchEvent(new Event(type, { cancelable: true }));
        }
        if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') bad.push(element.nodeName);
        if (/^(script|style|iframe|object|embed|form|input|meta|link|base)$/i.test(element.nodeName))
          bad.push(element.nodeName);
        for (const { name, value } of element.attributes)
          if (/^on/i.test(name) || /^\\s*(javascript|vbscript|data:text)/i.test(value))
            bad.push(name + '=' + value);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { hits: window.hits, bad };
    })()`);
  }

  test('the attacks are real: unsanitised, some of them hit', async () => {
    expect((await show('<img src=x onerror=hit()><svg onload=hit()></svg>')).bad).not.toEqual([]);
  });

  test.each(attacks)('%s does nothing', async (attack) => {
    const clean = sanitiseHtml(attack);

    expect(await show(clean)).toEqual({ hits: 0, bad: [] });
  });

  test('attacks put together at random do nothing', async () => {
    const pieces = fc.array(
      fc.constantFrom(...attacks, '<b>', '</b>', '<table>', '<td>', '">', "'"),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        expect(await show(sanitiseHtml(parts.join('')))).toEqual({ hits: 0, bad: [] });
      }),
      { numRuns: 100 },
    );
  });
});

test('what was cleaned once stays as it is when it is cleaned again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...attacks, 'a&b', '<p style="color:red">'), { maxLength: 5 }),
      (parts) => {
        const once = sanitiseHtml(parts.join(''));
        expect(sanitiseHtml(once)).toBe(once);
      },
    ),
  );
});

test('any text survives being escaped, as text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/);
    }),
  );
});

test('what mail is made of stays', () => {
  const html =
    '<p style="color: red">Hello <b>Kim</b></p><table><tbody><tr><td colspan="2">x</td></tr></tbody></table><ul><li>one</li></ul><blockquote>old</blockquote>';

  expect(sanitiseHtml(html)).toBe(html);
});

test('links open elsewhere and say nothing of where they came from', () => {
  expect(sanitiseHtml('<a href="https://x.example/?a=1&amp;b=2">x</a>')).toBe(
    '<a href="https://x.example/?a=1&#38;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
  );
});

test('pictures from elsewhere are left out, those in the mail are shown', () => {
  const html = '<img src="https://tracker.example/p.gif"><img src="cid:a@b" alt="dot">';

  const clean = sanitiseHtml(html, (id) => (id === 'a@b' ? '/api/v1/attachments/1' : null));

  expect(clean).toBe(
    '<img data-remote-src="https://tracker.example/p.gif"><img src="/api/v1/attachments/1" alt="dot">',
  );
});

test('blanks in an address of a page are kept, the breaks of a long one are not', () => {
  const html =
    '<a href="https://x.example/My File.pdf">x</a><a href="https://x.example/a\r\n  b">y</a>';

  expect(sanitiseHtml(html)).toContain('href="https://x.example/My%20File.pdf"');
  expect(sanitiseHtml(html)).toContain('href="https://x.example/ab"');
});
