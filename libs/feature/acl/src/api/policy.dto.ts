import { ApiProperty } from '@nestjs/swagger';
import { BROKER_LINES, type BrokerLine, type FileProblem } from '#domain/mosquitto';
import { POLICY_FILES, type PolicyFile } from '../policy-problems.js';

export class PolicyFileDto {
  /** Where MCM reads it. */
  readonly path: string;
  /** Of the file, as it reads now; the broker may not have reloaded it since. */
  @ApiProperty({ format: 'date-time' })
  readonly changedAt: string;
}

export class PolicyTextDto extends PolicyFileDto {
  /**
   * The whole file. Bytes that are not UTF-8 stand in it as lone surrogates (0x80 as U+DC80); sent back in a draft,
   * they are those bytes again. Of the plugin's state, salts and hashes are taken out.
   */
  readonly text: string;
}

export class PolicyUsersDto extends PolicyFileDto {
  /** Who can log in by this file, in its order. */
  readonly users: string[];
}

/** The listener whose settings count: that of `mosquitto.port`, or the broker's first. */
export class PolicyListenerDto {
  /** 0 for one on a Unix socket. */
  @ApiProperty({ type: 'integer' })
  readonly port: number;
  /** The address or the socket that it is bound to, if one is named. */
  readonly address?: string;
  /** Whether for some other listener of the broker other settings count. */
  readonly othersDiffer: boolean;
  /** Plugins that decide, too. What they decide is not known here: the broker may answer otherwise. */
  readonly otherPlugins: string[];
}

/** A fault in one of the files. */
export class PolicyProblemDto {
  @ApiProperty({ enum: POLICY_FILES, enumName: 'PolicyFileName' })
  readonly file: PolicyFile;
  /** Of the file; that of an included one, if it is in one. */
  readonly path?: string;
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly line: number;
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly column: number;
  readonly reason: string;
  @ApiProperty({ enum: ['refuses', 'ignores', 'misreads'], enumName: 'FileProblemEffect' })
  readonly effect: FileProblem['effect'];
  /** What the broker does about it, at its start and when it reloads. */
  readonly consequence: string;
}

/** Everything by which the broker decides, or decided when it was seen. */
export class AccessPolicyDto {
  /** Grows whenever something that decides was seen to have changed. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly revision: number;
  /** When it was first seen. */
  @ApiProperty({ format: 'date-time' })
  readonly seenAt: string;
  /** The broker's configuration, from which the rest was taken, as far as MCM is not told otherwise. */
  readonly configFile?: PolicyFileDto;
  /** Absent when the configuration is not known. */
  readonly listener?: PolicyListenerDto;
  /** By whose rules it is read. */
  @ApiProperty({ enum: BROKER_LINES, enumName: 'BrokerLine' })
  readonly broker: BrokerLine;
  /** As the broker says; absent when it has not said it, and 2.0 is assumed. */
  readonly brokerVersion?: string;
  /**
   * Of the policy in force, by the broker's uptime, to within some seconds. A file that changed later counts only if
   * the broker has reloaded it since, which MCM does not know.
   */
  @ApiProperty({ format: 'date-time', required: false })
  readonly brokerStartedAt?: string;
  readonly allowAnonymous: boolean;
  /** Absent when none is configured, which allows everything. */
  readonly aclFile?: PolicyTextDto;
  readonly passwordFile?: PolicyUsersDto;
  /** The state of the dynamic-security plugin (JSON), if it is loaded. */
  readonly dynsec?: PolicyTextDto;
  /** Faults of the files; with one that the broker refuses, nothing can be explained. */
  @ApiProperty({ type: [PolicyProblemDto] })
  readonly problems: PolicyProblemDto[];
}
