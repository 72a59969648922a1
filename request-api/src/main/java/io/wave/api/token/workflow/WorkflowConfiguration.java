package io.wave.api.token.workflow;

import io.wave.api.platform.PlatformCondition;
import io.wave.api.platform.PlatformProperties;
import io.wave.api.platform.call.PlatformClient;
import io.wave.api.platform.user.PlatformUsers;
import io.wave.api.token.RequestStore;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.loop.TaskLoop.Pace;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Workflows of Platforms. */
@Configuration(proxyBeanMethods = false)
@Conditional(PlatformCondition.class)
@ConditionalOnBooleanProperty(name = "wave.tokens.workflow.enabled", matchIfMissing = true)
class WorkflowConfiguration {

    private static final Duration MAX_INTERVAL = Duration.ofSeconds(10);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    @Bean
    WorkflowTable workflowTable(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            RootKey rootKey,
            PlatformProperties platforms,
            WorkflowProperties properties) {
        SecretCipher cipher = new SecretCipher(rootKey, RootKey.Purpose.WORKFLOW_LOGINS);
        return new WorkflowTable(jdbc, transaction, cipher, platforms, properties.checkInterval());
    }

    @Bean
    WorkflowTokens workflowTokens(PlatformUsers users, WorkflowTable workflows) {
        return new WorkflowTokens(users, workflows);
    }

    @Bean
    TaskLoop workflowLoop(
            WorkflowTable workflows,
            PlatformClient platforms,
            PlatformUsers users,
            RequestStore requests,
            WorkflowProperties properties,
            Clock clock) {
        Duration interval =
                properties.checkInterval().compareTo(MAX_INTERVAL) < 0 ? properties.checkInterval() : MAX_INTERVAL;
        return new TaskLoop(
                "workflows",
                new WorkflowMonitor(workflows, platforms, users, requests, properties.grace(), clock),
                new Pace(interval, Duration.ZERO, MAX_PAUSE),
                TaskLoop.BEFORE_CONNECTIONS);
    }
}
