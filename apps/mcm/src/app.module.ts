import { Module, type DynamicModule } from '@nestjs/common';
import { AclModule } from '#feature/acl';
import { AlertingModule } from '#feature/alerting';
import { AuditModule } from '#feature/audit';
import { AuthModule } from '#feature/auth';
import { BrokerModule } from '#feature/broker';
import { OpsModule } from '#feature/ops';
import { SchemasModule } from '#feature/schemas';
import { SparkplugModule } from '#feature/sparkplug';
import { PlatformModule, type Ground } from '#platform';

/** The whole application: the frame, and the features in it. */
@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.on(ground),
        AuditModule,
        AuthModule,
        BrokerModule,
        AclModule,
        SchemasModule,
        SparkplugModule,
        AlertingModule,
        OpsModule,
      ],
    };
  }
}

/** What the command line needs when no server runs: who may use MCM, and the trail of what is done. */
@Module({})
export class AdministrationModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AdministrationModule,
      imports: [PlatformModule.on(ground), AuditModule, AuthModule],
    };
  }
}
