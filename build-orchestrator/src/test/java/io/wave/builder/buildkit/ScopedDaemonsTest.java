package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.outcome.JobFailedException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScopedDaemonsTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String C = "c".repeat(32);

    private final List<Fake> made = new CopyOnWriteArrayList<>();

    /** A daemon without a process. */
    private static final class Fake implements BuildKit {

        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public Access open(Collection<String> servers) {
            return new Access(List.of(toString()), Map.of(), Map.of(), _ -> Optional.empty(), Endings.UNKNOWN);
        }

        boolean isEnded() {
            return ended.getCount() == 0;
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }

    private ScopedDaemons daemons(Duration idleTimeout, int maxIdle) {
        return new ScopedDaemons(this::make, () -> {}, new BuildKitProperties.Restricted(idleTimeout, maxIdle, false));
    }

    private Fake make() {
        Fake fake = new Fake();
        made.add(fake);
        return fake;
    }

    @Test
    void onlyBuildsOfAScopeShareADaemon() throws Exception {
        try (ScopedDaemons daemons = daemons(LONG, 3)) {
            List<String> first = daemons.of(A).open(List.of()).client();
            assertThat(daemons.of(A).open(List.of()).client()).isEqualTo(first);
            assertThat(daemons.of(B).open(List.of()).client()).isNotEqualTo(first);
        }
    }

    @Test
    void aDaemonStaysForTheNextBuildOfItsScope() {
        try (ScopedDaemons daemons = daemons(LONG, 1)) {
            daemons.of(A).close();
            daemons.of(A).close();
            assertThat(made).hasSize(1).noneMatch(Fake::isEnded);
        }
        assertThat(made).allMatch(Fake::isEnded);
    }

    @Test
    void anIdleDaemonEndsAndIsNotUsedAgain() {
        try (ScopedDaemons daemons = daemons(Duration.ZERO, 3)) {
            daemons.of(A).close();
            await().until(() -> made.getFirst().isEnded());
            daemons.of(A);
            assertThat(made).hasSize(2);
            assertThat(made.getLast().isEnded()).isFalse();
        }
    }

    @Test
    void aDaemonDoesNotEndWhileABuildUsesIt() {
        try (ScopedDaemons daemons = daemons(Duration.ZERO, 0)) {
            BuildKit first = daemons.of(A);
            BuildKit second = daemons.of(A);
            first.close();
            first.close();
            daemons.of(B).close();
            await().until(() -> made.getLast().isEnded());
            assertThat(made.getFirst().isEnded()).isFalse();
            second.close();
            await().until(() -> made.getFirst().isEnded());
        }
    }

    @Test
    void theLeastRecentlyUsedDaemonsEndAboveTheLimit() {
        try (ScopedDaemons daemons = daemons(LONG, 2)) {
            daemons.of(A).close();
            daemons.of(B).close();
            daemons.of(A).close();
            daemons.of(C).close();
            await().until(() -> made.get(1).isEnded());
            assertThat(made.getFirst().isEnded()).isFalse();
            assertThat(made.getLast().isEnded()).isFalse();
        }
    }

    @Test
    void allEndWithTheWorkerThoseInUseToo() {
        ScopedDaemons daemons = daemons(LONG, 2);
        BuildKit used = daemons.of(A);
        daemons.of(B).close();
        daemons.close();
        assertThat(made).hasSize(2).allMatch(Fake::isEnded);
        used.close();
        assertThatThrownBy(() -> daemons.of(A))
                .isInstanceOf(JobFailedException.class)
                .hasMessage("build failed: the build worker is stopping");
    }
}
