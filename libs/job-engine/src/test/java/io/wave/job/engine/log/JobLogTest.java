package io.wave.job.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.local.fake.MemoryObjectStore;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JobLogTest {

    private static final String JOB = "bd-0123456789abcdef_1";

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void canBeReadWhileTheJobRuns() {
        JobLog log = log(1, 1000);
        log.line("one");
        log.tick();
        log.line("two");
        assertThat(text()).isEqualTo("one\n");
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        log.tick();
        assertThat(text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void isCompleteAtTheEndWithoutMerging() {
        JobLog log = log(1, 100_000);
        for (int line = 0; line < 100; line++) {
            log.line("line " + line);
            nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            log.tick();
        }
        assertThat(log.flush()).isTrue();
        assertThat(log.flush()).isTrue();
        assertThat(text().lines()).hasSize(100);
        assertThat(LogPartNames.newest(store, JOB)).hasSize(1);
    }

    @Test
    void holdsTextOnly() {
        JobLog log = log(1, 1000);
        log.line("\u001b[32mt\0wo\u001b[0m");
        log.flush();
        assertThat(text()).isEqualTo("two\n");
        assertThat(log.lastLines(1)).containsExactly("two");
    }

    @Test
    void keepsStartAndEndOfALongLog() {
        JobLog log = log(1, 80);
        for (int line = 10; line < 50; line++) {
            log.line("line " + line);
        }
        log.flush();
        assertThat(text())
                .startsWith("line 10\nline 11\n")
                .containsPattern("\\[\\d+ bytes omitted]")
                .endsWith("line 48\nline 49\n");
        assertThat(LogPartNames.newest(store, JOB).size()).isLessThanOrEqualTo(10);
    }

    @Test
    void shortUnavailabilityOfTheStoreLosesNoOutput() {
        JobLog log = log(1, 100_000);
        log.line("one");
        store.beforePut(() -> {
            throw new ObjectStoreException("away", new IOException("away"));
        });
        assertThat(log.flush()).isFalse();
        log.line("two");
        store.beforePut(() -> {});
        assertThat(log.flush()).isTrue();
        assertThat(text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void outputOmittedDuringLongUnavailabilityOfStoreIsReported() {
        JobLog log = log(1, 80);
        store.beforePut(() -> {
            throw new ObjectStoreException("away", new IOException("away"));
        });
        log.line("what is lost since there is no store");
        store.beforePut(() -> {});
        log.line("kept");
        log.flush();
        assertThat(text()).contains("bytes omitted").endsWith("kept\n");
    }

    @Test
    void returnsLastLines() {
        JobLog log = log(1, 1000);
        log.line("one");
        log.line("");
        log.line("two  ");
        log.line("three");
        assertThat(log.lastLines(2)).containsExactly("two", "three");
    }

    @Test
    void outdatedAttemptDoesNotChangeTheLogOfTheNextOne() {
        JobLog stale = log(1, 1000);
        stale.line("stale");
        stale.flush();
        JobLog next = log(2, 1000);
        next.line("next");
        next.flush();
        stale.line("stale again");
        stale.flush();
        stale.removeEarlier();
        assertThat(text()).isEqualTo("next\n");
        next.removeEarlier();
        assertThat(store.list("logs/" + JOB + "/")).containsExactly(LogPartNames.name(JOB, 2, 0));
    }

    @Test
    void attemptWithoutOutputKeepsTheLogOfThePreviousOne() {
        JobLog ran = log(1, 1000);
        ran.line("ran");
        ran.flush();
        JobLog lost = log(2, 1000);
        lost.flush();
        lost.removeEarlier();
        assertThat(text()).isEqualTo("ran\n");
    }

    @Test
    void progressIsStoredAtMostOnceASecondAndAtTheEnd() {
        JobLog log = log(1, 1000);
        progress(log, "one");
        log.tick();
        progress(log, "two");
        log.tick();
        assertThat(progress()).contains("one");
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        log.tick();
        assertThat(progress()).contains("two");
        progress(log, "three");
        assertThat(log.flush()).isTrue();
        assertThat(progress()).contains("three");
    }

    @Test
    void progressIsStoredOnceTheStoreIsBack() {
        JobLog log = log(1, 1000);
        progress(log, "one");
        store.beforePut(() -> {
            throw new ObjectStoreException("away", new IOException("away"));
        });
        assertThat(log.flush()).isFalse();
        store.beforePut(() -> {});
        assertThat(log.flush()).isTrue();
        assertThat(progress()).contains("one");
    }

    @Test
    void progressOfAnEarlierAttemptIsNotThatOfTheNext() {
        JobLog lost = log(1, 1000);
        lost.line("lost");
        progress(lost, "lost");
        lost.flush();
        JobLog next = log(2, 1000);
        next.line("next");
        next.flush();
        progress(lost, "lost, written late");
        lost.flush();
        assertThat(progress()).isEmpty();
        progress(next, "next");
        next.flush();
        assertThat(progress()).contains("next");
        next.removeEarlier();
        assertThat(store.list("logs/" + JOB + "/"))
                .containsExactly(LogPartNames.name(JOB, 2, 0), LogPartNames.progress(JOB, 2));
    }

    private static void progress(JobLog log, String text) {
        log.progress().changed(() -> text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> progress() {
        return LogPartNames.newestProgress(store, JOB).map(this::text);
    }

    private JobLog log(long attempt, long limit) {
        return new JobLog(store, JOB, attempt, limit, nanoTime::get);
    }

    private String text() {
        return LogPartNames.newest(store, JOB).stream().map(this::text).collect(Collectors.joining());
    }

    private String text(ObjectName name) {
        try (InputStream content = store.open(name).orElseThrow()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
