package io.wave.scanner.database;

import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** The current versions of the databases as objects, for scans that do not run on this machine. */
final class DatabaseObjects {

    private static final String PREFIX = "databases/";
    /** Longer than any scan, which may still have to download the version before. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final ObjectStore store;
    private final Clock clock;

    DatabaseObjects(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * The object of a version, which is stored first if it is new.
     *
     * @param version folder of the version
     */
    synchronized ObjectName of(DatabaseKind kind, Path version) throws IOException {
        DatabaseMetadata metadata = DatabaseMetadata.in(version, kind)
                .orElseThrow(() -> new IOException("the vulnerability database was removed: " + version));
        ObjectName name = new ObjectName("%s%s-%d.tar.gz"
                .formatted(PREFIX, kind.folder(), metadata.updatedAt().toEpochMilli()));
        if (store.size(name).isEmpty()) {
            put(name, version);
            removeOld(kind, name);
        }
        return name;
    }

    private void put(ObjectName name, Path version) throws IOException {
        Path packed = Files.createTempFile("wave-database", ".tar.gz");
        try {
            pack(version, packed);
            store.put(name, packed);
        } finally {
            Files.delete(packed);
        }
    }

    private static void pack(Path version, Path packed) throws IOException {
        GzipParameters fast = new GzipParameters();
        fast.setCompressionLevel(Deflater.BEST_SPEED);
        try (OutputStream out = new GzipCompressorOutputStream(Files.newOutputStream(packed), fast);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
                Stream<Path> files = Files.list(version)) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                TarArchiveEntry entry = new TarArchiveEntry(String.valueOf(file.getFileName()));
                entry.setSize(Files.size(file));
                tar.putArchiveEntry(entry);
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
    }

    private void removeOld(DatabaseKind kind, ObjectName current) {
        List<ObjectName> old = new ArrayList<>();
        store.forEach(PREFIX, found -> {
            if (isOld(found) && isOf(kind, found.name()) && !found.name().equals(current)) {
                old.add(found.name());
            }
        });
        old.forEach(store::delete);
    }

    private boolean isOld(StoredObject object) {
        return object.modified().isBefore(clock.instant().minus(KEPT));
    }

    private static boolean isOf(DatabaseKind kind, ObjectName name) {
        return name.path().matches(PREFIX + kind.folder() + "-\\d+\\.tar\\.gz");
    }
}
