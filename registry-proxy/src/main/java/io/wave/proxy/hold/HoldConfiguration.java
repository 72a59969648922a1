package io.wave.proxy.hold;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.requestapi.RequestApi;
import io.wave.proxy.token.Requests;
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
    HeldPulls holds(
            HoldProperties properties,
            ServerProperties server,
            ReactiveStringRedisTemplate redis,
            Requests requests,
            RequestApi requestApi,
            JsonMapper json,
            RootKey rootKey,
            MeterRegistry meters,
            Scheduler holdTimers) {
        HeldPulls pulls = new HeldPulls(
                new JobLookup(redis, requestApi, json, properties.grace())::find,
                new HopPlan(properties),
                new HopCounter(rootKey),
                new HoldAnswers(server.url(), properties.retryAfter()),
                new HoldMetrics(meters),
                holdTimers,
                Schedulers.parallel());
        requests.whenDropped(pulls::askAgain);
        return pulls;
    }

    @Bean
    JobChanges jobChanges(HeldPulls pulls, JsonMapper json, HoldProperties properties) {
        return new JobChanges(pulls, json, properties.pollInterval());
    }

    @Bean
    HoldRelease holdRelease(HeldPulls pulls) {
        return new HoldRelease(pulls);
    }

    /**
     * How the service is reached from outside.
     *
     * @param url base URL of pages that messages name
     */
    @ConfigurationProperties("wave.server")
    record ServerProperties(
            @DefaultValue("http://localhost:9090") URI url) {}
}
