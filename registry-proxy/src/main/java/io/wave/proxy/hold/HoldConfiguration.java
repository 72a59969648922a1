package io.wave.proxy.hold;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.requestapi.RequestApiClient;
import io.wave.proxy.token.RequestCache;
import io.wave.security.RootKey;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HoldProperties.class, HoldConfiguration.ServerProperties.class})
class HoldConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler holdTimers() {
        return Schedulers.newSingle("hold-timers", true);
    }

    @Bean
    HeldPulls heldPulls(
            HoldProperties properties,
            ServerProperties server,
            ReactiveStringRedisTemplate redis,
            RequestCache requests,
            RequestApiClient requestApi,
            JsonMapper json,
            RootKey rootKey,
            MeterRegistry meters,
            Scheduler holdTimers) {
        HeldPulls pulls = new HeldPulls(
                new JobLookup(redis, requestApi, json, properties.grace())::find,
                new HopSchedule(properties),
                new HopCounter(rootKey),
                new HoldResults(server.url(), properties.retryAfter()),
                new HoldMetrics(meters),
                holdTimers,
                Schedulers.parallel());
        requests.onRemoval(pulls::redirectAll);
        return pulls;
    }

    @Bean
    JobChangeListener jobChangeListener(HeldPulls pulls, JsonMapper json, HoldProperties properties) {
        return new JobChangeListener(pulls, json, properties.pollInterval());
    }

    @Bean
    HoldRelease holdRelease(HeldPulls pulls) {
        return new HoldRelease(pulls);
    }

    /**
     * The public address of the service.
     *
     * @param url public base URL, used for links in messages
     */
    @ConfigurationProperties("wave.server")
    record ServerProperties(
            @DefaultValue("http://localhost:9090") URI url) {}
}
