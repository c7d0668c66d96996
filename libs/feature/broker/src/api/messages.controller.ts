import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, Note } from '#platform';
import { Publisher } from '../publisher.js';
import { PublishDto, PublishedDto } from './messages.dto.js';

@ApiTags('messages')
@Controller('api/v1/messages')
export class MessagesController {
  constructor(private readonly publisher: Publisher) {}

  @Post()
  @HttpCode(200)
  @Floor('operator')
  @Audited('message.publish')
  @ApiOperation({
    operationId: 'publishMessage',
    summary: 'Publish a message. The audit trail gets topic, size and SHA-256, never the payload.',
  })
  @ApiOkResponse({ type: PublishedDto })
  @ApiProblems(
    'validation-failed',
    'not-authenticated',
    'role-too-low',
    'broker-refused',
    'broker-unavailable',
  )
  publish(@Body() message: PublishDto, @Note() note: AuditNote): Promise<PublishedDto> {
    return this.publisher.publish(message, note);
  }
}
