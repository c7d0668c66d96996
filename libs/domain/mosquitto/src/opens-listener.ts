import type { ConfRule } from './conf-options.js';
import { atoi, isTrue } from './conf-words.js';

const NEVER = /^(?:acl_file|allow_anonymous|auto_id_prefix|http_dir|max_topic_alias|tls_version)$/;

/**
 * Whether 2.0 opens the default listener for this option above the first `listener`: for any other than what holds
 * anyway, and for some options never.
 */
export function opensListener(name: string, { value }: ConfRule, word: string): boolean {
  if (NEVER.test(name)) return false;
  if (name === 'allow_zero_length_clientid') return !isTrue(word);
  if (name === 'max_connections') return atoi(word) >= 0;
  if (name === 'max_qos' || name === 'maximum_qos') return atoi(word) !== 2;
  if (name === 'protocol') return word !== 'mqtt';
  if (name === 'tls_keyform') return word === 'engine';
  return value !== 'flag' || isTrue(word);
}
