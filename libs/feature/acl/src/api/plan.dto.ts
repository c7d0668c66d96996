import { ApiProperty } from '@nestjs/swagger';
import { FindingDto } from './lint.dto.js';
import { ImpactDto } from './impact.dto.js';
import { PolicyProblemDto } from './policy.dto.js';

export const LINE_KINDS = ['same', 'added', 'removed'] as const;

export class DifferenceLineDto {
  @ApiProperty({ enum: LINE_KINDS, enumName: 'DifferenceLineKind' })
  readonly kind: (typeof LINE_KINDS)[number];
  readonly text: string;
  /** Its number before; absent for an added one. */
  @ApiProperty({ type: 'integer', required: false })
  readonly before?: number;
  /** Its number afterwards; absent for a removed one. */
  @ApiProperty({ type: 'integer', required: false })
  readonly after?: number;
}

/** Lines that stand together; what is between two of them is the same. */
export class HunkDto {
  @ApiProperty({ type: [DifferenceLineDto] })
  readonly lines: DifferenceLineDto[];
}

export class FileDifferenceDto {
  readonly path: string;
  @ApiProperty({ type: 'integer' })
  readonly added: number;
  @ApiProperty({ type: 'integer' })
  readonly removed: number;
  @ApiProperty({ type: [HunkDto] })
  readonly hunks: HunkDto[];
  /** Hunks that were left out. */
  @ApiProperty({ type: 'integer' })
  readonly hunksLeftOff: number;
}

export const USER_CHANGES = ['created', 'deleted', 'password', 'disabled', 'enabled'] as const;

export class UserChangeDto {
  readonly username: string;
  @ApiProperty({ enum: USER_CHANGES, enumName: 'UserChangeKind' })
  readonly change: (typeof USER_CHANGES)[number];
}

export class CommandDto {
  /** As it is sent, without its passwords. */
  readonly text: string;
  /** Whether it takes away, gives, or may do both; `last`: it cannot be undone and comes after the probes. */
  @ApiProperty({ enum: ['narrows', 'either', 'widens', 'last'], enumName: 'CommandEffect' })
  readonly effect: 'narrows' | 'either' | 'widens' | 'last';
  /** Users whose clients it disconnects. */
  readonly disconnects: string[];
}

/** What exactly becomes different: lines of files, users, or commands for the plugin. */
export class AccessDifferenceDto {
  /** Of the acl_file; absent when it stays as it is. */
  readonly aclFile?: FileDifferenceDto;
  /** Where the password_file is; absent when no user changes, or when the plugin keeps them. */
  readonly passwordFile?: string;
  /** Users of the password_file, or of the plugin. At most 1,000. */
  @ApiProperty({ type: [UserChangeDto] })
  readonly users: UserChangeDto[];
  @ApiProperty({ type: 'integer' })
  readonly usersLeftOff: number;
  /** For the dynamic-security plugin, in their order. At most 1,000. */
  @ApiProperty({ type: [CommandDto] })
  readonly commands: CommandDto[];
  @ApiProperty({ type: 'integer' })
  readonly commandsLeftOff: number;
}

export const CLIENT_EFFECTS = ['disconnected', 'keeps-subscription', 'loses', 'gains'] as const;

export class TouchedClientDto {
  readonly clientId: string;
  readonly username?: string;
  @ApiProperty({ enum: CLIENT_EFFECTS, enumName: 'ClientEffect' })
  readonly effect: (typeof CLIENT_EFFECTS)[number];
  /** A sentence. */
  readonly detail: string;
  /** Its subscriptions that this is about. */
  readonly filters: string[];
}

export class TouchedClientsDto {
  /** Whether the broker tells MCM who comes and subscribes: it does with `log_dest topic` and its log_types. */
  readonly known: boolean;
  /** Clients that came before are not known. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly since?: string;
  /** Clients that are connected, as far as MCM knows. */
  @ApiProperty({ type: 'integer' })
  readonly connected: number;
  /** Those for whom something changes. At most 500. */
  @ApiProperty({ type: [TouchedClientDto] })
  readonly clients: TouchedClientDto[];
  @ApiProperty({ type: 'integer' })
  readonly clientsLeftOff: number;
}

export const RISKS = ['none', 'low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISKS)[number];

export class RiskDto {
  @ApiProperty({ enum: RISKS, enumName: 'RiskLevel' })
  readonly level: RiskLevel;
  /** One sentence: the worst that this does. */
  readonly sentence: string;
}

/** What applying the draft would do. */
export class AccessPlanDto {
  /** Of the draft that was looked at; to be sent with the request to apply it. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly version: number;
  /** The revision that it changes. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly base: number;
  @ApiProperty({ enum: ['file', 'dynamic-security'], enumName: 'AccessBackendKind' })
  readonly backend: 'file' | 'dynamic-security';
  readonly risk: RiskDto;
  readonly difference: AccessDifferenceDto;
  /** Findings that the draft adds. */
  @ApiProperty({ type: [FindingDto] })
  readonly findings: FindingDto[];
  /** Faults for which the broker would not take it; it cannot be applied. */
  @ApiProperty({ type: [PolicyProblemDto] })
  readonly problems: PolicyProblemDto[];
  /** On known users and observed topics; absent when there are faults, or when it takes too long to work out. */
  readonly impact?: ImpactDto;
  readonly clients: TouchedClientsDto;
  /** What MCM itself may no longer do on the broker, a sentence each; with any, it is only applied by force. */
  readonly lockout: string[];
  /** Why it cannot be applied at all, a sentence each. */
  readonly obstacles: string[];
}
