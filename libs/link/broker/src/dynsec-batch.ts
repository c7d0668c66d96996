import { wireJson, type DynsecCommand, type PlannedCommand } from '#domain/change';

/** Brokers take messages of many times that; the plugin keeps its answers to all in one. */
const MOST_CHARACTERS = 65_536;

/**
 * The commands for one message. An error keeps the plugin from none that stand behind it in the message, so they are of
 * one kind and effect: those hold without each other, and what comes later relies on all of them.
 */
export function batchFrom(
  planned: readonly PlannedCommand[],
  start: number,
  most: number,
): readonly DynsecCommand[] {
  const first = planned[start];
  const batch: DynsecCommand[] = [];
  let characters = 0;
  for (const { command, effect } of planned.slice(start, start + most)) {
    characters += wireJson(command).length;
    const isAlike = effect === first?.effect && command.command === first.command.command;
    if (!isAlike || (batch.length > 0 && characters > MOST_CHARACTERS)) break;
    batch.push(command);
  }
  return batch;
}
