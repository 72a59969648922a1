package io.wave.api.platform.credential;

import io.wave.api.access.RestrictedRepositories;
import io.wave.api.image.ImageLookupService;
import io.wave.api.platform.PlatformCondition;
import io.wave.api.platform.call.Outages;
import io.wave.api.platform.call.PlatformClient;
import io.wave.api.platform.pairing.Pairings;
import io.wave.api.platform.user.PlatformUsers;
import io.wave.registry.config.TenantCredentials;
import io.wave.registry.config.UserLogins;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** Registry credentials that users keep in their Platform. */
@Configuration(proxyBeanMethods = false)
@Conditional(PlatformCondition.class)
class CredentialConfiguration {

    @Bean
    PlatformRegistries platformRegistries(
            PlatformUsers users,
            PlatformClient client,
            Outages outages,
            Pairings pairings,
            TenantCredentials configured,
            RestrictedRepositories restricted,
            ImageLookupService lookups,
            UserLogins logins,
            Clock clock) {
        PlatformCredentials credentials = new PlatformCredentials(
                client, pairings, outages, new VirtualThreadTaskExecutor("platform-credentials-"));
        return new PlatformRegistries(
                users, credentials, configured, restricted, new OpenRepositories(lookups), logins, clock);
    }
}
