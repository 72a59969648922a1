package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPartNamesTest {

    private static final String JOB = "bd-1_1";

    @TempDir
    private Path folder;

    private ObjectStore store;

    @BeforeEach
    void open() {
        store = new FolderObjectStore(folder);
    }

    @Test
    void staleAttemptDoesNotAffectTheNext() {
        put(LogPartNames.name(JOB, 2, 0));
        put(LogPartNames.name(JOB, 10, 0));
        put(LogPartNames.name(JOB, 10, 1));
        put(LogPartNames.name(JOB, 9, 7));
        assertThat(LogPartNames.newest(store, JOB))
                .containsExactly(LogPartNames.name(JOB, 10, 0), LogPartNames.name(JOB, 10, 1));
        assertThat(LogPartNames.earlierThan(10, store, JOB))
                .containsExactly(LogPartNames.name(JOB, 2, 0), LogPartNames.name(JOB, 9, 7));
    }

    @Test
    void partsWithoutAnAttemptAreTheOldest() {
        put(new ObjectName("logs/bd-1_1/000000"));
        put(new ObjectName("logs/bd-1_1/000001"));
        assertThat(LogPartNames.newest(store, JOB)).hasSize(2);
        put(LogPartNames.name(JOB, 1, 0));
        assertThat(LogPartNames.newest(store, JOB)).containsExactly(LogPartNames.name(JOB, 1, 0));
    }

    @Test
    void progressBelongsToItsAttempt() {
        put(LogPartNames.name(JOB, 1, 0));
        assertThat(LogPartNames.newestProgress(store, JOB)).isEmpty();
        put(LogPartNames.progress(JOB, 1));
        assertThat(LogPartNames.newestProgress(store, JOB)).contains(LogPartNames.progress(JOB, 1));
        assertThat(LogPartNames.newest(store, JOB)).containsExactly(LogPartNames.name(JOB, 1, 0));
        put(LogPartNames.name(JOB, 2, 0));
        assertThat(LogPartNames.newestProgress(store, JOB)).isEmpty();
        assertThat(LogPartNames.earlierThan(2, store, JOB))
                .containsExactlyInAnyOrder(LogPartNames.name(JOB, 1, 0), LogPartNames.progress(JOB, 1));
    }

    @Test
    void aKnownProgressIsTheNewestUntilALaterAttemptStoresAnything() {
        ObjectName first = LogPartNames.progress(JOB, 1);
        put(LogPartNames.name(JOB, 1, 0));
        put(first);
        assertThat(LogPartNames.newestProgress(store, JOB, first)).contains(first);
        put(LogPartNames.name(JOB, 1, 1));
        assertThat(LogPartNames.newestProgress(store, JOB, first)).contains(first);
        put(LogPartNames.name(JOB, 12, 0));
        assertThat(LogPartNames.newestProgress(store, JOB, first)).isEmpty();
        put(LogPartNames.progress(JOB, 12));
        assertThat(LogPartNames.newestProgress(store, JOB, first)).contains(LogPartNames.progress(JOB, 12));
    }

    private void put(ObjectName name) {
        store.put(name, new byte[] {'x'});
    }
}
