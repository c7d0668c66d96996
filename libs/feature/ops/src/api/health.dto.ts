import { ApiProperty } from '@nestjs/swagger';
import type { BrokerConnection } from '#contract';

export class AliveDto {
  @ApiProperty({ enum: ['ok'] })
  readonly status: 'ok';
}

export class ReadyDto extends AliveDto {
  @ApiProperty({ enum: ['connected', 'disconnected'], enumName: 'BrokerConnection' })
  readonly broker: BrokerConnection;
}
