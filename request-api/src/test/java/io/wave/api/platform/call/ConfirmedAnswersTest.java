package io.wave.api.platform.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.benmanes.caffeine.cache.Weigher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfirmedAnswersTest {

    private static final PlatformEndpoint ENDPOINT = PlatformEndpoint.parse("https://platform.test");
    private static final Duration TOLERANCE = Duration.ofMinutes(30);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong now = new AtomicLong(-17);
    private final ConfirmedAnswers<String, Integer> answers = new ConfirmedAnswers<>(
            new Outages(TOLERANCE, meters), _ -> ENDPOINT, Weigher.singletonWeigher(), 100, Runnable::run, now::get);

    private @Nullable ApiException error;
    private int asked;

    private int get() {
        return answers.get("key", () -> {
            asked++;
            if (error != null) {
                throw error;
            }
            return asked;
        });
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    static Stream<ApiException> outages() {
        return Stream.of(
                ApiException.tooSlow("408"),
                ApiException.unavailable("503", Duration.ofSeconds(1), null),
                PlatformClient.unexpected(ENDPOINT, "answers", 500));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void lastAnswerIsUsedInAnOutageUntilTheToleranceEnds(ApiException outage) {
        assertThat(get()).isEqualTo(1);
        error = outage;
        assertThat(get()).as("fresh").isEqualTo(1);
        assertThat(asked).isEqualTo(1);
        pass(FRESH);
        assertThat(get()).isEqualTo(1);
        assertThat(get()).isEqualTo(1);
        assertThat(asked).as("the Platform is asked once a minute").isEqualTo(2);
        assertThat(meters.get("wave.platform.answers.kept").counter().count()).isEqualTo(1);
        pass(TOLERANCE);
        assertThatExceptionOfType(ApiException.class).isThrownBy(this::get);
    }

    static Stream<ApiException> refusals() {
        return Stream.of(
                ApiException.tokenInvalid("401"),
                ApiException.forbidden("403"),
                PlatformClient.unexpected(ENDPOINT, "answers", 418));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void anythingElseEndsTheLastAnswer(ApiException refusal) {
        assertThat(get()).isEqualTo(1);
        pass(FRESH);
        error = refusal;
        assertThatExceptionOfType(ApiException.class).isThrownBy(this::get);
        error = ApiException.tooSlow("408");
        assertThatExceptionOfType(ApiException.class).isThrownBy(this::get).withMessage("408");
    }

    @Test
    void forgottenAnswerIsNotUsed() {
        assertThat(get()).isEqualTo(1);
        answers.forget("key"::equals);
        error = ApiException.tooSlow("408");
        assertThatExceptionOfType(ApiException.class).isThrownBy(this::get);
    }

    @Test
    void answerIsConfirmedWhenThePlatformIsBack() {
        assertThat(get()).isEqualTo(1);
        error = ApiException.tooSlow("408");
        pass(FRESH);
        assertThat(get()).isEqualTo(1);
        error = null;
        pass(FRESH);
        assertThat(get()).isEqualTo(3);
        error = ApiException.tooSlow("408");
        pass(TOLERANCE);
        assertThat(get()).isEqualTo(3);
    }
}
