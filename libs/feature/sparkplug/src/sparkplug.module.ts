import { Module } from '@nestjs/common';
import { BrokerModule } from '#feature/broker';
import { SparkplugController } from './api/sparkplug.controller.js';
import { SparkplugNews } from './sparkplug-news.js';
import { SparkplugRebirths } from './sparkplug-rebirths.js';
import { SparkplugService } from './sparkplug.service.js';

/** Sparkplug nodes, and asking them for their births. Other features ask through {@link SparkplugService} only. */
@Module({
  imports: [BrokerModule],
  controllers: [SparkplugController],
  providers: [SparkplugService, SparkplugRebirths, SparkplugNews],
  exports: [SparkplugService],
})
export class SparkplugModule {}
