package io.wave.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.wave.config.InvalidConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class TracingTest {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
    private static final String SAMPLING = "management.tracing.sampling.probability";
    private static final Map<String, Object> ENABLED = Map.of(ENDPOINT, "http://127.0.0.1:1/v1/traces", SAMPLING, "0");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-00";

    @Test
    void withoutEndpointThereIsNoTracer() {
        try (ConfigurableApplicationContext context = start(Map.of())) {
            assertThat(context.getBean(Traces.class)).isSameAs(Traces.NONE);
            assertThat(context.getBeansOfType(Tracer.class)).isEmpty();
            assertThat(context.getEnvironment().containsProperty("spring.kafka.listener.observation-enabled"))
                    .isFalse();
        }
    }

    @Test
    void continuedWorkBelongsToItsTraceAndOtherWorkToNone() {
        try (ConfigurableApplicationContext context = start(ENABLED)) {
            Traces traces = context.getBean(Traces.class);
            try (WorkSpan _ = traces.continued("job", "build job", PARENT)) {
                assertThat(traces.parent())
                        .hasValueSatisfying(parent -> assertThat(parent)
                                .startsWith("00-" + TRACE + "-")
                                .endsWith("-00")
                                .isNotEqualTo(PARENT));
                assertThat(Traces.currentId()).contains(TRACE);
            }
            assertThat(traces.parent()).isEmpty();
            assertThat(Traces.currentId()).isEmpty();
        }
    }

    @Test
    void programsGetToKnowTheSpanThatStartsThem() {
        try (ConfigurableApplicationContext context = start(ENABLED)) {
            Traces traces = context.getBean(Traces.class);
            assertThat(traces.variables()).isEmpty();
            try (WorkSpan _ = traces.continued("job", "build job", PARENT)) {
                assertThat(traces.variables())
                        .containsExactly(
                                Map.entry("TRACEPARENT", traces.parent().orElseThrow()));
            }
        }
        try (WorkSpan _ = Traces.NONE.continued("job", "build job", PARENT)) {
            assertThat(Traces.NONE.variables()).isEmpty();
        }
    }

    @Test
    void carriedWorkBelongsToTheTraceOnAnotherThread() throws InterruptedException {
        try (ConfigurableApplicationContext context = start(ENABLED)) {
            StringBuilder seen = new StringBuilder();
            Thread thread;
            try (WorkSpan _ = context.getBean(Traces.class).continued("job", "build job", PARENT)) {
                thread = Thread.ofPlatform()
                        .start(Traces.carried(
                                () -> seen.append(Traces.currentId().orElse("none"))));
            }
            thread.join();
            assertThat(seen).hasToString(TRACE);
        }
    }

    @Test
    void messageThatBelongsToNoTraceDoesNotBeginOne() {
        try (ConfigurableApplicationContext context = start(ENABLED)) {
            ObservationRegistry observations = context.getBean(ObservationRegistry.class);
            Traces traces = context.getBean(Traces.class);
            assertThat(Observation.createNotStarted("spring.kafka.template", observations)
                            .isNoop())
                    .isTrue();
            try (WorkSpan _ = traces.continued("outbox", "outbox topic", PARENT)) {
                assertThat(Observation.createNotStarted("spring.kafka.template", observations)
                                .isNoop())
                        .isFalse();
            }
        }
    }

    @Test
    void valuesThatMayContainSecretsAreRemoved() {
        try (ConfigurableApplicationContext context = start(ENABLED)) {
            Observation observation = Observation.start(
                            "http.client.requests", context.getBean(ObservationRegistry.class))
                    .highCardinalityKeyValue("http.url", "/v2/wt/token/app")
                    .highCardinalityKeyValue("wave.job", "bd-1_1");
            observation.stop();
            assertThat(observation.getContext().getHighCardinalityKeyValues())
                    .extracting(value -> value.getKey())
                    .containsExactly("wave.job");
        }
    }

    @ParameterizedTest
    @CsvSource({
        ENDPOINT + ", collector:4318",
        ENDPOINT + ", ftp://collector",
        ENDPOINT + ", http://",
        SAMPLING + ", 1.1",
        SAMPLING + ", -0.1",
        SAMPLING + ", NaN",
        SAMPLING + ", all"
    })
    void invalidValueIsNamed(String key, String value) {
        Map<String, Object> properties = new HashMap<>(ENABLED);
        properties.put(key, value);
        assertThatThrownBy(() -> start(properties))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(key + ": invalid value '" + value + "'");
    }

    private static ConfigurableApplicationContext start(Map<String, Object> properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .properties("wave.security.key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                .run();
    }

    @EnableAutoConfiguration
    static class Application {}
}
