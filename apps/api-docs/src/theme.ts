/** Where the console keeps the theme (apps/console/src/app/shell/theme.ts). */
const KEY = 'mcm-theme';

/** Swagger UI is dark below an element with this class. */
const DARK = 'dark-mode';

/** Light, dark or as the system has it, as it was chosen in the console; follows the system while the page is open. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const chosen = remembered();
    const dark = chosen === 'dark' || (chosen !== 'light' && system.matches);
    document.documentElement.classList.toggle(DARK, dark);
  };
  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', apply); // another tab chose another theme
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // SecurityError: this browser forbids storage.
    return null;
  }
}
