import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { sessionOf, type Person, type Session } from './people.js';
import { PASSWORD, USERNAME, type Site } from './site.js';

export type ThemeName = 'light' | 'dark';

export const THEMES: readonly ThemeName[] = ['light', 'dark'];

/** Width and height in CSS pixels: the screen of an office and that of a phone. */
export const SCREENS = { 1440: [1440, 900], 390: [390, 844] } as const;

export interface Seat {
  readonly theme?: ThemeName;
  readonly width?: keyof typeof SCREENS;
  /** Nothing moves, as people can ask of their system. */
  readonly still?: boolean;
}

/** First Chromium without the windows of a browser around its pages, which draws them in two thirds of the time. */
const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
);

/** What the browser says of a request or a socket that got no good answer: news for the person, not a fault of the page. */
const UNANSWERED = /^(Failed to load resource: |WebSocket connection to )/;

/**
 * A person with a Chromium in front of a {@link Site}. Each page is a tab of a profile of its own. What
 * the browser has to complain about, a CSP report first of all, is kept for {@link Desk.complaints}.
 */
export class Desk {
  readonly #complaints: string[] = [];

  private constructor(
    private readonly site: Site,
    private readonly browser: Browser,
  ) {}

  static async at(site: Site): Promise<Desk> {
    const browser = await chromium.launch({
      executablePath:
        process.env['CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path)) ?? 'chromium',
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    return new Desk(site, browser);
  }

  /** Opens `path` without a session. */
  async open(path: string, seat?: Seat): Promise<Page> {
    const page = await this.#tab(seat);
    await page.goto(path);
    return page;
  }

  /** Opens `path` as somebody who has logged in before in this tab; without `person`, the first admin. */
  async openLoggedIn(path: string, seat?: Seat, person?: Person): Promise<Page> {
    const [page, session] = await Promise.all([this.#tab(seat), sessionOf(this.site, person)]);
    const once = await page.addInitScript(keep(session));
    await page.goto(path);
    await once.dispose();
    // Not by its role: where the address opens a sheet, it is hidden from who cannot see.
    await page.locator('mcm-top-bar').waitFor();
    return page;
  }

  /** What the browser complained about since the last time this was asked; nothing, on a good day. */
  complaints(): readonly string[] {
    return this.#complaints.splice(0);
  }

  /** Closes the tabs, so that none of them hears of what the next test does. */
  async clear(): Promise<void> {
    await Promise.all(this.browser.contexts().map((context) => context.close()));
  }

  async leave(): Promise<void> {
    await this.browser.close();
  }

  async #tab({ theme = 'light', width = 1440, still = false }: Seat = {}): Promise<Page> {
    const [across, down] = SCREENS[width];
    const context = await this.browser.newContext({
      baseURL: this.site.url,
      colorScheme: theme,
      locale: 'en-GB',
      reducedMotion: still ? 'reduce' : 'no-preference',
      timezoneId: 'Europe/Berlin',
      viewport: { width: across, height: down },
    });
    // Chromium reports a violation on the console as well, but only the event names the directive for sure.
    await context.addInitScript(`addEventListener('securitypolicyviolation', (report) =>
      console.error('CSP report: ' + report.effectiveDirective + ' ' + report.blockedURI))`);
    context.on('page', (page) => this.#listen(page));
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    return page;
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.#complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      if (!UNANSWERED.test(text)) this.#complaints.push(text);
    });
  }
}

/** Puts a session where the console keeps it. */
const keep = (session: Session) =>
  `sessionStorage.setItem('mcm-session', ${JSON.stringify(JSON.stringify(session))})`;

/** Fills in the log-in page and sends it. */
export async function logIn(page: Page, password = PASSWORD, username = USERNAME): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  // Not with the mouse: it would rest where the next page may have a tooltip.
  await page.keyboard.press('Enter');
}
