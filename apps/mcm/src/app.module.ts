import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '#feature/auth';
import { BrokerModule } from '#feature/broker';
import { OpsModule } from '#feature/ops';
import { PlatformModule, type Ground } from '#platform';

/** The whole application: the frame, and the features in it. */
@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.on(ground), AuthModule, BrokerModule, OpsModule],
    };
  }
}
