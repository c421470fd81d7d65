/** Names that somebody may type, or a client may send, to break what shows them: markup, formulas, and characters that nobody sees. */
export const hostileNames: readonly string[] = [
  ...new Set([...markup(), ...bidi(), ...controls(), ...invisible(), ...terminal(), ...formulas(), ...paths()]),
];

function markup(): readonly string[] {
  const scripts = ['alert(1)', 'window.pwned=1', 'fetch(`/api/health`)'];
  const frames = [
    '<script>@</script>',
    '<ScRiPt>@</sCrIpT>',
    '<img src=x onerror=@>',
    '<img/src=x/onerror=@>',
    '<svg onload=@>',
    '<svg/onload=@//',
    '<svg><animate onbegin=@ attributeName=x dur=1s>',
    '<body onload=@>',
    '<input autofocus onfocus=@>',
    '<details open ontoggle=@>',
    '<video><source onerror=@></video>',
    '<marquee onstart=@>',
    '<iframe srcdoc="<script>@</script>">',
    '<iframe src=javascript:@>',
    '<object data=javascript:@>',
    '<embed src=javascript:@>',
    '<a href=javascript:@>x</a>',
    '<math><mtext></mtext><mglyph><svg><mtext><style><a title="</style><img src onerror=@>">',
    '<form><button formaction=javascript:@>x',
    '<base href=//example.invalid/>@',
    '<link rel=stylesheet href=//example.invalid/x>@',
    '<meta http-equiv=refresh content=0;url=javascript:@>',
    '<style>*{background:url(//example.invalid)}</style>@',
    '<div style=position:fixed;inset:0>@</div>',
    '"><script>@</script>',
    `'"><img src=x onerror=@>`,
    '" onmouseover="@" x="',
    `' onfocus='@' autofocus='`,
    '</title><script>@</script>',
    '</textarea><script>@</script>',
    '<!--<img src="--><img src=x onerror=@>">',
    '<![CDATA[<script>@</script>]]>',
    '{{constructor.constructor("@")()}}',
    '${@}',
    '#{@}',
    '<%= @ %>',
    '&lt;script&gt;@&lt;/script&gt;',
    '&#60;script&#62;@&#60;/script&#62;',
    '\\u003cscript\\u003e@\\u003c/script\\u003e',
    '%3Cscript%3E@%3C/script%3E',
    'javascript:@',
    'data:text/html,<script>@</script>',
    '<template><script>@</script></template>',
    '<slot name=@>',
    '<x-@ is=a>',
  ];
  return frames.flatMap((frame) => scripts.map((script) => frame.replaceAll('@', () => script)));
}

function bidi(): readonly string[] {
  const marks = [...codes(0x202a, 0x202e), ...codes(0x2066, 0x2069), 0x200e, 0x200f, 0x061c].map((code) =>
    String.fromCodePoint(code),
  );
  return marks.flatMap((mark) => [
    `marty${mark}gpj.exe`,
    `${mark}admin`,
    `admin${mark}`,
    `a${mark}b${mark}c`,
    mark.repeat(20),
  ]);
}

function controls(): readonly string[] {
  // A NUL ends the text of a message in C; the ASA prints none.
  const all = [...codes(0x01, 0x1f), ...codes(0x7f, 0x9f)].map((code) => String.fromCodePoint(code));
  return all.flatMap((one) => [`ma${one}rty`, `${one}=1+1`]);
}

function invisible(): readonly string[] {
  const all = [0x00ad, 0x200b, 0x200c, 0x200d, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xfeff, 0x2028, 0x2029].map(
    (code) => String.fromCodePoint(code),
  );
  return all.flatMap((one) => [`mar${one}ty`, `${one}marty`, `marty${one}`, `${one}=cmd`]);
}

function terminal(): readonly string[] {
  const tails = [
    '[31mred',
    '[2J[H',
    ']0;title\u0007',
    ']8;;http://example.invalid\u0007x',
    '[6n',
    '[5n',
    'P+q544e\u001b\\',
    ']52;c;cHduZWQ=\u0007',
    '[?1049h',
    '[1;1H',
    'c',
    '[8m',
    ']1337;File=inline=1:AAAA\u0007',
    '#8',
  ];
  return tails.flatMap((tail) => [`\u001b${tail}`, `\u009b${tail.slice(1)}`, `a\r\u001b${tail}b`]);
}

function formulas(): readonly string[] {
  const bodies = [
    '1+1',
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.invalid","x")',
    'SUM(A1:A9)',
    'IMPORTXML("http://example.invalid","//a")',
    'WEBSERVICE("http://example.invalid")',
    'DDE("cmd";"/C calc";"x")',
    "2+5+cmd|' /C calc'!A0",
    '@SUM(1)',
  ];
  const signs = ['=', '+', '-', '@', '\t=', '\r=', ' =', '"=', '\uff1d', 'x;=', 'x\t='];
  return signs.flatMap((sign) => bodies.map((body) => sign + body));
}

function paths(): readonly string[] {
  return [
    '../../etc/passwd',
    '..%2f..%2f',
    '/\\example.invalid',
    '//example.invalid',
    '?from=now-1h&site=x',
    '#top',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    '0',
    "' OR 1=1 --",
    '%00',
    '%',
    '\\',
    'a/b/c',
    '*****x',
    'O\'Brien "the" <quick>',
  ];
}

function codes(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}
