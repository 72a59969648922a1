package io.wave.job.docker.engine;

import io.wave.job.engine.plan.Container;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The archives in which files go to containers, and come from them. */
final class ContainerFiles {

    private static final int MAX_MESSAGE = 4096;
    private static final int OWNER_READS = 0400;
    private static final int OWNER_READS_FOLDER = 0500;
    private static final int OWNER_WRITES = 0600;
    private static final int OWNER_WRITES_FOLDER = 0755;

    private ContainerFiles() {}

    /**
     * The folders {@value Container#WORK} and {@value Container#SECRETS} with their files, and the file of the message, relative to the
     * parent of them, which the tools need not be able to write to.
     */
    static InputStream archive(Container container) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes)) {
            put(archive, name(Launch.MESSAGE), OWNER_WRITES, new byte[0]);
            put(archive, name(Container.WORK) + "/", OWNER_WRITES_FOLDER, new byte[0]);
            put(archive, name(Container.SECRETS) + "/", OWNER_READS_FOLDER, new byte[0]);
            for (Map.Entry<String, byte[]> file : new TreeMap<>(container.files()).entrySet()) {
                put(archive, name(Container.SECRETS) + "/" + file.getKey(), OWNER_READS, file.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void put(TarArchiveOutputStream archive, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setIds(Container.USER, Container.USER);
        entry.setMode(mode);
        entry.setSize(content.length);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }

    /** The beginning of the only file of an archive. */
    static byte[] beginning(InputStream stream) {
        try (TarArchiveInputStream archive = new TarArchiveInputStream(stream)) {
            return archive.getNextEntry() == null ? new byte[0] : archive.readNBytes(MAX_MESSAGE);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
