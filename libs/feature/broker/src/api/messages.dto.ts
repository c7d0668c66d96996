import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBase64,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DECODES, type Decode } from '#domain/payload';
import { IfGiven } from '#platform';
import { IsTopicName } from './is-filter.js';
import { IsOpenTopic } from './is-open-topic.js';
import { UserPropertyDto } from './topic-message.dto.js';

const LONGEST_TEXT = 65_535;
const LONGEST_INTERVAL = 4_294_967_295;

/** Properties of a PUBLISH (MQTT 5.0 section 3.3.2.3); a broker that speaks 3.1.1 only has none. */
export class PublishPropertiesDto {
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  contentType?: string;

  @IfGiven()
  @IsTopicName()
  responseTopic?: string;

  /** Base64. */
  @IfGiven()
  @IsBase64()
  @MaxLength(LONGEST_TEXT)
  correlationData?: string;

  @IfGiven()
  @IsBoolean()
  payloadIsUtf8?: boolean;

  /** Seconds. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: LONGEST_INTERVAL, required: false })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(LONGEST_INTERVAL)
  messageExpiryInterval?: number;

  @ApiProperty({ type: [UserPropertyDto], required: false, maxItems: 100 })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => UserPropertyDto)
  userProperties?: UserPropertyDto[];
}

export class PublishDto {
  /** Neither below `$SYS` nor below `$CONTROL`. */
  @IsOpenTopic()
  topic: string;

  /** The payload in the form that `format` says; an empty text is an empty payload in every form. */
  @IsString()
  payload: string;

  /** How `payload` is written. CBOR and MessagePack are made from JSON. */
  @ApiProperty({ enum: DECODES, enumName: 'Decode' })
  @IsIn(DECODES)
  format: Decode = 'text';

  @ApiProperty({ enum: [0, 1, 2], type: 'integer' })
  @IsIn([0, 1, 2])
  qos: 0 | 1 | 2 = 0;

  @ApiProperty({ type: 'boolean' })
  @IsBoolean()
  retain = false;

  @IfGiven()
  @ValidateNested()
  @Type(() => PublishPropertiesDto)
  properties?: PublishPropertiesDto;
}

export class PublishedDto {
  readonly topic: string;
  readonly payloadBytes: number;
  /** Of the payload, in hexadecimal: the audit trail has it, too. */
  readonly sha256: string;
  @ApiProperty({ format: 'date-time' })
  readonly publishedAt: string;
  /** Whether the broker said that it took the message; with QoS 0 it never says so, not even when it refuses. */
  readonly acknowledged: boolean;
  /**
   * The broker said that nobody subscribes to this topic; only with QoS 1 or 2 and MQTT 5. MCM itself subscribes to
   * every topic that does not begin with `$`, while it observes.
   */
  readonly noSubscribers?: boolean;
}
