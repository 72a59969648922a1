package io.wave.job.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JobLogTest {

    private static final String JOB = "bd-0123456789abcdef_1";

    private final ObjectStore store = new MemoryObjectStore();
    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void canBeReadWhileItGrows() {
        JobLog log = new JobLog(store, JOB, 1000, nanoTime::get);
        log.line("one");
        log.tick();
        log.line("two");
        assertThat(parts()).isEqualTo("one\n");
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        log.tick();
        assertThat(parts()).isEqualTo("one\ntwo\n");
    }

    @Test
    void isOneObjectAtTheEnd() throws IOException {
        JobLog log = new JobLog(store, JOB, 1000, nanoTime::get);
        log.line("one");
        log.tick();
        log.line("\u001b[32mtwo\u001b[0m");
        log.merge();
        assertThat(text(ObjectName.log(JOB))).isEqualTo("one\ntwo\n");
        assertThat(parts()).isEmpty();
    }

    @Test
    void keepsTheBeginningAndTheEndOfALongOne() throws IOException {
        JobLog log = new JobLog(store, JOB, 20, nanoTime::get);
        for (int line = 10; line < 30; line++) {
            log.line("line " + line);
            nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            log.tick();
        }
        log.merge();
        assertThat(text(ObjectName.log(JOB))).isEqualTo("line 10\n\n[144 bytes left out]\nline 29\n");
    }

    @Test
    void knowsItsLastLines() {
        JobLog log = new JobLog(store, JOB, 1000, nanoTime::get);
        log.line("one");
        log.line("");
        log.line("two  ");
        log.line("three");
        assertThat(log.lastLines(2)).containsExactly("two", "three");
    }

    @Test
    void aNewAttemptBeginsEmpty() {
        JobLog log = new JobLog(store, JOB, 1000, nanoTime::get);
        log.line("one");
        log.tick();
        new JobLogs(store, 1000).open(JOB).begin();
        assertThat(parts()).isEmpty();
    }

    private String parts() {
        return store.list("logs/" + JOB + "/").stream().map(this::text).collect(Collectors.joining());
    }

    private String text(ObjectName name) {
        try (InputStream content = store.open(name).orElseThrow()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
