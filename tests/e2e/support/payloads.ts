// Markup that Trusted Types must refuse: classic payloads, then variants of their grammar.
export const PAYLOADS = [
  "<img src=x onerror=alert(1)>",
  '<img src="x" onerror="alert(1)">',
  "<svg onload=alert(1)>",
  '<svg onload="alert(1)"></svg>',
  '<svg><script>alert(1)</script></svg>',
  "<script>alert(1)</script>",
  '<script src="/boot.js"></script>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="//elsewhere.example/">x</a>',
  '<a href="data:text/html,x">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe src="/"></iframe>',
  '<object data="x"></object>',
  '<embed src="x">',
  '<form action="/x"><input name="x"></form>',
  '<base href="/elsewhere/">',
  '<meta http-equiv="refresh" content="0">',
  '<link rel="stylesheet" href="/x.css">',
  "<style>*{display:none}</style>",
  '<p style="position:fixed">x</p>',
  '<p onclick="alert(1)">x</p>',
  '<math><mtext><script>alert(1)</script></mtext></math>',
  "<p/onclick=alert(1)>x</p>",
  "<p\nonclick=alert(1)>x</p>",
  '<!--><script>alert(1)</script>-->',
  "<<p>script>alert(1)</p>",
  '<p title="</p><img src=x onerror=alert(1)>">x</p>',
  "<template><script>alert(1)</script></template>",
];

/** Texts for members of the API's JSON; each sets the title if it becomes markup. */
export const HOSTILE_HTML = '<img src=x onerror="document.title=\'owned\'">';
export const HOSTILE_SCRIPT = "</script><script>document.title='owned'</script>";
/** A file name that reads as abcexe.jpg, by a text direction control. */
export const BIDI_NAME = "abc\u202Egpj.exe";
