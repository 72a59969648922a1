package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wave.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each implementation of {@link ObjectStore} passes. */
abstract class ObjectStoreContract {

    private static final ObjectName NAME = ObjectName.log("bd-0123456789abcdef_1");

    abstract ObjectStore store();

    @Test
    void putObjectIsRead() {
        store().put(NAME, bytes("some words"));

        assertThat(text(store().open(NAME))).contains("some words");
        assertThat(store().size(NAME)).hasValue(10);
    }

    @Test
    void emptyObjectExists() {
        store().put(NAME, new byte[0]);

        assertThat(text(store().open(NAME))).contains("");
        assertThat(store().size(NAME)).hasValue(0);
    }

    @Test
    void secondPutReplacesTheFirst() {
        store().put(NAME, bytes("first and long"));
        store().put(NAME, bytes("second"));

        assertThat(text(store().open(NAME))).contains("second");
    }

    @Test
    void fileIsStoredAndKept(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content of a file");
        ObjectName name = ObjectName.blob(Digest.of(Files.readAllBytes(file)));

        store().put(name, file);

        assertThat(text(store().open(name))).contains("content of a file");
        assertThat(file).exists();
    }

    @Test
    void readingStartsAtTheOffset() {
        store().put(NAME, bytes("0123456789"));

        assertThat(text(store().open(NAME, 7))).contains("789");
        assertThat(text(store().open(NAME, 10))).contains("");
        assertThat(text(store().open(NAME, 99))).contains("");
    }

    @Test
    void missingContentIsEmpty() {
        ObjectName absent = new ObjectName("no/such/object");

        assertThat(store().open(absent)).isEmpty();
        assertThat(store().size(absent)).isEmpty();
        assertThat(store().localFile(absent)).isEmpty();
        assertThat(store().list("no/such/")).isEmpty();
    }

    @Test
    void prefixOfANameIsNotAnObject() {
        store().put(new ObjectName("folder/object"), bytes("x"));

        assertThat(store().open(new ObjectName("folder"))).isEmpty();
        assertThat(store().size(new ObjectName("folder"))).isEmpty();
    }

    @Test
    void deletedObjectDoesNotExist() {
        store().put(NAME, bytes("x"));
        store().delete(NAME);
        store().delete(NAME);

        assertThat(store().open(NAME)).isEmpty();
    }

    @Test
    void partsOfOneJobAreListedInOrder() {
        for (int part : new int[] {10, 2, 0}) {
            store().put(LogPartNames.name("bd-1_1", 1, part), bytes("x"));
        }
        store().put(LogPartNames.name("bd-1_11", 1, 0), bytes("x"));
        store().put(ObjectName.log("bd-1_1"), bytes("x"));

        assertThat(store().list("logs/bd-1_1/"))
                .containsExactly(
                        LogPartNames.name("bd-1_1", 1, 0),
                        LogPartNames.name("bd-1_1", 1, 2),
                        LogPartNames.name("bd-1_1", 1, 10));
    }

    @Test
    void listStartsAfterAName() {
        List<ObjectName> names = List.of(
                new ObjectName("logs/bd-7_1/1"), new ObjectName("logs/bd-7_1/2"), new ObjectName("logs/bd-7_1/2-a"));
        names.forEach(name -> store().put(name, new byte[] {1}));

        assertThat(store().list("logs/bd-7_1/", names.get(1))).containsExactly(names.get(2));
        assertThat(store().list("logs/bd-7_1/", names.get(2))).isEmpty();
    }

    @Test
    void allObjectsAreVisitedWithTheirTime() {
        Instant before = Instant.now().minusSeconds(2);
        for (int part = 0; part < 5; part++) {
            store().put(LogPartNames.name("bd-2_1", 1, part), bytes("part"));
        }
        store().put(LogPartNames.name("bd-2_10", 1, 0), bytes("another job's"));
        List<StoredObject> found = new ArrayList<>();
        store().forEach("logs/bd-2_1/", found::add);
        assertThat(found).hasSize(5).allMatch(object -> object.size() == 4);
        assertThat(found).allMatch(object -> object.modified().isAfter(before));
        assertThat(found).extracting(StoredObject::name).contains(LogPartNames.name("bd-2_1", 1, 4));
        store().forEach("no/such/", _ -> {
            throw new AssertionError("there is none");
        });
    }

    @Test
    void modificationTimeIsReturned() {
        ObjectName name = new ObjectName("last/put");
        Instant before = Instant.now().minusSeconds(5);
        assertThat(store().modified(name)).isEmpty();

        store().put(name, bytes("one"));

        assertThat(store().modified(name))
                .hasValueSatisfying(modified -> assertThat(modified).isAfter(before));
    }

    @Test
    void objectsMayBeDeletedDuringTheVisit() {
        for (int part = 0; part < 5; part++) {
            store().put(LogPartNames.name("bd-3_1", 1, part), bytes("part"));
        }
        store().forEach("logs/bd-3_1/", object -> store().delete(object.name()));
        assertThat(store().list("logs/bd-3_1/")).isEmpty();
    }

    @Test
    void prefixMatchesWholeComponents() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().list("logs/bd"));
        assertThatIllegalArgumentException().isThrownBy(() -> store().list("../"));
    }

    @Test
    void readersNeverSeePartialObjects() throws Exception {
        byte[] zeros = new byte[200_000];
        byte[] ones = new byte[200_000];
        Arrays.fill(ones, (byte) 1);
        store().put(NAME, zeros);
        CountDownLatch started = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> {
                started.countDown();
                for (int i = 0; i < 20; i++) {
                    store().put(NAME, i % 2 == 0 ? ones : zeros);
                }
            });
            started.await();
            while (!writer.isDone()) {
                byte[] seen = store().open(NAME).map(ObjectStoreContract::read).orElseThrow();
                assertThat(seen).isIn(zeros, ones);
            }
            writer.get();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Optional<String> text(Optional<InputStream> stream) {
        return stream.map(content -> new String(read(content), StandardCharsets.UTF_8));
    }

    private static byte[] read(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
