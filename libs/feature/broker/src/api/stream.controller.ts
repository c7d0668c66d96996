import { Controller, Get, Header } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { STREAM_PATH, STREAM_PROTOCOL } from '#contract';
import { ApiProblems, Floor, Problem } from '#platform';

/** The stream's place in the documents; upgrades never get here, so a plain request is told what to do. */
@ApiTags('stream')
@Controller(STREAM_PATH)
export class StreamController {
  @Get()
  @Floor('viewer')
  @Header('upgrade', 'websocket')
  @ApiOperation({
    operationId: 'openStream',
    summary: 'Open the event stream (WebSocket).',
    description:
      'The first frame is `broker_status`, then come the last 100 `broker_log`, then everything as it ' +
      'happens. Send `{"type":"watch","filters":[…],"maxPerSecond":n}` for `topic_message` frames.',
  })
  @ApiHeader({
    name: 'Sec-WebSocket-Protocol',
    required: true,
    description: `\`${STREAM_PROTOCOL}, Bearer.<token>\`; the answer is \`${STREAM_PROTOCOL}\`.`,
  })
  @ApiResponse({ status: 101, description: 'The stream is open.' })
  @ApiProblems(
    'malformed-request',
    'not-authenticated',
    'origin-refused',
    'upgrade-required',
    'stream-full',
  )
  open(): never {
    throw new Problem('upgrade-required', 'Ask for this address with a WebSocket client.');
  }
}
