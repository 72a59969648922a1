package io.wave.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.wave.api.dashboard.LiveDashboard.Version;
import io.wave.api.dashboard.LiveDashboard.Viewer;
import io.wave.api.web.problem.ApiException;
import io.wave.limit.ConcurrencyLimit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveDashboardTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String ADDRESS = "192.0.2.1";

    private final AtomicInteger looks = new AtomicInteger();
    private volatile String scene = "one";
    private final LiveDashboard live = new LiveDashboard(this::look, new ConcurrencyLimit(2, 1));

    @BeforeEach
    void start() {
        live.start();
    }

    @AfterEach
    void stop() {
        live.stop();
    }

    @Test
    void nothingIsQueriedWithoutViewers() {
        live.updateForViewers();
        assertThat(looks).hasValue(0);
        live.now();
        live.now();
        assertThat(looks.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void viewerReceivesChangesOnly() {
        try (Viewer viewer = live.enter(ADDRESS)) {
            live.now();
            assertThat(viewer.next(LONG)).map(Version::html).hasValue("one");
            assertThat(viewer.next(Duration.ZERO)).isEmpty();
            scene = "two";
            var next = CompletableFuture.supplyAsync(() -> viewer.next(LONG));
            await().untilAsserted(() -> {
                live.updateForViewers();
                assertThat(next).isDone();
            });
            assertThat(next.join()).map(Version::html).hasValue("two");
        }
    }

    @Test
    void lateViewerReceivesCompleteDashboard() {
        live.now();
        try (Viewer viewer = live.enter(ADDRESS)) {
            assertThat(viewer.next(LONG)).map(Version::html).hasValue("one");
        }
        try (Viewer again = live.enter(ADDRESS)) {
            assertThat(again.next(LONG)).map(Version::html).hasValue("one");
        }
    }

    @Test
    void numberOfViewersIsLimited() {
        try (Viewer only = live.enter(ADDRESS)) {
            assertThat(only.isOpen()).isTrue();
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> live.enter(ADDRESS))
                    .withMessageContaining("Too many viewers from " + ADDRESS);
            try (Viewer other = live.enter("192.0.2.2")) {
                assertThat(other.isOpen()).isTrue();
                assertThatExceptionOfType(ApiException.class)
                        .isThrownBy(() -> live.enter("192.0.2.3"))
                        .withMessageContaining("Too many viewers");
            }
        }
        live.enter(ADDRESS).close();
    }

    @Test
    void streamsEndOnStop() {
        live.now();
        Viewer viewer = live.enter(ADDRESS);
        viewer.next(LONG);
        var waiting = CompletableFuture.supplyAsync(() -> viewer.next(LONG));
        live.stop();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
        assertThat(waiting.join()).isEmpty();
        assertThat(viewer.isOpen()).isFalse();
    }

    private String look() {
        looks.incrementAndGet();
        return scene;
    }
}
