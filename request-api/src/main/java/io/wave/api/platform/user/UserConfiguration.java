package io.wave.api.platform.user;

import io.wave.api.platform.PlatformCondition;
import io.wave.api.platform.PlatformProperties;
import io.wave.api.platform.call.Outages;
import io.wave.api.platform.call.PlatformClient;
import io.wave.api.platform.login.LoginChecks;
import io.wave.api.platform.login.PlatformLogins;
import io.wave.api.platform.pairing.Pairings;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.security.oidc.UserOrganizations;
import io.wave.security.RootKey;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The users of Platforms. */
@Configuration(proxyBeanMethods = false)
@Conditional(PlatformCondition.class)
class UserConfiguration {

    @Bean
    PlatformUsers platformUsers(
            PlatformProperties properties,
            Pairings pairings,
            PlatformClient client,
            PlatformLogins logins,
            LoginChecks checks,
            StringRedisTemplate redis,
            RootKey rootKey,
            Outages outages,
            Clock clock,
            GuessLimiter guesses,
            UserOrganizations organizations) {
        UserCache cache =
                new UserCache(redis, rootKey, outages, clock, new VirtualThreadTaskExecutor("platform-users-"));
        return new PlatformUsers(properties, pairings, client, logins, checks, cache, guesses, organizations);
    }
}
