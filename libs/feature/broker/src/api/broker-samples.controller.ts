import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Floor } from '#platform';
import { BrokerSamples } from '../broker-samples.js';
import { BrokerSamplePageDto, BrokerSamplesQuery, sampleQuery } from './broker-samples.dto.js';

@ApiTags('status')
@Controller('api/v1/broker/samples')
export class BrokerSamplesController {
  constructor(private readonly samples: BrokerSamples) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listBrokerSamples',
    summary:
      'How the broker was, minute by minute or in groups, over days: its traffic and its figures.',
  })
  @ApiOkResponse({ type: BrokerSamplePageDto })
  @ApiProblems('validation-failed', 'not-authenticated')
  async list(@Query() query: BrokerSamplesQuery): Promise<BrokerSamplePageDto> {
    const asked = sampleQuery(query);
    const samples =
      query.every === undefined
        ? await this.samples.page(asked)
        : await this.samples.groups(asked, query.every * 1_000);
    return BrokerSamplePageDto.of(samples, query.limit);
  }
}
