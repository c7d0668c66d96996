const BROWSERS = [
  [/\bEdgA?(?:iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:Chrome|HeadlessChrome|Chromium|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)\S* .*\bSafari\//, 'Safari'],
] as const;

/** In this order: an Android is a Linux as well, and an iPad says that it is like a Mac. */
const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
] as const;

/**
 * A browser in a few words, out of what it calls itself: `Firefox 145 on Linux`. For people, so that they
 * know their own; nothing depends on it. What is no browser is called by its first word: `curl/8.14.1`.
 */
export function browserWords(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent.trim() === '') return 'Did not say what it is';
  const system = SYSTEMS.find(([mark]) => mark.test(userAgent))?.[1];
  for (const [mark, name] of BROWSERS) {
    const version = mark.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}${system ? ` on ${system}` : ''}`;
  }
  return userAgent.trim().split(/\s/)[0] ?? userAgent;
}
