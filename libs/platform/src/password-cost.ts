/** What it costs to compute the argon2id hash of a password: memory in KiB, and passes over it. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}

/** Injection token of the {@link PasswordCost}. */
export const PASSWORD_COST = Symbol('PASSWORD_COST');

/** 64 MiB and 3 passes: what whoever has stolen the hashes pays for each guess. */
export const USUAL_PASSWORD_COST: PasswordCost = { memoryCost: 65_536, timeCost: 3 };
