package io.wave.scanner.trivy;

import io.wave.scan.ScanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The layout of the folder of an attempt.
 *
 * @param root the folder of the attempt
 */
record ScanFolder(Path root) {

    /** Creates the folders. */
    static ScanFolder create(Path root) throws IOException {
        ScanFolder folder = new ScanFolder(root);
        for (Path each : new Path[] {folder.cache(), folder.home(), folder.temporary()}) {
            Files.createDirectory(each);
        }
        return folder;
    }

    /** The cache of Trivy, which belongs to this attempt alone: concurrent scans would lock each other out. */
    Path cache() {
        return root.resolve("cache");
    }

    Path home() {
        return root.resolve("home");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    /** The Docker configuration, with credentials. */
    Path docker() {
        return root.resolve("docker");
    }

    Path file(ScanFile file) {
        return root.resolve(file.fileName());
    }
}
