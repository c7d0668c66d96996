import type { Locator, Page } from 'playwright-core';

/** The row of a topic, or of a level above topics, in the tree. */
export function row(page: Page, topic: string): Locator {
  const name = page.locator(`.name[title=${JSON.stringify(topic)}]`);
  return page.getByRole('treeitem').filter({ has: name });
}

/** Opens the tree down to a topic with the mouse, and chooses it. */
export async function choose(page: Page, topic: string): Promise<void> {
  const levels = topic.split('/');
  for (const depth of levels.keys()) {
    const level = row(page, levels.slice(0, depth + 1).join('/'));
    if (depth === levels.length - 1) await level.click();
    else if ((await level.getAttribute('aria-expanded')) !== 'true')
      await level.locator('.toggle').click();
  }
}
