package io.wave.api.platform.login;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.platform.PlatformCondition;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.PlatformProperties;
import io.wave.api.platform.call.PlatformSender;
import io.wave.api.security.oidc.KeySource;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.loop.TaskLoop.Pace;
import io.wave.security.RootKey;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Logins of Platform users. */
@Configuration(proxyBeanMethods = false)
@Conditional(PlatformCondition.class)
class LoginConfiguration {

    private static final Duration PACE = Duration.ofSeconds(10);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    private final Executor threads = new VirtualThreadTaskExecutor("platform-logins-");

    @Bean
    LoginTable loginTable(JdbcClient jdbc, RootKey rootKey, PlatformProperties platforms) {
        return new LoginTable(jdbc, rootKey, platforms);
    }

    @Bean
    PlatformLogins platformLogins(LoginTable table, PlatformSender sender, MeterRegistry meters) {
        return new PlatformLogins(table, new LoginExchange(sender), sender.longest(), meters, threads);
    }

    @Bean
    LoginChecks loginChecks(PlatformSender sender, PlatformLogins logins, Clock clock) {
        Function<PlatformEndpoint, KeySource> keys =
                endpoint -> new PublishedKeys(endpoint, uri -> sender.open(endpoint, uri));
        return new LoginChecks(new SignedTokens(keys, clock), logins);
    }

    @Bean
    LoginMonitor loginMonitor(LoginTable table, PlatformLogins logins, PlatformSender sender, Clock clock) {
        return new LoginMonitor(table, logins, sender, clock);
    }

    @Bean
    TaskLoop loginMonitorLoop(LoginMonitor monitor) {
        return new TaskLoop(
                "platform-logins", monitor, new Pace(PACE, Duration.ZERO, MAX_PAUSE), TaskLoop.AFTER_LISTENERS);
    }
}
