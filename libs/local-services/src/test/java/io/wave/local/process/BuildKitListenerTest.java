package io.wave.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BuildKitListenerTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void nothingIsAwaitedWithoutABuild() {
        assertThat(BuildKitListener.awaitBuild(Map.of(), LIMIT)).isTrue();
    }

    @Test
    void runningBuildIsAwaitedUntilItEnds() throws Exception {
        Process build = new ProcessBuilder("cat").start();
        Map<String, String> environment = Map.of(BuildKitListener.PROCESS, Long.toString(build.pid()));
        try {
            assertThat(BuildKitListener.awaitBuild(environment, Duration.ofMillis(50)))
                    .isFalse();
            CompletableFuture<Boolean> ended =
                    CompletableFuture.supplyAsync(() -> BuildKitListener.awaitBuild(environment, LIMIT));
            // When
            build.getOutputStream().close();
            // Then
            assertThat(ended).succeedsWithin(LIMIT).isEqualTo(true);
            assertThat(build.isAlive()).isFalse();
        } finally {
            build.destroyForcibly();
        }
    }
}
