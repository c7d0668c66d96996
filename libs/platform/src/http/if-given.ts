import { ValidateIf } from 'class-validator';

/**
 * For a member that may be left out. Unlike `IsOptional`, it refuses `null`, which says something: that there
 * shall be none. No handler expects it.
 */
export const IfGiven = () => ValidateIf((_, value: unknown) => value !== undefined);
