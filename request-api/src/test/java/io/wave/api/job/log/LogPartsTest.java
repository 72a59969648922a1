package io.wave.api.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.local.fake.FaultyObjectStore;
import io.wave.local.fake.MemoryObjectStore;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogPartsTest {

    private final FaultyObjectStore store = new FaultyObjectStore(new MemoryObjectStore());

    @Test
    void onlyOnePartIsOpen() throws IOException {
        List<ObjectName> parts = parts(60);
        try (LogParts log = new LogParts(store, parts)) {
            assertThat(store.open()).isZero();
            assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("part 0\npart 1\n")
                    .endsWith("part 59\n");
        }
        assertThat(store.mostOpen()).isEqualTo(1);
        assertThat(store.open()).isZero();
    }

    @Test
    void closedReaderOpensNoMoreParts() throws IOException {
        try (LogParts log = new LogParts(store, parts(60))) {
            assertThat(log.readNBytes(10)).hasSize(10);
        }
        assertThat(store.mostOpen()).isEqualTo(1);
        assertThat(store.open()).isZero();
    }

    @Test
    void missingPartIsSkipped() throws IOException {
        List<ObjectName> parts = parts(3);
        store.delete(parts.get(1));
        try (LogParts log = new LogParts(store, parts)) {
            assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("part 0\npart 2\n");
        }
    }

    private List<ObjectName> parts(int count) {
        List<ObjectName> names = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            names.add(LogPartNames.name("bd-1_1", 1, part));
            store.put(names.getLast(), "part %d\n".formatted(part).getBytes(StandardCharsets.UTF_8));
        }
        return names;
    }
}
