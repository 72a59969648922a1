package io.wave.builder.buildkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Paths in the folder of one attempt.
 *
 * @param root folder of the attempt
 */
record BuildKitFolder(Path root) {

    /** Creates the folders. */
    static BuildKitFolder create(Path root) throws IOException {
        BuildKitFolder folder = new BuildKitFolder(root);
        for (Path each : new Path[] {
            folder.context(),
            folder.temporary(),
            folder.home(),
            folder.configuration(),
            folder.containerFile().getParent()
        }) {
            Files.createDirectory(each);
        }
        return folder;
    }

    Path context() {
        return root.resolve("context");
    }

    /** The folder of the container file and of what goes with it. */
    Path files() {
        return root.resolve("file");
    }

    Path containerFile() {
        return files().resolve("Containerfile");
    }

    /** The container file that prints the lock file of the other one again; it is there if that prints one. */
    Path reprint() {
        return root.resolve("file/Reprint");
    }

    /** The ignore file that the frontend reads for the {@link #reprint}. */
    Path reprintIgnoreFile() {
        return root.resolve("file/Reprint.dockerignore");
    }

    /** The ignore file that the frontend reads instead of the one in the context. */
    Path ignoreFile() {
        return root.resolve("file/Containerfile.dockerignore");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path home() {
        return root.resolve("home");
    }

    Path configuration() {
        return root.resolve("configuration");
    }

    Path sourcePolicy() {
        return root.resolve("source-policy.json");
    }

    Path metadata() {
        return root.resolve("metadata.json");
    }

    Path credentials() {
        return configuration().resolve("config.json");
    }
}
