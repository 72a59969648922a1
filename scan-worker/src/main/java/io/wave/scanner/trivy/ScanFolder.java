package io.wave.scanner.trivy;

import io.wave.job.engine.plan.Container;
import io.wave.scan.ScanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of a scan are.
 *
 * @param root the folder of the attempt
 * @param docker the folder of the Docker configuration, with credentials
 */
record ScanFolder(Path root, Path docker) {

    /** In a container. */
    static final ScanFolder OF_CONTAINER = new ScanFolder(Path.of(Container.WORK), Path.of(Container.SECRETS));

    /** The folder of the cache, below the root. */
    static final String CACHE = "cache";

    /** On this machine. */
    ScanFolder(Path root) {
        this(root, root.resolve("docker"));
    }

    /** Creates the folders on this machine. */
    static ScanFolder create(Path root) throws IOException {
        ScanFolder folder = new ScanFolder(root);
        for (Path each : new Path[] {folder.cache(), folder.home(), folder.temporary()}) {
            Files.createDirectory(each);
        }
        return folder;
    }

    /** The cache of Trivy, which belongs to this attempt alone: concurrent scans would lock each other out. */
    Path cache() {
        return root.resolve(CACHE);
    }

    Path home() {
        return root.resolve("home");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path file(ScanFile file) {
        return root.resolve(file.fileName());
    }
}
