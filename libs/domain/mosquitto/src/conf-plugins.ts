import type { BrokerLine } from './broker-version.js';
import { pluginOptionKey } from './conf-options.js';
import type { ConfGiven } from './conf-scope.js';
import type { ConfPlace, GrowingPlugin, GrowingSecurity } from './conf-security.js';
import { wordsOf } from './conf-words.js';

/** The plugins, while lines are read. */
export class ConfPlugins {
  private readonly named = new Map<string, GrowingPlugin>();

  add({ place, rest, scope }: ConfGiven, security: GrowingSecurity, line: BrokerLine): void {
    const [path = ''] = line === '2.0' ? [place.value] : wordsOf(rest).map(({ text }) => text);
    scope.plugin = newPlugin({ ...place, value: path });
    security.plugins.push(scope.plugin);
  }

  /** Hands an option to the plugin above it; others are left alone. */
  option({ name, place, rest, scope }: ConfGiven): void {
    const key = pluginOptionKey(name);
    if (key === undefined) return;
    // Blanks at the end are a part of the value.
    scope.plugin?.options.push({ ...place, key, value: rest.replace(/^[ \t]+/, '') });
  }

  /** Gives a listener a plugin that was loaded by name. */
  use({ place, scope }: ConfGiven, security: GrowingSecurity): string | undefined {
    const plugin = this.named.get(place.value);
    if (plugin === undefined) return 'No plugin of this name is loaded above.';
    scope.plugin = plugin;
    security.plugins.push(plugin);
    return undefined;
  }

  /** Loads a plugin by name, for listeners to use. */
  load({ place, rest, scope }: ConfGiven): string | undefined {
    const [name, path] = wordsOf(rest);
    if (name === undefined || path === undefined) return undefined;
    if (this.named.has(name.text)) return 'Another plugin has this name.';
    scope.plugin = newPlugin({ ...place, value: rest.slice(name.at + name.text.length + 1) });
    this.named.set(name.text, scope.plugin);
    return undefined;
  }
}

function newPlugin(place: ConfPlace): GrowingPlugin {
  return { ...place, options: [] };
}
